"""The soak's judgement of memory, and its place in the catalogue."""

from __future__ import annotations

import os

import pytest

from tests.chaos.catalogue import ALL, find
from tests.chaos.soak import SOAK, growth, resident, steepest


def test_growth_is_the_slope_after_the_warm_up() -> None:
    leaking = [(t, 100_000_000 + 5_000 * t) for t in range(0, 1200, 2)]
    flat_after_warm_up = [(t, 50_000_000 * min(t, 100)) for t in range(0, 1200, 2)]
    (seconds, leak), (_, flat) = growth({1: leaking, 2: flat_after_warm_up}, warm_up=120)
    assert seconds == 1198 - 120
    assert leak == pytest.approx(3_000_000)
    assert flat == pytest.approx(0)


def test_a_process_that_ended_in_its_warm_up_does_not_count() -> None:
    assert growth({1: [(0.0, 1), (2.0, 2)]}, warm_up=120) == []


def test_memory_is_read_of_processes_that_are_there() -> None:
    assert (resident(os.getpid()) or 0) > 10_000_000
    assert resident(2**30) is None


def test_where_memory_rose_most_is_told() -> None:
    points = [(2.0 * k, 100 + (50 if k > 30 else 0) + (k % 2)) for k in range(100)]
    at, rise = steepest(points, window=10)
    assert 50 <= at <= 62
    assert rise == 51
    assert steepest([(7.0, 5), (9.0, 3)]) == (7.0, 0)


def test_the_soak_runs_only_when_it_is_asked_for() -> None:
    assert find(["soak"]) == [SOAK]
    assert SOAK not in ALL
