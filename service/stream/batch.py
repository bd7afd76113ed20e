"""A batch: the unit that is read, worked on, published and committed together."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from faust.types.tuples import TP

    Fetched: TypeAlias = Any
    """A record as it was read: a `Record`, or aiokafka's ConsumerRecord, which relays read, and which stands for
    a batch that cannot be read. Offset, timestamp, key, value and headers are called the same in both."""


@dataclass(slots=True, eq=False)
class Batch:
    """All records of one partition from one fetch, and how far their processing has come.

    Attributes:
        records: empty once the batch is acknowledged.
        first_offset, next_offset: the first record's, and the one to commit after the last.
        first_timestamp: that of the first record, ms since the epoch; None where it has none.
        read_at: when it was read, seconds since the epoch.
        taken: an agent works on it; a rebalance waits for it.
        isolated: it is worked on in quarantine, where that may take long; a rebalance does not wait, for nothing of it
            is published yet.
        dropped: a rebalance took the partition first; the records will be read again, here or elsewhere.
        acknowledged: everything that came of it was acknowledged by the broker.
    """

    tp: TP
    records: Sequence[Fetched]
    taken: bool = False
    isolated: bool = False
    dropped: bool = False
    acknowledged: bool = False
    first_offset: int = field(init=False)
    next_offset: int = field(init=False)
    first_timestamp: int | None = field(init=False)
    read_at: float = field(default_factory=time.time)

    def __post_init__(self) -> None:
        self.first_offset = int(self.records[0].offset)
        self.next_offset = int(self.records[-1].offset) + 1
        self.first_timestamp = self.records[0].timestamp

    def take(self) -> bool:
        """Claim the batch for processing; False when a rebalance has dropped it meanwhile."""
        self.taken = not self.dropped
        return self.taken
