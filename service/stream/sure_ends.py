"""Tasks that miss that they were told to end are told again.

`asyncio.wait_for` forgets a cancellation when what it waits for is done at that moment (until Python 3.12), and other
code takes one for that of something it waits for itself. Faust's services cancel each of their tasks once and then wait
for it without a bound, as aiokafka does with its fetcher, and so would a worker's stop.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from mode import Service

if TYPE_CHECKING:
    from collections.abc import Iterable

GRACE_SECONDS = 1.0
"""Between the cancellations of a service's tasks, which may have something to tidy up."""
_gather_once = Service._gather_futures  # noqa: SLF001 - where mode waits for what a stop has cancelled once


async def end(task: asyncio.Task[Any], again_seconds: float) -> None:
    """Cancel a task until it has ended, every `again_seconds` anew."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=again_seconds)


def end_services_surely() -> None:
    """Have all services of this process, Faust's own among them, cancel their tasks until these have ended."""
    Service._gather_futures = _gather_surely  # noqa: SLF001 - most are made in Faust


async def _gather_surely(self: Service, **named: Any) -> None:
    """As _gather_once, which waits for a service's tasks, with further cancellations meanwhile."""
    asks = asyncio.current_task()  # a task may stop its own service
    cancelling = asyncio.create_task(_cancel_again(future for future in self._futures.copy() if future is not asks))
    try:
        await _gather_once(self, **named)
    finally:
        cancelling.cancel()


async def _cancel_again(futures: Iterable[asyncio.Future[Any]]) -> None:
    pending = list(futures)
    while True:
        await asyncio.sleep(GRACE_SECONDS)
        for future in pending:
            future.cancel()
