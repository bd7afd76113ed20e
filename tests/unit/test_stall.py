"""The safety net: what rests for too long is noticed, what is held up or works is left alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from service.stream.stall import UNHEARD_SECONDS, UNTAKEN_SECONDS, Rest, StallWatch


class Consumer:
    """As much of the consumer as is looked at."""

    def __init__(self) -> None:
        self.heads: Any = None
        self.flow_active = True
        self.went_back = 0

    def untaken(self) -> Any:
        return self.heads

    def go_back(self) -> None:
        self.went_back += 1


class Net:
    """A watch, and what it told."""

    def __init__(self) -> None:
        self.consumer, self.failures, self.stalls = Consumer(), [], []
        self.watch = StallWatch(self.consumer, self.failures.append, lambda: self.stalls.append(1), 300.0)
        self.now = 0.0

    def look_for(self, seconds: float, **coordinator: Any) -> None:
        facts = {"coordinator_id": 1, "generation": 5, "_pending_exception": None, **coordinator}
        until = self.now + seconds
        while self.now < until:
            self.now += 0.5
            self.watch.look(self.now, SimpleNamespace(**facts))


def test_a_state_rests_too_long_when_it_stays_the_same() -> None:
    rest = Rest(10)
    assert not rest.too_long(0, "a")
    assert not rest.too_long(9.9, "a")
    assert rest.too_long(10, "a")
    assert not rest.too_long(11, "a"), "begins anew"


@pytest.mark.parametrize("between", [None, "b"])
def test_a_state_that_changes_in_between_does_not_rest(between: str | None) -> None:
    rest = Rest(10)
    rest.too_long(0, "a")
    rest.too_long(5, between)
    rest.too_long(6, "a")
    assert not rest.too_long(15, "a")


def test_batches_that_nobody_takes_are_gone_back_for() -> None:
    net = Net()
    net.consumer.heads = ((0, 17),)
    net.look_for(UNTAKEN_SECONDS)
    assert net.consumer.went_back == 0
    net.look_for(1)
    assert (net.consumer.went_back, len(net.stalls), net.failures) == (1, 1, [])


def test_batches_that_wait_for_kafka_are_left_alone_and_have_all_their_time_afterwards() -> None:
    net = Net()
    net.consumer.heads = ((0, 17),)
    net.look_for(10 * UNTAKEN_SECONDS, coordinator_id=None)
    net.look_for(UNTAKEN_SECONDS)
    assert (net.consumer.went_back, net.stalls) == (0, [])
    net.look_for(1)
    assert net.consumer.went_back == 1


def test_a_worker_that_takes_its_batches_is_left_alone() -> None:
    net = Net()
    for offset in range(50):
        net.consumer.heads = ((0, offset),)
        net.look_for(UNTAKEN_SECONDS / 2)
        net.consumer.heads = None
        net.look_for(1)
    assert net.consumer.went_back == 0


def test_an_error_that_no_fetch_asks_for_stops_the_worker() -> None:
    net, error = Net(), RuntimeError("heartbeat failed")
    net.look_for(UNHEARD_SECONDS / 2, _pending_exception=error)
    net.look_for(1)
    net.look_for(UNHEARD_SECONDS, _pending_exception=error)
    assert net.failures == []
    net.look_for(1, _pending_exception=error)
    assert net.failures == [error]


def test_a_member_that_never_reads_stops_but_an_outage_is_waited_out() -> None:
    net = Net()
    net.consumer.flow_active = False
    net.look_for(299)
    net.look_for(600, coordinator_id=None)
    net.look_for(299)
    assert net.failures == []
    net.look_for(2)
    assert "reading them never began" in str(net.failures[0])


def test_nothing_is_looked_at_before_there_is_a_coordinator() -> None:
    net = Net()
    net.watch.look(1.0, None)
    assert net.failures == []
