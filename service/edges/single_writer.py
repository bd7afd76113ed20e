"""Metrics that one thread writes and any may read: no locks, and whole batches at once.

What is counted of each article is counted here, by the worker's event loop. prometheus_client's own metrics take a lock
each time and walk through the buckets one by one: counting an article with them takes six times as long
(`python -m benchmarks.observability` tells what metrics cost).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Exemplar, Sample

from service.edges.metric_kinds import Kind, unit_in_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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


Series = tuple[str, dict[str, str]]
"""A sample's name, and its labels."""


class Numbers(Metric):
    """A family whose series stay: from one look to the next only numbers differ.

    Args:
        declared: what it is.
        series: the series, in order; the same object as long as they are the same.
        numbers: of each.
        exemplars: by place in `series`.
    """

    def __init__(
        self,
        declared: Declared,
        series: Sequence[Series],
        numbers: Sequence[float],
        exemplars: Mapping[int, Exemplar] | None = None,
    ) -> None:
        counter = declared.kind is Kind.COUNTER
        super().__init__(
            declared.name.removesuffix("_total") if counter else declared.name,
            declared.help,
            str(declared.kind),
            unit_in_name(declared),
        )
        self.series = series
        self.numbers = numbers
        self.exemplars = exemplars or {}

    def sample(self, place: int) -> Sample:
        """One of the samples."""
        return Sample(*self.series[place], self.numbers[place], None, self.exemplars.get(place))

    @property  # an attribute of Metric's: made only for who asks
    def samples(self) -> list[Sample]:
        """The samples, as prometheus_client wants them."""
        return [self.sample(place) for place in range(len(self.series))]

    @samples.setter
    def samples(self, _: list[Sample]) -> None:
        """Metric begins with none."""


class SingleWriterCounter(Collector):
    """A counter with one label.

    Args:
        declared: what it is.
        values: all that its label may say by now; each has its series from the beginning.
        other: the label value of what is none of them.
    """

    def __init__(self, declared: Declared, values: Iterable[str], other: str | None = None) -> None:
        self._declared = declared
        self._other = other
        self._counts: dict[str, int] = {}
        self.know(values)

    def know(self, values: Iterable[str]) -> None:
        """Give more label values their series."""
        for value in values:
            self._counts.setdefault(value, 0)
        name, label, known = self._declared.name, self._declared.labels[0].name, tuple(self._counts)
        self._shape = known, [(name, {label: value}) for value in known]  # at once: a scrape may read it meanwhile

    def inc(self, value: str, amount: int = 1) -> None:
        """Count; call from one thread only.

        Args:
            value: the label's; one that is not known counts as other, or else gets its series: counting stops no work.
            amount: how many.
        """
        if value not in self._counts:
            value = self._other or value
            self.know([value])
        self._counts[value] += amount

    def collect(self) -> Iterator[Numbers]:
        """The counts."""
        known, series = self._shape
        yield Numbers(self._declared, series, [self._counts[value] for value in known])


class Observed:
    """One series of a histogram."""

    __slots__ = ("_histogram", "_label")

    def __init__(self, histogram: SingleWriterHistogram, label: str) -> None:
        self._histogram = histogram
        self._label = label

    def observe(self, value: float) -> None:
        """Count one value; call from one thread only."""
        self._histogram.observe(self._label, value)


class SingleWriterHistogram(Collector):
    """A histogram with one label, or none.

    Args:
        declared: what it is.
        values: all that its label may say by now; each has its series from the beginning.
    """

    def __init__(self, declared: Declared, values: Iterable[str]) -> None:
        self._declared = declared
        self._bounds = declared.buckets
        self._counts: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}
        self._exemplars: dict[str, dict[int, Exemplar]] = {}
        self._shape: tuple[tuple[str, ...], list[Series]] = (), []
        for value in values if declared.labels else [""]:
            self._know(value)

    def _know(self, value: str) -> None:
        self._sums[value] = 0.0
        self._exemplars[value] = {}
        self._counts[value] = [0] * (len(self._bounds) + 1)
        known = tuple(self._counts)
        self._shape = known, [series for one in known for series in self._series(one)]  # at once, as a counter's

    def _series(self, value: str) -> list[Series]:
        name = self._declared.name
        labels = {label.name: value for label in self._declared.labels}
        bounds = [*(str(float(bound)) for bound in self._bounds), "+Inf"]
        buckets = [(f"{name}_bucket", {**labels, "le": bound}) for bound in bounds]
        return [*buckets, (f"{name}_count", labels), (f"{name}_sum", labels)]

    def labels(self, value: str = "") -> Observed:
        """The series of a label's value, which gets one if it has none; of a histogram without a label the only one."""
        if value not in self._counts:
            self._know(value)
        return Observed(self, value)

    def observe(self, label: str, value: float) -> None:
        """Count one value; call from one thread only.

        Args:
            label: the label's value, one that is known.
            value: what was observed.

        Raises:
            KeyError: it is not known.
        """
        self._counts[label][bisect_left(self._bounds, value)] += 1
        self._sums[label] += value

    def observe_many(self, label: str, values: Sequence[float], traced: Traced | None = None) -> None:
        """Count values; call from one thread only.

        Args:
            label: the label's value, one that is known.
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

    def collect(self) -> Iterator[Numbers]:
        """The cumulative buckets, as Prometheus wants them."""
        known, series = self._shape
        numbers: list[float] = []
        exemplars: dict[int, Exemplar] = {}
        for value in known:
            first = len(numbers)
            numbers += accumulate(self._counts[value])
            numbers += (numbers[-1], self._sums[value])
            exemplars.update((first + place, one) for place, one in list(self._exemplars[value].items()))
        yield Numbers(self._declared, series, numbers, exemplars)
