"""What is published on an article's way over the channels for fetching: a request, a request for later, the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from service.core import headers as names
from service.models import Message

if TYPE_CHECKING:
    from service.models import Headers, Record


_PIECE = 65_536
"""Characters of a page that are written at a time."""
_CONTROLS = bytes({*range(0x20)} - {*b"\b\t\n\f\r"})
_ESCAPED = b'\b\t\n\f\r"\\'


def fetch_request(record: Record) -> Message:
    """The record that asks for a raw article's page: the article as it is.

    Args:
        record: the raw record, with a URL and no content.

    Returns:
        Key, value and headers unchanged, then where the article first stood, which raw record this is, and how often it
        was refused before. As old as its publishing: with an old article's time a channel's retention could delete it.
    """
    ours: list[tuple[str, bytes | None]] = [names.raw_header(record)]
    if (attempts := names.last(record.headers, names.ATTEMPTS)) is not None:
        ours.append((names.ATTEMPTS, attempts))
    if (origin := names.origin_header(record)) is not None:
        ours.append(origin)
    return Message(record.key, record.value, names.without_letter(record.headers) + tuple(ours))


def request_again(record: Record, attempts: int) -> Message:
    """The record that asks for a page again, when its time has come.

    Args:
        record: as read from a channel for fetching.
        attempts: how often the page has been asked for.
    """
    ours = (names.FETCH_ATTEMPTS, b"%d" % attempts)
    return Message(record.key, record.value, (*_less_attempts(record.headers), ours))


def with_content(record: Record) -> Message:
    """The raw event as it is, whose page need not be fetched."""
    return Message(record.key, record.value, _less_attempts(record.headers))


def fetched(record: Record, content: str, content_type: str, retrieved_at: str) -> Message:
    """The raw event with its page, as the enrich agent reads it.

    Args:
        record: the request, whose value is a valid raw event.
        content: the page's text.
        content_type: its media type; the event's own gives way to it.
        retrieved_at: RFC 3339.

    Raises:
        orjson.JSONEncodeError: the text is not Unicode.
    """
    event = orjson.loads(record.value or b"") | {"content_type": content_type, "retrieved_at": retrieved_at}
    event.pop("content", None)
    # orjson reserves sixteen times a text's bytes while it writes it, which for the largest pages is 32 MB.
    pieces = (orjson.dumps(content[at : at + _PIECE])[1:-1] for at in range(0, len(content), _PIECE))
    value = b"".join((orjson.dumps(event)[:-1], b',"content":"', *pieces, b'"}'))
    return Message(record.key, value, _less_attempts(record.headers))


def json_bytes(text: str) -> int:
    """Bytes that a text takes in JSON: control characters six each, quotes and their like two (RFC 8259, 7)."""
    data = text.encode(errors="surrogatepass")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    escaped = len(data) - len(data.translate(None, _ESCAPED))
    return len(data) + 5 * controls + escaped


def attempts_of(record: Record) -> int:
    """How often a page has been asked for before this."""
    return names.count(record.headers, names.FETCH_ATTEMPTS)


def _less_attempts(headers: Headers) -> Headers:
    return tuple(header for header in headers if header[0] != names.FETCH_ATTEMPTS)
