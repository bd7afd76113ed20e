"""The metrics of one worker, made of the table in metric_table.py; recorded around the work, never inside the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import Info

from service.edges import metric_table as table
from service.edges.metric_kinds import Source
from service.edges.metric_registry import Declaring
from service.edges.metric_values import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.models import Findings


class Metrics(Declaring):
    """The metrics of one worker.

    Args:
        topics: the taxonomy's topic ids; may be told later.
        languages: the configured languages.
        inputs, outputs: the channels that are read and written.
        retries: those of what waits to be asked for again.
    """

    def __init__(
        self,
        topics: Iterable[str] = (),
        *,
        languages: Iterable[str] = (),
        inputs: Iterable[str] = (),
        outputs: Iterable[str] = (),
        retries: Iterable[str] = (),
    ) -> None:
        """Declare all metrics."""
        super().__init__(
            {
                Source.INPUTS: tuple(inputs),
                Source.OUTPUTS: tuple(outputs),
                Source.RETRIES: tuple(retries),
                Source.LANGUAGES: (*languages, OTHER),
            }
        )
        self._declare_outcomes()
        self._declare_content()
        self._declare_flow()
        self._declare_fetching()
        self._declare_process()
        self.know_topics(topics)

    def _declare_outcomes(self) -> None:
        """What became of articles."""
        self.consumed = self._counter(table.CONSUMED)
        self.published = self._counter(table.PUBLISHED)
        self.refused = self._single_writer_counter(table.REFUSED)
        self.dead_letters = self._single_writer_counter(table.DEAD_LETTERS)
        self.abandoned = self._counter(table.ABANDONED)
        self.in_work = self._gauge(table.IN_WORK)
        self.expired = self._counter(table.EXPIRED)
        self.quarantined = self._counter(table.QUARANTINED)
        self.quarantine_deaths = self._counter(table.QUARANTINE_DEATHS)

    def _declare_content(self) -> None:
        """What is in them."""
        self.off_topic = self._counter(table.OFF_TOPIC)
        self.second_opinions = self._single_writer_counter(table.SECOND_OPINIONS)
        self._topics = self._single_writer_counter(table.TOPICS)
        self._languages = self._single_writer_counter(table.LANGUAGES, OTHER)
        self._removed = self._single_writer_counter(table.REMOVED, OTHER)
        self._repaired = self._single_writer_counter(table.REPAIRED)
        self._warned = self._single_writer_counter(table.WARNED, OTHER)

    def _declare_flow(self) -> None:
        """How they get through."""
        self._stages = self._histogram(table.STAGE_SECONDS)
        self.end_to_end = self._histogram(table.END_TO_END)
        self.batch_records = self._histogram(table.BATCH_RECORDS).labels()
        self.in_flight = self._gauge(table.BATCHES_IN_FLIGHT)
        self.held_records = self._gauge(table.RECORDS_IN_FLIGHT)
        self.budget = self._gauge(table.BUDGET)
        self.held = self._gauge(table.HELD)
        self.lag = self._gauge(table.LAG_RECORDS)
        self.lag_seconds = self._gauge(table.LAG_SECONDS)
        self.commit_age = self._gauge(table.COMMIT_AGE)
        self.partitions = self._gauge(table.PARTITIONS)
        self.produce_seconds = self._histogram(table.PRODUCE_SECONDS)
        self.produce_errors = self._counter(table.PRODUCE_ERROR)
        self.retries = self._counter(table.RETRIES)
        self.commits = self._counter(table.COMMITS)
        self.rebalances = self._counter(table.REBALANCES)
        self.stalls = self._counter(table.STALLS)
        self.storm_paused = self._gauge(table.STORM_PAUSED)

    def _declare_fetching(self) -> None:
        """How pages are had."""
        self.fetches = self._single_writer_counter(table.FETCHES)
        self.fetch_bytes = self._counter(table.FETCH_BYTES)
        self.fetch_seconds = self._histogram(table.FETCH_SECONDS).labels()
        self.fetch_circuits = self._gauge(table.FETCH_CIRCUITS)
        self.fetch_retries = self._counter(table.FETCH_RETRIES)
        self.retry_waiting = self._gauge(table.RETRY_WAITING)
        self.retry_oldest = self._gauge(table.RETRY_OLDEST)

    def _declare_process(self) -> None:
        """How the process is."""
        self.health = self._gauge(table.HEALTH)
        self.loop_delay = self._histogram(table.LOOP_DELAY).labels()
        self.log_lines = self._counter(table.LOG_LINES)
        self.build = Info(table.BUILD.name.removesuffix("_info"), table.BUILD.help, registry=self.registry)

    def know_topics(self, topics: Iterable[str]) -> None:
        """Give each topic of the taxonomy its series."""
        self._topics.know(topics)

    def observe_stage(self, stage: str, seconds: float) -> None:
        """Record the time one article spent in `stage`, one of STAGES."""
        self._stages.observe(stage, seconds)

    def count_article(self, findings: Findings) -> None:
        """Count what was found in one article; that it has no topic is counted as well."""
        for topic in findings.topics:
            self._topics.inc(topic)
        if not findings.topics:
            self.off_topic.inc()
        self._languages.inc(findings.language)
        for kind, pieces in findings.removed.items():
            self._removed.inc(kind, pieces)
        for kind, mends in findings.repaired.items():
            self._repaired.inc(kind, mends)
        for warning in findings.warnings:
            self._warned.inc(warning)
