"""The names of the record headers that Communique reads and writes, and which headers are whose."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

from service.core.expressions import expression

if TYPE_CHECKING:
    from service.models import Headers, Record

CE_PREFIX: Final = "ce_"
"""Before the name of a CloudEvents attribute: CloudEvents 1.0, Kafka protocol binding, binary mode."""
CE_SPECVERSION: Final = "ce_specversion"
CE_ID: Final = "ce_id"
CE_SOURCE: Final = "ce_source"
CE_TYPE: Final = "ce_type"
CE_TIME: Final = "ce_time"
CE_SUBJECT: Final = "ce_subject"
CE_DATASCHEMA: Final = "ce_dataschema"
CONTENT_TYPE: Final = "content-type"

OURS_PREFIX: Final = "communique."
REASON: Final = "communique.reason"
ATTEMPTS: Final = "communique.attempts"
ORIGIN: Final = "communique.origin"
BUILD: Final = "communique.build"
RAW: Final = "communique.raw"
"""On what is made of a raw record on its way over other channels: which one, as JSON."""
FETCH_ATTEMPTS: Final = "communique.fetch-attempts"
"""How often a page has been asked for, on its way between the channels for fetching."""
RECIPE: Final = "communique.recipe"

# Kafka Connect's dead-letter headers (KIP-298), which tools for dead letters know.
CONNECT_TOPIC: Final = "__connect.errors.topic"
CONNECT_PARTITION: Final = "__connect.errors.partition"
CONNECT_OFFSET: Final = "__connect.errors.offset"
CONNECT_CONNECTOR: Final = "__connect.errors.connector.name"
CONNECT_TASK: Final = "__connect.errors.task.id"
CONNECT_STAGE: Final = "__connect.errors.stage"
CONNECT_CLASS: Final = "__connect.errors.class.name"
CONNECT_EXCEPTION_CLASS: Final = "__connect.errors.exception.class.name"
CONNECT_EXCEPTION_MESSAGE: Final = "__connect.errors.exception.message"

_LETTER: Final = frozenset({REASON, ATTEMPTS, ORIGIN, BUILD, RAW, FETCH_ATTEMPTS})
_SHA256: Final = expression(r"[0-9a-f]{64}")
_CONNECT: Final = frozenset(
    {
        CONNECT_TOPIC,
        CONNECT_PARTITION,
        CONNECT_OFFSET,
        CONNECT_CONNECTOR,
        CONNECT_TASK,
        CONNECT_STAGE,
        CONNECT_CLASS,
        CONNECT_EXCEPTION_CLASS,
        CONNECT_EXCEPTION_MESSAGE,
    }
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article first stood in Kafka.

    Attributes:
        channel: the Kafka topic.
        partition, offset: the place in it.
        timestamp: Kafka's record timestamp in ms since the epoch; None when unknown.
    """

    channel: str
    partition: int
    offset: int
    timestamp: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The origin as it stands in events: without the timestamp when that is unknown."""
        members: dict[str, Any] = {"channel": self.channel, "partition": self.partition, "offset": self.offset}
        if self.timestamp is not None:
            members["timestamp"] = self.timestamp
        return members


def name_bytes(name: str) -> bytes:
    """A header's name as it stands in Kafka: names that are no UTF-8 are read with `surrogateescape`."""
    return name.encode("utf-8", "surrogateescape")


def name_text(name: str) -> str:
    """A header's name as text that can be printed and put into JSON: U+FFFD for what is no UTF-8."""
    return name if name.isascii() else name_bytes(name).decode("utf-8", "replace")


def last(headers: Headers, name: str) -> bytes | None:
    """The value of a header; of the last one when the name occurs more than once; None when there is none."""
    return next((value for key, value in reversed(headers) if key == name), None)


def origin(record: Record) -> Origin | None:
    """Where the record's article first stood.

    Args:
        record: a record from the raw channel, or one made of such a record: fetched, retried or redriven, which names
            its origin in the header `communique.origin`. A header that does not make sense is as good as none.

    Returns:
        The origin; None when the record did not come from Kafka.
    """
    told = last(record.headers, ORIGIN)
    found = _parse_origin(told) if told else None
    if found is not None or record.channel is None or record.partition is None or record.offset is None:
        return found
    return Origin(record.channel, record.partition, record.offset, record.timestamp)


def origin_header(record: Record) -> tuple[str, bytes] | None:
    """The header `communique.origin` to put on what is made of a record; None when it did not come from Kafka."""
    found = origin(record)
    return None if found is None else (ORIGIN, orjson.dumps(found.as_json()))


def _parse_origin(told: bytes) -> Origin | None:
    try:
        members = orjson.loads(told)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(members, dict):
        return None
    channel, timestamp = members.get("channel"), members.get("timestamp")
    partition, offset = members.get("partition"), members.get("offset")
    # `type is int`, not isinstance: JSON's true would pass for 1.
    if not channel or type(channel) is not str or (timestamp is not None and type(timestamp) is not int):
        return None
    if type(partition) is not int or type(offset) is not int or partition < 0 or offset < 0:
        return None
    return Origin(channel, partition, offset, timestamp)


@dataclass(frozen=True, slots=True)
class RawPlace:
    """Which raw record another record was made of.

    Attributes:
        channel, partition, offset: where it was read. Not the origin where that record was redriven itself.
        sha256: of its value, in hexadecimal.
    """

    channel: str
    partition: int
    offset: int
    sha256: str


def raw_place(headers: Headers) -> RawPlace | None:
    """Which raw record a record was made of; None when no header says so, or not in a way that makes sense."""
    told = last(headers, RAW)
    try:
        members = orjson.loads(told) if told else None
    except orjson.JSONDecodeError:
        return None
    place = _parse_origin(told) if told else None
    digest = members.get("sha256") if isinstance(members, dict) else None
    if place is None or type(digest) is not str or not _SHA256.fullmatch(digest):
        return None
    return RawPlace(place.channel, place.partition, place.offset, digest)


def raw_header(record: Record) -> tuple[str, bytes]:
    """The header `communique.raw` to put on what is made of a raw record."""
    place = {"channel": record.channel, "partition": record.partition, "offset": record.offset}
    return RAW, orjson.dumps({**place, "sha256": hashlib.sha256(record.value or b"").hexdigest()})


def count(headers: Headers, name: str) -> int:
    """A count that a header holds in decimal; 0 when none does."""
    told = last(headers, name) or b""
    # Nine digits: a forged number must not grow without end, nor meet Python's limit on digits.
    return int(told) if re.fullmatch(rb"[0-9]{1,9}", told) else 0


def without_letter(headers: Headers) -> Headers:
    """The headers less those that a dead letter added.

    Kafka Connect's names are taken out only beside ours: alone they are some connector's, hence the article's own.
    """
    if not any(name in _LETTER for name, _ in headers):
        return headers
    names = _LETTER | _CONNECT if last(headers, REASON) is not None else _LETTER
    return tuple(header for header in headers if header[0] not in names)


def to_pass_on(headers: Headers) -> Headers:
    """The headers of a raw record that its enriched event carries on, in order: tracing and whatever is not ours.

    Left out: those that describe the raw event (`ce_*`, `content-type`), and ours of an earlier pass.
    """
    return tuple(
        header
        for header in without_letter(headers)
        if not header[0].startswith((CE_PREFIX, OURS_PREFIX)) and header[0].lower() != CONTENT_TYPE
    )
