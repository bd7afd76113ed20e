"""Faults of three brokers with three copies of each partition, two of which must be in sync."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from confluent_kafka.admin import AdminClient

from tests.chaos.scenario import Home, Scenario
from tests.chaos.witness import QUIET

if TYPE_CHECKING:
    from tests.chaos.episode import Episode
    from tests.kafka.broker import KafkaBroker
    from tests.kafka.cluster import KafkaCluster


def leader_killed(episode: Episode) -> None:
    """SIGKILL of the broker that leads partition 0 of the enriched channel; it comes back."""
    for _ in range(episode.times):
        time.sleep(episode.brief)
        broker = _leader(episode)
        episode.fault()
        broker.kill()
        time.sleep(3)
        _cluster(episode).start()
        episode.whole_again()


def quorum_lost(episode: Episode) -> None:
    """Two of three killed: no quorum, no two copies in sync, nothing can be published; both come back."""
    cluster = _cluster(episode)
    for _ in range(episode.times):
        time.sleep(episode.brief)
        two = episode.chance.sample(cluster.brokers, 2)
        episode.fault()
        for broker in two:
            broker.kill()
        time.sleep(5 if episode.quick else 30)
        cluster.start()
        episode.whole_again()


def rolling_restart(episode: Episode) -> None:
    """A clean restart of each broker in turn."""
    for _ in range(episode.times):
        for broker in _cluster(episode).brokers:
            time.sleep(episode.brief)
            episode.fault()
            broker.restart()
            episode.whole_again()


def _leader(episode: Episode) -> KafkaBroker:
    channel = episode.world.names.enriched
    about = AdminClient({**QUIET, "bootstrap.servers": episode.world.bootstrap}).list_topics(channel, 30)
    number = about.topics[channel].partitions[0].leader
    return next(broker for broker in _cluster(episode).brokers if broker.node.id == number)


def _cluster(episode: Episode) -> KafkaCluster:
    assert episode.world.cluster is not None
    return episode.world.cluster


SCENARIOS = tuple(
    Scenario(name, f"3 brokers: {fault}", act, 1, 8, home=Home.CLUSTER, beside=True)
    for name, fault, act in (
        ("leader-kill", "kill -9 of a leader", leader_killed),
        ("quorum-loss", "two killed, and back", quorum_lost),
        ("cluster-restart", "rolling restart", rolling_restart),
    )
)
