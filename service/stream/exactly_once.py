"""Exactly once, for readers of committed records: each input partition has a lane with transactions of its own."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from service.errors import ChannelError, PublishError
from service.stream.delivery import PartitionLostError
from service.stream.publish import size_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping

    from faust.types.tuples import TP

    from service.models import Message
    from service.stream.batch import Batch
    from service.stream.delivery import Outputs
    from service.stream.lanes import Lane

log = logging.getLogger(__name__)


class ExactlyOnce:
    """Delivery in transactions; a batch's output, dead letters and offset become visible together or not at all.

    Args:
        make_lane: gives a new, closed lane for a partition.
        limits: the largest record, in bytes, that each channel takes.
        max_lanes: most partitions that this worker may have: each costs a producer and its connections.
        patience_seconds: a fenced lane whose partition nobody took away for this long is a failure.
        committed: told of each transaction.
        failed: told of what must stop the worker.
    """

    commits_input = True

    def __init__(
        self,
        make_lane: Callable[[TP], Lane],
        limits: Mapping[str, int],
        *,
        max_lanes: int,
        patience_seconds: float,
        committed: Callable[[], object],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._make_lane = make_lane
        self._limits = limits
        self._max_lanes = max_lanes
        self._patience = patience_seconds
        self._committed = committed
        self._failed = failed
        self._lanes: dict[TP, Lane] = {}

    def fits(self, channel: str, message: Message) -> bool:
        """Whether `channel` takes a record as large as `message`."""
        return size_of(message) <= self._limits[channel]

    async def open(self, partitions: Collection[TP]) -> None:
        """Open a lane for each partition, also for those that were ours: another may have had them in between.

        Raises:
            ChannelError: more partitions than `max_lanes`.
            PublishError: the broker refuses a lane, or does not answer.
        """
        await self.close()
        if len(partitions) > self._max_lanes:
            raise ChannelError(
                f"this worker was given {len(partitions)} partitions, and COMMUNIQUE_MAX_LANES allows "
                f"{self._max_lanes} with exactly-once delivery; start more workers, or raise it"
            )
        began = time.monotonic()
        self._lanes = {tp: self._make_lane(tp) for tp in partitions}
        await asyncio.gather(*(lane.open() for lane in self._lanes.values()))
        log.debug("opened %d lanes in %.2f s", len(self._lanes), time.monotonic() - began)

    async def deliver(self, batch: Batch, outputs: Outputs) -> None:
        """Commit a batch through its partition's lane.

        Raises:
            PublishError: not committed within the deadline, or refused.
            PartitionLostError: the partition is another's, or was in between.
        """
        await self._through(batch.tp, lambda lane: lane.deliver(batch, outputs))
        self._committed()

    async def mark(self, offsets: Mapping[TP, int]) -> None:
        """Commit offsets once more, each through its partition's lane, with the marks beside them.

        Raises:
            PublishError: not committed within the deadline, or refused.
            PartitionLostError: a partition is another's, or was in between.
        """
        await asyncio.gather(*(self._through(tp, _marking(offset)) for tp, offset in offsets.items()))

    async def _through(self, tp: TP, transact: Callable[[Lane], Awaitable[None]]) -> None:
        lane = self._lanes.get(tp)
        if lane is None:
            raise PartitionLostError(f"{tp.topic}-{tp.partition}")
        fenced_before = lane.fenced
        try:
            await transact(lane)
        except PartitionLostError:
            if lane.fenced and not fenced_before:
                self._await_rebalance(lane)
            raise

    def _await_rebalance(self, lane: Lane) -> None:
        """A fenced lane is quiet: its partition goes on elsewhere. But it must not rest if nobody has it after all."""
        log.info("%s was taken by another worker; this one lets go of it", lane)
        asyncio.get_running_loop().call_later(self._patience, self._check, lane)

    def _check(self, lane: Lane) -> None:
        if self._lanes.get(lane.tp) is lane:
            self._failed(
                PublishError(
                    f"{lane}: Kafka refuses this worker's transactions, yet the partition is still this worker's "
                    f"after {self._patience:.0f} s; a restart takes it anew"
                )
            )

    async def close(self) -> None:
        """Close all lanes; what is under way in them is given up, and read again by the next owner."""
        lanes, self._lanes = self._lanes, {}
        await asyncio.gather(*(lane.close() for lane in lanes.values()))


def _marking(offset: int) -> Callable[[Lane], Awaitable[None]]:
    return lambda lane: lane.mark(offset)
