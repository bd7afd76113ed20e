"""Consumer lag, read from the consumer's own state: no requests to the broker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prometheus_client import Gauge

    from service.stream.consumer import Consumer


class LagObserver:
    """Keeps the lag gauge true to the partitions that this worker has.

    Lag is the last stable offset minus the next offset to commit. A partition with nothing in flight has committed
    all there is to commit, so the reading position counts there: it passes transaction markers, which are no records.
    """

    def __init__(self, consumer: Consumer, gauge: Gauge) -> None:
        self._consumer = consumer
        self._gauge = gauge
        self._shown: set[tuple[str, int]] = set()

    def observe(self) -> None:
        """Set the gauge for each partition whose lag is known; drop the others."""
        lags = self.lags()
        for labels in self._shown - lags.keys():
            self._gauge.remove(*map(str, labels))
        for labels, lag in lags.items():
            self._gauge.labels(*map(str, labels)).set(lag)
        self._shown = set(lags)

    def lags(self) -> dict[tuple[str, int], int]:
        """Lag in records by (channel, partition); a partition whose end is not yet known is absent."""
        inner = self._consumer._thread._consumer  # noqa: SLF001 - Faust keeps the aiokafka consumer there
        if inner is None:
            return {}
        subscription = inner._subscription.subscription  # noqa: SLF001
        assignment = subscription.assignment if subscription else None
        if assignment is None:
            return {}
        found = ((tp, self._lag(tp, assignment.state_value(tp))) for tp in assignment.tps)
        return {(tp.topic, tp.partition): lag for tp, lag in found if lag is not None}

    def _lag(self, tp: Any, state: Any) -> int | None:
        if state is None or state.lso is None or not state.has_valid_position:
            return None
        queue = self._consumer.batches.get((tp.topic, tp.partition))
        position = queue[0].first_offset if queue else state.position
        return max(0, int(state.lso) - int(position))
