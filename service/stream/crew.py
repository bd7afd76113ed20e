"""Several workers on one machine under one parent: started together, stopped together, started again when they crash.

Where there is an orchestrator, replicas do this better. The parent reads no articles and holds none: it can be killed
at any time, and its workers then drain and end, for what they read on standard input has ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
import time
from typing import TYPE_CHECKING

from service.errors import SettingsError

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Sequence

    from service.edges.settings import Settings

log = logging.getLogger(__name__)

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0
"""As long as a worker that crashes at every start is left alone; a broker needs about that to be back."""
HEALTHY_SECONDS = 60.0
"""A worker that has lived so long is taken for well: its next crash is a first one again."""
GRACE_SECONDS = 5.0
"""What a worker may need beyond its own stop deadline before it is killed."""
EXIT_USAGE = 2
_HIGHEST_PORT = 65_535


class Crew:
    """Workers, each a process of its own.

    Args:
        command: what starts a worker, to which its HTTP port is added.
        ports: one for each worker.
        stop_seconds: a worker that is still there so long after it was told to stop is killed.
    """

    def __init__(self, command: Sequence[str], ports: Sequence[int], stop_seconds: float) -> None:
        self._command = command
        self._ports = ports
        self._stop_seconds = stop_seconds
        self._stopping = asyncio.Event()
        self._living: set[Process] = set()
        self._signalled = False

    async def run(self) -> int:
        """Run until told to stop by SIGTERM or SIGINT, or until a worker finds its settings wrong.

        Returns:
            The exit code: 0, or the first other one that a worker gave when all were told to stop.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._on_signal)
        for number in (signal.SIGUSR1, signal.SIGUSR2):  # the workers' log levels
            loop.add_signal_handler(number, self._pass_on, number)
        codes = await asyncio.gather(*(self._keep(place, port) for place, port in enumerate(self._ports)))
        return next((code if code > 0 else 128 - code for code in codes if code), 0)  # a signal's as shells tell it

    def _on_signal(self) -> None:
        if self._signalled:
            log.error("second signal: the workers are killed, nothing more is committed")
            for process in self._living:
                process.kill()
            return
        self._signalled = True
        log.info("stopping %d workers", len(self._living))
        self._stopping.set()

    def _pass_on(self, number: int) -> None:
        for process in self._living:
            process.send_signal(number)

    async def _keep(self, place: int, port: int) -> int:
        """Have worker number `place` run, time and again; its last exit code."""
        wait = FIRST_WAIT_SECONDS
        while True:
            began = time.monotonic()
            code = await self._run_once(port)
            if code == EXIT_USAGE:
                self._stopping.set()
            if self._stopping.is_set():
                return code
            wait = FIRST_WAIT_SECONDS if time.monotonic() - began > HEALTHY_SECONDS else wait
            log.warning("worker %d ended with %d: another is started in %.0f s", place, code, wait)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), wait)
                return 0  # nothing is left of it that could fail to stop
            wait = min(2 * wait, LONGEST_WAIT_SECONDS)

    async def _run_once(self, port: int) -> int:
        """Start a worker and wait for its end, which closing its standard input asks for."""
        command = (*self._command, "--http-port", str(port))
        process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE)
        self._living.add(process)
        ended, stopping = asyncio.create_task(process.wait()), asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
            assert process.stdin is not None  # noqa: S101 - it was asked for
            process.stdin.close()
            return await self._end(process, ended)
        finally:
            stopping.cancel()
            self._living.discard(process)

    async def _end(self, process: Process, ended: asyncio.Task[int]) -> int:
        """The exit code of a worker that has ended or was told to; one that does not end is killed."""
        done, _ = await asyncio.wait({ended}, timeout=self._stop_seconds)
        if not done:
            log.error("process %d did not stop: killed, nothing more is committed", process.pid)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        return await ended


def ports_of(first: int, count: int) -> list[int]:
    """The HTTP ports of a crew: `first` and those after it; any free ones for port 0.

    Raises:
        SettingsError: there are not so many ports.
    """
    if first and first + count - 1 > _HIGHEST_PORT:
        raise SettingsError(
            f"COMMUNIQUE_HTTP_PORT: {count} processes from port {first} on would need port {first + count - 1}; "
            f"choose a port up to {_HIGHEST_PORT - count + 1}, or 0 for any free ones"
        )
    return [first + place if first else 0 for place in range(count)]


def run_crew(arguments: Sequence[str], count: int, settings: Settings) -> int:
    """Run `count` workers until told to stop; returns the exit code.

    Args:
        arguments: those of this process: each worker gets them too, and its own port after them, for the last one wins.
        count: how many.
        settings: that the workers will read for themselves.

    Raises:
        SettingsError: there are not so many ports.
    """
    command = (sys.executable, "-m", "service", *arguments, "--processes", "1", "--supervised")
    crew_of = (command, ports_of(settings.http_port, count), settings.stop_deadline_seconds + GRACE_SECONDS)

    async def live() -> int:
        return await Crew(*crew_of).run()

    return asyncio.run(live())
