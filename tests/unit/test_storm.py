"""The storm guard: pauses when most recent articles are refused, probes, resumes; and what it does to the intake of batches."""

from __future__ import annotations

import asyncio
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.edges.metrics import Metrics
from service.edges.settings import Settings
from service.stream.health import OUTPUT_SILENT_SECONDS, Health
from service.stream.intake import Intake, limits_of
from service.stream.storm import SLOTS, Change, StormGuard, StormLimits
from tests.unit.test_agent import Bench, batch_of, settled

LIMITS = StormLimits()


def stormed(at: float = 0.0) -> StormGuard:
    """A guard that has just been paused."""
    guard = StormGuard(LIMITS)
    assert guard.note(at, 1000, 501) is Change.PAUSED
    return guard


@pytest.mark.parametrize(
    ("records", "refused", "paused"),
    [(1000, 501, True), (1000, 500, False), (999, 999, False), (100_000, 50_001, True), (5000, 0, False)],
)
def test_over_half_of_at_least_a_thousand_records_is_a_storm(records, refused, paused):
    guard = StormGuard(LIMITS)
    change = guard.note(0.0, records, refused)
    assert (guard.paused, change) == (paused, Change.PAUSED if paused else Change.NONE)
    assert guard.seen == (records, refused)


def test_only_the_last_five_minutes_count():
    guard = StormGuard(LIMITS)
    guard.note(0.0, 900, 900)
    guard.note(LIMITS.window_seconds, 999, 999)
    assert not guard.paused
    assert guard.seen == (999, 999)
    guard = StormGuard(LIMITS)
    guard.note(0.0, 900, 900)
    guard.note(LIMITS.window_seconds - 1, 100, 100)
    assert guard.paused


def test_one_batch_is_let_in_a_minute_and_a_bad_one_changes_nothing():
    guard = stormed(at=100.0)
    assert guard.wait(100.0) == 60.0
    assert guard.wait(159.0) == 1.0
    assert guard.wait(160.0) == 0.0
    assert guard.note(170.0, 100, 25) is Change.STILL_PAUSED
    assert (guard.wait(170.0), guard.wait(230.0)) == (60.0, 0.0)


def test_a_probe_with_under_a_quarter_refused_ends_the_storm_and_the_past_is_forgotten():
    guard = stormed()
    assert guard.note(60.0, 100, 24) is Change.RESUMED
    assert (guard.paused, guard.wait(60.0), guard.seen) == (False, 0.0, (0, 0))
    assert guard.note(61.0, 999, 999) is Change.NONE
    assert guard.note(62.0, 1, 1) is Change.PAUSED


def test_a_probe_without_records_is_no_evidence():
    guard = stormed()
    assert guard.note(60.0, 0, 0) is Change.STILL_PAUSED


BATCHES = st.lists(
    st.tuples(st.floats(0, 90), st.integers(1, 700)).flatmap(
        lambda one: st.tuples(st.just(one[0]), st.just(one[1]), st.integers(0, one[1]))
    ),
    max_size=60,
)


@given(BATCHES)
def test_the_guard_agrees_with_a_plain_count_of_the_window(batches):
    """Against a model that keeps every batch; slots make the window at most one slot shorter or longer."""
    guard, now, kept = StormGuard(LIMITS), 0.0, []
    slot = LIMITS.window_seconds / SLOTS
    for pause, records, refused in batches:
        now += pause
        if guard.paused:
            assert guard.wait(now) <= LIMITS.probe_seconds + 1e-6  # a sum and a difference of floats
            resumed = guard.note(now, records, refused) is Change.RESUMED
            assert resumed == (refused / records < 0.25)
            kept = []
            continue
        kept.append((now, records, refused))
        guard.note(now, records, refused)
        counts = []
        for window in (LIMITS.window_seconds - slot, LIMITS.window_seconds):
            inside = [(n, bad) for at, n, bad in kept if at > now - window]
            counts.append((sum(n for n, _ in inside), sum(bad for _, bad in inside)))
        (least, least_bad), (most, most_bad) = counts
        seen, bad = guard.seen
        assert least <= seen <= most
        assert least_bad <= bad <= most_bad
        assert guard.paused == (seen >= LIMITS.minimum and bad > seen / 2)
        assert len(guard._window) <= SLOTS + 1


@given(st.lists(st.integers(1, 3000), max_size=40), st.floats(0.01, 0.5))
def test_a_stream_that_refuses_half_or_less_is_never_paused(sizes, share):
    guard = StormGuard(LIMITS)
    for number, size in enumerate(sizes):
        guard.note(number * 7.0, size, int(size * share))
        assert guard.wait(number * 7.0) == 0.0


# The intake


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Gate:
    """An intake whose clock is the test's, on a bench whose articles are good or bad as their text says."""

    def __init__(self, limits: StormLimits | None) -> None:
        self.clock, self.health = Clock(), Health()
        self.bench = Bench()
        self.intake = Intake(limits, self.bench.metrics, self.health, self.clock)
        self.bench.runner._intake = self.intake

    async def runs(self, batch) -> bool:
        """Whether a batch is worked on without the clock being moved."""
        task = asyncio.create_task(self.bench.runner.run(batch))
        done, _ = await asyncio.wait({task}, timeout=0.02)
        if not done:
            task.cancel()
        return bool(done)


SMALL = StormLimits(minimum=4)
BAD, GOOD = [b"bad"] * 4, [b"good"] * 4


def test_a_storm_pauses_the_runner_says_so_once_and_a_good_probe_resumes(caplog):
    async def go():
        gate = Gate(SMALL)
        assert await gate.runs(batch_of(*BAD))
        assert gate.health.storm_paused
        assert gate.bench.count("storm_guard_paused") == 1
        assert not await gate.runs(batch_of(*GOOD))
        gate.clock.now = 60.0
        assert await gate.runs(batch_of(*BAD))
        assert not await gate.runs(batch_of(*GOOD)), "one batch a minute"
        gate.clock.now = 120.0
        assert await gate.runs(batch_of(*GOOD))
        assert await gate.runs(batch_of(*GOOD))
        assert not gate.health.storm_paused
        assert gate.bench.count("storm_guard_paused") == 0
        await settled(gate.bench)
        assert len(gate.bench.acknowledged) == 4

    with caplog.at_level(logging.WARNING):
        asyncio.run(go())
    paused, resumed = (record.getMessage() for record in caplog.records)
    assert "4 of the last 4 articles were refused (now mostly schema_violation); paused" in paused
    assert "work goes on" in resumed


def test_without_a_guard_nothing_is_ever_paused():
    async def go():
        gate = Gate(None)
        for _ in range(50):
            assert await gate.runs(batch_of(*BAD))
        assert not gate.health.storm_paused
        await settled(gate.bench)
        assert len(gate.bench.acknowledged) == 50

    asyncio.run(go())


def test_a_batch_that_a_rebalance_drops_does_not_wait_for_the_end_of_the_storm():
    async def go():
        gate = Gate(SMALL)
        await gate.runs(batch_of(*BAD))
        batch = batch_of(*GOOD)
        batch.dropped = True
        assert await gate.runs(batch)
        assert gate.health.storm_paused, "it was no probe"

    asyncio.run(go())


def test_a_paused_batch_is_not_taken_so_that_a_drain_does_not_wait_for_it():
    async def go():
        gate = Gate(SMALL)
        await gate.runs(batch_of(*BAD))
        batch = batch_of(*GOOD)
        assert not await gate.runs(batch)
        assert not batch.taken

    asyncio.run(go())


def test_since_when_output_waits_is_known_and_holds_the_fetching():
    async def go():
        gate = Gate(None)
        gate.bench.publisher.hold["articles.enriched"] = held = asyncio.Event()
        assert await gate.runs(batch_of(b"a"))
        gate.clock.now = 5.0
        assert await gate.runs(batch_of(b"b"))
        await asyncio.sleep(0)
        assert (gate.health.output_waits_since, gate.intake.holds) == (0.0, False)
        gate.clock.now = OUTPUT_SILENT_SECONDS
        assert gate.intake.holds
        held.set()
        await settled(gate.bench)
        assert (gate.health.output_waits_since, gate.intake.holds) == (None, False)

    asyncio.run(go())


def test_settings_say_what_a_storm_is():
    assert limits_of(Settings()) == StormLimits() == StormLimits(0.5, 1000, 300.0, 60.0)
    assert limits_of(Settings(storm_guard=False)) is None
    given = Settings(storm_share=0.2, storm_minimum_records=7, storm_window_seconds=9, storm_probe_seconds=2)
    assert limits_of(given) == StormLimits(0.2, 7, 9.0, 2.0)
    assert limits_of(given).resume_share == 0.1
    assert isinstance(Metrics().storm_paused._value.get(), float)
