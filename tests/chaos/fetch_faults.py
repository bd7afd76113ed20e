"""Faults of workers while articles are fetched by URL, and wait to be asked for again."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from tests.chaos.account import ENRICHED, EXPECT
from tests.chaos.fleet import ChaosError, wait_for
from tests.chaos.scenario import SESSION_SECONDS, Scenario
from tests.chaos.world import PARTITIONS
from tests.integration.harness import Sent, article
from tests.kafka.ports import free_port
from tests.web.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chaos.episode import Episode

PORT = free_port()
KINDS = (
    ("/page/{n}", ENRICHED),
    ("/slow/0.3?{n}", ENRICHED),
    ("/busy/{n}", ENRICHED),
    ("/flaky/1?{n}", ENRICHED),
    ("/nowhere/{n}", "fetch_status"),
    (None, ENRICHED),
)
"""Pages that articles lead to, and what becomes of them; one kind has its content and is not fetched."""
SETTINGS = {
    "fetch": "true",
    "fetch_contact": "desk@example.org",
    "fetch_allow": f"127.0.0.1:{PORT}",
    "fetch_robots": "false",
    "fetch_host_interval_seconds": 0,
    "fetch_host_concurrency": 64,
    "fetch_host_patience_seconds": 600,
    "fetch_attempts": 1000,  # a circuit may open by chance: nothing is to end for it
    "retry_delays": "1s,3s",
    "create_channels": "true",
    "channel_partitions": PARTITIONS,
}
UNDER_WAY_SECONDS = 150.0
CONTROL_SECONDS = 60.0


def wanted(number: int) -> Sent:
    """An article of each kind in turn."""
    path, outcome = KINDS[number % len(KINDS)]
    record = article(number)
    if path is not None:
        url = f"http://127.0.0.1:{PORT}{path.format(n=number)}"
        record = Sent(json.dumps({"id": f"u{number}", "url": url}).encode(), record.key)
    return Sent(record.value, record.key, [(EXPECT, outcome.encode())])


def killed(episode: Episode) -> None:
    """SIGKILL of one worker after another, while pages are under way."""
    fleet = episode.world.fleet

    def fault() -> None:
        fleet.kill(episode.chance.randrange(len(fleet)))
        fleet.wait_ready()

    _fetching(episode, fault)


def rebalanced(episode: Episode) -> None:
    """A worker comes and goes, another is restarted, a third frozen: partitions of all three groups move."""
    fleet = episode.world.fleet

    def fault() -> None:
        fleet.join()
        fleet.wait_ready()
        fleet.pause(0)
        time.sleep(SESSION_SECONDS + 1)
        fleet.resume(0)
        fleet.terminate(1)
        fleet.leave()
        fleet.wait_ready()

    _fetching(episode, fault)


def _fetching(episode: Episode, fault: Callable[[], None]) -> None:
    """Inject a fault time and again while articles are fetched, then wait until none is under way."""
    account = episode.world.witness.account
    since = account.ends()
    with Server(port=PORT):
        with episode.load(wanted, backlog=20) as load:
            for _ in range(episode.times):
                time.sleep(3 + episode.brief)
                episode.fault()
                fault()
            load.stop()
        ended = time.monotonic()
        seconds = CONTROL_SECONDS if episode.scenario.control else UNDER_WAY_SECONDS
        try:
            episode.settled()
            wait_for(lambda: not account.missing(since), seconds, "an outcome of every article")
            episode.note(f"every article had its outcome {time.monotonic() - ended:.0f} s after the last was produced")
        except ChaosError:
            if not episode.scenario.control:
                raise


SCENARIOS = (
    Scenario(
        "fetch-kill", "kill -9 while pages are fetched", killed, 1, 40, settings=SETTINGS, load=False, beside=True
    ),
    Scenario(
        "fetch-rebalance",
        "join, freeze, SIGTERM, leave while pages are fetched",
        rebalanced,
        None,
        10,
        settings=SETTINGS,
        load=False,
        beside=True,
    ),
    Scenario(
        "control-early-fetch-commit",
        "control: commit before what was fetched is published, kill -9",
        killed,
        None,
        5,
        module=("tests.chaos.hasty_fetcher",),
        settings=SETTINGS,
        control=True,
        beside=True,
        load=False,
    ),
)
