"""Consumer lag, read from the consumer's own state: no requests to the broker."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from prometheus_client import Gauge

    from service.edges.metrics import Metrics
    from service.stream.consumer import Consumer

Place = tuple[str, int]
"""Channel and partition."""


class Lag(NamedTuple):
    """How far a partition is behind.

    Attributes:
        records: last stable offset minus the next offset to commit.
        since: when its oldest record that is not committed was written, seconds since the epoch; None when all are
            committed, and when that record has not been read yet.
    """

    records: int
    since: float | None


class LagObserver:
    """Keeps the gauges of lag true to the partitions that this worker has.

    Lag is the last stable offset minus the next offset to commit. A partition with nothing in flight has committed
    all there is to commit, so the reading position counts there: it passes transaction markers, which are no records.

    Args:
        consumer: the worker's.
        metrics: where it is shown.
        clock: seconds since the epoch.
    """

    def __init__(self, consumer: Consumer, metrics: Metrics, clock: Callable[[], float] = time.time) -> None:
        self._consumer = consumer
        self._metrics = metrics
        self._clock = clock
        self._shown: dict[Gauge, set[Place]] = {}
        self._behind_since: dict[Place, float] = {}
        self._assigned_at: dict[Place, float] = {}

    def observe(self) -> None:
        """Set the gauges for each partition of which something is known; drop the others."""
        lags, now, assigned = self.lags(), self._clock(), self._assigned()
        self._note_those_behind(lags, now)
        self._metrics.partitions.set(len(assigned))
        self._show(self._metrics.lag, {place: lag.records for place, lag in lags.items()})
        self._show(self._metrics.lag_seconds, {place: self._age(place, lag, now) for place, lag in lags.items()})
        self._show(self._metrics.commit_age, self._commit_ages(assigned))

    def _show(self, gauge: Gauge, values: Mapping[Place, float]) -> None:
        for labels in self._shown.get(gauge, set()) - values.keys():
            gauge.remove(*map(str, labels))
        for labels, value in values.items():
            gauge.labels(*map(str, labels)).set(value)
        self._shown[gauge] = set(values)

    def _note_those_behind(self, lags: Mapping[Place, Lag], now: float) -> None:
        """Since when each partition has had records that nobody here has read: the age of the oldest is not less."""
        unread = {place for place, lag in lags.items() if lag.records and lag.since is None}
        self._behind_since = {place: self._behind_since.get(place, now) for place in unread}

    def _age(self, place: Place, lag: Lag, now: float) -> float:
        if not lag.records:
            return 0.0
        return max(0.0, now - (self._behind_since[place] if lag.since is None else lag.since))

    def _commit_ages(self, assigned: set[Place]) -> dict[Place, float]:
        now = time.monotonic()
        self._assigned_at = {place: self._assigned_at.get(place, now) for place in assigned}
        committed = self._consumer.committed_at
        return {place: now - max(since, committed.get(place, since)) for place, since in self._assigned_at.items()}

    def lags(self) -> dict[Place, Lag]:
        """Lag by channel and partition; a partition whose end is not yet known is absent."""
        assignment = self._assignment()
        if assignment is None:
            return {}
        found = ((tp, self._lag(tp, assignment.state_value(tp))) for tp in assignment.tps)
        return {(tp.topic, tp.partition): lag for tp, lag in found if lag is not None}

    def _assigned(self) -> set[Place]:
        assignment = self._assignment()
        return set() if assignment is None else {(tp.topic, tp.partition) for tp in assignment.tps}

    def _assignment(self) -> Any:
        inner = self._consumer._thread._consumer  # noqa: SLF001 - Faust keeps the aiokafka consumer there
        if inner is None:
            return None
        subscription = inner._subscription.subscription  # noqa: SLF001
        return subscription.assignment if subscription else None

    def _lag(self, tp: Any, state: Any) -> Lag | None:
        if state is None or state.lso is None or not state.has_valid_position:
            return None
        queue = self._consumer.batches.get((tp.topic, tp.partition))
        position = queue[0].first_offset if queue else state.position
        since = queue[0].first_timestamp if queue else None
        known = None if since is None or since < 0 else since / 1000  # Kafka says -1 and aiokafka None without a time
        return Lag(max(0, int(state.lso) - int(position)), known)
