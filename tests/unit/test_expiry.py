"""Records deleted before they were read: the watch over the fetcher, the count and the line in the log."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import OffsetResetStrategy
from aiokafka.consumer.subscription_state import SubscriptionState
from hypothesis import given
from hypothesis import strategies as st

from service.edges.metrics import Metrics
from service.stream.expiry import Expired, ExpiryLog, watch_for_expiry

ZERO, ONE = TopicPartition("raw", 0), TopicPartition("raw", 1)


class FakeFetcher:
    """aiokafka's fetcher on a log that begins at `start`: what lies before it is out of range."""

    def __init__(self) -> None:
        self.start = {ZERO: 0, ONE: 0}

    async def _proc_fetch_request(self, assignment, node_id, request):
        for topic, partitions in request.topics:
            for partition, offset, _ in partitions:
                tp = TopicPartition(topic, partition)
                if offset < self.start[tp] or offset > 1000:
                    assignment.state_value(tp).await_reset(OffsetResetStrategy.EARLIEST)
        return True

    async def _update_fetch_positions(self, assignment, node_id, tps):
        for tp in tps:
            if assignment.state_value(tp).awaiting_reset:
                assignment.state_value(tp).reset_to(self.start[tp])
        return False


class FakeConsumer:
    """An AIOKafkaConsumer, as far as the watch goes."""

    def __init__(self) -> None:
        self._fetcher = None

    async def start(self) -> None:
        self._fetcher = FakeFetcher()


def on_a_fetcher(scenario) -> list[Expired]:
    """Runs `scenario(fetcher, assignment, fetch)` on a watched fetcher; returns what was told."""
    told: list[Expired] = []

    async def go():
        consumer = FakeConsumer()
        watch_for_expiry(consumer, told.append)
        await consumer.start()
        state = SubscriptionState()
        state.subscribe({"raw"})
        state.assign_from_subscribed({ZERO, ONE})
        assignment = state.subscription.assignment

        async def fetch(tp, offset):
            state_of = assignment.state_value(tp)
            if not state_of.has_valid_position:
                state_of.await_reset(OffsetResetStrategy.EARLIEST)
                state_of.reset_to(offset)
            request = SimpleNamespace(topics=[(tp.topic, [(tp.partition, offset, 1 << 20)])])
            assert await consumer._fetcher._proc_fetch_request(assignment, 1, request) is True

        await scenario(consumer._fetcher, assignment, fetch)

    asyncio.run(go())
    return told


def test_a_place_below_the_logs_start_is_told_with_what_lies_between():
    async def scenario(fetcher, assignment, fetch):
        fetcher.start[ZERO] = 7
        await fetch(ZERO, 4)
        await fetch(ONE, 0)
        assert await fetcher._update_fetch_positions(assignment, 1, [ZERO, ONE]) is False
        assert assignment.state_value(ZERO).position == 7

    assert on_a_fetcher(scenario) == [Expired("raw", 0, 4, 7)]


def test_it_is_told_in_flight_too_and_each_time_anew():
    async def scenario(fetcher, assignment, fetch):
        for place, start in ((4, 4), (10, 30), (30, 30), (40, 50)):
            fetcher.start[ZERO] = start
            assignment.state_value(ZERO).await_reset(OffsetResetStrategy.EARLIEST)
            assignment.state_value(ZERO).reset_to(place)
            await fetch(ZERO, place)
            await fetcher._update_fetch_positions(assignment, 1, [ZERO])

    assert on_a_fetcher(scenario) == [Expired("raw", 0, 10, 30), Expired("raw", 0, 40, 50)]


def test_a_place_behind_the_end_or_one_that_somebody_seeks_is_no_loss():
    async def scenario(fetcher, assignment, fetch):
        await fetch(ZERO, 2000)  # the log was cut: it is read again from its start
        await fetcher._update_fetch_positions(assignment, 1, [ZERO])
        assignment.state_value(ONE).await_reset(OffsetResetStrategy.EARLIEST)  # a new group: from the beginning
        fetcher.start[ONE] = 500
        await fetcher._update_fetch_positions(assignment, 1, [ONE])

    assert on_a_fetcher(scenario) == []


def counted(*ranges: tuple[int, int]) -> float | None:
    metrics = Metrics()
    note = ExpiryLog(metrics.expired).note
    for first, end in ranges:
        note(Expired("raw", 0, first, end))
    return metrics.registry.get_sample_value("communique_records_expired_total", {"channel": "raw"})


def test_a_range_is_counted_and_logged_once(caplog):
    with caplog.at_level(logging.WARNING):
        assert counted((4, 7), (4, 7), (4, 7)) == 3
    (line,) = caplog.records
    assert "raw partition 0: offsets 4 to 6 were deleted before they were read, 3 in all" in line.getMessage()


@pytest.mark.parametrize(
    ("ranges", "count"),
    [
        ([(4, 7), (50, 60)], 13),
        ([(4, 7), (4, 20)], 16),
        ([(10, 20), (4, 20)], 16),
        ([(10, 20), (4, 30)], 26),
        ([(10, 20), (20, 30), (10, 30)], 20),
        ([(10, 20), (12, 18)], 10),
    ],
)
def test_only_what_is_new_of_a_range_is_counted(ranges, count):
    assert counted(*ranges) == count


@given(st.lists(st.integers(1, 50), min_size=1, max_size=20), st.integers(0, 9))
def test_a_place_that_stays_while_the_log_is_cut_further_counts_each_offset_once(steps, first):
    ends = [first + sum(steps[: n + 1]) for n in range(len(steps))]
    assert counted(*((first, end) for end in ends)) == sum(steps)
