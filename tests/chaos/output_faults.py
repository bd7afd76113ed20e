"""Output that the broker refuses: the worker must stop, uncommitted, and go on when it is mended."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.chaos.inputs import with_poison
from tests.chaos.refusal import refusing
from tests.chaos.scenario import Scenario

if TYPE_CHECKING:
    from tests.chaos.account import Place
    from tests.chaos.episode import Episode

REFUSED_SECONDS = 6.0


def enriched_refused(episode: Episode) -> None:
    """The broker refuses enriched events for six seconds."""
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        with refusing(episode.world.bootstrap, episode.world.names.enriched, episode.result.mode):
            time.sleep(REFUSED_SECONDS)
        episode.whole_again()


def letters_refused(episode: Episode) -> None:
    """The broker refuses dead letters; one article in ten is poison: no partition's commit may pass its first one."""
    world = episode.world
    with episode.load(with_poison(episode.chance)) as load:
        for _ in range(episode.times):
            episode.served()
            episode.fault()
            with refusing(world.bootstrap, world.names.dead, episode.result.mode):
                until = time.monotonic() + (6 if episode.quick else 120)
                while time.monotonic() < until:
                    time.sleep(1)
                    _no_progress_past_the_first(episode)
            episode.whole_again()
        load.stop()


def _no_progress_past_the_first(episode: Episode) -> None:
    if passed := committed_past(episode):
        episode.problem(f"committed past {len(passed)} records without an outcome, the first at {min(passed)}")


def committed_past(episode: Episode) -> list[Place]:
    """Records without an outcome that the workers have committed past: they are lost."""
    committed = episode.world.committed()
    time.sleep(0.5)  # what was committed was published before; the witness may need a moment to have read it
    return [(part, offset) for part, offset in episode.world.witness.account.missing({}) if offset < committed[part]]


SCENARIOS = (
    Scenario("refused", "enriched events refused for 6 s", enriched_refused, 1, 10),
    Scenario("dead-letter-down", "dead letters refused for 2 minutes (quick: 6 s)", letters_refused, 1, 2, load=False),
)
