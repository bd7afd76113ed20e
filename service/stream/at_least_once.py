"""At least once: one producer for all; input is committed after its output was acknowledged."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from service.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from faust.types.tuples import TP

    from service.models import Message
    from service.stream.batch import Batch
    from service.stream.delivery import Outputs
    from service.stream.publish import Publisher


class AtLeastOnce:
    """Delivery through the worker's one idempotent producer; a crash may repeat what was not yet committed.

    Args:
        make_publisher: gives the publisher; called at the first use, when the producer has started.
        last: the channel to which nothing of a batch goes before the rest of it is acknowledged: while the broker
            refuses the rest, each restart would repeat it.
    """

    commits_input = False

    def __init__(self, make_publisher: Callable[[], Publisher], last: str | None = None) -> None:
        self._make_publisher = make_publisher
        self._last = last
        self._turns: defaultdict[TP, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._refused: set[TP] = set()

    @cached_property
    def _publisher(self) -> Publisher:
        return self._make_publisher()

    def fits(self, channel: str, message: Message) -> bool:
        """Whether `channel` takes a record as large as `message`."""
        return self._publisher.fits(channel, message)

    async def open(self, partitions: Collection[TP]) -> None:
        """Nothing to do: any worker may publish for any partition."""

    async def deliver(self, batch: Batch, outputs: Outputs) -> None:
        """Publish to all channels but the last, wait for the broker's word on each, then publish to the last.

        Raises:
            PublishError: not acknowledged within the deadline, or refused; or what came before it in the partition was.
        """
        rest = [(channel, messages) for channel, messages in outputs if channel != self._last]
        last = [(channel, messages) for channel, messages in outputs if channel == self._last]
        async with self._turns[batch.tp]:
            if batch.tp in self._refused:
                raise PublishError(f"{batch.tp.topic}-{batch.tp.partition}: nothing passes what was refused before it")
            try:
                await self._publish(batch, rest)
            except Exception:
                self._refused.add(batch.tp)
                raise
            # Tasks start in the order in which they are made, and so does what is published last.
            publishing = asyncio.create_task(self._publish(batch, last))
        await publishing

    async def _publish(self, batch: Batch, outputs: Outputs) -> None:
        partition = batch.tp.partition
        await asyncio.gather(
            *(self._publisher.publish(channel, partition, messages) for channel, messages in outputs if messages)
        )

    async def mark(self, offsets: Mapping[TP, int]) -> None:
        """Nothing to do: the consumer commits, and marks with it."""

    async def close(self) -> None:
        """Nothing to do: what is under way may still arrive, and is repeated elsewhere at worst."""
