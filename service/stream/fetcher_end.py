"""The end of aiokafka's fetcher, which can miss that it was told to end.

When a rebalance takes partitions away, the fetcher calls its requests off and waits for each. A cancellation that comes
at that moment is taken for a request's, and the fetcher goes on with the new partitions. Whoever stops the consumer
then waits for it, and the event loop at its end too.
"""

from __future__ import annotations

import asyncio
from typing import Any

AGAIN_SECONDS = 0.1


def end_surely(consumer: Any) -> None:
    """Have an AIOKafkaConsumer, not yet started, call its fetcher off until it has ended."""
    plain = consumer.start

    async def start() -> None:
        await plain()
        fetcher = consumer._fetcher  # noqa: SLF001
        close = fetcher.close

        async def close_surely() -> None:
            await _ended(fetcher._fetch_task)  # noqa: SLF001
            await close()

        fetcher.close = close_surely

    consumer.start = start


async def _ended(task: asyncio.Task[Any]) -> None:
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=AGAIN_SECONDS)
