"""Negative controls: workers that are known to lose. A harness that does not see them lose proves nothing."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from tests.chaos.fleet import wait_for
from tests.chaos.late_fence_worker import LATE_SECONDS, OFFSETS_READ
from tests.chaos.output_faults import REFUSED_SECONDS, committed_past
from tests.chaos.refusal import refused
from tests.chaos.scenario import Scenario

if TYPE_CHECKING:
    from tests.chaos.episode import Episode

MOST_TRIES = 3
"""Kills of a worker that loses only what it has in hand: on a busy machine that may be nothing."""
AFTER_SECONDS = 2.0
"""Work after the fault; not waited for in terms of output, which a control may never bring again."""


def refused_while_it_goes_on(episode: Episode) -> None:
    """As the scenario `refused`, without asking for health."""
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        with refused(episode.world.bootstrap, episode.world.names.enriched):
            time.sleep(REFUSED_SECONDS)
        time.sleep(AFTER_SECONDS)


def killed(episode: Episode) -> None:
    """As the scenario `kill`, of all workers at the same time; more often when nothing was in hand."""
    fleet = episode.world.fleet
    for number in range(episode.times * MOST_TRIES):
        if number >= episode.times and _lost(episode):
            break
        time.sleep(episode.brief)
        episode.fault()
        for worker in range(len(fleet)):
            fleet.kill(worker)
        episode.served()


def _lost(episode: Episode) -> bool:
    """Whether something was committed and has no outcome, after time enough for one that is late."""
    passed = set(committed_past(episode))
    time.sleep(AFTER_SECONDS)
    return bool(passed.intersection(episode.world.witness.account.missing({})))


def frozen_unheard(episode: Episode) -> None:
    """All workers freeze, cut off from their group, and wake when a new one has read the offsets.

    A new one, because a worker that had partitions before may read the offsets twice, which mends what is to be seen.
    """
    fleet = episode.world.fleet
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        zombies, before = range(len(fleet)), fleet.count(OFFSETS_READ)
        for number in zombies:
            fleet.signal(number, signal.SIGUSR1)
            fleet.pause(number)
        fleet.join()
        _wait_until_said(episode, OFFSETS_READ, before)
        for number in zombies:
            fleet.resume(number)
        time.sleep(LATE_SECONDS + AFTER_SECONDS)
        for number in zombies:  # what is to be seen has happened; a deaf one that has partitions would keep them
            fleet.kill(number)
        episode.served()


def _wait_until_said(episode: Episode, words: str, before: int) -> None:
    fleet = episode.world.fleet
    wait_for(lambda: fleet.count(words) > before, 60, f"a worker that says {words!r}")


SCENARIOS = (
    Scenario(
        "control-late-fence",
        "control: exactly-once that fences late, workers frozen and cut off from their group",
        frozen_unheard,
        1,
        5,
        module=("tests.chaos.late_fence_worker",),
        control=True,
        beside=True,
    ),
    Scenario(
        "control-stock-faust",
        "control: Faust's stock acknowledgement, output refused for 6 s",
        refused_while_it_goes_on,
        1,
        2,
        module=("tests.chaos.stock_faust",),
        control=True,
        beside=True,
    ),
    Scenario(
        "control-early-commit",
        "control: commit before publish, kill -9",
        killed,
        1,
        5,
        module=("tests.integration.hasty_worker",),
        control=True,
        beside=True,
    ),
    Scenario(
        "control-deaf-publisher",
        "control: delivery errors ignored, output refused for 6 s",
        refused_while_it_goes_on,
        1,
        2,
        module=("tests.chaos.deaf_worker",),
        control=True,
        beside=True,
    ),
)
