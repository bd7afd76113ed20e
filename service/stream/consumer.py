"""Faust's consumer, yielding batches instead of records, and committing over batches that were acknowledged."""

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
from faust.types import ConsumerMessage
from mode import Service

from service.errors import DamagedBatchError, PublishError
from service.stream.batch import Batch
from service.stream.batch_queues import BatchQueues
from service.stream.consumer_task import ConsumerThread
from service.stream.delivery import PartitionLostError
from service.stream.marks import UNMARKED
from service.stream.unpacking import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Hashable, Iterator, Mapping, Sequence

    from aiokafka.structs import ConsumerRecord
    from faust.types.tuples import TP

    from service.stream.delivery import Delivery
    from service.stream.expiry import Expired
    from service.stream.marks import Ledger

ASTRAY_PAUSE_SECONDS = 0.1
HELD_SECONDS = 0.1


class Consumer(driver.Consumer):
    """Faust's consumer, yielding batches and committing what `acknowledge` was told.

    Attributes:
        delivery: told which partitions are ours; set before the start.
        failed: told when they cannot be had; must stop the worker; set before the start.
        batches: what was read and is not committed; its budget is set before the start.
        drain_seconds: how long a rebalance or stop waits for batches in flight.
        on_committed, on_commit_refused: told of each commit of offsets that Kafka took, or did not.
        committed_at: `time.monotonic()` of each partition's last commit.
        held: whether to fetch nothing for now, as long as a batch waits to be taken.
        on_expired: told of records that were deleted before they were read.
        most_unpacked: bytes that a compressed batch may unpack to.
        ledger: the marks of our partitions; set before the start.
    """

    delivery: Delivery
    failed: Callable[[BaseException], None]
    drain_seconds: float = 10.0
    on_committed: Callable[[], object] = staticmethod(lambda: None)
    on_commit_refused: Callable[[], object] = staticmethod(lambda: None)
    held: Callable[[], bool] = staticmethod(lambda: False)
    on_expired: Callable[[Expired], object] = staticmethod(lambda _: None)
    most_unpacked: int = MOST_BYTES
    ledger: Ledger = UNMARKED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.batches = BatchQueues()
        self._next_unread: dict[TP, int] = {}
        self._seeks = 0
        self.committed_at: dict[TP, float] = {}
        self._stop_waits_until: float = math.inf
        self._astray = False  # the position is past records that were thrown away
        self._room = asyncio.Event()
        self._acknowledged = asyncio.Event()
        super().__init__(*args, **kwargs)

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, thread_loop=self.loop, beacon=self.beacon)

    def on_buffer_drop(self, tp: TP) -> None:
        """Faust's hook: a buffer has room again."""
        super().on_buffer_drop(tp)
        self._room.set()

    async def _wait_next_records(self, timeout: float) -> Any:  # noqa: ASYNC109 - Faust's signature
        # With every buffer full Faust sleeps a whole second; wait for room instead, or it idles with a backlog.
        if self.flow_active and not self._get_active_partitions():
            self._room.clear()
            try:
                await asyncio.wait_for(self._room.wait(), timeout=1.0)
            except TimeoutError:
                return {}, set()
            if not self._get_active_partitions():
                return {}, set()
        try:
            return await super()._wait_next_records(timeout)
        except DamagedBatchError as error:  # raised further it would cut off the commit of what was read before
            await self._all_taken()
            self.failed(error)
            while not self.should_stop:  # nothing more is read: other partitions' records went with the error
                await self.sleep(1.0)
            return {}, set()

    async def _all_taken(self) -> None:
        """Wait, at most `drain_seconds`, until agents have all that was read: a stop lets go of what they have not."""
        deadline = self.loop.time() + self.drain_seconds
        while self.batches.waiting() and self.loop.time() < deadline and not self.should_stop:
            await self.sleep(HELD_SECONDS)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, ConsumerMessage]]:  # noqa: ASYNC109 - Faust's signature
        """Fetch once; yield one message for each partition that had records, its value a `Batch`.

        A rebalance seeks to the committed offsets, but a fetch may be under way beside that seek and then leave the
        position behind records that nobody has seen. Whatever is thrown away here is therefore sought anew.
        """
        if not self.flow_active:
            await self.wait(self.can_resume_flow)
        if self.held() and self.batches.waiting():
            await self.sleep(HELD_SECONDS)
            return
        if self._astray and not await self._found_back():
            return
        before = self._seeks, self.app.consumer_generation_id
        records, active = await self._wait_next_records(timeout)
        self.batches.passed.update(ensure_TP(tp) for tp, fetched in records.items() if fetched)
        if self.should_stop:
            return
        for partition, fetched in records.items():
            if not fetched:
                continue
            tp = ensure_TP(partition)
            wanted = active is None or tp in active or tp in self._buffered_partitions
            if not wanted or not self._still(before):
                self._astray = True
                break
            for piece in self.ledger.pieces(tp, self._unread(tp, fetched)):
                if not self._still(before):
                    self._astray = True
                    return
                yield tp, self._message(Batch(tp, piece))
            self.batches.passed.discard(tp)

    def _still(self, before: tuple[int, int]) -> bool:
        """Whether no seek or rebalance came since `before`, the seeks and the generation when a fetch began."""
        return self.flow_active and before == (self._seeks, self.app.consumer_generation_id)

    def untaken(self) -> Hashable | None:
        """The batches that wait at the head of a partition while no agent has any; None while work is done or held."""
        if not self.flow_active or self.held() or self.pending():
            return None
        return self.batches.untaken() or None

    def go_back(self) -> None:
        """Have the next fetch go back to the committed offsets: what was read beyond them is read again."""
        self._astray = True

    async def _found_back(self) -> bool:
        """Seek to the committed offsets, as after a rebalance; False when another rebalance came in between."""
        try:
            await self.perform_seek()
        except Exception as error:  # noqa: BLE001 - partitions may go while we seek: then the next try is right
            self.log.warning("could not seek to the committed offsets, trying again: %r", error)
            await self.sleep(ASTRAY_PAUSE_SECONDS)
            return False
        self._astray = False
        return True

    def _unread(self, tp: TP, fetched: Sequence[ConsumerRecord]) -> Sequence[ConsumerRecord]:
        """The records that have not been read since the last seek: none may be worked on twice."""
        first = self._next_unread.get(tp, 0)
        if not fetched or fetched[0].offset >= first:
            return fetched
        unread = [record for record in fetched if record.offset >= first]
        self.log.warning("%s: left out %d records before offset %d", tp, len(fetched) - len(unread), first)
        return unread

    def _message(self, batch: Batch) -> ConsumerMessage:
        self.batches.add(batch)
        self._next_unread[batch.tp] = batch.next_offset
        last, tp = batch.records[-1], batch.tp
        return ConsumerMessage(
            tp.topic,
            tp.partition,
            last.offset,
            (last.timestamp or 0) / 1000.0,
            last.timestamp_type,
            None,
            None,
            batch,
            None,
            0,
            0,
            tp,
            generation_id=self.app.consumer_generation_id,
        )

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

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Faust looks for stuck partitions with an assertion that a new one fails; ours are watched by `untaken`."""

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Offsets missing from a channel (compaction, transaction markers) need no bookkeeping over batches."""

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

    async def perform_seek(self) -> None:
        """Go back to the committed offsets: whatever was read beyond them is read again, so forget it."""
        self._seeks += 1
        self.batches.drop(lambda _: True)
        await super().perform_seek()
        # Without a committed offset aiokafka stays where it is; auto.offset.reset=earliest means the beginning.
        if fresh := [tp for tp in self.assignment() if not self._committed_offset.get(tp)]:
            await self._thread.seek_to_beginning(*(TopicPartition(*tp) for tp in fresh))
            self._read_offset.update(dict.fromkeys(fresh))
        self._next_unread = {tp: offset or 0 for tp, offset in self._committed_offset.items()}
        self.batches.passed.clear()
        self._seeks += 1

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Take the partitions first; Faust then reads how far they are committed. Exactly-once rests on this order.

        A worker that stops takes none: the rebalance that its leaving brings gives them to another.
        """
        if self.app.should_stop:
            return
        try:
            await self.delivery.open(assigned)
            await super().on_partitions_assigned(assigned, generation_id)
        except Exception as error:  # noqa: BLE001 - aiokafka would log whatever it is and go on without
            self.failed(error)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Faust quiesces and calls `wait_empty`, which commits; what is left of these partitions is another's now."""
        if self.app.should_stop:  # Faust does not wait then: the stop does, but it has not come to its end
            await self.wait_empty()
        await super().on_partitions_revoked(revoked)
        self.batches.drop(lambda batch: batch.tp in revoked)
        await self.delivery.close()

    async def on_stop(self) -> None:
        """Faust waits for batches in flight and commits; only then are the partitions let go."""
        await super().on_stop()
        await self.delivery.close()
