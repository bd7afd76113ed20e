"""Which news sources have the most refused articles: a table of bounded size, for sources are too many to be labels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from service.stream.dead_letters import event_in, event_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.models import DeadLetter

CAPACITY = 500
"""Sources remembered at a time."""
LARGEST_READ = 262_144
"""Bytes of a refused record that are read once more for its source; a larger one is nobody's."""
LONGEST_NAME = 120
UNKNOWN = "(unknown)"


@dataclass(slots=True)
class _Row:
    refused: int
    over: int
    reasons: Counter[str] = field(default_factory=Counter)


class SourceTable:
    """Counts refused articles by source; sources with many are kept, however many others come by.

    A new source takes the place of the one with the fewest, and its count (Space-Saving: Metwally, Agrawal, El Abbadi
    2005): a count may be too high by what is told in `at_most_over`, never too low.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._rows: dict[str, _Row] = {}

    def note(self, letters: Sequence[DeadLetter]) -> None:
        """Count refused articles."""
        for letter in letters:
            self._note(source_of(letter.record.value), letter.refusal.reason.value)

    def _note(self, source: str, reason: str) -> None:
        row = self._rows.get(source)
        if row is None:
            over = 0
            if len(self._rows) >= self._capacity:
                fewest = min(self._rows, key=lambda name: self._rows[name].refused)
                over = self._rows.pop(fewest).refused
            row = self._rows[source] = _Row(over, over)
        row.refused += 1
        row.reasons[reason] += 1

    def top(self, count: int = 20) -> list[dict[str, Any]]:
        """The sources with the most refused articles; may be asked from another thread."""
        rows = list(self._rows.items())  # in one step, for the worker goes on counting meanwhile
        rows.sort(key=lambda item: -item[1].refused)
        return [
            {"source": name, "refused": row.refused, "at_most_over": row.over, "reasons": dict(row.reasons)}
            for name, row in rows[:count]
        ]


def source_of(value: bytes | None) -> str:
    """The source that a raw event names, else the host of its URL; `(unknown)` when it cannot be read."""
    if not value or len(value) > LARGEST_READ:
        return UNKNOWN
    event = event_in(value)
    name = event_source(event) or _host(event.get("url"))
    return " ".join(name.split())[:LONGEST_NAME] or UNKNOWN


def _host(url: object) -> str:
    if not isinstance(url, str):
        return ""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
