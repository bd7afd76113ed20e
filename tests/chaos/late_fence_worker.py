"""Negative control: exactly-once that shuts out the former owner only after it has read where to begin."""

from __future__ import annotations

import sys

from service.edges.logs import log_to_stderr
from service.edges.settings import load_settings
from service.stream.worker import run_worker
from tests.integration.exactly_once_worker import fence_late, pause_before_commit

LATE_SECONDS = 5.0
"""Between reading the offsets and shutting out the former owner: time enough for a frozen one to wake and commit."""
OPEN_SECONDS = 0.3
"""How long each transaction rests before its commit, so that a worker is frozen in the midst of one."""

if __name__ == "__main__":
    log_to_stderr("info")
    pause_before_commit(OPEN_SECONDS)
    fence_late(LATE_SECONDS)
    sys.exit(run_worker(load_settings({"delivery": "exactly-once"})))
