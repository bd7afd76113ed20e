"""aiokafka's fetcher: how to reach it, and its end, for it can miss that it was told to end.

When a rebalance takes partitions away, the fetcher calls its requests off and waits for each. A cancellation that comes
at that moment is taken for a request's, and the fetcher goes on with the new partitions. Whoever stops the consumer
then waits for it, and the event loop at its end too.

At its end it calls off what it has still asked for, in an outage a connection, and takes that cancellation for one of
its own: it is thrown through the consumer's stop, which then never comes to its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.stream.sure_ends import end

if TYPE_CHECKING:
    from collections.abc import Callable

AGAIN_SECONDS = 0.1


def once_made(consumer: Any, change: Callable[[Any], object]) -> None:
    """Have `change` called with an AIOKafkaConsumer's fetcher as soon as there is one.

    Args:
        consumer: not started. It must not be in a group with channels already: such a one could fetch within `start`.
        change: called once, at the end of `start`, with a fetcher that was asked for nothing yet.
    """
    plain = consumer.start

    async def start() -> None:
        await plain()
        change(consumer._fetcher)  # noqa: SLF001

    consumer.start = start


def end_surely(consumer: Any) -> None:
    """Have an AIOKafkaConsumer, not yet started, call its fetcher and its requests off until they have ended."""

    def change(fetcher: Any) -> None:
        close = fetcher.close

        async def close_surely() -> None:
            await end(fetcher._fetch_task, AGAIN_SECONDS)  # noqa: SLF001
            for request in fetcher._pending_tasks:  # noqa: SLF001
                await end(request, AGAIN_SECONDS)
            fetcher._pending_tasks.clear()  # noqa: SLF001
            await close()

        fetcher.close = close_surely

    once_made(consumer, change)
