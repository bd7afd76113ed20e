"""Negative control: a relay that commits a record before what came of it is published. It must be seen to lose."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from service.edges.settings import load_settings
from service.stream.relay import Relay
from service.stream.worker import run_worker

patient_deliver = Relay._deliver


async def hasty_deliver(self: Any, tp: Any, jobs: Any) -> bool:
    """As Relay._deliver, too late."""
    await self.consumer.commit({tp: max(job.record.offset for job in jobs) + 1})
    await asyncio.sleep(0.5)
    return await patient_deliver(self, tp, jobs)


if __name__ == "__main__":
    Relay._deliver = hasty_deliver  # type: ignore[method-assign]
    sys.exit(run_worker(load_settings()))
