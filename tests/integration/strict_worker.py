"""Negative control: a worker with aiokafka's own reader. A header name that is no UTF-8 must be seen to stop it."""

from __future__ import annotations

import sys
from typing import Any

from service.edges.logs import log_to_stderr
from service.edges.settings import load_settings
from service.stream import consumer_task
from service.stream.worker import run_worker


def strictly(consumer: Any, most_unpacked: int, *, ours: bool) -> None:
    """Leave a consumer as it is."""


if __name__ == "__main__":
    log_to_stderr("info")
    consumer_task.read_tolerantly = strictly
    sys.exit(run_worker(load_settings()))
