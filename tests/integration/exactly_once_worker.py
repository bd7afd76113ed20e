"""A worker with exactly-once delivery that can be made slow where it matters, and wrong: the negative control.

COMMIT_PAUSE  seconds between everything sent and the commit: a fault is then sure to hit an open transaction.
LATE_FENCE    seconds between reading the committed offsets and shutting out the former owner, in that wrong order;
              absent in the right order.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError

from service.edges.logs import log_to_stderr
from service.edges.settings import load_settings
from service.stream.consumer import Consumer
from service.stream.exactly_once import ExactlyOnce
from service.stream.worker import run_worker

log = logging.getLogger("service.test")


def pause_before_commit(seconds: float) -> None:
    """Let each transaction rest, complete but not committed."""
    commit = AIOKafkaProducer.commit_transaction

    async def paused(self: Any) -> None:
        if self._txn_manager._txn_partitions:  # a transaction that only renews a mark has no output to rest
            await asyncio.sleep(seconds)
        await commit(self)

    AIOKafkaProducer.commit_transaction = paused


def deafen_when_told(seconds: float) -> None:
    """On SIGUSR1 let nothing of the consumer's reach Kafka: its session ends, and it does not learn of it."""
    assigned = Consumer.on_partitions_assigned

    async def remember(self: Any, *args: Any) -> None:
        client = self._thread._consumer._client

        async def unheard(*_: Any, **__: Any) -> None:
            await asyncio.sleep(seconds)
            raise KafkaConnectionError

        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, setattr, client, "send", unheard)
        await assigned(self, *args)

    Consumer.on_partitions_assigned = remember


def tell_when_offsets_are_read() -> None:
    """Write a line each time that the committed offsets have been read."""
    seek = Consumer.perform_seek

    async def seek_and_tell(self: Any) -> None:
        await seek(self)
        log.info("offsets read")

    Consumer.perform_seek = seek_and_tell


def fence_late(seconds: float) -> None:
    """Open the lanes only when the committed offsets have been read."""
    right, seek = ExactlyOnce.open, Consumer.perform_seek

    async def remember(self: Any, partitions: Any) -> None:
        self.wanted = set(partitions)

    async def seek_then_fence(self: Any) -> None:
        await seek(self)
        await asyncio.sleep(seconds)
        await right(self.delivery, self.delivery.wanted)

    ExactlyOnce.open = remember
    Consumer.perform_seek = seek_then_fence


if __name__ == "__main__":
    log_to_stderr("info")
    deafen_when_told(60)
    tell_when_offsets_are_read()
    if pause := os.environ.get("COMMIT_PAUSE"):
        pause_before_commit(float(pause))
    if late := os.environ.get("LATE_FENCE"):
        fence_late(float(late))
    sys.exit(run_worker(load_settings({"delivery": "exactly-once"})))
