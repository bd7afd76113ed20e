"""Lag, from aiokafka's own subscription state: no broker is asked, so none is needed here."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition
from aiokafka.consumer.subscription_state import SubscriptionState
from faust.types.tuples import TP

from service.edges.metrics import Metrics
from service.stream.batch import Batch
from service.stream.batch_queues import BatchQueues
from service.stream.lag import LagObserver

ZERO, ONE = TopicPartition("articles.raw", 0), TopicPartition("articles.raw", 1)


class FakeConsumer:
    """The parts of our consumer that the observer reads; the state inside is aiokafka's real one."""

    def __init__(self) -> None:
        self.batches = BatchQueues()
        self.committed, self.committed_at = {}, {}
        self.state = SubscriptionState()
        self._thread = SimpleNamespace(_consumer=SimpleNamespace(_subscription=self.state))

    def assign(self, *partitions: TopicPartition) -> None:
        self.state.assign_from_subscribed(set(partitions))

    def stand(self, tp: TopicPartition, *, position: int, end: int) -> None:
        state = self.state.subscription.assignment.state_value(tp)
        state.reset_to(position)
        state.lso = end

    def firsts(self):
        return self.batches.firsts(self.committed)

    def reads(self, tp: TopicPartition, first: int, count: int, written: int | None = None) -> Batch:
        batch = Batch(TP(*tp), [SimpleNamespace(offset=first + n, timestamp=written) for n in range(count)])
        self.batches[batch.tp].append(batch)
        return batch


@pytest.fixture
def clock():
    """Seconds since the epoch, in a list, for a scenario to move."""
    return [1000.0]


@pytest.fixture
def observe(clock):
    """Runs a scenario on a loop, which aiokafka's state needs; returns what each of its steps shows of a gauge."""

    def run(scenario, gauge="lag"):
        async def go():
            metrics = Metrics()
            consumer = FakeConsumer()
            observer = LagObserver(consumer, metrics, lambda: clock[0])
            shown = []
            for _ in scenario(consumer):
                observer.observe()
                samples = [sample for family in getattr(metrics, gauge).collect() for sample in family.samples]
                shown.append({(s.labels["channel"], s.labels["partition"]): s.value for s in samples})
            return shown

        return asyncio.run(go())

    return run


def subscribed(consumer: FakeConsumer, *partitions: TopicPartition) -> None:
    consumer.state.subscribe({tp.topic for tp in partitions})
    consumer.assign(*partitions)


def test_nothing_is_shown_before_there_is_a_consumer_a_subscription_an_assignment_or_an_end(observe):
    def scenario(consumer):
        inner, consumer._thread._consumer = consumer._thread._consumer, None
        yield "no consumer"
        consumer._thread._consumer = inner
        yield "no subscription"
        consumer.state.subscribe({"articles.raw"})
        yield "no assignment"
        consumer.assign(ZERO)
        yield "no position, no end"
        consumer.state.subscription.assignment.state_value(ZERO).reset_to(3)
        yield "no end"

    assert observe(scenario) == [{}] * 5


def test_lag_is_the_end_minus_the_position_when_nothing_is_in_flight(observe):
    def scenario(consumer):
        subscribed(consumer, ZERO, ONE)
        consumer.stand(ZERO, position=40, end=100)
        consumer.stand(ONE, position=7, end=7)
        yield

    assert observe(scenario) == [{("articles.raw", "0"): 60, ("articles.raw", "1"): 0}]


def test_batches_in_flight_count_until_they_are_committed(observe):
    def scenario(consumer):
        subscribed(consumer, ZERO)
        consumer.stand(ZERO, position=100, end=100)
        first, second = consumer.reads(ZERO, 40, 30), consumer.reads(ZERO, 70, 30)
        yield "both in flight"
        second.acknowledged = True
        yield "the later one acknowledged: the earlier still holds the commit"
        first.acknowledged = True
        consumer.batches[first.tp].popleft()
        yield "the first committed"
        consumer.batches[first.tp].popleft()
        yield "all committed"

    assert [shown["articles.raw", "0"] for shown in observe(scenario)] == [60, 60, 30, 0]


def test_records_that_were_fetched_and_stand_in_no_queue_count_from_the_committed_offset(observe):
    def scenario(consumer):
        subscribed(consumer, ZERO, ONE)
        consumer.stand(ZERO, position=100, end=100)
        consumer.stand(ONE, position=100, end=100)
        consumer.batches.passed |= {TP(*ZERO), TP(*ONE)}
        consumer.committed[TP(*ZERO)] = 70
        yield "and of one without a committed offset nothing is known"
        batch = consumer.reads(ONE, 40, 30)
        yield "a batch in flight tells more"
        consumer.batches.passed.clear()
        consumer.batches[batch.tp].popleft()
        yield "all were handed out and committed"

    zero, one = ("articles.raw", "0"), ("articles.raw", "1")
    assert observe(scenario) == [{zero: 30}, {zero: 30, one: 60}, {zero: 0, one: 0}]


def test_a_position_beyond_the_end_is_no_negative_lag(observe):
    def scenario(consumer):
        subscribed(consumer, ZERO)
        consumer.stand(ZERO, position=101, end=100)
        yield

    assert observe(scenario) == [{("articles.raw", "0"): 0}]


def test_a_partition_that_went_to_another_worker_is_shown_no_longer(observe):
    def scenario(consumer):
        subscribed(consumer, ZERO, ONE)
        consumer.stand(ZERO, position=0, end=5)
        consumer.stand(ONE, position=0, end=6)
        yield
        consumer.assign(ONE)
        consumer.stand(ONE, position=1, end=6)
        yield
        consumer.assign(ONE)
        yield "assigned anew: its position is not known"
        consumer.stand(ONE, position=2, end=6)
        yield

    both, one, none, back = observe(scenario)
    assert set(both.values()) == {5, 6}
    assert one == {("articles.raw", "1"): 5}
    assert none == {}
    assert back == {("articles.raw", "1"): 4}


def test_lag_in_seconds_is_the_age_of_the_oldest_record_that_is_not_committed(observe, clock):
    def scenario(consumer):
        subscribed(consumer, ZERO)
        consumer.stand(ZERO, position=100, end=100)
        first = consumer.reads(ZERO, 40, 30, written=990_000)
        consumer.reads(ZERO, 70, 30, written=995_000)
        yield
        clock[0] += 4
        yield
        consumer.batches[first.tp].popleft()
        yield "the second is the oldest now"
        consumer.batches[first.tp].popleft()
        yield "all are committed"

    assert [shown["articles.raw", "0"] for shown in observe(scenario, "lag_seconds")] == [10, 14, 9, 0]


def test_what_nobody_has_read_is_at_least_as_old_as_we_have_known_of_it(observe, clock):
    def scenario(consumer):
        subscribed(consumer, ZERO)
        consumer.stand(ZERO, position=40, end=100)
        yield
        clock[0] += 30
        yield "not fetched, as behind a broker that does not answer"
        state = consumer.state.subscription.assignment.state_value(ZERO)
        state.consumed_to(100)
        yield "read and committed"
        state.lso = 101
        yield "the next one begins anew"

    assert [shown["articles.raw", "0"] for shown in observe(scenario, "lag_seconds")] == [0, 30, 0, 0]


def test_records_without_a_time_are_as_old_as_we_have_known_of_them(observe, clock):
    def scenario(consumer):
        subscribed(consumer, ZERO)
        consumer.stand(ZERO, position=100, end=100)
        consumer.reads(ZERO, 40, 60, written=-1)
        yield
        clock[0] += 5
        yield

    assert [shown["articles.raw", "0"] for shown in observe(scenario, "lag_seconds")] == [0, 5]


def test_a_commits_age_counts_from_the_commit_else_from_the_assignment(observe, monkeypatch):
    now = [50.0]
    monkeypatch.setattr("service.stream.lag.time.monotonic", lambda: now[0])

    def scenario(consumer):
        subscribed(consumer, ZERO)
        yield
        now[0] += 7
        yield "never committed"
        consumer.committed_at[TP(*ZERO)] = now[0] - 2
        yield "two seconds ago"
        consumer.assign(ONE)
        now[0] += 3
        yield "zero is another worker's, and one is new"

    zero, one = ("articles.raw", "0"), ("articles.raw", "1")
    assert observe(scenario, "commit_age") == [{zero: 0}, {zero: 7}, {zero: 2}, {one: 0}]
