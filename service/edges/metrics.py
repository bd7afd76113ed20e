"""Every metric that Communique exports, declared in one place; recorded around the work, never inside the core."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.gc_collector import GCCollector
from prometheus_client.metrics_core import HistogramMetricFamily
from prometheus_client.registry import Collector

from service.models import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STAGES = ("decode", "clean", "language", "topics", "encode")
STAGE_BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0, 60.0)
END_TO_END_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21600, 86400)

QUARANTINE_OUTCOMES = ("enriched", "refused", "crashed")
QUARANTINE_CAUSES = ("signal", "memory", "time", "exit")


class BulkHistogram(Collector):
    """A histogram that takes the values of a whole batch at once: observing each alone cost 5% of the transport.

    Args:
        name, documentation: as Prometheus shows them.
        bounds: upper bounds of the buckets, ascending, without infinity.
    """

    def __init__(self, name: str, documentation: str, bounds: Sequence[float]) -> None:
        self._name = name
        self._documentation = documentation
        self._bounds = list(bounds)
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def observe_many(self, values: Sequence[float]) -> None:
        """Count values; call from one thread only (scrapes may read from another)."""
        ordered, below = sorted(values), 0
        for place, bound in enumerate(self._bounds):
            upto = bisect_right(ordered, bound, below)
            self._counts[place] += upto - below
            below = upto
        self._counts[-1] += len(ordered) - below
        self._sum += sum(ordered)

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """The cumulative buckets, as Prometheus wants them."""
        cumulative = list(accumulate(self._counts))
        names = [*(str(float(bound)) for bound in self._bounds), "+Inf"]
        buckets = list(zip(names, cumulative, strict=True))
        yield HistogramMetricFamily(self._name, self._documentation, buckets=buckets, sum_value=self._sum)


class Metrics:
    """The metrics of one worker, on a registry of their own so that two workers in one process do not meet."""

    def __init__(self, topics: tuple[str, ...] = ()) -> None:
        """Declare all metrics; known label values start at 0, so that a first event is an increase.

        Args:
            topics: the taxonomy's topic ids, the only values that the label `topic` takes.
        """
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a series of start times for each counter helps nobody here
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.consumed = self._counter("articles_consumed", "Raw articles read.", "channel")
        self.published = self._counter("articles_published", "Records acknowledged by the broker.", "channel")
        self.refused = self._counter("articles_refused", "Articles sent to the dead-letter channel.", "reason")
        self.off_topic = self._counter("articles_off_topic", "Enriched articles that were given no topic.")
        self.topics = self._counter("topics_assigned", "Topics given to articles.", "topic")
        self.stage_seconds = Histogram(
            "communique_stage_seconds",
            "Time one article spent in a stage, in seconds.",
            ["stage"],
            buckets=STAGE_BUCKETS,
            registry=self.registry,
        )
        self.end_to_end = BulkHistogram(
            "communique_end_to_end_seconds",
            "Acknowledged publication minus the raw record's Kafka timestamp, in seconds.",
            END_TO_END_BUCKETS,
        )
        self.registry.register(self.end_to_end)
        self.batch_records = Histogram(
            "communique_batch_records",
            "Records in one fetched batch.",
            buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000),
            registry=self.registry,
        )
        self.in_flight = self._gauge("batches_in_flight", "Batches read but not yet acknowledged.")
        self.budget = self._gauge("budget_bytes", "Most bytes of records that may be held.")
        self.held = self._gauge("held_bytes", "Bytes held: fetched, waiting, and published but not acknowledged.")
        self.held_records = self._gauge("in_flight_records", "Records read but not yet committed.")
        self.lag = self._gauge(
            "consumer_lag_records", "Records up to the last stable offset not yet committed.", "channel", "partition"
        )
        self.storm_paused = self._gauge("storm_guard_paused", "1 while the storm guard has paused the work, else 0.")
        self.expired = self._counter(
            "records_expired", "Offsets deleted from a channel before they were read.", "channel"
        )
        self.rebalances = self._counter("rebalances", "Rebalances of the consumer group.")
        self.stalls = self._counter("stalls", "Times that batches lay untaken and the worker went back for them.")
        self.commits = self._counter("commits", "Offset commits.")
        self.quarantined = self._counter("quarantined", "Articles worked on in a process of their own.", "outcome")
        self.quarantine_deaths = self._counter("quarantine_deaths", "Processes that an article ended.", "cause")
        self.build = Info("communique_build", "Version of the service and taxonomy.", registry=self.registry)
        for reason in Reason:
            self.refused.labels(reason.value)
        for outcome in QUARANTINE_OUTCOMES:
            self.quarantined.labels(outcome)
        for cause in QUARANTINE_CAUSES:
            self.quarantine_deaths.labels(cause)
        for topic in topics:
            self.topics.labels(topic)
        self._stages = {stage: self.stage_seconds.labels(stage) for stage in STAGES}

    def _counter(self, name: str, documentation: str, *labels: str) -> Counter:
        return Counter(f"communique_{name}", documentation, labels, registry=self.registry)

    def _gauge(self, name: str, documentation: str, *labels: str) -> Gauge:
        return Gauge(f"communique_{name}", documentation, labels, registry=self.registry)

    def observe_stage(self, stage: str, seconds: float) -> None:
        """Record the time one article spent in `stage`, one of STAGES."""
        self._stages[stage].observe(seconds)

    def count_topics(self, topics: Sequence[str]) -> None:
        """Count the topics that one article was given, by their ids; none is counted as well."""
        for topic in topics:
            self.topics.labels(topic).inc()
        if not topics:
            self.off_topic.inc()
