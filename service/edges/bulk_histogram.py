"""A histogram for whole batches: observing each article alone cost 5% of the transport."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from prometheus_client.metrics_core import HistogramMetricFamily
from prometheus_client.registry import Collector
from prometheus_client.samples import Exemplar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


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


class BulkHistogram(Collector):
    """A histogram with one label that takes the values of a whole batch at once.

    Args:
        name, documentation, unit: as Prometheus shows them; an empty unit for none.
        bounds: upper bounds of the buckets, ascending, without infinity.
        label: name of the label.
        values: all that it may say; each has its series from the beginning.
    """

    def __init__(
        self,
        name: str,
        documentation: str,
        bounds: Sequence[float],
        *,
        unit: str = "",
        label: str,
        values: Sequence[str],
    ) -> None:
        self._name = name
        self._documentation = documentation
        self._unit = unit
        self._bounds = list(bounds)
        self._label = label
        self._counts = {value: [0] * (len(bounds) + 1) for value in values}
        self._sums = dict.fromkeys(values, 0.0)
        self._exemplars: dict[tuple[str, int], Exemplar] = {}

    def observe_many(self, label: str, values: Sequence[float], traced: Traced | None = None) -> None:
        """Count values; call from one thread only (scrapes may read from another).

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
            self._exemplars[label, place] = Exemplar({"trace_id": traced.trace_id}, traced.value, traced.at)

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """The cumulative buckets, as Prometheus wants them."""
        family = HistogramMetricFamily(self._name, self._documentation, labels=[self._label], unit=self._unit)
        names = [*(str(float(bound)) for bound in self._bounds), "+Inf"]
        for label, counts in self._counts.items():
            buckets: list[tuple[str, float] | tuple[str, float, Exemplar]] = []
            for place, (name, count) in enumerate(zip(names, accumulate(counts), strict=True)):
                exemplar = self._exemplars.get((label, place))
                buckets.append((name, count) if exemplar is None else (name, count, exemplar))
            family.add_metric([label], buckets=buckets, sum_value=self._sums[label])
        yield family
