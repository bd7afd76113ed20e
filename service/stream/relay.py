"""A relay: records of some channels, each worked on for as long as it takes, passed on to others.

What Faust's batches are not made for: fetching a page takes seconds, waiting for a delay hours, and meanwhile other
records go on. So this is a plain consumer in a group of its own. The promise is the same: an offset is committed only
when what came of every record before it was acknowledged; with exactly-once delivery both happen in one transaction.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

from aiokafka import ConsumerRebalanceListener
from aiokafka.errors import IllegalStateError, KafkaError

from service.stream.batch import Batch
from service.stream.delivery import PartitionLostError, joined
from service.stream.policy import Action, decide
from service.stream.relay_job import Job

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable

    from aiokafka import TopicPartition
    from aiokafka.structs import ConsumerRecord

    from service.models import Message
    from service.stream.delivery import Delivery

log = logging.getLogger(__name__)

POLL_MS = 200
"""How long a fetch waits: so soon a partition that has room again is read on."""
PAUSE_SECONDS = 0.05
MOST_BYTES = 1 << 20
"""Of records read from one partition and not passed on; a larger one alone."""
MOST_DELIVERED = 500
"""Records that are passed on in one go."""


class Relay(ConsumerRebalanceListener):  # type: ignore[misc]
    """Reads channels, has each record worked on, passes on what comes of it, and commits.

    Args:
        consumer: an AIOKafkaConsumer, not started: in a group, without automatic commits, reading committed records.
        channels: what to read.
        delivery: how output gets to Kafka.
        work: makes what comes of a record: at most one message for each channel; must not raise.
        window: most records of one partition that are worked on or wait for the first of them.
        drain_seconds: how long a rebalance or stop waits for output that is under way.
        failed: told of what must stop the worker.

    Attributes:
        passed_on: told of each record that is passed on: the channel that it stood on, and those it went to.
        changed: told when a job has become the first of its partition.
    """

    passed_on: Callable[[str, Iterable[str]], object] = staticmethod(lambda *_: None)
    changed: Callable[[], object] = staticmethod(lambda: None)

    def __init__(
        self,
        consumer: Any,
        channels: Iterable[str],
        delivery: Delivery,
        work: Callable[[Job], Awaitable[dict[str, Message]]],
        *,
        window: int,
        drain_seconds: float,
        failed: Callable[[BaseException], None],
    ) -> None:
        self.consumer = consumer
        self._channels = tuple(channels)
        self._delivery = delivery
        self._work = work
        self._window = window
        self._drain = drain_seconds
        self._failed = failed
        self._queues: defaultdict[TopicPartition, deque[Job]] = defaultdict(deque)
        self._ripe: dict[TopicPartition, asyncio.Event] = {}
        self._settling: set[asyncio.Task[None]] = set()
        self._busy: set[TopicPartition] = set()
        self._given_up: set[TopicPartition] = set()
        self._generation = 0
        self._flowing = self._astray = False
        self._reading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Join the group and begin to read."""
        self.consumer.subscribe(self._channels, listener=self)
        await self.consumer.start()
        self._reading = asyncio.create_task(self._read())

    async def stop(self) -> None:
        """Pass on what is ready, commit, leave the group. What is still worked on will be read again."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        await self._let_go()
        await self.consumer.stop()

    def firsts(self) -> dict[TopicPartition, tuple[int | None, int | None]]:
        """Offset and timestamp of the first record of each partition that is read and not committed.

        None for both in a partition whose place is not known: around a rebalance the reading position is beyond records
        that were let go, and will be read again.
        """
        settled = self._flowing and not self._astray
        unknown = () if settled else self.consumer.assignment()
        read = {tp: queue[0].record for tp, queue in self._queues.items() if queue}
        return {**dict.fromkeys(unknown, (None, None)), **{tp: (one.offset, one.timestamp) for tp, one in read.items()}}

    async def _read(self) -> None:
        try:
            while True:
                await self._read_once()
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - nothing more would be read, and nobody would know
            self._failed(error)

    async def _read_once(self) -> None:
        ready = self._with_room() if self._flowing else []
        if not ready or (self._astray and not await self._found_back()):
            await asyncio.sleep(PAUSE_SECONDS)
            return
        generation = self._generation
        try:
            read = await self.consumer.getmany(*ready, timeout_ms=POLL_MS, max_records=self._window)
        except KafkaError as error:
            if decide(error) is not Action.RETRY:
                raise
            await asyncio.sleep(PAUSE_SECONDS)
            return
        # A rebalance seeks to the committed offsets, but this may have been under way beside it, and then leave the
        # position behind records that nobody has seen.
        if generation != self._generation or not self._flowing:
            self._astray = True
            return
        for tp, records in read.items():
            for record in records:
                self._begin(tp, record)

    def _with_room(self) -> list[TopicPartition]:
        queues = ((tp, self._queues[tp]) for tp in self.consumer.assignment())
        return [tp for tp, jobs in queues if len(jobs) < self._window and sum(job.size for job in jobs) < MOST_BYTES]

    async def _found_back(self) -> bool:
        """Seek to the committed offsets; False when that is not possible now."""
        try:
            await self._seek(self.consumer.assignment())
        except (KafkaError, IllegalStateError) as error:
            log.warning("could not seek to the committed offsets, trying again: %r", error)
            return False
        self._astray = False
        return True

    async def _seek(self, partitions: Collection[TopicPartition]) -> None:
        if not partitions:
            return
        committed = await self.consumer.seek_to_committed(*partitions)
        # Without a committed offset aiokafka stays where it is.
        if fresh := [tp for tp, offset in committed.items() if not offset]:
            await self.consumer.seek_to_beginning(*fresh)

    def _begin(self, tp: TopicPartition, record: ConsumerRecord) -> None:
        queue = self._queues[tp]
        job = Job(record, first=not queue)
        queue.append(job)
        job.task = asyncio.create_task(self._run(tp, job))

    async def _run(self, tp: TopicPartition, job: Job) -> None:
        try:
            job.outputs = await self._work(job)
        except Exception as error:  # noqa: BLE001 - `work` must not raise: a bug, and the record must not be lost over it
            self._failed(error)
            return
        if (ripe := self._ripe.get(tp)) is not None:  # else the partition was let go in this moment
            ripe.set()

    async def _settle(self, tp: TopicPartition) -> None:
        """Pass on what is ready in one partition, for as long as it is ours."""
        queue, ripe = self._queues[tp], self._ripe[tp]
        while True:
            await ripe.wait()
            ripe.clear()
            self._busy.add(tp)
            while jobs := self._ready(queue):
                if not await self._deliver(tp, jobs):
                    self._busy.discard(tp)
                    self._given_up.add(tp)
                    return
                await self._advance(tp, queue)
            self._busy.discard(tp)

    def _ready(self, queue: deque[Job]) -> list[Job]:
        """What can be passed on now: in order where the offset goes with it, else whatever is ready."""
        jobs: list[Job] = []
        for job in queue:
            if len(jobs) == MOST_DELIVERED:
                break
            if job.outputs is not None and not job.delivered:
                jobs.append(job)
            elif self._delivery.commits_input:
                break
        return jobs

    async def _deliver(self, tp: TopicPartition, jobs: list[Job]) -> bool:
        """Whether Kafka has taken what came of some records."""
        batch = Batch(tp, [job.record for job in jobs])
        try:
            outputs = ([(name, [message]) for name, message in (job.outputs or {}).items()] for job in jobs)
            await self._delivery.deliver(batch, joined(outputs))
        except PartitionLostError:
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing was passed on: stop, commit nothing
            self._failed(error)
            return False
        for job in jobs:
            self.passed_on(tp.topic, job.outputs or ())
            job.delivered, job.outputs = True, None
            job.done()
        return True

    async def _advance(self, tp: TopicPartition, queue: deque[Job]) -> None:
        """Commit what is passed on up to the first record that is not."""
        offset = None
        while queue and queue[0].delivered:
            offset = queue.popleft().record.offset + 1
        if queue and not queue[0].first:
            queue[0].first = True
            self.changed()
        if offset is None or self._delivery.commits_input:
            return
        try:
            await self.consumer.commit({tp: offset})
        except (KafkaError, IllegalStateError) as error:
            # The next commit makes up for it, or another has the partition and repeats what it finds.
            log.debug("%s: could not commit %d: %r", tp, offset, error)

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Take the partitions first, then read how far they are committed. Exactly-once rests on this order."""
        try:
            await self._delivery.open(assigned)
            await self._seek(assigned)
        except Exception as error:  # noqa: BLE001 - aiokafka would log whatever it is and go on without
            self._failed(error)
            return
        for tp in assigned:
            self._ripe[tp] = asyncio.Event()
            task = asyncio.create_task(self._settle(tp))
            self._settling.add(task)
            task.add_done_callback(self._settling.discard)
        self._generation += 1
        self._flowing = True

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """All are let go: what is ready is passed on, what is not is for the next owner."""
        del revoked
        await self._let_go()

    async def _let_go(self) -> None:
        self._flowing = False
        self._generation += 1
        for queue in self._queues.values():
            for job in queue:
                if job.task is not None and job.outputs is None and not job.delivered:
                    job.task.cancel()
        await self._drained()
        for task in self._settling:
            task.cancel()
        await asyncio.gather(*self._settling, return_exceptions=True)
        await self._delivery.close()
        for queue in self._queues.values():
            for job in queue:
                job.done()
        self._queues.clear()
        self._ripe.clear()
        self._given_up.clear()

    async def _drained(self) -> None:
        """Wait, at most `drain_seconds`, until what is ready is passed on and committed."""
        deadline = asyncio.get_running_loop().time() + self._drain
        while self._busy or any(self._ready(queue) for tp, queue in self._queues.items() if tp not in self._given_up):
            if asyncio.get_running_loop().time() > deadline:
                break
            await asyncio.sleep(PAUSE_SECONDS / 5)
        self._busy.clear()
