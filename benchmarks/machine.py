"""What a reader must know of where a figure comes from."""

from __future__ import annotations

import os
import platform
import time
from typing import Any

from tests.kafka.jars import kafka_version

MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def machine() -> dict[str, Any]:
    """Day and moment, versions, cores, how busy they are and how fast, now."""
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "at": time.strftime(MOMENT, time.gmtime()),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "kafka": kafka_version(),
        "loop_ms": min(_loop_ms() for _ in range(5)),
    }


def _loop_ms() -> float:
    """CPU time of a million additions in Python: machines and days differ twofold, by this their figures compare."""
    began, total = time.process_time(), 0
    for i in range(1_000_000):
        total += i
    return (time.process_time() - began) * 1e3
