"""A worker's process ends by its deadline, also when its event loop cannot."""

from __future__ import annotations

import re
import subprocess
import sys

PROGRAM = """
import asyncio, sys, time
from service.edges.settings import Settings
from service.stream import worker

async def stubborn():
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            pass

class Ending(worker.Worker):
    async def _compose(self, process):
        self.keep = asyncio.create_task(stubborn()) if {stubborn} else None
        await asyncio.sleep(0)
        self._stopping.exit_after({deadline}, 7)

worker.Worker = Ending
code = worker.run_worker(Settings(http_port=0), make_processor=lambda metrics: None)
time.sleep({deadline} + 0.5)
sys.exit(code)
"""


def end(*, stubborn: bool, deadline: float) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(stubborn=stubborn, deadline=deadline)
    return subprocess.run([sys.executable, "-c", program], timeout=60, check=False, capture_output=True, text=True)


def test_a_task_that_will_not_end_does_not_keep_the_process_and_is_named() -> None:
    ended = end(stubborn=True, deadline=0.5)
    assert ended.returncode == 7
    assert re.search(r"it waited for: .*<string>:\d+ stubborn > ", ended.stderr)


def test_once_the_loop_has_ended_the_deadline_is_called_off() -> None:
    # A busy machine may take long to end the loop; how long does not matter here.
    assert end(stubborn=False, deadline=4.0).returncode == 0
