"""Several brokers that form one cluster, for what a single one cannot show: leaders that move."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Self

from tests.kafka.broker import START_SECONDS, KafkaBroker, make_class_archive, new_cluster_id
from tests.kafka.settings import Node


class KafkaCluster:
    """Brokers that are also the controllers; channels have 3 copies, of which 2 must be in sync.

    Args:
        nodes: how many; 3 survive the loss of one. Each takes some 250 MB of memory.
        settings: broker settings under Kafka's names, for all of them.
        heap: of each JVM.

    Attributes:
        brokers: the brokers; kill, stop, pause and start them one by one.
    """

    def __init__(self, nodes: int = 3, *, settings: Mapping[str, object] | None = None, heap: str = "256m") -> None:
        places = [Node(id=number) for number in range(1, nodes + 1)]
        cluster_id = new_cluster_id()
        self.brokers = [
            KafkaBroker(settings=settings, heap=heap, node=place, nodes=places, cluster_id=cluster_id)
            for place in places
        ]

    @property
    def bootstrap(self) -> str:
        """`host:port` of every broker, with commas."""
        return ",".join(broker.bootstrap for broker in self.brokers)

    def start(self, timeout: float = START_SECONDS) -> Self:
        """Start all that are not running; returns when each serves clients."""
        make_class_archive()
        deadline = time.monotonic() + timeout
        starting = [broker for broker in self.brokers if not broker.running]
        with ThreadPoolExecutor(len(self.brokers)) as threads:
            list(threads.map(KafkaBroker.launch, starting))  # most of it is waiting for folders to be formatted
        for broker in starting:
            broker.wait_until_ready(deadline)
        return self

    def create_channel(self, name: str, partitions: int = 1, **configs: object) -> str:
        """As `KafkaBroker.create_channel`, through the first broker that runs."""
        running = next(broker for broker in self.brokers if broker.running)
        return running.create_channel(name, partitions, **configs)

    def close(self) -> None:
        """Kill all and remove their folders.

        Killed, because a clean stop hands partitions over to brokers that are about to stop as well, and the last
        ones, without a majority left, would wait for one.
        """
        with ExitStack() as stack:
            for broker in self.brokers:
                stack.callback(broker.close)
                if broker.running:
                    broker.kill()

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_: object) -> None:
        self.close()
