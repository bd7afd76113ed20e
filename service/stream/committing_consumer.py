"""Faust's consumer, committing over batches that were acknowledged instead of over records that were seen."""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from aiokafka.errors import KafkaError
from aiokafka.structs import TopicPartition
from faust.transport.consumer import ensure_TP
from faust.transport.drivers import aiokafka as driver
from mode import Service

from service.errors import PublishError
from service.stream.batch_queues import BatchQueues
from service.stream.delivery import PartitionLostError
from service.stream.marks import UNMARKED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from faust.types.tuples import TP

    from service.stream.batch import Batch
    from service.stream.delivery import Delivery
    from service.stream.marks import Ledger


class CommittingConsumer(driver.Consumer):
    """The half of our consumer that commits; `Consumer` is the half that reads.

    Attributes:
        delivery: whether it commits the input itself; set before the start.
        batches: what was read and is not committed; its budget is set before the start.
        drain_seconds: how long a rebalance or stop waits for batches in flight.
        on_committed, on_commit_refused: told of each commit of offsets that Kafka took, or did not.
        committed_at: `time.monotonic()` of each partition's last commit.
        ledger: the marks of our partitions; set before the start.
    """

    delivery: Delivery
    drain_seconds: float = 10.0
    on_committed: Callable[[], object] = staticmethod(lambda: None)
    on_commit_refused: Callable[[], object] = staticmethod(lambda: None)
    ledger: Ledger = UNMARKED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.batches = BatchQueues()
        self.committed_at: dict[TP, float] = {}
        self._stop_waits_until: float = math.inf
        self._acknowledged = asyncio.Event()
        super().__init__(*args, **kwargs)

    def acknowledge(self, batch: Batch) -> None:
        """Say that the broker has acknowledged everything that came of `batch`; its offsets may be committed."""
        self.batches.acknowledge(batch)
        self._acknowledged.set()

    def firsts(self) -> dict[TP, tuple[int | None, int | None]]:
        """Offset and timestamp of the first record that is read and not committed, see BatchQueues."""
        return self.batches.firsts(self._committed_offset)

    def lose(self, batch: Batch) -> None:
        """Say that `batch` will never be acknowledged here: nobody is to wait for it, nor to commit past it."""
        self.batches.lose(batch)
        self._acknowledged.set()

    def pending(self) -> int:
        """Batches that an agent works on."""
        return self.batches.pending()

    @Service.task
    async def _commit_handler(self) -> None:
        # A commit follows each acknowledged batch at once, those that come meanwhile share the next: few duplicates
        # after a crash at no cost when busy.
        while not self.should_stop:
            with suppress(TimeoutError):  # then it is the next try for what Kafka has refused
                await asyncio.wait_for(self._acknowledged.wait(), timeout=self.commit_interval)
            self._acknowledged.clear()
            await self.commit()

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        del topics
        return iter(self.batches.ready())

    def _new_offset(self, tp: TP) -> int | None:
        return self.batches.offset(tp)

    async def _commit_offsets(self, offsets: Mapping[TP, int], start_new_transaction: bool = True) -> bool:  # noqa: FBT001, FBT002 - Faust's signature
        """Commit, and forget the batches only when Kafka has taken it: what it refuses is tried again."""
        del start_new_transaction
        assignment = self.assignment()
        offsets = {tp: offset for tp, offset in offsets.items() if tp in assignment}
        if not offsets or not await self._commit(offsets):
            return False
        for tp, offset in offsets.items():
            self.batches.forget(tp, offset)
        self._committed_offset.update(offsets)
        self.committed_at.update(dict.fromkeys(offsets, time.monotonic()))
        return True

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        if self.delivery.commits_input:
            return True
        done = bool(await super()._commit(offsets))
        (self.on_committed if done else self.on_commit_refused)()
        return done

    async def wait_empty(self) -> None:
        """Wait, at most `drain_seconds`, until the batches that agents work on are acknowledged; then commit.

        Those in quarantine are let go at once, so that one article there does not hold up the whole group.
        """
        self.batches.drop(lambda batch: batch.isolated or not batch.taken)
        deadline = self._waits_until()
        while self.pending() and (left := deadline - self.loop.time()) > 0:
            self._acknowledged.clear()
            try:
                await asyncio.wait_for(self._acknowledged.wait(), timeout=left)
            except TimeoutError:
                break
        if pending := self.pending():
            self.log.warning(
                "%d batches were not acknowledged in %.0f s; they will be read again", pending, self.drain_seconds
            )
        # A commit under way may have begun before the last acknowledgement, and Faust would let it stand for ours.
        await self.maybe_wait_for_commit_to_finish()
        self.ledger.close()
        await self.commit_and_end_transactions()
        await self._take_marks_away()

    def _waits_until(self) -> float:
        """When to wait no longer: each rebalance waits anew; a stop, in which Faust asks twice, waits once."""
        until = float(self.loop.time()) + self.drain_seconds
        if self.app.should_stop:
            until = self._stop_waits_until = min(until, self._stop_waits_until)
        return until

    async def mark(self, offsets: Mapping[TP, int]) -> None:
        """Commit offsets once more, with the marks that the ledger has for them.

        Raises:
            PublishError, PartitionLostError: with exactly-once delivery, see Delivery.
        """
        offsets = {**offsets, **await self._log_starts([tp for tp in offsets if self.ledger.fresh(tp)])}
        if self.delivery.commits_input:
            await self.delivery.mark(offsets)
        elif ours := {tp: offset for tp, offset in offsets.items() if tp in self.assignment()}:
            await self._thread.commit(ours)

    async def _log_starts(self, partitions: Sequence[TP]) -> dict[TP, int]:
        """Where partitions begin: what a new group may commit without having read anything."""
        if not partitions:
            return {}
        try:
            starts = await self._thread.earliest_offsets(*(TopicPartition(*tp) for tp in partitions))
        except KafkaError as error:
            self.log.debug("the first offsets are not known: %r", error)
            return {}
        return {ensure_TP(tp): int(offset) for tp, offset in starts.items()}

    async def _take_marks_away(self) -> None:
        """What the last commit did not touch still bears a mark; we go in peace, so the next owner must not see it."""
        try:
            await self.mark(self.ledger.close())
        except (PublishError, PartitionLostError) as error:
            self.log.debug("a mark stays, the next owner will be careful: %r", error)
