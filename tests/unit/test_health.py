"""Health: live while the loop turns, ready while articles are taken, started once loaded."""

from __future__ import annotations

import time

import pytest

from service.stream import health as module
from service.stream.health import BROKER_SILENT_SECONDS, LOOP_SILENT_SECONDS, OUTPUT_SILENT_SECONDS, Health


@pytest.fixture
def clock(monkeypatch):
    """A monotonic clock that the test moves."""

    class Clock:
        seconds = 1000.0

        def monotonic(self):
            return self.seconds

    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def working(clock) -> Health:
    return Health(started=True, joined=True, loop_turned_at=clock.seconds, broker_seen_at=clock.seconds)


def test_a_working_worker_is_green(clock):
    health = working(clock)
    assert health.ready() == {"ok": True, "waiting_for": [], "storm_guard_paused": False}
    assert health.live() == {"ok": True, "waiting_for": [], "loop_silent_seconds": 0.0, "no_progress_seconds": 0.0}
    assert health.startup() == {"ok": True, "waiting_for": []}


def test_a_new_worker_is_live_and_waits_for_everything():
    health = Health()
    assert health.live()["ok"]
    assert health.startup() == {"ok": False, "waiting_for": ["settings and taxonomy"]}
    assert health.ready()["waiting_for"] == ["settings and taxonomy", "Kafka", "consumer group"]
    assert not health.ready()["ok"]
    assert abs(health.loop_turned_at - time.monotonic()) < 1


@pytest.mark.parametrize(
    ("attribute", "value", "missing"),
    [
        ("stopping", True, "end of shutdown"),
        ("started", False, "settings and taxonomy"),
        ("broker_seen_at", None, "Kafka"),
        ("joined", False, "consumer group"),
        ("storm_paused", True, "end of the storm of refused articles"),
        ("output_waits_since", 1000.0 - OUTPUT_SILENT_SECONDS, "acknowledgement of output"),
    ],
)
def test_readiness_names_what_is_missing(clock, attribute, value, missing):
    health = working(clock)
    setattr(health, attribute, value)
    paused = attribute == "storm_paused"
    assert health.ready() == {"ok": False, "waiting_for": [missing], "storm_guard_paused": paused}
    assert health.live()["ok"], "nothing of this is mended by a restart"


def test_a_broker_that_is_silent_too_long_is_away_and_comes_back(clock):
    health = working(clock)
    clock.seconds += BROKER_SILENT_SECONDS - 0.1
    assert health.ready()["ok"]
    clock.seconds += 0.1
    assert health.ready()["waiting_for"] == ["Kafka"]
    health.broker_seen_at = clock.seconds
    assert health.ready()["ok"]


def test_output_that_waits_shortly_is_no_outage(clock):
    health = working(clock)
    health.output_waits_since = clock.seconds
    clock.seconds += OUTPUT_SILENT_SECONDS - 0.1
    assert health.ready()["ok"]
    clock.seconds += 0.2
    assert health.ready()["waiting_for"] == ["acknowledgement of output"]
    health.output_waits_since = None
    assert health.ready()["ok"]


def test_only_a_stuck_loop_is_death_never_an_absent_broker_or_a_shutdown(clock):
    health = Health(stopping=True, loop_turned_at=clock.seconds)
    clock.seconds += LOOP_SILENT_SECONDS - 0.1
    assert health.live()["ok"]
    assert health.live()["loop_silent_seconds"] == 29.9
    clock.seconds += 0.2
    assert not health.live()["ok"]
    assert health.live()["waiting_for"] == ["the event loop to turn"]


def test_batches_in_flight_that_do_not_progress_are_death(clock):
    health = working(clock)
    health.progress_limit_seconds = 400
    clock.seconds += 1000
    health.loop_turned_at = clock.seconds
    assert health.live()["ok"], "nothing is in flight, so nothing need progress"
    health.begun()
    clock.seconds += 399
    health.loop_turned_at = clock.seconds
    assert health.live()["ok"]
    clock.seconds += 2
    health.loop_turned_at = clock.seconds
    assert health.live()["waiting_for"] == ["batches in flight to progress"]
    assert health.live()["no_progress_seconds"] == 401
    health.progressed()
    assert health.live()["ok"]
    health.begun()
    clock.seconds += 399
    health.loop_turned_at = clock.seconds
    health.ended()
    assert health.live()["no_progress_seconds"] == 0, "one of the two was acknowledged just now"
    health.ended()
    clock.seconds += 1000
    health.loop_turned_at = clock.seconds
    assert health.live()["ok"]


def test_startup_needs_no_kafka():
    assert Health(started=True).startup()["ok"]
