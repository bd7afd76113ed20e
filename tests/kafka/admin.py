"""The little administration that tests need, over aiokafka: 0.1 s a call, where Kafka's own tool takes over 1 s."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from tests.kafka.errors import KafkaTestError

READY_SECONDS = 15


def create_channel(
    bootstrap: str, name: str, partitions: int = 1, copies: int = 1, configs: Mapping[str, object] | None = None
) -> None:
    """Create a channel and wait until each of its partitions has a leader. Blocks; callable from a coroutine's thread.

    Args:
        bootstrap: `host:port` of a broker.
        name: of the channel; one that exists already is left as it is.
        partitions: how many.
        copies: replication factor.
        configs: settings of the channel under Kafka's names, e.g. {"max.message.bytes": 1000}.

    Raises:
        KafkaTestError: the broker refused, or no leaders within 15 s.
    """
    settings = {key: str(value) for key, value in (configs or {}).items()}
    channel = NewTopic(name, partitions, copies, topic_configs=settings)
    # A thread of its own, because the caller's may be running an event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _create(bootstrap, channel)).result()


async def _create(bootstrap: str, channel: NewTopic) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        answer = await admin.create_topics([channel])
        name, code, message = answer.topic_errors[0][:3]
        if code not in {0, TopicAlreadyExistsError.errno}:
            raise KafkaTestError(f"channel {name}: {for_code(code).__name__}: {message}")
        await _wait_for_leaders(admin, name)
    finally:
        await admin.close()


async def _wait_for_leaders(admin: AIOKafkaAdminClient, name: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        channel = (await admin.describe_topics([name]))[0]
        codes = [channel["error_code"], *(partition["error_code"] for partition in channel["partitions"])]
        if channel["partitions"] and not any(codes):
            return
        if time.monotonic() > deadline:
            raise KafkaTestError(f"channel {name} has no leaders after {READY_SECONDS} s: {channel}")
        await asyncio.sleep(0.02)
