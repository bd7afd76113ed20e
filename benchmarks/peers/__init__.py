"""The programs that the benchmarks compare: each reads one channel, adds a field to every record, publishes to another.

Each is run as `python -m benchmarks.peers.NAME` with BENCH_BOOTSTRAP, BENCH_GROUP, BENCH_IN and BENCH_OUT set.
"""

from __future__ import annotations

import os

BOOTSTRAP = os.environ.get("BENCH_BOOTSTRAP", "")
GROUP = os.environ.get("BENCH_GROUP", "")
IN = os.environ.get("BENCH_IN", "")
OUT = os.environ.get("BENCH_OUT", "")
FIELD = b'{"pipeline":"bench",'


def add_field(value: bytes) -> bytes:
    """The work that every peer does: one field put in front of a JSON object."""
    return FIELD + value[1:]
