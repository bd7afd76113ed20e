"""Faults of the network between workers and broker, made by the proxy."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.chaos.proxy import Fault, Proxy
from tests.chaos.scenario import Home, Scenario

if TYPE_CHECKING:
    from tests.chaos.episode import Episode


def latency(episode: Episode) -> None:
    """Every packet takes 200 ms longer, for a while."""
    _lasting(episode, Fault.LATENCY, 4 if episode.quick else 20)


def blackhole(episode: Episode) -> None:
    """Nothing passes for longer than the session timeout; then all does that waited."""
    _lasting(episode, Fault.BLACKHOLE, 5 if episode.quick else 20)


def reset(episode: Episode) -> None:
    """All connections are reset, three times in a row."""
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        for _ in range(3):
            _proxy(episode).reset()
            time.sleep(0.3)
        episode.whole_again()


def half_open(episode: Episode) -> None:
    """All connections go dead for the workers alone, who are not told; new ones work."""
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        _proxy(episode).forget()
        episode.whole_again()


def _lasting(episode: Episode, fault: Fault, seconds: float) -> None:
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        _proxy(episode).set(fault)
        time.sleep(seconds)
        _proxy(episode).set(Fault.NONE)
        episode.whole_again()


def _proxy(episode: Episode) -> Proxy:
    assert episode.world.proxy is not None
    return episode.world.proxy


# A connection that is dead is noticed when a request has timed out, with the default after 30 s.
SETTINGS = {"kafka_request_timeout_seconds": 6}

SCENARIOS = tuple(
    Scenario(name, f"proxy: {fault}", act, 1, 10, home=Home.PROXY, settings=SETTINGS, beside=True)
    for name, fault, act in (
        ("latency", "200 ms more each way", latency),
        ("reset", "all connections reset", reset),
        ("blackhole", "nothing passes for 20 s (quick: 5 s)", blackhole),
        ("half-open", "connections dead, workers not told", half_open),
    )
)
