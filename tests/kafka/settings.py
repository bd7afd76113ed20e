"""What goes into a broker's server.properties: Kafka's names, values that suit one small machine and short tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.kafka.ports import HOST, free_port
from tests.kafka.secure import Security

LARGEST_BATCH = 8 << 20
"""message.max.bytes of the brokers (8 MiB; Kafka's own default is 1 MiB), so that large articles can be tried."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a cluster, broker and controller in one, with ports that it keeps over restarts."""

    id: int = 1
    port: int = field(default_factory=free_port)
    controller_port: int = field(default_factory=free_port)
    secure_port: int = field(default_factory=free_port)


def copies(nodes: Sequence[Node]) -> int:
    """The replication factor of channels: 3, or all nodes where there are fewer."""
    return min(3, len(nodes))


def server_settings(
    node: Node, nodes: Sequence[Node], data: Path, security: Security | None, overrides: Mapping[str, object]
) -> dict[str, object]:
    """All settings of one node; `overrides` win.

    Args:
        node: the node itself.
        nodes: all nodes of the cluster.
        data: folder of its log segments.
        security: given, there is a SASL_SSL listener beside the plain one.
        overrides: settings under Kafka's names.
    """
    in_sync = max(1, copies(nodes) - 1)
    return {
        **_listeners(node, nodes, security),
        "log.dirs": data,
        # As in production: a worker with a misspelt channel must fail, not make one.
        "auto.create.topics.enable": "false",
        "default.replication.factor": copies(nodes),
        "min.insync.replicas": in_sync,
        **_internal_channels(copies(nodes), in_sync),
        "message.max.bytes": LARGEST_BATCH,
        "replica.fetch.max.bytes": LARGEST_BATCH,
        # Kafka waits 3 s for more members before a new group's first assignment.
        "group.initial.rebalance.delay.ms": 0,
        # Kafka lets sessions last 6 s at least; chaos tests want shorter.
        "group.min.session.timeout.ms": 1000,
        # How long the controller remembers a killed broker, which keeps it from coming back: 9 s by default.
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 500,
        "num.network.threads": 2,
        "num.io.threads": 4,
        "log.cleaner.enable": "false",  # it takes 128 MB of heap
        "log.index.size.max.bytes": 1 << 20,
        **overrides,
    }


def _listeners(node: Node, nodes: Sequence[Node], security: Security | None) -> dict[str, object]:
    listeners = [f"PLAINTEXT://{HOST}:{node.port}", f"CONTROLLER://{HOST}:{node.controller_port}"]
    if security is not None:
        listeners.append(f"SECURE://{HOST}:{node.secure_port}")
    return {
        "node.id": node.id,
        "process.roles": "broker,controller",
        "controller.quorum.voters": ",".join(f"{one.id}@{HOST}:{one.controller_port}" for one in nodes),
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listeners": ",".join(listeners),
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL",
        **(security.listener_settings() if security else {}),
    }


def _internal_channels(factor: int, in_sync: int) -> dict[str, object]:
    """Few partitions: a fresh broker's first commit has to wait until they are made, 50 of each by default."""
    return {
        "offsets.topic.num.partitions": 4,
        "offsets.topic.replication.factor": factor,
        "transaction.state.log.num.partitions": 4,
        "transaction.state.log.replication.factor": factor,
        "transaction.state.log.min.isr": in_sync,
        "share.coordinator.state.topic.num.partitions": 4,
        "share.coordinator.state.topic.replication.factor": factor,
        "share.coordinator.state.topic.min.isr": in_sync,
    }


def to_properties(settings: Mapping[str, object]) -> str:
    """As a Java properties file."""
    return "".join(f"{name}={value}\n" for name, value in settings.items())
