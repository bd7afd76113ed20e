"""Metrics made of what is declared of them, on a registry of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.gc_collector import GCCollector

from service.edges.metric_kinds import Source, unit_in_name
from service.edges.single_writer import SingleWriterCounter, SingleWriterHistogram

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.edges.metric_kinds import Declared

Labelled = TypeVar("Labelled", Counter, Gauge)


class Declaring:
    """A registry, so that two in one process do not meet, and the making of metrics on it.

    Label values that are known start at 0, so that a first event is an increase.

    Args:
        known: the values of labels that come from a source, as far as they are known by now.
    """

    def __init__(self, known: Mapping[Source, Sequence[str]]) -> None:
        """Begin with the metrics of the process itself."""
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a series of start times for each counter helps nobody here
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._known = known

    def _counter(self, declared: Declared) -> Counter:
        return self._from_zero(
            Counter(declared.name, declared.help, _labels(declared), registry=self.registry), declared
        )

    def _gauge(self, declared: Declared) -> Gauge:
        gauge = Gauge(
            declared.name, declared.help, _labels(declared), unit=unit_in_name(declared), registry=self.registry
        )
        return self._from_zero(gauge, declared)

    def _from_zero(self, metric: Labelled, declared: Declared) -> Labelled:
        """The metric, with a series for each value of its label that is known by now; two labels are never known."""
        if len(declared.labels) == 1:
            for value in self._values(declared):
                metric.labels(value)
        return metric

    def _single_writer_counter(self, declared: Declared, other: str | None = None) -> SingleWriterCounter:
        counter = SingleWriterCounter(declared, self._values(declared), other)
        self.registry.register(counter)
        return counter

    def _histogram(self, declared: Declared) -> SingleWriterHistogram:
        histogram = SingleWriterHistogram(declared, self._values(declared) if declared.labels else ())
        self.registry.register(histogram)
        return histogram

    def _values(self, declared: Declared) -> Sequence[str]:
        """What the one label of a metric may say, as far as it is known by now."""
        values = declared.labels[0].values
        return self._known.get(values, ()) if isinstance(values, Source) else values


def _labels(declared: Declared) -> tuple[str, ...]:
    return tuple(label.name for label in declared.labels)
