"""Processes that this one starts, and the signals that they are not to hear."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def deaf_to(*numbers: signal.Signals) -> Iterator[None]:
    """Processes started within never hear these signals, which a terminal or systemd sends to all: this one ends them.

    Blocked, not ignored: they inherit that, and one that comes meanwhile reaches this process afterwards.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
