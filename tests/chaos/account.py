"""What became of raw records: pure book-keeping by partition and offset, fed by the witness."""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from service.core import headers as names
from service.models import Headers

Place = tuple[int, int]
"""A raw record: partition and offset."""

EXPECT = "expect"
"""Header of a raw record that says what must become of it: `enriched`, or the reason of its refusal."""
ENRICHED = "enriched"


@dataclass(frozen=True, slots=True)
class Audit:
    """The account of one run.

    Attributes:
        articles: raw records.
        missing: those without an outcome.
        duplicates: outcomes beyond one for each raw record.
        foreign: outcomes of records that are none, such as those of an aborted transaction.
        altered: dead letters whose key, value, timestamp or own headers are not those of the raw record.
        unexpected: records that ended otherwise than their header `expect` says, as `expected -> found`.
    """

    articles: int
    missing: int
    duplicates: int
    foreign: int = 0
    altered: int = 0
    unexpected: Mapping[str, int] = field(default_factory=dict)


class Account:
    """Raw records and their outcomes as they are seen, in any order. Safe to feed and to ask from two threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.raw: dict[Place, bytes] = {}
        self.expected: dict[Place, str] = {}
        self.outcomes: Counter[Place] = Counter()
        self.reasons: dict[Place, str] = {}
        self.letters: dict[Place, bytes] = {}
        self.done: Counter[int] = Counter()
        self.published: defaultdict[int, list[float]] = defaultdict(list)

    def saw_raw(self, place: Place, digest: bytes, expected: str | None) -> None:
        """A raw record, its digest, and what it says must become of it."""
        with self._lock:
            self.raw[place] = digest
            if expected is not None:
                self.expected[place] = expected

    def saw_enriched(self, place: Place, published: float) -> None:
        """An enriched event of a raw record; `published` in seconds since the epoch."""
        with self._lock:
            self.published[place[0]].append(published)
            self._outcome(place, ENRICHED)

    def saw_letter(self, place: Place, digest: bytes, reason: str) -> None:
        """A dead letter, the digest of what it holds of the raw record, and its reason."""
        with self._lock:
            self.letters[place] = digest
            self._outcome(place, reason)

    def _outcome(self, place: Place, reason: str) -> None:
        self.done[place[0]] += not self.outcomes[place]
        self.outcomes[place] += 1
        self.reasons[place] = reason

    def ends(self) -> dict[int, int]:
        """By partition, the offset after the last raw record."""
        ends: dict[int, int] = {}
        with self._lock:
            for partition, offset in self.raw:
                ends[partition] = max(ends.get(partition, 0), offset + 1)
        return ends

    def missing(self, since: Mapping[int, int]) -> list[Place]:
        """Raw records without an outcome, from the offsets `since` on."""
        with self._lock:
            return [place for place in self.raw if _within(place, since) and not self.outcomes[place]]

    def audit(self, since: Mapping[int, int]) -> Audit:
        """The account of all records from the offsets `since` on (by partition; an absent one counts from 0)."""
        with self._lock:
            raw = [place for place in self.raw if _within(place, since)]
            outcomes = {place: n for place, n in self.outcomes.items() if n and _within(place, since)}
            seen = [place for place in raw if place in outcomes]
            wrong = Counter(
                f"{self.expected[place]} -> {self.reasons[place]}"
                for place in seen
                if self.expected.get(place, self.reasons[place]) != self.reasons[place]
            )
            return Audit(
                articles=len(raw),
                missing=len(raw) - len(seen),
                duplicates=sum(outcomes.values()) - len(outcomes),
                foreign=len(outcomes.keys() - self.raw.keys()),
                altered=sum(self.letters[place] != self.raw[place] for place in raw if place in self.letters),
                unexpected=dict(wrong),
            )


def _within(place: Place, since: Mapping[int, int]) -> bool:
    return place[1] >= since.get(place[0], 0)


def digest(key: bytes | None, value: bytes | None, headers: Headers, timestamp: int) -> bytes:
    """Eight bytes that tell records apart."""
    return hashlib.blake2b(repr((key, value, headers, timestamp)).encode(), digest_size=8).digest()


def passed_over(missing: Iterable[Place], committed: Mapping[int, int]) -> int:
    """How many stand before their partition's committed offset: nobody will ever work on these."""
    return sum(offset < committed.get(partition, 0) for partition, offset in missing)


def spans(places: Iterable[Place]) -> str:
    """Places in words: `3: 150-299, 310; 7: 12`."""
    runs: dict[int, list[list[int]]] = {}
    for partition, offset in sorted(places):
        known = runs.setdefault(partition, [])
        if known and known[-1][1] == offset - 1:
            known[-1][1] = offset
        else:
            known.append([offset, offset])
    return "; ".join(
        f"{partition}: " + ", ".join(f"{a}-{b}" if b > a else f"{a}" for a, b in known)
        for partition, known in runs.items()
    )


def own_headers(letter: Headers) -> Headers:
    """The headers of a dead letter that stand before those which its making has added, whatever their names."""
    first = max((at for at, (name, _) in enumerate(letter) if name == names.CONNECT_TOPIC), default=len(letter))
    return letter[:first]


def longest_silences(
    published: Mapping[int, Sequence[float]], faults: Sequence[float], end: float, partitions: Iterable[int]
) -> list[float]:
    """How long service was interrupted by each fault.

    Args:
        published: by partition, when its enriched events were published, in seconds since the epoch.
        faults: when each fault began, in order.
        end: when the load ended; silence after it means nothing.
        partitions: all that had articles waiting.

    Returns:
        For each fault the longest time that any partition was silent between it and the next (or the end), in seconds.
    """
    silences = []
    everywhere = {number: sorted(published.get(number, ())) for number in partitions}
    for begin, until in pairwise([*faults, end] if faults else []):
        longest = 0.0
        for times in everywhere.values():
            inside = times[bisect_right(times, begin) : bisect_right(times, until)]
            marks = [begin, *inside, max(until, begin)]
            longest = max(longest, *(later - earlier for earlier, later in pairwise(marks)))
        silences.append(longest)
    return silences
