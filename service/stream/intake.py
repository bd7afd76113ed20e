"""When the next batch may be taken: the storm guard acted out, and output that waits for the broker noticed."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.stream.storm import Change, StormGuard, StormLimits

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    from service.edges.metrics import Metrics
    from service.edges.settings import Settings
    from service.stream.batch import Batch
    from service.stream.health import Health

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
"""How soon a batch that waits for its probe notices that a rebalance has dropped it."""


class Intake:
    """Lets batches in one by one, and knows how long output has been waiting.

    Args:
        limits: what counts as a storm of refused articles; None when the guard is off.
        metrics: shows whether work is paused.
        health: told whether work is paused, and since when output waits.
        clock: seconds of a clock that does not go back.
    """

    def __init__(
        self,
        limits: StormLimits | None,
        metrics: Metrics,
        health: Health,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._guard = None if limits is None else StormGuard(limits)
        self._metrics = metrics
        self._health = health
        self._clock = clock
        self._published_since: dict[Batch, float] = {}

    @property
    def holds(self) -> bool:
        """Whether nothing more need be fetched for now: a storm is on, or the broker does not take output."""
        return self._health.storm_paused or self._health.output_stuck(self._clock())

    @property
    def health(self) -> Health:
        """What is told of the work."""
        return self._health

    async def admit(self, batch: Batch) -> None:
        """Return when `batch` may be taken, at once but in a storm; also when it was dropped meanwhile."""
        guard = self._guard
        while guard is not None and not batch.dropped and (left := guard.wait(self._clock())):  # noqa: ASYNC110 - a clock
            await asyncio.sleep(min(left, LOOK_SECONDS))

    def note(self, records: int, refused: Counter[str]) -> None:
        """Tell the guard of a batch that was worked on.

        Args:
            records: how many it had.
            refused: how many were refused, by reason.
        """
        if self._guard is None:
            return
        change = self._guard.note(self._clock(), records, refused.total())
        self._health.storm_paused = self._guard.paused
        self._metrics.storm_paused.set(self._guard.paused)
        _say(change, self._guard, records, refused)

    @contextmanager
    def publishing(self, batch: Batch) -> Iterator[None]:
        """Around the publication of a batch: since when the oldest waits is what readiness looks at."""
        self._published_since[batch] = self._clock()
        self._tell()
        try:
            yield
        finally:
            del self._published_since[batch]
            self._tell()

    def _tell(self) -> None:
        self._health.output_waits_since = next(iter(self._published_since.values()), None)


def limits_of(settings: Settings) -> StormLimits | None:
    """What the settings count as a storm; None when they turn the guard off."""
    if not settings.storm_guard:
        return None
    return StormLimits(
        share=settings.storm_share,
        minimum=settings.storm_minimum_records,
        window_seconds=settings.storm_window_seconds,
        probe_seconds=settings.storm_probe_seconds,
    )


def _say(change: Change, guard: StormGuard, records: int, refused: Counter[str]) -> None:
    limits = guard.limits
    if change is Change.PAUSED:
        seen, bad = guard.seen
        log.warning(
            "storm guard: %d of the last %d articles were refused (now mostly %s); paused. One batch is tried every "
            "%.0f s, and work goes on when under %.0f%% of it is refused; COMMUNIQUE_STORM_GUARD=false turns this off",
            bad,
            seen,
            " and ".join(reason for reason, _ in refused.most_common(2)),
            limits.probe_seconds,
            100 * limits.resume_share,
            extra={"refused": bad, "records": seen, "reasons": dict(refused)},
        )
    elif change is Change.STILL_PAUSED:
        log.info("storm guard: %d of %d articles of a probe were refused; still paused", refused.total(), records)
    elif change is Change.RESUMED:
        log.warning("storm guard: %d of %d articles of a probe were refused; work goes on", refused.total(), records)
