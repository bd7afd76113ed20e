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


class Places:
    """A gauge with a series for each partition of which something is known; the others are dropped."""

    def __init__(self, gauge: Gauge) -> None:
        self._gauge = gauge
        self._shown: set[Place] = set()

    def show(self, values: Mapping[Place, float]) -> None:
        """Set it."""
        for labels in self._shown - values.keys():
            self._gauge.remove(*map(str, labels))
        for labels, value in values.items():
            self._gauge.labels(*map(str, labels)).set(value)
        self._shown = set(values)


class Lags:
    """The gauges of lag of the partitions that one consumer has."""

    def __init__(self, metrics: Metrics) -> None:
        self._records, self._seconds = Places(metrics.lag), Places(metrics.lag_seconds)
        self._behind_since: dict[Place, float] = {}

    def show(self, lags: Mapping[Place, Lag], now: float) -> None:
        """Set them at `now`, seconds since the epoch."""
        self._note_those_behind(lags, now)
        self._records.show({place: lag.records for place, lag in lags.items()})
        self._seconds.show({place: self._age(place, lag, now) for place, lag in lags.items()})

    def _note_those_behind(self, lags: Mapping[Place, Lag], now: float) -> None:
        """Since when each partition has had records that nobody here has read: the age of the oldest is not less."""
        unread = {place for place, lag in lags.items() if lag.records and lag.since is None}
        self._behind_since = {place: self._behind_since.get(place, now) for place in unread}

    def _age(self, place: Place, lag: Lag, now: float) -> float:
        if not lag.records:
            return 0.0
        return max(0.0, now - (self._behind_since[place] if lag.since is None else lag.since))


class LagObserver:
    """Keeps the gauges of lag true to the partitions that this worker has.

    Lag is the last stable offset minus the next offset to commit. A partition with nothing in flight has committed
    all there is to commit, so the reading position counts there: it passes transaction markers, which are no records.
    It does not count where it is beyond records that wait to be handed out, or that a rebalance has thrown away.

    Args:
        consumer: the worker's.
        metrics: where it is shown.
        clock: seconds since the epoch.
    """

    def __init__(self, consumer: Consumer, metrics: Metrics, clock: Callable[[], float] = time.time) -> None:
        self._consumer = consumer
        self._metrics = metrics
        self._clock = clock
        self._lags = Lags(metrics)
        self._ages = Places(metrics.commit_age)
        self._assigned_at: dict[Place, float] = {}

    def observe(self) -> None:
        """Set the gauges for each partition of which something is known; drop the others."""
        assigned = self._assigned()
        self._lags.show(self.lags(), self._clock())
        self._metrics.partitions.set(len(assigned))
        self._ages.show(self._commit_ages(assigned))

    def _commit_ages(self, assigned: set[Place]) -> dict[Place, float]:
        now = time.monotonic()
        self._assigned_at = {place: self._assigned_at.get(place, now) for place in assigned}
        committed = self._consumer.committed_at
        return {place: now - max(since, committed.get(place, since)) for place, since in self._assigned_at.items()}

    def lags(self) -> dict[Place, Lag]:
        """Lag by channel and partition; a partition whose end is not yet known is absent."""
        return lags_of(self._inner(), self._consumer.firsts())

    def _assigned(self) -> set[Place]:
        assignment = self._assignment()
        return set() if assignment is None else {(tp.topic, tp.partition) for tp in assignment.tps}

    def _assignment(self) -> Any:
        return _assignment(self._inner())

    def _inner(self) -> Any:
        return self._consumer._thread._consumer  # noqa: SLF001 - Faust keeps the aiokafka consumer there


def lags_of(consumer: Any, firsts: Mapping[Any, tuple[int | None, int | None]]) -> dict[Place, Lag]:
    """Lag by channel and partition; a partition whose end is not yet known is absent.

    Args:
        consumer: an AIOKafkaConsumer; None before there is one.
        firsts: offset and timestamp of the first record of each partition that is read and not yet committed; None
            for what is not known.
    """
    assignment = _assignment(consumer)
    if assignment is None:
        return {}
    found = ((tp, _lag(firsts.get((tp.topic, tp.partition)), assignment.state_value(tp))) for tp in assignment.tps)
    return {(tp.topic, tp.partition): lag for tp, lag in found if lag is not None}


def _assignment(consumer: Any) -> Any:
    if consumer is None:
        return None
    subscription = consumer._subscription.subscription  # noqa: SLF001
    return subscription.assignment if subscription else None


def _lag(first: tuple[int | None, int | None] | None, state: Any) -> Lag | None:
    if state is None or state.lso is None or not state.has_valid_position:
        return None
    position, since = (state.position, None) if first is None else first
    if position is None:
        return None
    known = None if since is None or since < 0 else since / 1000  # Kafka says -1 and aiokafka None without a time
    return Lag(max(0, int(state.lso) - int(position)), known)
