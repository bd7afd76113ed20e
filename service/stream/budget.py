"""One budget over everything that was read and is not yet acknowledged: how much is held, and what still fits.

Pure book-keeping: nothing here waits. `flow` asks before it hands records out, the consumer books batches in and
out, and whoever waits for room is told through `watch`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

One = TypeVar("One")

COPIES = 2
"""What a record's bytes are charged: once as read and once as published, for both are held until acknowledged."""
RECORD_OVERHEAD = 2_048
"""Charged for each record beside its bytes: Python's objects around it, and what an event adds to its article."""
PARTITION_FETCH_BYTES = 1_048_576
"""Fetched from one partition at a time unless a worker's limits say otherwise."""
FETCH_SHARE = 0.25
"""Part of the budget for responses that nobody has asked for yet; the rest is for records that were handed out."""
PARTITION_SHARE = 0.25
"""Most of the budget that one of several partitions may hold: one that does not get on leaves room for the others."""


class Sized(Protocol):
    """A record whose size can be told: one of ours, or aiokafka's ConsumerRecord."""

    @property
    def key(self) -> bytes | None:
        """Its key."""

    @property
    def value(self) -> bytes | None:
        """Its value."""

    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]:
        """Its headers."""


def cost_of(record: Sized) -> int:
    """Bytes that a record is charged from the moment it is handed out until it is acknowledged."""
    size = len(record.value or b"") + len(record.key or b"")
    if record.headers:
        size += sum(len(name) + len(content or b"") for name, content in record.headers)
    return COPIES * size + RECORD_OVERHEAD


def cost_of_all(records: Sequence[Sized]) -> int:
    """The sum of their `cost_of`, in a fraction of the time."""
    given = [record.value for record in records if record.value]
    given += [record.key for record in records if record.key]
    headers = sum(
        len(name) + len(value or b"") for record in records if record.headers for name, value in record.headers
    )
    return COPIES * (sum(map(len, given)) + headers) + RECORD_OVERHEAD * len(records)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may hold.

    Attributes:
        size: bytes, over fetched responses and handed-out records.
        records: handed out and not yet committed; a crash repeats no more.
        batches: most batches that one of several partitions may have open.
        partition_fetch: bytes fetched from one partition at a time, which bounds a batch; a broker still sends a single
            larger record.
    """

    size: int
    records: int
    batches: int
    partition_fetch: int = PARTITION_FETCH_BYTES

    @property
    def fetched(self) -> int:
        """Bytes for responses that wait to be handed out."""
        return int(self.size * FETCH_SHARE)

    @property
    def handed_out(self) -> int:
        """Bytes for records that were handed out."""
        return self.size - self.fetched


@dataclass(slots=True)
class _Entry:
    partition: Hashable
    size: int
    records: int


class Grant(Enum):
    """The answer to one record that wants to be handed out."""

    YES = "yes"
    SHARE_USED = "share used"
    """Its partition holds its share already; others may still have room."""
    NO_ROOM = "no room"
    """It does not fit into what is left of the whole; a smaller one may."""


class Budget:
    """What is held by batches, in bytes and records.

    A batch's bytes are given back when its output is acknowledged or lost, its records when they are committed or
    dropped: until then a crash would repeat them. Each is given back once, however often it is told.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.prefetched = 0
        """Bytes of fetched responses that were not handed out, and of requests under way; `flow` keeps it."""
        self._entries: dict[Hashable, _Entry] = {}
        self._sizes: Counter[Hashable] = Counter()
        self._records: Counter[Hashable] = Counter()
        self._batches: Counter[Hashable] = Counter()
        self._watchers: list[Callable[[], object]] = []
        self.size = 0
        self.records = 0

    @property
    def held(self) -> int:
        """All bytes: fetched responses and records handed out."""
        return self.size + self.prefetched

    def watch(self, told: Callable[[], object]) -> None:
        """Have `told` called whenever something was given back."""
        self._watchers.append(told)

    def take(self, batch: Hashable, partition: Hashable, size: int, records: int) -> None:
        """Book a batch that was handed out.

        Args:
            batch: its name in later calls.
            partition: whose share it is taken from.
            size: the sum of its records' `cost_of`.
            records: how many it has.

        Raises:
            ValueError: the batch is booked already.
        """
        if batch in self._entries:
            message = f"{batch} was taken twice"
            raise ValueError(message)
        self._entries[batch] = _Entry(partition, size, records)
        self._add(partition, size, records)
        self._batches[partition] += 1

    def free(self, batch: Hashable) -> None:
        """Give back a batch's bytes: its records and output were let go. They still count as not committed."""
        entry = self._entries.get(batch)
        if entry is not None and entry.size:
            self._add(entry.partition, -entry.size, 0)
            entry.size = 0
            self._tell()

    def settle(self, batch: Hashable) -> None:
        """Give back all that a batch still holds: it was committed, or will be read again."""
        entry = self._entries.pop(batch, None)
        if entry is not None:
            self._add(entry.partition, -entry.size, -entry.records)
            self._batches[entry.partition] -= 1
            if not self._batches[entry.partition]:
                for held in (self._sizes, self._records, self._batches):
                    del held[entry.partition]
            self._tell()

    def allowance(self, partitions: int) -> Allowance:
        """What may be handed out now.

        Args:
            partitions: how many the worker has; one alone may hold everything.
        """
        return Allowance(
            self.limits,
            self.size,
            self.records,
            {tp: (self._sizes[tp], self._records[tp]) for tp in self._batches},
            {tp for tp, count in self._batches.items() if count >= self.limits.batches},
            shared=partitions > 1,
        )

    def _add(self, partition: Hashable, size: int, records: int) -> None:
        self.size += size
        self.records += records
        self._sizes[partition] += size
        self._records[partition] += records

    def _tell(self) -> None:
        for told in self._watchers:
            told()


class Allowance:
    """What may be handed out in one go; keeps count of what it has granted.

    Args:
        limits: the budget's.
        size, records: held already, by all partitions.
        by_partition: bytes and records held already by each.
        crowded: partitions that have as many batches open as one of several may.
        shared: there are several partitions, and none may hold more than its share.
    """

    def __init__(
        self,
        limits: Limits,
        size: int,
        records: int,
        by_partition: dict[Hashable, tuple[int, int]],
        crowded: set[Hashable],
        *,
        shared: bool,
    ) -> None:
        self._room = limits.handed_out - size
        self._records = limits.records - records
        self._alone = size == 0
        self._by_partition = by_partition
        self._crowded = crowded
        self._shared = shared
        self._share = int(limits.handed_out * PARTITION_SHARE), max(1, int(limits.records * PARTITION_SHARE))

    @property
    def used_up(self) -> bool:
        """No record of any partition may be handed out, however small."""
        return self._records <= 0 or (self._room <= 0 and not self._alone)

    def barred(self, partition: Hashable) -> bool:
        """Whether a partition has had its share, so that its next record need not be looked at."""
        if not self._shared:
            return False
        size, records = self._by_partition.get(partition, (0, 0))
        return partition in self._crowded or size >= self._share[0] or records >= self._share[1]

    def fill(
        self, partition: Hashable, records: Iterator[One], most: int, cost: Callable[[One], int]
    ) -> tuple[list[One], One | None, Grant]:
        """Hand out records for as long as they find room.

        A record larger than the whole budget passes when nothing else is held, one larger than its partition's share
        when the partition holds nothing.

        Args:
            partition: where they stand.
            records: no more is read of them than what is handed out, and the first that is not.
            most: records.
            cost: `cost_of`.

        Returns:
            Those that are handed out, the first that is not, and why it is not.
        """
        size, count = self._by_partition.get(partition, (0, 0))
        share, share_records = self._share if self._shared else (sys.maxsize, sys.maxsize)
        room, free, alone = self._room, self._records, self._alone
        given: list[One] = []
        left, answer = None, Grant.YES
        for record in records:  # many thousands a second: everything by local names
            charge = cost(record)
            if len(given) >= most or (count and (size + charge > share or count >= share_records)):
                left, answer = record, Grant.SHARE_USED
                break
            if free <= 0 or (charge > room and not alone):
                left, answer = record, Grant.NO_ROOM
                break
            given.append(record)
            alone = False
            room, free, size, count = room - charge, free - 1, size + charge, count + 1
        self._room, self._records, self._alone = room, free, alone
        self._by_partition[partition] = size, count
        return given, left, answer
