"""The consumer as a task: its end, and whoever waits for that."""

from __future__ import annotations

import asyncio

import pytest
from mode.threads import QueueServiceThread

from service.stream.consumer_task import LoopTask


class Thread(QueueServiceThread):
    """Faust's kind of service, as our consumer runs it; what it does at its end can fail."""

    Worker = LoopTask
    fails: BaseException | None = None

    async def on_thread_stop(self) -> None:
        await super().on_thread_stop()
        if self.fails is not None:
            raise self.fails

    async def _gather_remaining_tasks(self) -> None:
        """As ours: other tasks of the loop are not the service's."""


@pytest.mark.parametrize("fails", [None, RuntimeError("the coordinator's task had failed")])
def test_whoever_stops_the_consumer_is_not_kept_waiting_by_what_fails_in_its_end(fails):
    async def go() -> None:
        loop = asyncio.get_running_loop()
        thread = Thread(loop=loop, thread_loop=loop)
        thread.fails = fails
        await thread.start()
        await asyncio.sleep(0)
        await asyncio.wait_for(thread.stop(), 5)

    asyncio.run(go())
