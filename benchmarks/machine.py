"""What a reader must know of where a figure comes from."""

from __future__ import annotations

import os
import platform
import time
from typing import Any

from tests.kafka.jars import kafka_version

MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def machine() -> dict[str, Any]:
    """Day and moment, versions, cores and how busy they are, now."""
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "at": time.strftime(MOMENT, time.gmtime()),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "kafka": kafka_version(),
    }
