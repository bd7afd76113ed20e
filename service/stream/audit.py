"""The audit: every raw record has an outcome, shown by partition and offset; what has none is named.

Outcomes are read first: an enriched event names its raw record in `provenance.raw`, a dead letter the record that was
refused in its headers. They are kept as a byte an offset. Raw records are then read only where offsets are left without
an outcome: markers of transactions and compacted records turn out to be no records; a redriven letter names its origin,
whose second outcome is its own; what is left is missing, or pending where the group has not committed it yet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from service.core import headers as names
from service.models import Record
from service.stream.offset_map import OffsetMap

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

MOST = 15
"""Outcomes of one kind counted for one record; more are not told apart."""
_ENRICHED_PART, _DEAD_STEP = 0x0F, 0x10
_SUMS = bytes((byte & _ENRICHED_PART) + (byte >> 4) for byte in range(256))
_BOTH = bytes(bool(byte & _ENRICHED_PART and byte >> 4) for byte in range(256))
_KINDS = bytes(2 if byte & _ENRICHED_PART else min(byte, 1) for byte in range(256))

Range = tuple[int, int]
"""From the first offset up to the one after the last."""


@dataclass(slots=True)
class PartitionAccount:
    """What became of one partition's raw records.

    Attributes:
        partition: its number.
        start, end: the audited offsets, `end` excluded.
        committed: where the group stands; None before its first commit.
        records: raw records that are accounted for, missing or unproven; those fetching or pending are not among them.
        enriched, dead, redriven: how many have which outcome. A dead letter's article may have been enriched when it
            was redriven: it counts as enriched. `redriven` are the records that carried letters back, enriched.
        duplicates: outcomes beyond one for each record.
        fetching: records on the channels for fetching: committed, and not yet an outcome.
        pending: records at or behind `committed` without an outcome.
        missing: records before it without an outcome: lost, as far as the channels tell.
        lost: offsets that were deleted before the group had committed them.
            Also after it, when nothing explains why they have no outcome, see audit_deleted.py.
        expired: offsets without an outcome just before the first record that is kept; markers or redriven perhaps.
        unproven: records whose origin stands in another channel: their outcome names that one.
    """

    partition: int
    start: int
    end: int
    committed: int | None
    records: int = 0
    enriched: int = 0
    dead: int = 0
    redriven: int = 0
    duplicates: int = 0
    fetching: int = 0
    pending: int = 0
    missing: list[Range] = field(default_factory=list)
    lost: list[Range] = field(default_factory=list)
    expired: list[Range] = field(default_factory=list)
    unproven: list[Range] = field(default_factory=list)

    @property
    def accounted(self) -> bool:
        """Whether every record has an outcome, or is still to come."""
        return not (self.missing or self.lost or self.unproven)

    def as_json(self) -> dict[str, Any]:
        """The account for machines; ranges are `[first, last]`, both included."""
        return {
            "partition": self.partition,
            "from": self.start,
            "to": self.end - 1,
            "committed": self.committed,
            "records": self.records,
            "enriched": self.enriched,
            "dead": self.dead,
            "redriven": self.redriven,
            "duplicates": self.duplicates,
            "fetching": self.fetching,
            "pending": self.pending,
            **{name: [[a, b - 1] for a, b in getattr(self, name)] for name in RANGES},
        }


RANGES = ("missing", "lost", "expired", "unproven")


def size_of(ranges: Iterable[Range]) -> int:
    """How many offsets ranges hold."""
    return sum(end - start for start, end in ranges)


class Ledger:
    """Outcomes of raw records, and what raw records without one turn out to be.

    Takes a byte for each offset with an outcome, and some hundred bytes for each redriven record.

    Args:
        channel: the raw channel.
        partitions: how many it has; outcomes that name another place are only counted.
    """

    def __init__(self, channel: str, partitions: int) -> None:
        self.channel = channel
        self.elsewhere = 0
        self.unreadable = 0
        self._partitions = partitions
        self._map = OffsetMap()

    def add_enriched(self, place: tuple[str, int, int] | None) -> None:
        """Note an enriched event by its raw record's place."""
        if self._is_ours(place):
            _, partition, offset = place  # type: ignore[misc] # _is_ours has looked
            noted = self._map.get(partition, offset)
            if noted & _ENRICHED_PART < MOST:
                self._map.set(partition, offset, noted + 1)

    def add_dead(self, place: tuple[str, int, int] | None) -> None:
        """Note a dead letter by its raw record's place."""
        if self._is_ours(place):
            _, partition, offset = place  # type: ignore[misc]
            noted = self._map.get(partition, offset)
            if noted >> 4 < MOST:
                self._map.set(partition, offset, noted + _DEAD_STEP)

    def _is_ours(self, place: tuple[str, int, int] | None) -> bool:
        if place is None:
            self.unreadable += 1
        elif place[0] != self.channel or place[1] >= self._partitions:
            self.elsewhere += 1
        else:
            return True
        return False

    def holes(self, partition: int, start: int, end: int) -> Iterator[Range]:
        """The ranges without an outcome."""
        return self._map.holes(partition, start, end)

    def lowest(self, partition: int) -> int | None:
        """The first offset with an outcome."""
        return self._map.lowest(partition)

    def noted(self, partition: int, offset: int) -> tuple[int, int]:
        """How many enriched events and dead letters name a raw record."""
        noted = self._map.get(partition, offset)
        return noted & _ENRICHED_PART, noted >> 4

    def redriven(self) -> int:
        """How many refused records have an enriched event too: so many redriven copies may be without an outcome."""
        return self._map.count(_BOTH)

    def count(self, account: PartitionAccount) -> None:
        """Fill in an account's counts of outcomes."""
        for _, piece in self._map.pieces(account.partition, account.start, account.end):
            kinds = piece.translate(_KINDS)
            enriched, none = kinds.count(2), kinds.count(0)
            account.enriched += enriched
            account.dead += len(piece) - enriched - none
            account.duplicates += sum(piece.translate(_SUMS)) - (len(piece) - none)
        account.records = account.enriched + account.dead


@dataclass(slots=True)
class Leftovers:
    """Raw records without an outcome at their own place: which are redriven letters, which are missing or pending.

    Attributes:
        ledger: the outcomes.
        committed: where the group stands, by partition; absent before its first commit.
        under_way: partition and offset of those that stand on the channels for fetching.
    """

    ledger: Ledger
    committed: dict[int, int]
    under_way: Container[tuple[int, int]] = ()
    pending: Counter[int] = field(default_factory=Counter)
    fetching: defaultdict[int, list[Range]] = field(default_factory=lambda: defaultdict(list))
    missing: defaultdict[int, list[Range]] = field(default_factory=lambda: defaultdict(list))
    unproven: defaultdict[int, list[Range]] = field(default_factory=lambda: defaultdict(list))
    copies: defaultdict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, record: Any) -> None:
        """Note a raw record at whose place no outcome stands."""
        partition, offset = record.partition, record.offset
        if offset >= self.committed.get(partition, 0):
            self.pending[partition] += 1
            return
        if (partition, offset) in self.under_way:
            _append(self.fetching[partition], offset)
            return
        origin = names.origin(Record(None, None, tuple(record.headers)))
        if origin is None or (origin.channel, origin.partition, origin.offset) == (
            self.ledger.channel,
            partition,
            offset,
        ):
            _append(self.missing[partition], offset)
        elif origin.channel != self.ledger.channel:
            _append(self.unproven[partition], offset)
        else:
            self.copies[origin.partition, origin.offset].append((partition, offset))

    def fill(self, accounts: Mapping[int, PartitionAccount]) -> None:
        """Fill in what became of the records; once, after the last of them."""
        for (partition, offset), places in self.copies.items():
            given = self._settle(partition, offset, sorted(places), accounts)
            first = accounts.get(partition)
            if first is not None and first.start <= offset < first.end:
                first.duplicates -= given  # they are the outcomes of the copies, not repeats of the first's
        for partition, account in accounts.items():
            account.pending = self.pending[partition]
            account.fetching = size_of(self.fetching[partition])
            account.missing, account.unproven = merged(self.missing[partition]), merged(self.unproven[partition])
            account.records += size_of(account.missing) + size_of(account.unproven)

    def _settle(
        self, partition: int, offset: int, places: list[tuple[int, int]], accounts: Mapping[int, PartitionAccount]
    ) -> int:
        """Give redriven records the enriched events of their origin; those left without one are missing.

        An article that was sent k times more has k + 1 deliveries. Those refused stand in dead letters at their own
        places; each of the others needs an enriched event, which all name the origin.
        """
        enriched, dead = self.ledger.noted(partition, offset)
        left = len(places) if enriched >= MOST else min(len(places), max(0, enriched - (0 if dead else 1)))
        for where, _ in places[:left]:
            accounts[where].redriven += 1
            accounts[where].records += 1
        for where, at in places[left:]:
            _append(self.missing[where], at)
        return left


def _append(ranges: list[Range], offset: int) -> None:
    if ranges and ranges[-1][1] == offset:
        ranges[-1] = (ranges[-1][0], offset + 1)
    else:
        ranges.append((offset, offset + 1))


def merged(ranges: Iterable[Range]) -> list[Range]:
    """Ranges in order; those that touch or overlap as one."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
