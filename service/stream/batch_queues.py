"""The batches that were read and not yet committed, by partition, in the order read."""

from __future__ import annotations

from collections import defaultdict, deque
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from service.stream.batch import Batch
from service.stream.budget import cost_of_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from faust.types.tuples import TP

    from service.stream.budget import Budget


class BatchQueues(defaultdict["TP", deque[Batch]]):
    """A queue of batches for each partition; what enters is charged to the budget, what leaves is given back.

    Attributes:
        budget: what may be held; set before the first batch.
        passed: partitions whose reading position is beyond records that stand in no queue: fetched and not yet added,
            or thrown away and not yet sought anew.
    """

    budget: Budget

    def __init__(self) -> None:
        super().__init__(deque)
        self.passed: set[TP] = set()

    def add(self, batch: Batch) -> None:
        """Put a batch at the end of its partition's queue."""
        self[batch.tp].append(batch)
        self.budget.take(batch, batch.tp, cost_of_all(batch.records), len(batch.records))

    def acknowledge(self, batch: Batch) -> None:
        """The broker has acknowledged everything that came of `batch`."""
        batch.acknowledged = True
        batch.records = ()  # Faust's event keeps the batch alive until the garbage collector finds it: megabytes
        (self.budget.settle if batch.dropped else self.budget.free)(batch)

    def lose(self, batch: Batch) -> None:
        """`batch` will never be acknowledged here."""
        batch.taken, batch.dropped, batch.records = False, True, ()
        self.budget.settle(batch)

    def pending(self) -> int:
        """Batches that an agent works on."""
        return sum(batch.taken and not batch.acknowledged for queue in self.values() for batch in queue)

    def waiting(self) -> bool:
        """Whether there is a batch that no agent has taken yet."""
        return any(not (batch.taken or batch.acknowledged) for queue in self.values() for batch in queue)

    def untaken(self) -> tuple[tuple[TP, int], ...]:
        """Partition and first offset of each batch that stands at the head of its queue and waits for an agent."""
        heads = [queue[0] for queue in self.values() if queue]
        waiting = [batch for batch in heads if not (batch.taken or batch.acknowledged or batch.dropped)]
        return tuple((batch.tp, batch.first_offset) for batch in waiting)

    def ready(self) -> list[TP]:
        """Partitions of which something may be committed."""
        return [tp for tp, queue in self.items() if queue and queue[0].acknowledged]

    def firsts(self, committed: Mapping[TP, int | None]) -> dict[TP, tuple[int | None, int | None]]:
        """Offset and timestamp of each partition's first record that is read and not committed.

        Args:
            committed: the committed offsets: all that is known of records that were passed; None without one.
        """
        firsts: dict[TP, tuple[int | None, int | None]] = {tp: (committed.get(tp), None) for tp in self.passed}
        firsts.update((tp, (queue[0].first_offset, queue[0].first_timestamp)) for tp, queue in self.items() if queue)
        return firsts

    def offset(self, tp: TP) -> int | None:
        """How far a partition may be committed: up to its first batch that is not acknowledged."""
        done = list(takewhile(lambda batch: batch.acknowledged, self[tp]))
        return done[-1].next_offset if done else None

    def forget(self, tp: TP, offset: int) -> None:
        """Let go of the batches that are committed, up to `offset`."""
        queue = self[tp]
        while queue and queue[0].next_offset <= offset:
            self.budget.settle(queue.popleft())

    def drop(self, which: Callable[[Batch], bool]) -> None:
        """Drop the batches that `which` says, and all that were read after them: a commit must never pass one by."""
        for tp, queue in self.items():
            kept = deque(takewhile(lambda batch: not which(batch), queue))
            if len(kept) < len(queue):
                self.passed.add(tp)
            for batch in islice(queue, len(kept), None):
                batch.dropped = True
                if batch.acknowledged or not batch.taken:  # else its agent still holds it, and tells when no more
                    batch.records = ()
                    self.budget.settle(batch)
            self[tp] = kept
