"""The programs that the benchmarks compare: each reads one channel, adds a field to every record, publishes to another.

Each is run as `benchmarks.peers.environments.command` says, with BENCH_BOOTSTRAP, BENCH_GROUP, BENCH_IN, BENCH_OUT,
BENCH_STATE (a folder of its own), BENCH_MODE and BENCH_WORK set. This module imports nothing of ours: it is loaded in
every environment.
"""

from __future__ import annotations

import os
from collections.abc import Callable

BOOTSTRAP = os.environ.get("BENCH_BOOTSTRAP", "")
GROUP = os.environ.get("BENCH_GROUP", "")
IN = os.environ.get("BENCH_IN", "")
OUT = os.environ.get("BENCH_OUT", "")
STATE = os.environ.get("BENCH_STATE", "")
MODE = os.environ.get("BENCH_MODE", "")
WORK = os.environ.get("BENCH_WORK", "field")
SETTINGS = os.environ.get("BENCH_SETTINGS", "{}")
FIELD = b'{"pipeline":"bench",'


def add_field(value: bytes) -> bytes:
    """The work of the transport benchmark: one field put in front of a JSON object."""
    return FIELD + value[1:]


def work() -> Callable[[bytes], bytes]:
    """What the peer is to do with each record: add a `field`, run our `core`, or what the `usual` libraries do."""
    if WORK == "core":
        from benchmarks.peers.core import enrich  # noqa: PLC0415

        return enrich
    if WORK == "usual":
        from benchmarks.peers.usual import enrich as usual  # noqa: PLC0415

        return usual
    return add_field
