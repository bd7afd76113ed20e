"""Faults of workers: killed, stopped, joining and leaving, frozen."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.chaos.scenario import IN_FLIGHT_CAP, SESSION_SECONDS, STOP_SECONDS, Scenario

if TYPE_CHECKING:
    from tests.chaos.episode import Episode


def kill(episode: Episode) -> None:
    """SIGKILL of one worker after another, chosen at random, each time at work."""
    fleet = episode.world.fleet
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        fleet.kill(episode.chance.randrange(len(fleet)))
        episode.whole_again()


def rolling_restart(episode: Episode) -> None:
    """SIGTERM to one worker after the other."""
    fleet = episode.world.fleet
    for number in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        _expect_clean(episode, *fleet.terminate(number % len(fleet)))
        episode.whole_again()


def join_and_leave(episode: Episode) -> None:
    """A fourth worker comes, and goes."""
    fleet = episode.world.fleet
    for number in range(episode.times):
        episode.fault()
        if number % 2 == 0:
            fleet.join()
        else:
            _expect_clean(episode, *fleet.leave())
        episode.whole_again()
    if episode.times % 2:
        _expect_clean(episode, *fleet.leave())


def freeze(episode: Episode) -> None:
    """SIGSTOP for longer than the session timeout, then SIGCONT: a zombie that thinks its partitions are its own."""
    fleet = episode.world.fleet
    for _ in range(episode.times):
        time.sleep(episode.brief)
        number = episode.chance.randrange(len(fleet))
        episode.fault()
        fleet.pause(number)
        time.sleep(SESSION_SECONDS + 3)
        fleet.resume(number)
        episode.whole_again()


def _expect_clean(episode: Episode, code: int, seconds: float) -> None:
    if code != 0:
        episode.problem(f"SIGTERM at work ended with {code}")
    if seconds > STOP_SECONDS:
        episode.problem(f"{seconds:.1f} s from SIGTERM to exit, at most {STOP_SECONDS:g} allowed")


SCENARIOS = (
    Scenario(
        "kill",
        "kill -9 of 1 of 3 workers",
        kill,
        quick=1,
        full=60,
        duplicates=lambda times: IN_FLIGHT_CAP * times,
        recovery=SESSION_SECONDS + 5,
    ),
    Scenario("rolling-restart", "SIGTERM, one worker after another", rolling_restart, 2, 40, duplicates=lambda _: 0),
    Scenario("join-leave", "a worker joins, a worker leaves", join_and_leave, 2, 40, duplicates=lambda _: 0),
    Scenario("zombie", "SIGSTOP beyond the session timeout, SIGCONT", freeze, 1, 15),
)
