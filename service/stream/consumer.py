"""Faust's consumer, yielding batches instead of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiokafka.structs import TopicPartition
from faust.transport.consumer import ensure_TP
from faust.types import ConsumerMessage

from service.errors import DamagedBatchError
from service.stream.batch import Batch
from service.stream.committing_consumer import CommittingConsumer
from service.stream.consumer_task import ConsumerThread
from service.stream.unpacking import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Hashable, Sequence

    from faust.types.tuples import TP

    from service.stream.batch import Fetched
    from service.stream.expiry import Expired

ASTRAY_PAUSE_SECONDS = 0.1
HELD_SECONDS = 0.1
CREATE_TIME = 0
"""Kafka's number of the usual kind of timestamp. Faust wants one of each message and does nothing with it."""


class Consumer(CommittingConsumer):
    """Faust's consumer, yielding batches and committing what `acknowledge` was told.

    Attributes:
        failed: told when its partitions cannot be had; must stop the worker; set before the start.
        held: whether to fetch nothing for now, as long as a batch waits to be taken.
        on_expired: told of records that were deleted before they were read.
        most_unpacked: bytes that a compressed batch may unpack to.
    """

    failed: Callable[[BaseException], None]
    held: Callable[[], bool] = staticmethod(lambda: False)
    on_expired: Callable[[Expired], object] = staticmethod(lambda _: None)
    most_unpacked: int = MOST_BYTES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._next_unread: dict[TP, int] = {}
        self._seeks = 0
        self._astray = False  # the position is past records that were thrown away
        super().__init__(*args, **kwargs)

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, thread_loop=self.loop, beacon=self.beacon)

    async def _wait_next_records(self, timeout: float) -> Any:  # noqa: ASYNC109 - Faust's signature
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
            wanted = active is None or tp in active
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

    def _unread(self, tp: TP, fetched: Sequence[Fetched]) -> Sequence[Fetched]:
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
            CREATE_TIME,
            None,
            None,
            batch,
            None,
            0,
            0,
            tp,
            generation_id=self.app.consumer_generation_id,
        )

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Faust looks for stuck partitions with an assertion that a new one fails; ours are watched by `untaken`."""

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Offsets missing from a channel (compaction, transaction markers) need no bookkeeping over batches."""

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
