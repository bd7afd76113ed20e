"""A lane: the transactional producer of one input partition, through which alone the partition's output goes.

Its transactional id names group, channel and partition. Opening a lane therefore shuts out whoever had the partition
before: Kafka aborts what that producer had open, or completes what it had begun to commit, and refuses it from then
on. Kafka does not check who is a member of the group when offsets are committed in a transaction, so this is the only
guard there is, and it works only when the lane is opened before the committed offset is read.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from service.errors import PublishError, causes_of
from service.stream.delivery import PartitionLostError, joined
from service.stream.marked_commits import noted
from service.stream.marks import UNMARKED
from service.stream.policy import Action, decide

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiokafka.structs import OffsetAndMetadata
    from faust.types.tuples import TP

    from service.stream.batch import Batch
    from service.stream.delivery import Outputs
    from service.stream.marks import Ledger
    from service.stream.publish import Publisher

log = logging.getLogger(__name__)

RECONNECT_SECONDS = 0.5
CLOSE_SECONDS = 3.0
"""A lane's connections are cut after this long; there is nothing in it that must still arrive."""


@dataclass(slots=True, eq=False)
class _Due:
    """A batch that waits for its transaction, with what came of it."""

    batch: Batch
    outputs: Outputs
    settled: bool = False


class Lane:
    """One partition's way out: batches enter in order and leave in transactions with their offset.

    What gathers while one transaction is under way leaves in the next one together: what a transaction costs, five
    requests and a marker in each partition that it wrote to, is then paid once.

    Args:
        tp: the input partition.
        producer: an AIOKafkaProducer, not started, whose transactional id is this partition's alone.
        publisher: places and batches messages on `producer`.
        group: the consumer group whose offset is committed.
        deadline_seconds: give up when a step with the broker takes this long.
        ledger: says which mark goes with each offset.
        retried: told of each further try to open.

    Attributes:
        next_offset: input up to here, exclusive, was committed through this lane; 0 before the first batch.
        fenced: another lane of the same name was opened, here or elsewhere, or the transaction was timed out.
    """

    def __init__(
        self,
        tp: TP,
        producer: Any,
        publisher: Publisher,
        group: str,
        deadline_seconds: float,
        ledger: Ledger = UNMARKED,
        retried: Callable[[], object] = lambda: None,
    ) -> None:
        self.tp = tp
        self.next_offset = 0
        self.fenced = False
        self._producer = producer
        self._publisher = publisher
        self._group = group
        self._deadline = deadline_seconds
        self._ledger = ledger
        self._retried = retried
        self._turn = asyncio.Lock()
        self._due: list[_Due] = []
        self._closed = False
        self._opening: asyncio.Task[None] | None = None
        self._transaction: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Take the partition: from here on no earlier lane of it can commit anything. Returns at once when closed.

        Raises:
            PublishError: the broker refuses, or does not answer within the deadline.
        """
        try:
            async with asyncio.timeout(self._deadline):
                self._opening = asyncio.create_task(self._start())
                await self._opening
        except asyncio.CancelledError:
            if not self._closed:
                raise
        except TimeoutError as error:
            raise PublishError(f"{self}: the broker gave no transactional id within {self._deadline:.0f} s") from error
        except KafkaError as error:
            raise PublishError(f"{self}: the broker refused a transactional id: {error!r}") from error

    async def _start(self) -> None:
        while not self._closed and not await self._started():  # noqa: ASYNC110 - Kafka's return tells nobody
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _started(self) -> bool:
        try:
            await self._producer.start()
        except KafkaError as error:
            if decide(error) is not Action.RETRY:
                raise
            self._retried()
            return False
        return True

    async def deliver(self, batch: Batch, outputs: Outputs) -> None:
        """Commit a batch's output and its offset, both or neither.

        Raises:
            PublishError: the broker refused or did not answer; the transaction stays open until the next lane of this
                partition aborts it, or the broker does.
            PartitionLostError: the lane is closed or fenced, or a rebalance dropped the batch.
        """
        due = _Due(batch, outputs)
        self._due.append(due)
        try:
            async with self._turn:
                if not due.settled:
                    await self._settle_due(due)
        finally:
            self._due.remove(due)

    async def _settle_due(self, first: _Due) -> None:
        """Settle the first batch that waits, and with it those behind it; the caller has the turn."""
        if self._closed or self.fenced or first.batch.dropped:
            raise PartitionLostError(str(self))
        behind = self._due[self._due.index(first) + 1 :]
        together = [first, *takewhile(lambda due: not due.batch.dropped, behind)]
        reached = self.next_offset
        for due in together:
            if due.batch.first_offset < reached:
                raise PublishError(f"{self}: offset {due.batch.first_offset} came again after {reached}")
            reached = due.batch.next_offset
        await self._settle(reached, joined(due.outputs for due in together))
        self.next_offset = reached
        for due in together:
            due.settled = True

    async def mark(self, offset: int) -> None:
        """Commit the present offset once more, with its mark.

        Args:
            offset: the one that was committed when the lane was opened, in case nothing was committed through it yet.

        Raises:
            PublishError, PartitionLostError: as `deliver`.
        """
        async with self._turn:
            if self._closed or self.fenced:
                raise PartitionLostError(str(self))
            await self._settle(max(offset, self.next_offset), ())

    async def _settle(self, offset: int, outputs: Outputs) -> None:
        """One transaction to its end; the caller has the turn."""
        mark = self._ledger.mark(self.tp, offset)
        self._transaction = asyncio.create_task(self._transact(noted(offset, mark), outputs))
        try:
            await asyncio.wait({self._transaction})
            await self._judge(self._transaction)
        finally:
            self._transaction.cancel()
        self._ledger.written(self.tp, offset, mark)

    async def _transact(self, offset: OffsetAndMetadata | int, outputs: Outputs) -> None:
        producer, partition = self._producer, self.tp.partition
        offsets = {TopicPartition(self.tp.topic, partition): offset}
        async with asyncio.timeout(self._deadline):
            await producer.begin_transaction()
            # All at once: the commit below is what makes any of it count.
            await asyncio.gather(
                *(self._publisher.publish(channel, partition, messages) for channel, messages in outputs if messages),
                producer.send_offsets_to_transaction(offsets, self._group),
            )
            await producer.commit_transaction()

    async def _judge(self, transaction: asyncio.Task[None]) -> None:
        """Say in our words how a transaction ended."""
        if transaction.cancelled():
            raise PartitionLostError(str(self))
        error = transaction.exception()
        if error is None:
            return
        causes = [*causes_of(error), *causes_of(self._broken())]
        if any(decide(cause) is Action.LEAVE for cause in causes):
            self.fenced = True
            raise PartitionLostError(str(self)) from error
        if isinstance(error, TimeoutError):
            raise PublishError(f"{self}: the broker did not commit within {self._deadline:.0f} s") from error
        if isinstance(error, PublishError):
            raise error
        raise PublishError(f"{self}: the transaction failed: {causes[-1]!r}") from error

    def _broken(self) -> BaseException | None:
        """What ended the producer's own task: the true cause, where its callers are only told that it has ended."""
        ending = self._producer._txn_manager.wait_for_transaction_end()  # noqa: SLF001
        if ending is not None and ending.done():
            ending.exception()  # else asyncio logs, at its end, that nobody asked
        task = self._producer._sender.sender_task  # noqa: SLF001
        return task.exception() if task is not None and task.done() and not task.cancelled() else None

    async def close(self) -> None:
        """Give up what is under way and disconnect. An open transaction is the next owner's to abort, by fencing."""
        self._closed = True
        # A producer whose connections are cut asks for its id for ever, and a rebalance would wait for that.
        for task in (self._opening, self._transaction):
            if task is not None:
                task.cancel()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._producer.stop()
        except (TimeoutError, KafkaError) as error:
            log.debug("%s: closed without the broker's word: %r", self, error)
            await self._producer.client.close()

    def __str__(self) -> str:
        return f"{self.tp.topic}-{self.tp.partition}"
