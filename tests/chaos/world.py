"""The world of a scenario: brokers, channels, workers under supervision, and the witness."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from confluent_kafka.admin import AdminClient

from tests.chaos.fleet import Fleet, product
from tests.chaos.proxy import HOST, Proxy
from tests.chaos.refusal import Committed
from tests.chaos.scenario import BATCHES_IN_FLIGHT, IN_FLIGHT_CAP, POLL_RECORDS, SESSION_SECONDS, Home, Scenario
from tests.chaos.witness import QUIET, Witness
from tests.integration.harness import Names
from tests.kafka.broker import KafkaBroker
from tests.kafka.cluster import KafkaCluster
from tests.kafka.ports import free_port
from tests.kafka.settings import Node

PARTITIONS = 12
WORKERS = 3
LARGE, SMALL = 8 << 20, 1 << 20
"""max.message.bytes of the raw and the enriched channel: articles whose event is too large for output are possible."""

SETTINGS: dict[str, object] = {
    "taxonomy": str(Path(__file__).with_name("taxonomy.yaml")),
    "kafka_session_timeout_seconds": SESSION_SECONDS,
    "poll_records": POLL_RECORDS,
    "batches_in_flight": BATCHES_IN_FLIGHT,
    "in_flight_records": IN_FLIGHT_CAP,
    "drain_seconds": 5,
    "stop_deadline_seconds": 9,
    "storm_guard": False,  # random values are nearly all refused, and are to be worked on
}


class Brokers:
    """The brokers of a run, started when a scenario first needs them, and kept for the next; threads may share them."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._lock, self._cluster_lock = threading.Lock(), threading.Lock()
        self._broker: KafkaBroker | None = None
        self._cluster: KafkaCluster | None = None
        self.proxy_port = free_port()
        self.behind_proxy = free_port()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def broker(self) -> KafkaBroker:
        """The single broker, running. Beside its plain listener it has one that advertises the proxy's port."""
        with self._lock:
            if self._broker is None:
                node = Node()
                self._broker = KafkaBroker(node=node, settings=self._listeners(node))
                self._stack.callback(self._broker.close)
            if not self._broker.running:
                self._broker.start()
            return self._broker

    def cluster(self) -> KafkaCluster:
        """Three brokers, running."""
        with self._cluster_lock:
            if self._cluster is None:
                self._cluster = KafkaCluster(3)
                self._stack.callback(self._cluster.close)
            return self._cluster.start()

    def _listeners(self, node: Node) -> dict[str, object]:
        plain = f"PLAINTEXT://{HOST}:{node.port}"
        return {
            "listeners": f"{plain},PROXIED://{HOST}:{self.behind_proxy},CONTROLLER://{HOST}:{node.controller_port}",
            "advertised.listeners": f"{plain},PROXIED://{HOST}:{self.proxy_port}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT",
            # Permissions can be taken away; what no rule is about is everybody's.
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found": "true",
        }


class World:
    """Channels, workers and witness for one scenario or several that get on with each other.

    Attributes:
        broker, cluster: whichever there is.
        bootstrap: of the brokers, direct.
        fleet, witness, proxy: see their modules; the proxy is None where the workers do without.
    """

    def __init__(self, brokers: Brokers, scenario: Scenario, mode: str) -> None:
        self.key = scenario.world()
        self._stack = ExitStack()
        self.cluster = brokers.cluster() if scenario.home is Home.CLUSTER else None
        self.broker = brokers.broker() if self.cluster is None else self.cluster.brokers[0]
        self.bootstrap = (self.cluster or self.broker).bootstrap
        self.names = Names.unique("chaos")
        self.proxy = Proxy(brokers.proxy_port, brokers.behind_proxy) if scenario.home is Home.PROXY else None
        settings = {**SETTINGS, **scenario.settings, "delivery": mode}
        server = self.bootstrap if self.proxy is None else f"{HOST}:{self.proxy.port}"
        self.fleet = Fleet(
            lambda: product(self.names, server, scenario.module, settings),
            WORKERS,
            has_health=scenario.module[0] != "tests.chaos.stock_faust",
        )
        self.witness = Witness(self.bootstrap, self.names, PARTITIONS)
        self.committed = Committed(self.bootstrap, self.names.group, self.names.raw, PARTITIONS)

    def __enter__(self) -> Self:
        place = self.cluster or self.broker
        place.create_channel(self.names.raw, PARTITIONS, max_message_bytes=LARGE)
        self._create_enriched()
        place.create_channel(self.names.dead, PARTITIONS, max_message_bytes=LARGE + 65536)
        self._stack.callback(self.committed.close)
        if self.proxy is not None:
            self._stack.enter_context(self.proxy)
        self._stack.enter_context(self.witness)
        self._stack.enter_context(self.fleet)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def delete_enriched(self) -> None:
        """Delete the enriched channel and all that is in it."""
        admin = AdminClient({**QUIET, "bootstrap.servers": self.bootstrap})
        for done in admin.delete_topics([self.names.enriched], operation_timeout=30).values():
            done.result(30)

    def create_enriched(self) -> None:
        """Create it anew, and have the witness read it from its beginning."""
        self._create_enriched()
        self.witness.read_anew(self.names.enriched)

    def _create_enriched(self) -> None:
        (self.cluster or self.broker).create_channel(self.names.enriched, PARTITIONS, max_message_bytes=SMALL)
