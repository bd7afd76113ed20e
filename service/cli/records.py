"""Kafka records in a line each, for `communique tail`."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

import orjson
from rich.cells import cell_len, set_cell_size

from service.cli.console import Console
from service.cli.counts import counted
from service.cli.render import topics_line
from service.core.headers import name_text


def json_line(record: Any) -> str:
    """A record for machines: an enriched event as it stands; anything else with its place, key, headers and value."""
    headers = dict(record.headers)
    if "communique.reason" not in headers:
        with suppress(orjson.JSONDecodeError, TypeError):
            return orjson.dumps(orjson.loads(record.value)).decode()
    texts = {name_text(name): (value or b"").decode("utf-8", "replace") for name, value in headers.items()}
    key, value = (None if part is None else part.decode("utf-8", "replace") for part in (record.key, record.value))
    return orjson.dumps(
        {"partition": record.partition, "offset": record.offset, "key": key, "headers": texts, "value": value}
    ).decode()


def readable_line(record: Any) -> str:
    """A record for people: an article's language, title and topics, or a dead letter's reason and origin.

    On a terminal it is cut to the width, so that it stays one line.
    """
    # Titles are strangers' text: a control character in one could steer the terminal.
    line = "".join(letter if letter.isprintable() else " " for letter in _line(record))
    return _cut(line, Console().width) if sys.stdout.isatty() else line


def _line(record: Any) -> str:
    headers = dict(record.headers)
    if reason := headers.get("communique.reason"):
        message = (headers.get("__connect.errors.exception.message") or b"").decode("utf-8", "replace")
        return f"dead  {reason.decode()}: {message}{_origin(headers)}"
    try:
        event = orjson.loads(record.value)
        return f"{event.get('language', '??'):<5} {event.get('title') or event.get('id')}  [{topics_line(event)}]"
    except (orjson.JSONDecodeError, TypeError, AttributeError):
        return f"      {record.partition}@{record.offset}: {counted(len(record.value or b''), 'byte')}, no event"


def _origin(headers: dict[str, bytes | None]) -> str:
    """Where the raw record of a dead letter stands: ` (channel partition@offset)`."""
    names = ("topic", "partition", "offset")
    found = [(headers.get(f"__connect.errors.{name}") or b"").decode("utf-8", "replace") for name in names]
    return f"  ({found[0]} {found[1]}@{found[2]})" if all(found) else ""


def _cut(line: str, width: int) -> str:
    return line if cell_len(line) <= width else set_cell_size(line, width - 1) + "…"
