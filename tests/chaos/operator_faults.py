"""What an operator has to mend: a full disk, a limit set too low, a permission taken away, a channel deleted.

Each must be told in words that say what to mend, lose nothing, and end by itself once it is mended.
"""

from __future__ import annotations

import time
from resource import RLIMIT_FSIZE, prlimit
from typing import TYPE_CHECKING

from tests.chaos.fleet import wait_for
from tests.chaos.refusal import denied, limited
from tests.chaos.scenario import Scenario
from tests.chaos.world import SMALL

if TYPE_CHECKING:
    from tests.chaos.episode import Episode

LOWERED_BYTES = 10_000
"""Less than the batches of a worker at full load, more than any one event of the load."""
SAID_SECONDS = 60.0
DENIED = 3
"""The exit code of a worker that Kafka denies something."""


def disk_full(episode: Episode) -> None:
    """Kafka can write nothing more: it takes its only disk for broken and ends. It is started when there is room."""
    broker, fleet = episode.world.broker, episode.world.fleet
    for _ in range(episode.times):
        time.sleep(episode.brief)
        exits = len(fleet.exits)
        episode.fault()
        # To a process that may not make its files longer, each disk is full. Freed by the restart.
        _, hard = prlimit(broker.pid, RLIMIT_FSIZE)
        prlimit(broker.pid, RLIMIT_FSIZE, (0, hard))
        wait_for(lambda: not broker.running, 60, "the broker to end over its full disk")
        time.sleep(2 if episode.quick else 20)
        if not fleet.live():
            episode.problem("a worker does not say that it lives while the broker is away")
        broker.kill()
        broker.start()
        episode.whole_again()
        if len(fleet.exits) > exits:
            episode.problem(f"workers ended in an outage that they should have waited out: {fleet.exits[exits:]}")


def limit_lowered(episode: Episode) -> None:
    """max.message.bytes of the enriched channel falls below what the workers send: they learn it by a restart."""
    world = episode.world
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        with limited(world.bootstrap, world.names.enriched, LOWERED_BYTES, then=SMALL):
            _told(episode, "MessageSizeTooLargeError")
            episode.whole_again()  # not mended, yet learned
        world.fleet.terminate_all()  # a worker keeps to the limit that it has learned: it learns by a restart that it is mended
        episode.whole_again()


def permission_lost(episode: Episode) -> None:
    """Nobody may write to the enriched channel for a while."""
    world = episode.world
    exits = len(world.fleet.exits)
    for _ in range(episode.times):
        time.sleep(episode.brief)
        episode.fault()
        with denied(world.bootstrap, world.names.enriched):
            _told(episode, "Kafka denies this user a channel")
        episode.whole_again()
    if (codes := set(world.fleet.exits[exits:])) != {DENIED}:
        episode.problem(f"a denial ends a worker with {DENIED}, not with {codes}")


def channel_deleted(episode: Episode) -> None:
    """The enriched channel is deleted at work, and created again. What was in it is gone: it was read before."""
    world = episode.world
    for _ in range(episode.times):
        with episode.load() as load:
            episode.served()
            load.stop()
        episode.settled()
        episode.fault()
        world.delete_enriched()
        with episode.load() as load:
            time.sleep(3 if episode.quick else 30)
            if not world.fleet.live():
                episode.problem("a worker does not say that it lives without its channel")
            world.create_enriched()
            episode.whole_again()
            load.stop()


def _told(episode: Episode, words: str) -> None:
    """Return when a worker has said `words` since the last fault."""
    fleet, before = episode.world.fleet, episode.world.fleet.count(words)
    seconds = wait_for(lambda: fleet.count(words) > before, SAID_SECONDS, f"a worker that says {words!r}")
    episode.note(f"told {words!r} after {seconds:.1f} s")


SCENARIOS = (
    Scenario("disk-full", "the broker's disk is full (made by a limit on file sizes)", disk_full, 1, 3),
    Scenario("limit-lowered", "max.message.bytes of the output lowered at work", limit_lowered, 1, 3),
    Scenario("permission-lost", "the right to write to the output taken away, given back", permission_lost, 1, 3),
    # The last on its brokers: what went before was read from the channel that it deletes.
    Scenario("channel-deleted", "the output channel deleted, created again", channel_deleted, 1, 3, load=False),
)
