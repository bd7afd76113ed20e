"""The storm guard: notices that most articles are being refused, and says when work may go on.

A broken producer or a wrong setting of ours can turn a whole backlog into dead letters within minutes. Each letter is
right by itself, but to send them all back afterwards is work for people. So when too many of the recent records were
refused, work pauses; one batch now and then shows whether the storm is over. Pure: the caller tells the time.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

RESUME_PART = 0.5
"""Work goes on when the refused share of a probe is under this part of the share that pauses: a gap between the two,
or the guard would flutter around one line."""
SLOTS = 100
"""The window moves in so many steps, which bounds what is remembered, however small the batches."""


@dataclass(frozen=True, slots=True)
class StormLimits:
    """What counts as a storm.

    Attributes:
        share: pause when more than this part of the records in the window was refused, in (0, 1).
        minimum: records that the window must hold before it says anything.
        window_seconds: how far back it reaches.
        probe_seconds: pause between batches that are tried during a storm.
    """

    share: float = 0.5
    minimum: int = 1000
    window_seconds: float = 300.0
    probe_seconds: float = 60.0

    @property
    def resume_share(self) -> float:
        """Work goes on when less than this part of the probed records is refused."""
        return self.share * RESUME_PART


class Change(Enum):
    """What a batch did to the guard."""

    NONE = "none"
    PAUSED = "paused"
    STILL_PAUSED = "still paused"
    RESUMED = "resumed"


class StormGuard:
    """Counts records and refusals over a sliding window; pauses, probes, resumes.

    Times are seconds of any clock that does not go back. A batch that is noted while the guard is paused is a probe,
    so the caller must take no batch while `wait` is above 0 and finish each before the next.

    Args:
        limits: what counts as a storm.

    Attributes:
        paused: a storm is on.
    """

    def __init__(self, limits: StormLimits) -> None:
        self.limits = limits
        self.paused = False
        self._window: deque[tuple[float, int, int]] = deque()
        self._records = 0
        self._refused = 0
        self._next_probe = 0.0

    @property
    def seen(self) -> tuple[int, int]:
        """Records in the window, and how many of them were refused."""
        return self._records, self._refused

    def wait(self, now: float) -> float:
        """Seconds until the next batch may be taken; 0 when it may now."""
        return max(0.0, self._next_probe - now) if self.paused else 0.0

    def note(self, now: float, records: int, refused: int) -> Change:
        """Count a batch that was worked on.

        Args:
            now: the time.
            records: how many it had; none is no evidence.
            refused: how many of them became dead letters.
        """
        if self.paused:
            return self._probed(now, records, refused)
        self._count(now, records, refused)
        if self._records < self.limits.minimum or self._refused <= self.limits.share * self._records:
            return Change.NONE
        self.paused = True
        self._next_probe = now + self.limits.probe_seconds
        return Change.PAUSED

    def _probed(self, now: float, records: int, refused: int) -> Change:
        if refused < self.limits.resume_share * records:
            self.paused = False
            self._window.clear()
            self._records = self._refused = 0
            return Change.RESUMED
        self._next_probe = now + self.limits.probe_seconds
        return Change.STILL_PAUSED

    def _count(self, now: float, records: int, refused: int) -> None:
        slot = self.limits.window_seconds / SLOTS
        while self._window and self._window[0][0] <= now - self.limits.window_seconds:
            _, old_records, old_refused = self._window.popleft()
            self._records -= old_records
            self._refused -= old_refused
        if self._window and now < self._window[-1][0] + slot:
            start, slot_records, slot_refused = self._window.pop()
            self._window.append((start, slot_records + records, slot_refused + refused))
        else:
            self._window.append((now, records, refused))
        self._records += records
        self._refused += refused
