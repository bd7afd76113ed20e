"""What is fetched and handed out: within the budget, in order, fairly, and without a spin or a sleep too long."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from types import SimpleNamespace

import pytest
from aiokafka.consumer.fetcher import READ_COMMITTED, Fetcher, FetchError, FetchResult, PartitionRecords
from aiokafka.errors import TopicAuthorizationFailedError
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords
from aiokafka.structs import TopicPartition
from hypothesis import given
from hypothesis import strategies as st

from service.models import Message
from service.stream import flow as module
from service.stream.budget import PARTITION_FETCH_BYTES, Budget, Limits, cost_of
from service.stream.flow import PASSES, REQUEST_BYTES, Flow
from service.stream.record_reader import FetchedBatches, StreamRecords
from tests.wire import ODD, batch_of

ZERO, ONE, TWO = (TopicPartition("articles.raw", n) for n in range(3))
LARGE = Limits(size=1 << 30, records=100_000, batches=1000)


class State:
    """Where one partition stands, as aiokafka keeps it."""

    def __init__(self) -> None:
        self.position, self.paused = 0, False

    def consumed_to(self, position: int) -> None:
        self.position = position


class World:
    """A consumer without a broker: real responses, and whatever else of the fetcher the flow touches."""

    def __init__(self, limits: Limits = LARGE, partitions: int = 3) -> None:
        self.states = {TopicPartition("articles.raw", n): State() for n in range(partitions)}
        self.assignment = SimpleNamespace(active=True, tps=set(self.states), state_value=self.states.get)
        self.requests: list = []
        self.fetcher = SimpleNamespace(
            _records=OrderedDict(),
            _fetch_waiters=set(),
            _in_flight=set(),
            _wait_consume_future=None,
            _closed=False,
            _get_actions_per_node=lambda _: (list(self.requests), {}, 0.2, False, []),
            _subscriptions=SimpleNamespace(
                reassignment_in_progress=False,
                subscription=SimpleNamespace(assignment=self.assignment),
                is_assigned=lambda tp: tp in self.states,
            ),
            _loop=asyncio.get_running_loop(),
        )
        self.fetcher._notify = lambda future: Fetcher._notify(self.fetcher, future)
        self.fetcher._create_fetch_waiter = lambda: Fetcher._create_fetch_waiter(self.fetcher)
        client = SimpleNamespace(cluster=SimpleNamespace(brokers=lambda: {1}))
        self.budget = Budget(limits)
        self.flow = Flow(SimpleNamespace(_fetcher=self.fetcher, _client=client), self.budget)

    def respond(self, tp: TopicPartition, *sizes: int) -> FetchResult:
        """A response for one partition with records of these sizes, from where it stands."""
        first = self.states[tp].position
        builder = DefaultRecordBatchBuilder(2, 0, False, -1, -1, -1, 1 << 30)
        for n, size in enumerate(sizes):
            builder.append(n, timestamp=1, key=b"k", value=b"x" * size, headers=[])
        data = bytearray(builder.build())
        data[:8] = first.to_bytes(8, "big")  # the base offset is a broker's to set, and stands outside the checksum
        source = PartitionRecords(tp, MemoryRecords(bytes(data)), [], first, None, None, True, READ_COMMITTED)
        result = FetchResult(tp, assignment=self.assignment, partition_records=source, backoff=0.1)
        self.fetcher._records[tp] = result
        return result

    async def take(self, most: int = 10_000, seconds: float = 0.0, partitions=None) -> dict[int, list[int]]:
        """Offsets that are handed out, by partition; each partition's are booked as a batch named by its first place."""
        given = await self.flow.records(partitions, seconds=seconds, most=most)
        for tp, records in given.items():
            self.budget.take((tp.partition, records[0].offset), tp, sum(map(cost_of, records)), len(records))
        return {tp.partition: [record.offset for record in records] for tp, records in given.items()}


def in_a_world(scenario, *args, **options):
    async def go():
        async with asyncio.timeout(10):
            return await scenario(World(*args, **options))

    return asyncio.run(go())


def limits(size: int, **others: int) -> Limits:
    """Limits that leave `size` bytes for records that are handed out."""
    return Limits(**{"size": size * 4 // 3 + 1, "records": 100_000, "batches": 1000, **others})


def test_with_room_all_is_handed_out_in_order_and_the_fetcher_may_go_on():
    async def scenario(world: World):
        world.respond(ZERO, 10, 20, 30)
        world.respond(ONE, 5)
        assert await world.take() == {0: [0, 1, 2], 1: [0]}
        assert not world.fetcher._records
        assert world.states[ZERO].position == 3
        world.respond(ZERO, 1, 1)
        assert await world.take() == {0: [3, 4]}

    in_a_world(scenario)


def test_what_is_left_of_a_response_waits_for_the_others():
    async def scenario(world: World):
        for tp in (ZERO, ONE, TWO):
            world.respond(tp, 1, 1, 1, 1)
        served = [await world.take(most=2) for _ in range(6)]
        assert served == [{0: [0, 1]}, {1: [0, 1]}, {2: [0, 1]}, {0: [2, 3]}, {1: [2, 3]}, {2: [2, 3]}]

    in_a_world(scenario)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.lists(st.integers(0, 5_000), min_size=1, max_size=30))
def test_in_however_small_pieces_no_record_is_skipped_or_given_twice(pieces, sizes):
    async def scenario(world: World):
        world.respond(ZERO, *sizes)
        got: list[int] = []
        turn = 0
        while ZERO in world.fetcher._records:
            given = (await world.take(most=pieces[turn % len(pieces)])).get(0, [])
            assert world.states[ZERO].position == (given[-1] + 1 if given else len(got))
            got += given
            turn += 1
        assert got == list(range(len(sizes)))

    in_a_world(scenario)


def test_when_the_budget_is_used_up_nothing_is_handed_out_until_something_comes_back():
    async def scenario(world: World):
        world.respond(ZERO, 4_000, 4_000, 4_000)  # 10,050 each
        assert await world.take() == {0: [0, 1]}
        waiting = asyncio.create_task(world.take(seconds=5))
        await asyncio.sleep(0.02)
        assert not waiting.done()
        world.budget.free((0, 0))
        assert await asyncio.wait_for(waiting, 0.5) == {0: [2]}, "it need not wait for its five seconds"

    in_a_world(scenario, limits(21_000), partitions=1)


def test_whoever_waits_for_room_does_not_spin(monkeypatch):
    async def scenario(world: World):
        world.respond(ZERO, 50_000)
        world.budget.take("other", ONE, 15_000, 1)
        turns = 0
        plain = world.flow._hand_out

        def counted(*args):
            nonlocal turns
            turns += 1
            return plain(*args)

        monkeypatch.setattr(world.flow, "_hand_out", counted)
        assert await world.take(seconds=0.1) == {}
        assert turns <= 2

    in_a_world(scenario, limits(21_000))


def test_a_record_larger_than_the_budget_passes_when_nothing_else_is_held():
    async def scenario(world: World):
        world.respond(ZERO, 100, 100_000)
        assert await world.take() == {0: [0]}
        assert await world.take() == {}
        world.budget.settle((0, 0))
        assert await world.take() == {0: [1]}

    in_a_world(scenario, limits(21_000))


def test_a_huge_record_that_finds_no_room_lets_small_ones_of_others_pass():
    async def scenario(world: World):
        world.budget.take("held", TWO, 10_000, 1)
        world.respond(ZERO, 9_000)  # 20,050
        world.respond(ONE, 10, 10)
        assert await world.take() == {1: [0, 1]}

    in_a_world(scenario, limits(21_000))


def test_but_not_for_ever():
    async def scenario(world: World):
        world.budget.take("held", TWO, 10_000, 1)
        world.respond(ZERO, 9_000)
        passed = 0
        for n in range(PASSES + 10):
            world.respond(ONE, 10)
            if await world.take():
                passed += 1
                world.budget.settle((1, n))
        assert passed == PASSES + 1
        world.budget.settle("held")
        assert await world.take() == {0: [0]}
        world.budget.settle((0, 0))
        assert await world.take() == {1: [PASSES + 1]}, "and then the others go on"

    in_a_world(scenario, limits(21_000))


def test_a_partition_that_does_not_get_on_leaves_room_for_the_others():
    async def scenario(world: World):
        world.respond(ZERO, *[500] * 100)
        first = (await world.take())[0]
        assert len(first) * 3_050 <= 15_000, "no more than its share"
        assert await world.take() == {}
        world.respond(ONE, *[500] * 3)
        assert await world.take() == {1: [0, 1, 2]}

    in_a_world(scenario, limits(60_000))


def test_records_before_one_that_aiokafka_refuses_are_given_once_however_often_they_are_put_back():
    async def scenario(world: World):
        good = batch_of([Message(b"k", b"v"), Message(b"k", b"v"), Message(b"k", b"v", ((ODD, b""),))])
        damaged = bytearray(batch_of([Message(b"k", b"v")], base=3))
        damaged[-1] ^= 1
        source = StreamRecords(ZERO, FetchedBatches(good + bytes(damaged)), [], 0, None, None, True, READ_COMMITTED)
        response = FetchResult(ZERO, assignment=world.assignment, partition_records=source, backoff=0.1)
        world.fetcher._records[ZERO] = response
        assert [await world.take(most=1) for _ in range(4)] == [{0: [0]}, {0: [1]}, {0: [2]}, {}]
        assert world.states[ZERO].position == 3, "the next fetch begins with the damaged batch, and says so"
        assert not world.fetcher._records

    in_a_world(scenario)


def test_a_record_that_is_put_back_again_and_again_makes_those_behind_it_no_slower():
    async def scenario(world: World):
        source = world.respond(ZERO, *[1] * 9)._partition_records
        first = source._records_iterator
        assert await world.take(most=1) == {0: [0]}
        for _ in range(5):
            assert await world.take(most=0) == {}
            assert source._records_iterator.unread is first, "an iterator around the last, and around that another"
        world.budget.limits = limits(1)
        assert await world.take() == {}
        world.budget.limits = LARGE
        assert await world.take() == {0: [1, 2, 3, 4, 5, 6, 7, 8]}

    in_a_world(scenario)


def test_one_that_is_not_to_be_read_from_is_left_and_one_that_has_gone_is_forgotten():
    async def scenario(world: World):
        world.respond(ZERO, 1)
        world.respond(ONE, 1)
        world.respond(TWO, 1)
        del world.states[ONE]
        assert await world.take(partitions={TWO}) == {2: [0]}
        assert list(world.fetcher._records) == [ZERO]

    in_a_world(scenario)


def test_a_response_from_before_a_seek_is_thrown_away():
    async def scenario(world: World):
        world.respond(ZERO, 1, 1)
        assert await world.take(most=1) == {0: [0]}
        world.states[ZERO].position = 0
        world.budget.settle((0, 0))
        assert await world.take() == {}
        world.respond(ZERO, 1, 1)
        assert await world.take() == {0: [0, 1]}

    in_a_world(scenario)


def test_what_a_broker_answered_instead_of_records_is_raised_after_what_came_before():
    async def scenario(world: World):
        world.respond(ZERO, 1)
        world.fetcher._records[ONE] = FetchError(error=TopicAuthorizationFailedError("raw"), backoff=0.1)
        assert await world.take() == {0: [0]}
        with pytest.raises(TopicAuthorizationFailedError):
            await world.take()
        assert await world.take() == {}

    in_a_world(scenario)


# Fetching ahead


def request(*partitions: TopicPartition):
    return SimpleNamespace(topics=[("articles.raw", [(tp.partition, 0, 1) for tp in partitions])])


def plan(world: World, *partitions: TopicPartition):
    """The requests that are sent when the fetcher would ask broker 1 for these."""
    world.requests = [(1, request(*partitions))]
    requests, *others = world.fetcher._get_actions_per_node(world.assignment)
    assert others == [{}, 0.2, False, []]
    return requests


def test_requests_go_on_while_there_is_room_and_stop_when_there_is_not():
    async def scenario(world: World):
        assert plan(world, ZERO, ONE)
        assert world.fetcher._fetch_max_bytes == 4 << 20
        assert world.fetcher._max_partition_fetch_bytes == PARTITION_FETCH_BYTES
        world.respond(ZERO, 2 << 20)
        assert plan(world, ONE)
        assert world.fetcher._fetch_max_bytes < 2 << 20
        world.respond(ONE, 2 << 20)
        assert plan(world, TWO) == []
        assert world.budget.prefetched > 4 << 20
        await world.take()
        assert plan(world, TWO)

    in_a_world(scenario, Limits(16 << 20, 1000, 10))


def test_what_was_asked_for_counts_until_it_has_come():
    async def scenario(world: World):
        plan(world, ZERO, ONE, TWO)
        world.fetcher._in_flight.add(1)
        assert world.budget.prefetched == 3 * PARTITION_FETCH_BYTES
        plan(world)
        assert world.fetcher._fetch_max_bytes == (4 << 20) - 3 * PARTITION_FETCH_BYTES
        world.fetcher._in_flight.clear()
        world.requests = []
        world.fetcher._get_actions_per_node(world.assignment)
        assert world.budget.prefetched == 0

    in_a_world(scenario, Limits(16 << 20, 1000, 10))


def test_no_more_is_asked_for_at_a_time_than_may_be_held_thrice():
    async def scenario(world: World):
        assert plan(world, *world.states)
        assert world.fetcher._fetch_max_bytes == REQUEST_BYTES
        assert world.fetcher._max_partition_fetch_bytes == PARTITION_FETCH_BYTES
        assert world.budget.prefetched == REQUEST_BYTES
        world.fetcher._in_flight.add(1)
        assert plan(world), "there is room for more"

    in_a_world(scenario, Limits(1 << 30, 1000, 10), partitions=24)


def test_where_a_batch_is_a_transaction_more_is_fetched_of_a_partition_at_a_time():
    async def scenario(world: World):
        assert plan(world, ZERO, ONE)
        assert world.fetcher._max_partition_fetch_bytes == 2 << 20
        assert world.budget.prefetched == 4 << 20

    in_a_world(scenario, Limits(64 << 20, 1000, 10, partition_fetch=2 << 20))


def test_a_single_response_larger_than_the_room_does_not_end_fetching():
    async def scenario(world: World):
        world.respond(ZERO, 5 << 20)
        assert plan(world, ONE) == []
        await world.take()
        assert plan(world, ONE)

    in_a_world(scenario, Limits(1 << 20, 1000, 10))


def test_with_records_waiting_a_request_is_not_left_with_the_broker_for_long():
    async def scenario(world: World):
        plan(world, ZERO)
        assert world.fetcher._fetch_max_wait_ms == module.IDLE_WAIT_MS
        world.respond(ZERO, 1)
        plan(world, ONE)
        assert world.fetcher._fetch_max_wait_ms == module.BUSY_WAIT_MS

    in_a_world(scenario)
