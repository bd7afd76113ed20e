"""Negative controls: workers that are known to lose. A harness that does not see them lose proves nothing."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from tests.chaos.late_fence_worker import LATE_SECONDS
from tests.chaos.output_faults import REFUSED_SECONDS
from tests.chaos.refusal import refused
from tests.chaos.scenario import SESSION_SECONDS, Scenario

if TYPE_CHECKING:
    from tests.chaos.episode import Episode

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
    """As the scenario `kill`, of all workers at the same time."""
    fleet = episode.world.fleet
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        for number in range(len(fleet)):
            fleet.kill(number)
        episode.served()


def unheard(episode: Episode) -> None:
    """All workers but one lose their connections to the group, and work on: zombies until they are shut out."""
    fleet = episode.world.fleet
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        for number in range(1, len(fleet)):
            fleet.signal(number, signal.SIGUSR1)
        time.sleep(SESSION_SECONDS + LATE_SECONDS)
        episode.served()


SCENARIOS = (
    Scenario(
        "control-stock-faust",
        "control: Faust's stock acknowledgement, output refused for 6 s",
        refused_while_it_goes_on,
        1,
        2,
        module=("tests.chaos.stock_faust",),
        control=True,
    ),
    Scenario(
        "control-early-commit",
        "control: commit before publish, kill -9",
        killed,
        1,
        5,
        module=("tests.integration.hasty_worker",),
        control=True,
    ),
    Scenario(
        "control-deaf-publisher",
        "control: delivery errors ignored, output refused for 6 s",
        refused_while_it_goes_on,
        1,
        2,
        module=("tests.chaos.deaf_worker",),
        control=True,
    ),
    Scenario(
        "control-late-fence",
        "control: exactly-once that fences late, workers cut off from their group",
        unheard,
        1,
        5,
        module=("tests.chaos.late_fence_worker",),
        control=True,
    ),
)
