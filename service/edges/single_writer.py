"""Metrics that one thread writes and any may read: no locks, and whole batches at once.

What is counted of each article is counted here, by the worker's event loop. prometheus_client's own metrics take a lock
each time and walk through the buckets one by one: counting an article with them takes four times as long
(`python -m benchmarks.observability` tells what metrics cost).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Exemplar, Sample

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from service.edges.metric_kinds import Declared


class Traced(NamedTuple):
    """One observed value whose trace is known.

    Attributes:
        value: what was observed.
        trace_id: 32 hexadecimal digits.
        at: seconds since the epoch.
    """

    value: float
    trace_id: str
    at: float


class SingleWriterCounter(Collector):
    """A counter with one label.

    Args:
        declared: what it is.
        values: all that its label may say by now; each has its series from the beginning.
        other: the label value of what is none of them.
    """

    def __init__(self, declared: Declared, values: Iterable[str], other: str | None = None) -> None:
        self._declared = declared
        self._counts = dict.fromkeys(values, 0)
        self._other = other

    def know(self, values: Iterable[str]) -> None:
        """Give more label values their series."""
        for value in values:
            self._counts.setdefault(value, 0)

    def inc(self, value: str, amount: int = 1) -> None:
        """Count; call from one thread only.

        Args:
            value: the label's; one that is not known counts as other, or else gets its series: counting stops no work.
            amount: how many.
        """
        if value in self._counts:
            self._counts[value] += amount
        else:
            value = self._other or value
            self._counts[value] = self._counts.get(value, 0) + amount

    def collect(self) -> Iterator[CounterMetricFamily]:
        """The counts."""
        declared = self._declared
        family = CounterMetricFamily(declared.name, declared.help, labels=[declared.labels[0].name])
        for value, count in list(self._counts.items()):  # its writer may add a series meanwhile
            family.add_metric([value], count)
        yield family


class SingleWriterHistogram(Collector):
    """A histogram with one label.

    Args:
        declared: what it is.
        values: all that its label may say; each has its series from the beginning.
    """

    def __init__(self, declared: Declared, values: Iterable[str]) -> None:
        self._declared = declared
        self._bounds = declared.buckets
        self._counts = {value: [0] * (len(self._bounds) + 1) for value in values}
        self._sums = dict.fromkeys(self._counts, 0.0)
        self._exemplars: dict[str, list[Exemplar | None]] = {
            value: [None] * len(c) for value, c in self._counts.items()
        }
        label, bounds = declared.labels[0].name, [*(str(float(bound)) for bound in self._bounds), "+Inf"]
        self._labels = {value: [{label: value, "le": bound} for bound in bounds] for value in self._counts}

    def observe(self, label: str, value: float) -> None:
        """Count one value; call from one thread only.

        Args:
            label: the label's value, one of those declared.
            value: what was observed.

        Raises:
            KeyError: the label may not say this.
        """
        self._counts[label][bisect_left(self._bounds, value)] += 1
        self._sums[label] += value

    def observe_many(self, label: str, values: Sequence[float], traced: Traced | None = None) -> None:
        """Count values; call from one thread only.

        Args:
            label: the label's value, one of those declared.
            values: what was observed.
            traced: one of them, to be shown as its bucket's exemplar.
        """
        counts, ordered, below = self._counts[label], sorted(values), 0
        for place, bound in enumerate(self._bounds):
            upto = bisect_right(ordered, bound, below)
            counts[place] += upto - below
            below = upto
        counts[-1] += len(ordered) - below
        self._sums[label] += sum(ordered)
        if traced is not None:
            place = bisect_left(self._bounds, traced.value)
            self._exemplars[label][place] = Exemplar({"trace_id": traced.trace_id}, traced.value, traced.at)

    def collect(self) -> Iterator[Metric]:
        """The cumulative buckets, as Prometheus wants them."""
        declared = self._declared
        name, label = declared.name, declared.labels[0].name
        family = Metric(name, declared.help, "histogram", declared.unit)
        for value, counts in self._counts.items():
            upto = list(accumulate(counts))
            seen = zip(self._labels[value], upto, self._exemplars[value], strict=True)
            family.samples += [Sample(f"{name}_bucket", labels, n, None, shown) for labels, n, shown in seen]
            of_all = {label: value}
            family.samples.append(Sample(f"{name}_count", of_all, upto[-1]))
            family.samples.append(Sample(f"{name}_sum", of_all, self._sums[value]))
        yield family
