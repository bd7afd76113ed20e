"""Negative control: exactly-once that shuts out the former owner only after it has read where to begin.

On SIGUSR1 its consumer hears and is heard no more, so that it loses its partitions and does not learn of it.
"""

from __future__ import annotations

import sys

from service.edges.logs import log_to_stderr
from service.edges.settings import load_settings
from service.stream.worker import run_worker
from tests.integration.exactly_once_worker import (
    deafen_when_told,
    fence_late,
    pause_before_commit,
    tell_when_offsets_are_read,
)

LATE_SECONDS = 3.0
"""Between reading the offsets and shutting out the former owner: time for a frozen one to wake and commit."""
OPEN_SECONDS = 0.5
"""How long each transaction rests before its commit, so that a worker is frozen in the midst of one."""
DEAF_SECONDS = 60.0
OFFSETS_READ = "offsets read"
"""What it says between the two."""

if __name__ == "__main__":
    log_to_stderr("info")
    deafen_when_told(DEAF_SECONDS)
    pause_before_commit(OPEN_SECONDS)
    tell_when_offsets_are_read()
    fence_late(LATE_SECONDS)
    sys.exit(run_worker(load_settings({"delivery": "exactly-once"})))
