"""Ends a process whose event loop is stuck in native code, which no thread of Python can do.

Code in C that holds the interpreter's lock and never comes back stops everything: heartbeats, health, signal handlers,
timers in threads. The kernel's own timer still works. It counts processor time, not the clock: a worker that is frozen
(SIGSTOP, a starved machine) is not stuck and must go on when it wakes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import signal

SIGNAL = signal.SIGPROF
"""What ends the process: its default action is to terminate."""


def explain_deaths() -> None:
    """Write the stack of every thread to stderr when native code crashes the process, or the watchdog ends it."""
    with contextlib.suppress(OSError, ValueError, RuntimeError, AttributeError):  # a stderr that is no file
        faulthandler.enable()
        faulthandler.register(SIGNAL, all_threads=True, chain=True)


def arm(seconds: float) -> None:
    """End the process after `seconds` of its processor time, unless called again before; 0 disarms."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
