"""Negative control: a worker that acknowledges a batch before it publishes it. It must be seen to lose articles."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import Any

from service.edges.settings import load_settings
from service.stream import runner
from service.stream.delivery import PartitionLostError
from service.stream.worker import run_worker


async def hasty(self: Any, batch: Any, worked: Any) -> None:
    """As BatchRunner._settle, in the wrong order."""
    self._acknowledge(batch)
    await asyncio.sleep(0.3)
    try:
        with suppress(PartitionLostError):  # a rebalance dropped what is committed already: that is lost, too
            await self._handler.publish(batch, worked)
    finally:  # without the slots it would stand still, and lose no more
        self._metrics.in_flight.dec()
        self._slots.release()


if __name__ == "__main__":
    runner.BatchRunner._settle = hasty
    # With exactly-once what it acknowledges early commits nothing: the transaction does, and it would lose nothing.
    sys.exit(run_worker(load_settings({"delivery": "at-least-once"})))
