"""Faults of the broker: killed, restarted, frozen, away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.chaos.scenario import Scenario
from tests.chaos.world import SETTINGS

if TYPE_CHECKING:
    from tests.chaos.episode import Episode


def crash(episode: Episode) -> None:
    """SIGKILL of the broker; it is started at once."""
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        episode.world.broker.kill()
        episode.world.broker.start()
        episode.whole_again()


def restart(episode: Episode) -> None:
    """A clean stop and a start."""
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        episode.world.broker.restart()
        episode.whole_again()


def freeze(episode: Episode) -> None:
    """SIGSTOP of the broker: connections stay, nothing answers."""
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        episode.world.broker.pause()
        time.sleep(5 if episode.quick else 20)
        episode.world.broker.resume()
        episode.whole_again()


def away(episode: Episode) -> None:
    """No broker for a while: the same processes wait, live but not ready, and go on."""
    fleet, broker = episode.world.fleet, episode.world.broker
    for _ in range(episode.times):
        exits = len(fleet.exits)
        episode.fault()
        broker.kill()
        time.sleep(6 if episode.quick else 120)
        if not fleet.live():
            episode.problem("a worker does not say that it lives while the broker is away")
        broker.start()
        episode.whole_again()
        if len(fleet.exits) > exits:
            episode.problem(f"workers ended in an outage that they should have waited out: {fleet.exits[exits:]}")


def stop_while_away(episode: Episode) -> None:
    """SIGTERM to all workers while the broker is gone: each ends inside the deadline, having committed nothing."""
    fleet, broker = episode.world.fleet, episode.world.broker
    deadline = float(str(SETTINGS["stop_deadline_seconds"]))
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        broker.kill()
        time.sleep(1)
        slowest = max(seconds for _, seconds in fleet.terminate_all())
        episode.note(f"SIGTERM to exit without a broker: {slowest:.1f} s")
        if slowest > deadline + 2:
            episode.problem(f"{slowest:.1f} s from SIGTERM to exit, the deadline is {deadline:g}")
        broker.start()
        episode.whole_again()


SCENARIOS = (
    Scenario("broker-kill", "kill -9 of the only broker", crash, 1, 8),
    Scenario("broker-restart", "clean restart of the only broker", restart, 1, 8),
    Scenario("broker-pause", "SIGSTOP of the only broker (20 s; quick: 5 s)", freeze, 1, 8),
    Scenario("all-down", "no broker for 2 minutes (quick: 6 s)", away, 1, 3),
    Scenario("stop-while-down", "SIGTERM to all workers while the broker is gone", stop_while_away, 1, 3),
)
