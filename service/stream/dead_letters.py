"""Dead letters as they stand in Kafka: what their headers say, which ones are meant, what the refused record was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from service.core import headers as names
from service.models import Record

if TYPE_CHECKING:
    from service.models import Headers

_OURS = (
    names.CONNECT_TOPIC,
    names.CONNECT_PARTITION,
    names.CONNECT_OFFSET,
    names.CONNECT_CONNECTOR,
    names.CONNECT_TASK,
    names.CONNECT_STAGE,
    names.CONNECT_CLASS,
    names.CONNECT_EXCEPTION_CLASS,
    names.CONNECT_EXCEPTION_MESSAGE,
    names.REASON,
    names.ATTEMPTS,
    names.BUILD,
    names.RAW,
    names.ORIGIN,
)
"""The headers that end a dead letter, in the order in which core/encode.py puts them there, each at most once."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One dead letter.

    Attributes:
        partition, offset: its place in the dead-letter channel.
        timestamp: that of the refused record, ms since the epoch.
        key, value, headers: as they stand; the last headers tell of the refusal.
        reason, stage, message, build, group: what those headers say; "" where they do not.
        attempts: how often the article has been refused; 1 where no header says so.
        origin: where the article first stood; None when it did not come from Kafka.
    """

    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    reason: str
    stage: str
    message: str
    build: str
    group: str
    attempts: int
    origin: names.Origin | None


def letter_of(record: Any) -> Letter:
    """Read a record of the dead-letter channel; also one that is no dead letter of ours, which says little."""
    headers = tuple(record.headers)
    return Letter(
        partition=record.partition,
        offset=record.offset,
        timestamp=record.timestamp or 0,  # aiokafka says None where a record has none
        key=record.key,
        value=record.value,
        headers=headers,
        reason=_text(headers, names.REASON),
        stage=_text(headers, names.CONNECT_STAGE),
        message=_text(headers, names.CONNECT_EXCEPTION_MESSAGE),
        build=_text(headers, names.BUILD),
        group=_text(headers, names.CONNECT_CONNECTOR),
        attempts=_number(headers, names.ATTEMPTS) or 1,
        # Without its place: a letter without the header has no origin, and must not become its own.
        origin=names.origin(Record(record.value, record.key, headers)),
    )


def place_of_refused(headers: Headers) -> tuple[str, int, int] | None:
    """Channel, partition and offset of the record that was refused; None when the headers do not say.

    Another place than the letter's origin when the article was redriven.
    """
    channel = _text(headers, names.CONNECT_TOPIC)
    partition, offset = _number(headers, names.CONNECT_PARTITION), _number(headers, names.CONNECT_OFFSET)
    return (channel, partition, offset) if channel and partition is not None and offset is not None else None


def _text(headers: Headers, name: str) -> str:
    return (names.last(headers, name) or b"").decode("utf-8", "replace")


def _number(headers: Headers, name: str) -> int | None:
    told = names.last(headers, name) or b""
    # Eighteen digits: more do not fit Kafka's 64 bits, and a forged number must not grow without end.
    return int(told) if told.isdigit() and len(told) <= 18 else None


def original_headers(headers: Headers) -> Headers:
    """The refused record's own headers: those of a dead letter less the ones that tell of the refusal.

    Taken off from the end, each name once: an article from some Kafka Connect dead-letter queue brings headers of the
    same names, and keeps them.
    """
    end, taken = len(headers), set()
    while end and headers[end - 1][0] in _OURS and headers[end - 1][0] not in taken:
        taken.add(headers[end - 1][0])
        end -= 1
    return headers[:end]


def redriven_headers(letter: Letter) -> Headers:
    """The headers with which a letter goes back: its own, then where it came from and how often it was tried; for one
    that was fetched which raw record it was, so that its event keeps its id.

    The reason and Kafka Connect's names stay behind: beside them the worker would take the article's own headers of
    those names for a dead letter's.
    """
    own = original_headers(letter.headers)
    kept = [(name, names.last(letter.headers, name)) for name in (names.ORIGIN, names.ATTEMPTS, names.RAW)]
    return own + tuple((name, value) for name, value in kept if value is not None)


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """Which letters are meant; what is not given does not narrow.

    Attributes:
        reasons: codes of `communique.reason`.
        since_ms, until_ms: the record's time in ms since the epoch, `until_ms` excluded.
        source: name of the raw event's source, upper or lower case.
        id: the raw event's id, or its URL where it has no id.
        partitions: of the dead-letter channel.
        first, last: offsets in a partition, both included.
    """

    reasons: frozenset[str] = field(default_factory=frozenset)
    since_ms: int | None = None
    until_ms: int | None = None
    source: str | None = None
    id: str | None = None
    partitions: frozenset[int] = field(default_factory=frozenset)
    first: int | None = None
    last: int | None = None

    def takes(self, letter: Letter) -> bool:
        """Whether a letter is meant."""
        return self._in_place(letter) and self._in_time(letter) and self._in_reason(letter) and self._in_event(letter)

    def _in_place(self, letter: Letter) -> bool:
        if self.partitions and letter.partition not in self.partitions:
            return False
        after = self.first is None or letter.offset >= self.first
        return after and (self.last is None or letter.offset <= self.last)

    def _in_time(self, letter: Letter) -> bool:
        after = self.since_ms is None or letter.timestamp >= self.since_ms
        return after and (self.until_ms is None or letter.timestamp < self.until_ms)

    def _in_reason(self, letter: Letter) -> bool:
        return not self.reasons or letter.reason in self.reasons

    def _in_event(self, letter: Letter) -> bool:
        if self.id is None and self.source is None:
            return True
        event = event_of(letter)
        if self.id is not None and event_id(event) != self.id:
            return False
        return self.source is None or event_source(event).casefold() == self.source.casefold()


def event_of(letter: Letter) -> dict[str, Any]:
    """The raw event of a letter, unchecked; empty when its value is no JSON object."""
    return event_in(letter.value or b"")


def event_in(value: bytes) -> dict[str, Any]:
    """The raw event in a record's value, unchecked; empty when it is no JSON object."""
    try:
        event = orjson.loads(value)
    except orjson.JSONDecodeError:
        return {}
    return event if isinstance(event, dict) else {}


def event_id(event: dict[str, Any]) -> str:
    """The id of a raw event, else its URL; "" when it has neither."""
    found = event.get("id") or event.get("url")
    return found if isinstance(found, str) else ""


def event_source(event: dict[str, Any]) -> str:
    """The name of a raw event's source; "" when it has none."""
    source = event.get("source")
    found = source.get("name") if isinstance(source, dict) else None
    return found if isinstance(found, str) else ""
