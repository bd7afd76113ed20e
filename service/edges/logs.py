"""Logging to stderr: one line an event, and no flood from libraries while a broker is away."""

from __future__ import annotations

import logging
import sys
import time

QUIET_SECONDS = 10.0
"""A library's line is written again only after this long; aiokafka wrote 49,000 in 20 seconds without a leader."""

MOST_KINDS = 1000
"""Kinds of line remembered: libraries that format their lines beforehand must not fill the memory."""

# Libraries (and the services that we derive from theirs) whose routine lines say nothing to an operator.
_LIBRARIES = (
    "faust",
    "mode",
    "aiokafka",
    "asyncio",
    "aiohttp",
    "service.stream.consumer",
    "service.stream.consumer_task",
    "service.stream.transport",
)


class RepeatFilter(logging.Filter):
    """Lets a library's line through once in QUIET_SECONDS, and then says how many like it were left out.

    Lines are alike when logger and unformatted message are; our own lines always pass.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[str, str], float] = {}
        self._left_out: dict[tuple[str, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write the record."""
        if not record.name.startswith(_LIBRARIES):
            return True
        kind, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._last.get(kind, -QUIET_SECONDS) < QUIET_SECONDS:
            self._left_out[kind] = self._left_out.get(kind, 0) + 1
            return False
        if len(self._last) > MOST_KINDS:
            self._last.clear()
        self._last[kind] = now
        if left_out := self._left_out.pop(kind, 0):
            record.msg = f"{record.msg} (and {left_out} lines like it)"
        return True


def log_to_stderr(level: str) -> None:
    """Write our own lines from `level` up; libraries' from warning up (info when `level` is debug), without repeats."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    handler.addFilter(RepeatFilter())
    logging.basicConfig(handlers=[handler], level=level.upper())
    libraries = logging.INFO if level == "debug" else max(logging.WARNING, logging.getLogger().level)
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(libraries)
