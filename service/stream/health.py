"""What the health endpoints say: written by the worker's loop, read by the HTTP thread."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from prometheus_client import Gauge

LOOP_SILENT_SECONDS = 30.0
"""An event loop that has not turned for this long is stuck."""
BROKER_SILENT_SECONDS = 30.0
"""A broker that has not been heard for this long is away."""
TURN_SECONDS = 0.5
OUTPUT_SILENT_SECONDS = 10.0
"""Output that has waited for this long cannot be published: a new leader is found in 3 to 5 s after a clean stop of the
old one, and an acknowledgement takes milliseconds."""


class Checks(Protocol):
    """What the health endpoints ask; each answer says under `ok` whether all is fine, and what is missing."""

    def live(self) -> dict[str, Any]:
        """Whether the process works at all."""

    def ready(self) -> dict[str, Any]:
        """Whether it does what it is there for."""

    def startup(self) -> dict[str, Any]:
        """Whether it has begun."""


@dataclass(slots=True)
class Health:
    """State of one worker; single attributes are written whole, so that threads may read them without a lock.

    Attributes:
        started: settings and taxonomy are loaded.
        joined: the worker is in the consumer group.
        stopping: a shutdown is under way.
        storm_paused: the storm guard has paused the work.
        output_waits_since: `time.monotonic()` since when the oldest batch waits for its acknowledgement; None without.
        loop_turned_at, broker_seen_at: `time.monotonic()` of the last sign of life; None before the first.
        in_flight: batches that are being worked on or published.
        progressed_at: `time.monotonic()` of the last article that was worked on or batch that was acknowledged.
        progress_limit_seconds: batches in flight that make no progress for this long are stuck. Longer than output may
            wait for a broker, for then the worker stops by itself: an outage is nobody's death.
    """

    started: bool = False
    joined: bool = False
    stopping: bool = False
    storm_paused: bool = False
    output_waits_since: float | None = None
    loop_turned_at: float = field(default_factory=time.monotonic)
    broker_seen_at: float | None = None
    in_flight: int = 0
    progressed_at: float = field(default_factory=time.monotonic)
    progress_limit_seconds: float = 600.0

    def begun(self) -> None:
        """A batch was taken up."""
        if not self.in_flight:
            self.progressed()
        self.in_flight += 1

    def ended(self) -> None:
        """A batch was acknowledged, or given up."""
        self.in_flight -= 1
        self.progressed()

    def progressed(self) -> None:
        """Something was done on a batch in flight."""
        self.progressed_at = time.monotonic()

    def output_stuck(self, now: float) -> bool:
        """Whether output has waited too long to be publishable at `now`, in the time of `output_waits_since`."""
        since = self.output_waits_since
        return since is not None and now - since >= OUTPUT_SILENT_SECONDS

    def live(self) -> dict[str, Any]:
        """`ok` is False only when the event loop or batches in flight are stuck; never for a broker that is away."""
        now = time.monotonic()
        silent = now - self.loop_turned_at
        resting = now - self.progressed_at if self.in_flight else 0.0
        checks = {
            "the event loop to turn": silent < LOOP_SILENT_SECONDS,
            "batches in flight to progress": resting < self.progress_limit_seconds,
        }
        return _judged(checks, loop_silent_seconds=round(silent, 1), no_progress_seconds=round(resting, 1))

    def ready(self) -> dict[str, Any]:
        """`ok` while articles are being taken; else `waiting_for` says what is missing."""
        seen = self.broker_seen_at
        checks = {
            "end of shutdown": not self.stopping,
            "settings and taxonomy": self.started,
            "Kafka": seen is not None and time.monotonic() - seen < BROKER_SILENT_SECONDS,
            "consumer group": self.joined,
            "acknowledgement of output": not self.output_stuck(time.monotonic()),
            "end of the storm of refused articles": not self.storm_paused,
        }
        return _judged(checks, storm_guard_paused=self.storm_paused)

    def startup(self) -> dict[str, Any]:
        """`ok` once settings and taxonomy are loaded, whether or not Kafka answers."""
        return _judged({"settings and taxonomy": self.started})


@dataclass(slots=True)
class FeedsHealth:
    """State of a process that follows feeds.

    Attributes:
        started: settings and the list of feeds are read.
        following: what was seen is read, and nobody else writes.
        stopping: a shutdown is under way.
        loop_turned_at: `time.monotonic()` of the last sign of life.
    """

    started: bool = False
    following: bool = False
    stopping: bool = False
    loop_turned_at: float = field(default_factory=time.monotonic)

    def live(self) -> dict[str, Any]:
        """`ok` is False only when the event loop is stuck; never for Kafka or a feed that is away."""
        silent = time.monotonic() - self.loop_turned_at
        return _judged({"the event loop to turn": silent < LOOP_SILENT_SECONDS}, loop_silent_seconds=round(silent, 1))

    def ready(self) -> dict[str, Any]:
        """`ok` while feeds are followed, however they are."""
        return _judged(
            {
                "end of shutdown": not self.stopping,
                "settings and the list of feeds": self.started,
                "Kafka, and what was seen before": self.following,
            }
        )

    def startup(self) -> dict[str, Any]:
        """`ok` once settings and the list are read, whether or not Kafka answers."""
        return _judged({"settings and the list of feeds": self.started})


async def show_turning(health: Health | FeedsHealth) -> None:
    """Show, until cancelled, that the event loop turns: who waits for Kafka must not be restarted for it."""
    while True:
        health.loop_turned_at = time.monotonic()
        await asyncio.sleep(TURN_SECONDS)


def show_health(gauge: Gauge, health: Checks) -> None:
    """Let a gauge with the label `check` say at any moment what health says."""
    for check, ask in (("live", health.live), ("ready", health.ready), ("started", health.startup)):
        gauge.labels(check).set_function(partial(_is_fine, ask))


def _is_fine(ask: Callable[[], dict[str, Any]]) -> float:
    return float(ask()["ok"])


def _judged(checks: dict[str, bool], **figures: float) -> dict[str, Any]:
    """`ok` when all checks hold; `waiting_for` names those that do not."""
    missing = [name for name, fine in checks.items() if not fine]
    return {"ok": not missing, "waiting_for": missing, **figures}
