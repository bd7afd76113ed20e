"""Bytes to a raw article: everything that can be wrong with a record is told apart here."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import jsonschema_rs
import orjson

from service.core.expressions import expression
from service.core.headers import CE_ID, CE_PREFIX, CE_SOURCE, CE_SPECVERSION, CE_TYPE, CONTENT_TYPE
from service.core.schema_violations import examples_of, shorten, violations, with_examples
from service.errors import Refused
from service.models import MAX_ARTICLE_BYTES, RawArticle, Reason, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.models import Headers, Record

MAX_DEPTH: Final = 64
"""Levels that an event may nest. Metadata of real feeds stays below 10; orjson writes at most 254."""

MAX_PARTS: Final = 100_000
"""Keys, objects and lists that an event may hold: tenths of a second's work, far beyond the metadata of real feeds."""

MAX_DETAIL: Final = 1_000
"""Characters of a refusal's detail: it travels in a record header."""

_FRAME: Final = 5
"""Bytes that a schema registry's serialiser puts first: the magic byte 0 and a schema id of four bytes."""

_BOM: Final = b"\xef\xbb\xbf"
_KEY: Final = expression(rb'"(?<![^\\]\\")[ \t\r\n]*:')
"""A quote that may end a key, and a colon; behind a single backslash it stands in a string, as in a page's scripts."""
_STRING: Final = expression(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET: Final = re.compile(rb"[\[\]{}]")


class RawDecoder:
    """Decodes raw-article v1 events.

    Args:
        schema: the JSON Schema of the event, `schemas/raw-article.v1.json`.
        max_bytes: a value larger than this is refused unread.
    """

    def __init__(self, schema: Mapping[str, Any], *, max_bytes: int = MAX_ARTICLE_BYTES) -> None:
        """Compile the schema, once."""
        # The mask keeps the article's own text out of messages.
        self._validator = jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True, mask="value")
        self._examples = examples_of(schema)
        self._max_bytes = max_bytes

    def decode(self, record: Record) -> RawArticle:
        """The article that a record carries.

        Args:
            record: a record as read from Kafka or a file.

        Raises:
            Refused: the record is not a raw-article v1 event; the reason tells in what way, the detail where.
        """
        value = self._value(record.value)
        _check_headers(record.headers)
        event = _parse(value)
        _check_keys(value, _count_keys(event))
        if not self._validator.is_valid(event):
            raise Refused(
                Reason.SCHEMA_VIOLATION, _join(with_examples(violations(self._validator, event), self._examples))
            )
        return _article(event)

    def _value(self, value: bytes | None) -> bytes:
        if value is None:
            raise Refused(Reason.TOMBSTONE, "the record has no value; send an article or nothing")
        if not value:
            raise Refused(Reason.EMPTY_VALUE, "the record's value has no bytes")
        if value[0] == 0 and len(value) >= _FRAME:
            schema_id = int.from_bytes(value[1:_FRAME], "big")
            detail = (
                f"the value is framed by a schema registry's serialiser (schema id {schema_id}); produce plain JSON"
            )
            raise Refused(Reason.SCHEMA_REGISTRY_FRAMING, detail)
        if len(value) > self._max_bytes:
            detail = f"the value has {len(value)} bytes, more than the {self._max_bytes} allowed"
            raise Refused(Reason.TOO_LARGE, detail)
        return value


def _check_headers(headers: Headers) -> None:
    """Refuse headers that promise a CloudEvent and do not keep the promise; no `ce_` headers at all is bare JSON."""
    attributes: dict[str, bytes | None] = {}
    content_type = b""
    for name, value in headers:
        if name.startswith(CE_PREFIX):
            if name in attributes:
                raise _bad_event(f"the header {shorten(name)} occurs twice; send it once")
            attributes[name] = value
        elif name.lower() == CONTENT_TYPE:
            content_type = (value or b"").split(b";")[0].strip().lower()
    if content_type.startswith(b"application/cloudevents"):
        raise _bad_event(
            "the event is in structured mode; send it in binary mode: attributes as ce_ headers, data as value"
        )
    if attributes:
        _check_attributes(attributes, content_type)


def _check_attributes(attributes: dict[str, bytes | None], content_type: bytes) -> None:
    if attributes.get(CE_SPECVERSION) != b"1.0":
        raise _bad_event(f"the header {CE_SPECVERSION} must be 1.0; send it so, or no ce_ headers at all")
    for name in (CE_ID, CE_SOURCE, CE_TYPE):
        if not _is_text(attributes.get(name)):
            raise _bad_event(f"the header {name} must hold UTF-8 text; send it, or no ce_ headers at all")
    is_json = content_type == b"application/json" or content_type.endswith(b"+json")
    if content_type and not is_json:
        raise _bad_event(f"the header {CONTENT_TYPE} must be application/json")


def _is_text(value: bytes | None) -> bool:
    if not value:
        return False
    try:
        return not value.decode().isspace()
    except UnicodeDecodeError:
        return False


def _bad_event(detail: str) -> Refused:
    return Refused(Reason.INVALID_CLOUDEVENT, detail)


def _parse(value: bytes) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise _unreadable(value, error) from None


def _unreadable(value: bytes, error: orjson.JSONDecodeError) -> Refused:
    """Why orjson could not read the value; found out here and not from its wording, which varies with its version."""
    if value.startswith(_BOM):
        return Refused(Reason.INVALID_JSON, "the value begins with a byte order mark (line 1, column 1); leave it out")
    try:
        value.decode()
    except UnicodeDecodeError as bad:
        return Refused(Reason.INVALID_UTF8, f"byte {bad.start} of the value is not UTF-8: {bad.reason}")
    if _opens_too_deep(value):
        return _too_deep()
    return Refused(Reason.INVALID_JSON, f"{error.msg} (line {error.lineno}, column {error.colno})")


def _opens_too_deep(value: bytes) -> bool:
    """Whether brackets outside strings open deeper than MAX_DEPTH; the value need not be JSON."""
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub(b"", value)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def _too_deep() -> Refused:
    return Refused(Reason.NESTED_TOO_DEEP, f"the event nests more than {MAX_DEPTH} levels; flatten its metadata")


def _count_keys(event: Any) -> int:
    """The keys of all objects in an event.

    Raises:
        Refused: it nests too deep, or holds too many parts.
    """
    keys = containers = 0
    level = [event] if isinstance(event, (dict, list)) else []
    for _ in range(MAX_DEPTH + 1):
        containers += len(level)
        if keys + containers > MAX_PARTS:
            detail = f"the event holds more than {MAX_PARTS} keys, objects and lists; send less metadata"
            raise Refused(Reason.WORK_LIMIT, detail)
        if not level:
            return keys
        below: list[Any] = []
        for container in level:
            if isinstance(container, dict):
                keys += len(container)
            children = container.values() if isinstance(container, dict) else container
            below += [child for child in children if isinstance(child, (dict, list))]
        level = below
    raise _too_deep()


def _check_keys(value: bytes, keys: int) -> None:
    """Refuse a value in which a key occurs twice in one object: orjson keeps the last without a word.

    Args:
        value: JSON.
        keys: how many keys were parsed from it.
    """
    # Every key in the bytes ends in a quote and a colon, so no more of those than keys parsed leave no room for a
    # duplicate. Those beyond may as well stand inside strings: then a slower parser looks at every pair.
    beyond = islice(_KEY.finditer(value), keys, None)
    if next(beyond, None) is not None:
        json.loads(value, object_pairs_hook=_refuse_duplicates)


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise Refused(Reason.DUPLICATE_KEY, f"the key {shorten(name)} occurs twice in one object")
        seen.add(name)


def _join(violations: list[str]) -> str:
    """All violations in one line, as many as fit into MAX_DETAIL; the rest are counted."""
    text = ""
    for done, violation in enumerate(violations):
        longer = f"{text}; {violation}" if text else violation
        if len(longer) > MAX_DETAIL - 20:  # room for the count
            return f"{text or violation[: MAX_DETAIL - 21] + '…'}; and {len(violations) - max(done, 1)} more"
        text = longer
    return text


def _article(event: dict[str, Any]) -> RawArticle:
    source = event.get("source")
    return RawArticle(
        id=event.get("id") or event["url"],
        url=event.get("url"),
        content=event.get("content"),
        content_type=event.get("content_type"),
        title=event.get("title"),
        language=event.get("language"),
        published_at=event.get("published_at"),
        retrieved_at=event.get("retrieved_at"),
        source=None if source is None else Source(source.get("name"), source.get("url")),
        metadata=event.get("metadata"),
    )
