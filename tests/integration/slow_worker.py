"""A worker whose output is acknowledged late: whatever was read piles up meanwhile. Publishes a few bytes a record.

An argument says how many seconds late.
"""

from __future__ import annotations

import asyncio
import json
import sys

from service.edges.logs import log_to_stderr
from service.edges.metrics import Metrics
from service.edges.settings import load_settings
from service.models import Message, Record
from service.stream.at_least_once import AtLeastOnce
from service.stream.worker import run_worker

ACKNOWLEDGED_AFTER_SECONDS = 0.6


def make_processor(_: Metrics):
    """Where a record stood is all that is published."""

    def process(record: Record) -> Message:
        place = {"partition": record.partition, "offset": record.offset}
        return Message(record.key, json.dumps({"provenance": {"raw": place}}).encode())

    return process


def acknowledge_late(seconds: float) -> None:
    """Let the broker's word come late."""
    deliver = AtLeastOnce.deliver

    async def late(self, batch, outputs) -> None:
        await deliver(self, batch, outputs)
        await asyncio.sleep(seconds)

    AtLeastOnce.deliver = late


if __name__ == "__main__":
    log_to_stderr("info")
    acknowledge_late(float(sys.argv[1]) if len(sys.argv) > 1 else ACKNOWLEDGED_AFTER_SECONDS)
    sys.exit(run_worker(load_settings(), make_processor=make_processor))
