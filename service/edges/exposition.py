"""The text of /metrics: prometheus_client's own, whose checks and escapes are made once for each series.

Name and labels of a series are the same in each scrape; the client checks and escapes them anew each time, which is
four fifths of what a scrape costs. Here it writes each series once, and then only numbers are put behind what it wrote.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample
from prometheus_client.utils import floatToGoString

from service.edges.single_writer import Numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from prometheus_client import CollectorRegistry

    from service.edges.single_writer import Series

FRESH_SECONDS = 0.1
"""A text serves all who ask within this time: a thousand scrapes at once cost no more than ten a second."""
MOST_FORMATS = 16
"""Formats remembered: the client takes any version that a request names for one."""
_ZERO = "0.0\n"
_as_go: Callable[[float], str] = floatToGoString
"""A number as Go writes it; the client's own, which has no types."""


class Exposition:
    """What a registry shows, in the format that is asked for; for one thread.

    Args:
        registry: the metrics.
        clock: seconds of a clock that does not go back.
    """

    def __init__(self, registry: CollectorRegistry, clock: Callable[[], float] = time.monotonic) -> None:
        self._registry = registry
        self._clock = clock
        self._texts: dict[str, _Text] = {}
        self._made: dict[str, tuple[float, bytes]] = {}

    def text(self, accept: str) -> tuple[bytes, str]:
        """The metrics as they are now, or were FRESH_SECONDS ago, and the content type.

        Args:
            accept: the request's header `Accept`; empty without.
        """
        encode, content_type = choose_encoder(accept)
        made = self._made.get(content_type)
        if made is None or self._clock() - made[0] > FRESH_SECONDS:
            made = self._made[content_type] = self._clock(), self._text(content_type, encode)
        return made[1], content_type

    def _text(self, content_type: str, encode: Callable[[Collector], bytes]) -> bytes:
        if content_type not in self._texts:
            if len(self._texts) >= MOST_FORMATS:
                self._texts.clear()
                self._made.clear()
            self._texts[content_type] = _Text(encode)
        return self._texts[content_type].of(self._registry.collect())


class _Text:
    """What is the same in each exposition of one format.

    Args:
        encode: the client's encoder of the format.
    """

    def __init__(self, encode: Callable[[Collector], bytes]) -> None:
        self._encode = encode
        self._end = self._encoded()
        self._heads: dict[str, str] = {}
        self._begins: dict[tuple[str, ...], str] = {}
        self._aligned: dict[str, tuple[Sequence[Series], list[str]]] = {}

    def of(self, families: Iterable[Metric]) -> bytes:
        """The text of all families."""
        parts = []
        for family in families:
            parts.append(self._heads.get(family.name) or self._head(family))
            if isinstance(family, Numbers):
                parts += self._numbers(family)
            else:
                parts += [self._line(family, sample) for sample in family.samples]
        parts.append(self._end)
        return "".join(parts).encode()

    def _numbers(self, family: Numbers) -> list[str]:
        """The lines of a family whose series stay."""
        series, begins = self._aligned.get(family.name, (None, []))
        if series is not family.series:
            begins = [self._begin(family, Sample(*one, 0.0)) for one in family.series]
            self._aligned[family.name] = family.series, begins
        lines = [f"{begin}{_number(number)}\n" for begin, number in zip(begins, family.numbers, strict=True)]
        for place in family.exemplars:
            lines[place] = self._written(family, family.sample(place))
        return lines

    def _line(self, family: Metric, sample: Sample) -> str:
        """A sample's line, as the client writes it."""
        if sample.exemplar is not None or sample.timestamp is not None:
            return self._written(family, sample)
        return f"{self._begin(family, sample)}{_as_go(sample.value)}\n"

    def _begin(self, family: Metric, sample: Sample) -> str:
        """What stands before a sample's number: it is asked of the client once."""
        key = (sample.name, *sample.labels.values())
        begin = self._begins.get(key)
        if begin is None:
            at_zero = self._written(family, sample._replace(value=0.0, exemplar=None))
            begin = self._begins[key] = at_zero.removesuffix(_ZERO)
        return begin

    def _head(self, family: Metric) -> str:
        """A family's type and help."""
        head = self._heads[family.name] = self._encoded(family).removesuffix(self._end)
        return head

    def _written(self, family: Metric, sample: Sample) -> str:
        return self._encoded(family, sample).removesuffix(self._end).removeprefix(self._heads[family.name])

    def _encoded(self, family: Metric | None = None, *samples: Sample) -> str:
        return self._encode(_One(family, samples)).decode()


def _number(value: float) -> str:
    """A number that is never -0, as Go writes it; most are 0."""
    return _as_go(value) if value else "0.0"


class _One(Collector):
    """A family with some of its samples, or nothing at all."""

    def __init__(self, family: Metric | None, samples: tuple[Sample, ...]) -> None:
        self._family = family
        self._samples = samples

    def collect(self) -> Iterator[Metric]:
        """See Collector."""
        if self._family is not None:
            one = Metric(self._family.name, self._family.documentation, self._family.type, self._family.unit)
            one.samples = list(self._samples)
            yield one
