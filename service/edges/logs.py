"""Logging to stderr: one line an event, JSON or for a terminal, and no flood from libraries while a broker is away.

Lines are written with the standard library's `logging` everywhere; structlog only renders them. What finds an article
(channel, partition, offset, reason) goes into `extra=` and so into members of its own; no line holds an article's text.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import TYPE_CHECKING, Any

import orjson
import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from prometheus_client import Counter

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
            record.msg = f"{record.msg} (and {left_out} more like it)"
        return True


def log_to_stderr(level: str, form: str = "auto") -> None:
    """Write log lines to stderr, as `set_level` says.

    Args:
        level: debug, info, warning or error.
        form: json or console; auto is console on a terminal, else json.
    """
    handler = logging.StreamHandler(sys.stderr)
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    handler.setFormatter(formatter(console=console))
    handler.addFilter(RepeatFilter())
    logging.basicConfig(handlers=[handler])
    set_level(level)


def set_level(level: str) -> None:
    """Write our own lines from `level` up; libraries' from warning up (info when `level` is debug), without repeats."""
    logging.getLogger().setLevel(level.upper())
    libraries = logging.INFO if level == "debug" else max(logging.WARNING, logging.getLogger().level)
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(libraries)


def formatter(*, console: bool) -> logging.Formatter:
    """What renders a line: for people, or as one JSON object with `timestamp`, `level`, `logger` and `event`."""
    # A traceback as plain text: structlog's own, in either form, would hold local variables, and with them articles.
    plain = structlog.dev.plain_traceback
    renderer: Any = (
        structlog.dev.ConsoleRenderer(exception_formatter=plain)
        if console
        else structlog.processors.JSONRenderer(_as_json)
    )
    rendered = [] if console else [structlog.processors.format_exc_info]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.ExtraAdder(),
            _mask_secrets,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered, renderer],
    )


def _as_json(event: dict[str, Any], **_: Any) -> str:
    first = {name: event.pop(name, "") for name in ("timestamp", "level", "logger", "event")}
    try:
        return orjson.dumps(first | event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # half a surrogate pair, as a header's name that is no UTF-8 has it
        return json.dumps(first | event, default=str)


def _mask_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Whatever somebody may put into `extra`: members whose names speak of secrets are masked."""
    for name in event:
        if any(word in name.lower() for word in ("password", "secret", "token", "authorization")):
            event[name] = "********"
    return event


class CountLines(logging.Handler):
    """Counts lines from warning up, by level.

    Args:
        counter: the metric, by level.
    """

    def __init__(self, counter: Counter) -> None:
        super().__init__(logging.WARNING)
        self._counter = counter

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self._counter.labels(_LEVELS.get(record.levelno, "error")).inc()


_LEVELS = {logging.WARNING: "warning", logging.ERROR: "error", logging.CRITICAL: "critical"}
