"""The relay: what is worked on for long goes on when it is ready, and is committed when all before it is."""

from __future__ import annotations

import asyncio

import pytest
from aiokafka.errors import KafkaConnectionError, KafkaError, TopicAuthorizationFailedError
from aiokafka.structs import ConsumerRecord, TopicPartition

from service.errors import PublishError
from service.models import Message
from service.stream.delivery import PartitionLostError
from service.stream.relay import MOST_BYTES, Relay
from service.stream.relay_job import Job
from service.stream.room import SMALL_BYTES, Room

ONE = TopicPartition("in", 1)


def record(offset: int, value: bytes = b"v") -> ConsumerRecord:
    return ConsumerRecord("in", 1, offset, 1000, 0, b"k", value, None, 1, len(value), ())


class FakeConsumer:
    """Gives out what is put into `log`, from the committed offset after each seek."""

    def __init__(self, log: list[ConsumerRecord]) -> None:
        self.log, self.committed, self.position = log, 0, 0
        self.commits: list[int] = []
        self.listener = None
        self.assigned: set[TopicPartition] = set()
        self.fail: list[Exception] = []
        self.asked: list[tuple[TopicPartition, ...]] = []
        self.stopped = False

    def subscribe(self, channels, listener) -> None:
        self.listener = listener

    async def start(self) -> None:
        await self.assign()

    async def assign(self) -> None:
        self.assigned = {ONE}
        self.position = self.committed
        await self.listener.on_partitions_assigned({ONE})

    async def rebalance(self) -> None:
        await self.listener.on_partitions_revoked({ONE})
        self.assigned = set()
        await self.assign()

    async def stop(self) -> None:
        self.stopped = True

    def assignment(self) -> set[TopicPartition]:
        return self.assigned

    async def seek_to_committed(self, *partitions) -> dict[TopicPartition, int]:
        self.position = self.committed
        return {ONE: self.committed}

    async def seek_to_beginning(self, *partitions) -> None:
        self.position = 0

    async def getmany(self, *partitions, timeout_ms: int, max_records: int):
        self.asked.append(partitions)
        if self.fail:
            raise self.fail.pop(0)
        await asyncio.sleep(0.001)
        got = [one for one in self.log if one.offset >= self.position][:max_records]
        if got:
            self.position = got[-1].offset + 1
        return {ONE: got} if got else {}

    async def commit(self, offsets) -> None:
        self.committed = offsets[ONE]
        self.commits.append(self.committed)


class FakeDelivery:
    """Keeps what is delivered; `commits_input` as with exactly-once delivery."""

    def __init__(self, consumer: FakeConsumer, *, transactional: bool) -> None:
        self.commits_input = transactional
        self.consumer = consumer
        self.given: list[bytes | None] = []
        self.fail: Exception | None = None
        self.hold: asyncio.Event | None = None
        self.calls: list[str] = []

    def fits(self, channel: str, message: Message) -> bool:
        return True

    async def open(self, partitions) -> None:
        self.calls.append("open")

    async def deliver(self, batch, outputs) -> None:
        if self.hold is not None:
            await self.hold.wait()
        if self.fail is not None:
            raise self.fail
        self.given += [message.value for _, messages in outputs for message in messages]
        if self.commits_input:
            assert batch.first_offset == self.consumer.committed, "a transaction may not leave anything out"
            self.consumer.committed = batch.next_offset

    async def close(self) -> None:
        self.calls.append("close")


class Bench:
    """A relay whose work waits for a gate by offset, where there is one."""

    def __init__(self, count: int, *, transactional: bool = False, window: int = 10, value: bytes = b"v") -> None:
        self.consumer = FakeConsumer([record(offset, value) for offset in range(count)])
        self.delivery = FakeDelivery(self.consumer, transactional=transactional)
        self.gates: dict[int, asyncio.Event] = {}
        self.failed: list[BaseException] = []
        self.began: list[int] = []
        self.firsts: list[int] = []
        self.done: list[int] = []
        self.relay = Relay(
            self.consumer, ["in"], self.delivery, self.work, window=window, drain_seconds=0.3, failed=self.failed.append
        )

    async def work(self, job: Job) -> dict[str, Message]:
        offset = job.record.offset
        self.began.append(offset)
        job.done = lambda: self.done.append(offset)
        if offset in self.gates:
            await self.gates[offset].wait()
        return {"out": Message(None, b"%d" % offset)}

    async def __aenter__(self):
        await self.relay.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.relay.stop()

    async def until(self, condition) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.005)


def run(work) -> None:
    asyncio.run(work())


@pytest.mark.parametrize("transactional", [False, True])
def test_everything_is_passed_on_and_committed(transactional: bool) -> None:
    async def work() -> None:
        async with Bench(25, transactional=transactional) as bench:
            await bench.until(lambda: bench.consumer.committed == 25)
            assert sorted(bench.delivery.given) == sorted(b"%d" % n for n in range(25))
            assert sorted(bench.done) == list(range(25))
            assert not bench.failed
        assert bench.consumer.stopped
        assert bench.delivery.calls == ["open", "close"]

    run(work)


def test_what_is_ready_goes_on_but_is_not_committed_past_the_first_that_is_not() -> None:
    async def work() -> None:
        bench = Bench(8)
        bench.gates[3] = asyncio.Event()
        async with bench:
            await bench.until(lambda: len(bench.delivery.given) == 7)
            assert bench.consumer.committed == 3
            bench.gates[3].set()
            await bench.until(lambda: bench.consumer.committed == 8)

    run(work)


def test_with_transactions_only_the_run_at_the_head_goes_on() -> None:
    async def work() -> None:
        bench = Bench(8, transactional=True)
        bench.gates[3] = asyncio.Event()
        async with bench:
            await bench.until(lambda: bench.consumer.committed == 3)
            await asyncio.sleep(0.05)
            assert bench.delivery.given == [b"0", b"1", b"2"]
            bench.gates[3].set()
            await bench.until(lambda: bench.consumer.committed == 8)
            assert bench.delivery.given == [b"%d" % n for n in range(8)]

    run(work)


def test_no_more_is_read_than_the_window_and_its_bytes() -> None:
    async def work() -> None:
        bench = Bench(30, window=5)
        bench.gates[0] = asyncio.Event()
        async with bench:
            await bench.until(lambda: len(bench.began) >= 5)
            await asyncio.sleep(0.3)
            assert len(bench.began) <= 10
        large = Bench(30, window=1, value=bytes(MOST_BYTES))
        large.gates[0] = asyncio.Event()
        async with large:
            await asyncio.sleep(0.3)
            assert large.began == [0]

    run(work)


@pytest.mark.parametrize("transactional", [False, True])
def test_a_rebalance_reads_again_what_was_not_passed_on(transactional: bool) -> None:
    async def work() -> None:
        bench = Bench(6, transactional=transactional)
        bench.gates[2] = asyncio.Event()
        async with bench:
            await bench.until(lambda: bench.consumer.committed == 2)
            await bench.consumer.rebalance()
            bench.gates[2].set()
            await bench.until(lambda: bench.consumer.committed == 6)
            assert set(bench.delivery.given) == {b"%d" % n for n in range(6)}
            assert bench.began.count(2) == 2
            assert bench.delivery.calls[:3] == ["open", "close", "open"]
            assert bench.done.count(2) == 2, "cancelled once, done once"

    run(work)


def test_a_fetch_beside_a_rebalance_leaves_nothing_out() -> None:
    async def work() -> None:
        bench = Bench(4)
        plain = bench.consumer.getmany
        raced = []

        async def getmany(*partitions, **options):
            got = await plain(*partitions, **options)
            if got and not raced:
                raced.append(True)
                await bench.consumer.rebalance()
                bench.consumer.position = 4  # as if this fetch had moved it after the seek
            return got

        bench.consumer.getmany = getmany
        async with bench:
            await bench.until(lambda: bench.consumer.committed == 4)
            assert set(bench.delivery.given) == {b"0", b"1", b"2", b"3"}

    run(work)


def test_what_a_rebalance_lets_go_has_no_place_and_is_not_taken_for_done() -> None:
    async def work() -> None:
        bench = Bench(4)
        bench.gates[1] = asyncio.Event()
        async with bench:
            await bench.until(lambda: bench.began == [0, 1, 2, 3] and bench.consumer.committed == 1)
            assert bench.relay.firsts() == {ONE: (1, 1000)}
            await bench.consumer.listener.on_partitions_revoked({ONE})
            assert bench.consumer.position == 4, "the position says that nothing is left"
            assert bench.relay.firsts() == {ONE: (None, None)}
            bench.gates[1].set()
            await bench.consumer.assign()
            await bench.until(lambda: bench.consumer.committed == 4)
            assert bench.relay.firsts() == {}

    run(work)


def test_what_was_fetched_beside_a_rebalance_has_no_place_until_it_is_read_again() -> None:
    async def work() -> None:
        bench = Bench(4)
        plain, told = bench.consumer.getmany, []

        async def getmany(*partitions, **options):
            got = await plain(*partitions, **options)
            if got and not told:
                told.append(None)
                await bench.consumer.rebalance()
                bench.consumer.position = 4  # as the fetch that was under way leaves it

                async def refused(*_):
                    told.append(bench.relay.firsts())
                    raise KafkaConnectionError

                bench.consumer.seek_to_committed, again = refused, bench.consumer.seek_to_committed
                asyncio.get_running_loop().call_later(0.3, setattr, bench.consumer, "seek_to_committed", again)
            return got

        bench.consumer.getmany = getmany
        async with bench:
            await bench.until(lambda: bench.consumer.committed == 4)
            assert told[1:], "nothing was asked for again"
            assert all(one == {ONE: (None, None)} for one in told[1:])

    run(work)


def test_a_stop_waits_for_the_commit_of_what_is_passed_on() -> None:
    async def work() -> None:
        bench = Bench(5)
        plain = bench.consumer.commit

        async def slow(offsets) -> None:
            await asyncio.sleep(0.1)
            await plain(offsets)

        bench.consumer.commit = slow
        async with bench:
            await bench.until(lambda: bench.delivery.given)
        assert bench.consumer.committed == len(bench.delivery.given) > 0

    run(work)


def test_output_that_is_refused_stops_the_worker_and_commits_nothing() -> None:
    async def work() -> None:
        bench = Bench(3)
        bench.delivery.fail = PublishError("refused")
        async with bench:
            await bench.until(lambda: bench.failed)
        assert bench.consumer.commits == []

    run(work)


def test_a_partition_that_is_lost_is_another_ones() -> None:
    async def work() -> None:
        bench = Bench(3, transactional=True)
        bench.delivery.fail = PartitionLostError("in-1")
        async with bench:
            await asyncio.sleep(0.1)
            assert not bench.failed
            bench.delivery.fail = None
            await bench.consumer.rebalance()
            await bench.until(lambda: bench.consumer.committed == 3)

    run(work)


def test_errors_of_kafka_stop_the_worker_unless_they_pass() -> None:
    async def work() -> None:
        bench = Bench(3)
        bench.consumer.fail = [KafkaConnectionError("away")]
        async with bench:
            await bench.until(lambda: bench.consumer.committed == 3)
            assert not bench.failed
            bench.consumer.fail = [TopicAuthorizationFailedError("in")]
            await bench.until(lambda: bench.failed)
            assert isinstance(bench.failed[0], KafkaError)

    run(work)


def test_work_that_raises_stops_the_worker_and_the_record_is_not_committed() -> None:
    async def work() -> None:
        bench = Bench(3)

        async def broken(job: Job) -> dict[str, Message]:
            if job.record.offset == 1:
                raise ValueError("a bug")
            return {}

        bench.relay._work = broken
        async with bench:
            await bench.until(lambda: bench.failed)
            await asyncio.sleep(0.05)
            assert bench.consumer.committed <= 1

    run(work)


async def waits(growing) -> asyncio.Task[None]:
    """A task that is seen to wait."""
    task = asyncio.create_task(growing)
    await asyncio.sleep(0.01)
    assert not task.done()
    return task


def test_room_for_pages_is_bounded_but_for_the_first_record_of_a_partition() -> None:
    async def work() -> None:
        room, is_first = Room(page_bytes=8 * SMALL_BYTES, budget_bytes=10 * SMALL_BYTES), False
        held, waiting, small, other = (room.claim(lambda: False) for _ in range(4))
        first = room.claim(lambda: is_first)
        await small.grow(1)
        await held.grow(SMALL_BYTES + 1)
        await held.grow(8 * SMALL_BYTES)
        assert room.taken == 9 * SMALL_BYTES, "a large page's room is taken at once"
        await first.grow(1)
        task = await waits(first.grow(SMALL_BYTES + 1))
        one, two = await waits(waiting.grow(1)), await waits(other.grow(1))
        is_first = True
        room.look_again()
        await asyncio.wait_for(task, 1)
        first.release()
        held.settle(9 * SMALL_BYTES)
        await asyncio.sleep(0.01)
        assert not one.done(), "what a page has become counts"
        held.release()
        held.release()
        await asyncio.wait_for(asyncio.gather(one, two), 1)
        assert room.taken == 3 * SMALL_BYTES, "released once"

    run(work)


def test_a_page_larger_than_all_room_passes_alone() -> None:
    async def work() -> None:
        room = Room(page_bytes=8 * SMALL_BYTES, budget_bytes=2 * SMALL_BYTES)
        huge, small = room.claim(lambda: False), room.claim(lambda: False)
        await huge.grow(2 * SMALL_BYTES)
        task = await waits(small.grow(1))
        huge.release()
        await asyncio.wait_for(task, 1)
        assert room.taken == SMALL_BYTES

    run(work)
