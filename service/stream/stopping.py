"""How a worker is stopped: by signals, by its parent's end, and, when all else fails, by a deadline."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.edges.logs import set_level

if TYPE_CHECKING:
    from service.edges.settings import Settings
    from service.stream.health import Health

log = logging.getLogger(__name__)

MOST_TOLD = 40
"""Tasks that the log line of a forced stop names at most."""
EXIT_FORCED = 4
"""The stop deadline passed, or a second signal came: nothing more was committed."""


class Stopping:
    """The stop of one worker, whoever asks for it.

    Args:
        settings: how long it may take.
        health: told that the worker stops.
        until_closed: a descriptor to read from, whose end means the same as a first SIGTERM.
    """

    def __init__(self, settings: Settings, health: Health, until_closed: int | None = None) -> None:
        self._settings = settings
        self._health = health
        self._until_closed = until_closed
        self._deadline: threading.Timer | None = None

    def on_signals(self) -> asyncio.Event:
        """What is set when the worker is asked to stop; a second signal ends the process at once."""
        stop, loop, signalled = asyncio.Event(), asyncio.get_running_loop(), False

        def on_signal() -> None:
            nonlocal signalled
            if signalled:
                log.error("second signal: exiting at once, nothing more is committed")
                os._exit(EXIT_FORCED)
            signalled = True
            self._begin(stop)

        def on_readable(descriptor: int) -> None:
            if not os.read(descriptor, 1024):
                loop.remove_reader(descriptor)
                self._begin(stop)

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, on_signal)
        if self._until_closed is not None:
            loop.add_reader(self._until_closed, on_readable, self._until_closed)
        return stop

    def _begin(self, stop: asyncio.Event) -> None:
        if stop.is_set():
            return
        log.info("stopping: finishing what is in flight, at most %.0f s", self._settings.drain_seconds)
        self._health.stopping = True
        self.exit_after(self._settings.stop_deadline_seconds, EXIT_FORCED)
        stop.set()

    def exit_after(self, seconds: float, code: int) -> None:
        """End the process from a thread after `seconds`: a stop can hang where no coroutine can end it."""
        if self._deadline is not None:
            return

        loop = asyncio.get_running_loop()

        def give_up() -> None:
            try:
                waiting = "; ".join(islice(map(where, asyncio.all_tasks(loop)), MOST_TOLD))
                what = "not stopped after %.0f s: exiting, nothing more is committed; it waited for: %s"
                log.error(what, seconds, waiting)
            finally:
                os._exit(code)

        self._deadline = threading.Timer(seconds, give_up)
        self._deadline.daemon = True
        self._deadline.start()

    def ended(self) -> None:
        """Call the deadline off: the worker has ended."""
        if self._deadline is not None:
            self._deadline.cancel()


def where(task: asyncio.Task[Any]) -> str:
    """Where a task waits, innermost last, through the coroutines that it awaits."""
    steps: list[str] = []
    awaited: Any = task.get_coro()
    while awaited is not None and (frame := getattr(awaited, "cr_frame", None) or getattr(awaited, "ag_frame", None)):
        steps.append(f"{'/'.join(Path(frame.f_code.co_filename).parts[-2:])}:{frame.f_lineno} {frame.f_code.co_name}")
        awaited = getattr(awaited, "cr_await", None) or getattr(awaited, "ag_await", None)
    return " > ".join(steps)


def change_level_on_signals(level: str) -> None:
    """SIGUSR1 sets the log level to debug, SIGUSR2 back to `level`."""

    def change(to: str) -> None:
        set_level(to)
        log.log(max(logging.INFO, logging.getLogger().level), "the log level is %s now", to)

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, change, "debug")
    loop.add_signal_handler(signal.SIGUSR2, change, level)
