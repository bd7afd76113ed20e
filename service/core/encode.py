"""Models to bytes: enriched events and dead letters as they are published."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any, Final

import orjson

from service._version import __version__
from service.core import headers as names
from service.core.expressions import expression
from service.errors import Refused
from service.models import Message, Reason

if TYPE_CHECKING:
    from service.models import (
        DeadLetter,
        EnrichedArticle,
        Evidence,
        Headers,
        Record,
        Refusal,
        Removed,
        Source,
        TopicScore,
    )

ENRICHED_TYPE: Final = "communique.article.enriched.v1"
"""CloudEvents `type` of an enriched article."""

ENRICHED_SCHEMA: Final = "urn:communique:schema:enriched-article:v1"
"""CloudEvents `dataschema` of an enriched article: the `$id` of schemas/enriched-article.v1.json."""

EVENT_NAMESPACE: Final = uuid.UUID("fee056f3-ed6f-59ac-88d7-4a981339fadf")
"""Namespace of event ids: UUIDv5 of `urn:communique:event` in RFC 9562's namespace for URLs."""

MAX_MESSAGE: Final = 4_096
"""Bytes of a dead letter's message; all our headers then stay well within the 64 KiB that its channel has to spare."""

_CONTENT_TYPE: Final = (names.CONTENT_TYPE, b"application/json")
_FIXED: Final[Headers] = (
    (names.CE_SPECVERSION, b"1.0"),
    (names.CE_TYPE, ENRICHED_TYPE.encode()),
    (names.CE_DATASCHEMA, ENRICHED_SCHEMA.encode()),
    _CONTENT_TYPE,
)

# CloudEvents 1.0, 2.1: a String holds no control characters and no non-characters.
_NOT_IN_STRING: Final = expression(
    "[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


def event_id(source: str, article_id: str, record: Record) -> str:
    """The id of the enriched event of an article: the same for every delivery of the same raw record.

    Args:
        source: CloudEvents `source` of the enriched event.
        article_id: the raw article's id, else its URL.
        record: the raw record as produced, or one that was made of it and names it in `communique.raw`: a page that is
            fetched twice may differ, the event stays the same one.

    Returns:
        A UUIDv5 in `EVENT_NAMESPACE`, of the length of the source in characters, the source, the article's id and the
        SHA-256 of the raw value in hexadecimal, joined by colons. The length keeps `a:b` + `c` apart from `a` + `b:c`.
    """
    raw = names.raw_place(record.headers)
    digest = raw.sha256 if raw is not None else hashlib.sha256(record.value or b"").hexdigest()
    return _uuid5(f"{len(source)}:{source}:{article_id}:{digest}")


_NAMESPACE: Final = hashlib.sha1(EVENT_NAMESPACE.bytes, usedforsecurity=False)


def _uuid5(name: str) -> str:
    """A name's UUIDv5 in `EVENT_NAMESPACE`, as text: `uuid.uuid5` makes an object of it, in three times the time."""
    sha1 = _NAMESPACE.copy()
    sha1.update(name.encode())
    digits = sha1.hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def encode_enriched(article: EnrichedArticle, record: Record, *, event_source: str) -> Message:
    """The record that carries an enriched article: a CloudEvent 1.0 in Kafka's binary mode.

    Args:
        article: what is published.
        record: the raw record it was made from; its key passes through, and so do its headers, save those that
            describe the raw event.
        event_source: CloudEvents `source`, a URI reference.

    Returns:
        The message, without a timestamp: it is as old as its publishing.

    Raises:
        Refused: a string of the article is not Unicode (half a surrogate pair), with `internal_error`: cleaning and
            decoding let none through.
    """
    try:
        value = orjson.dumps(to_event(article))
    except orjson.JSONEncodeError as error:
        detail = f"the enriched article cannot be written as JSON ({error}); please report it"
        raise Refused(Reason.INTERNAL_ERROR, detail) from error
    headers = _event_headers(article, event_source) + names.to_pass_on(record.headers)
    return Message(record.key, value, headers)


def _event_headers(article: EnrichedArticle, event_source: str) -> Headers:
    headers = [
        *_FIXED,
        (names.CE_ID, article.event_id.encode()),
        (names.CE_SOURCE, event_source.encode()),
        (names.CE_SUBJECT, as_attribute(article.id).encode()),
    ]
    if article.processed_at:
        headers.append((names.CE_TIME, article.processed_at.encode()))
    headers.append((names.RECIPE, recipe(article).encode()))
    return tuple(headers)


def as_attribute(text: str) -> str:
    """A text as CloudEvents lets it stand in an attribute: characters that it forbids are percent-encoded as UTF-8.

    All else stays, `%` too: readers of Kafka headers do not decode percent signs, so a URL arrives as it was.
    """
    return _NOT_IN_STRING.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)


def recipe(article: EnrichedArticle) -> str:
    """What the header `communique.recipe` says: equal recipes make equal events of equal records.

    Returns:
        The service's version, and after a plus sign `id@version:` and 12 digits of the hash of the taxonomy.
    """
    taxonomy = article.taxonomy
    if taxonomy is None:
        return article.service_version
    return f"{article.service_version}+{taxonomy.id}@{taxonomy.version}:{taxonomy.sha256[:12]}"


def to_event(article: EnrichedArticle) -> dict[str, Any]:
    """The JSON object of an enriched article, as schemas/enriched-article.v1.json describes it.

    What has no value is left out; lists and counts that are empty stay.
    """
    event: dict[str, Any] = {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "language": article.language,
        "language_confidence": article.language_confidence,
        "published_at": article.published_at,
        "source": _source(article.source),
        "authors": article.authors,
        "topics": [topic_event(topic) for topic in article.topics],
        "primary_topic": article.primary_topic,
        "captions": article.captions,
        "removed_text": None if article.removed_text is None else [_removed(piece) for piece in article.removed_text],
        "quality": _quality(article),
        "provenance": _provenance(article),
        "metadata": article.metadata,
    }
    return _present(event)


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _quality(article: EnrichedArticle) -> dict[str, Any]:
    quality = {"words": article.words, "removed": article.removed, "warnings": article.warnings}
    return quality | _present({"repaired": article.repaired or None, "original_language": article.original_language})


def _removed(piece: Removed) -> dict[str, str]:
    return {"kind": piece.kind, "rule": piece.rule, "text": piece.text}


def _source(source: Source | None) -> dict[str, Any] | None:
    return None if source is None else _present({"name": source.name, "url": source.url})


def topic_event(topic: TopicScore) -> dict[str, Any]:
    """A topic as events carry it."""
    evidence = [_evidence(piece) for piece in topic.evidence]
    return {"id": topic.id, "label": topic.label, "score": topic.score, "evidence": evidence}


def _evidence(piece: Evidence) -> dict[str, Any]:
    members = {"start": piece.start, "end": piece.end, "text": piece.text, "phrase": piece.phrase}
    if piece.in_title:
        members["in"] = "title"
    return members


def _provenance(article: EnrichedArticle) -> dict[str, Any]:
    taxonomy = article.taxonomy
    origin = None if article.raw is None else names.origin(article.raw)
    provenance = {
        "service_version": article.service_version,
        "taxonomy": taxonomy and {"id": taxonomy.id, "version": taxonomy.version, "sha256": taxonomy.sha256},
        "classifier": article.classifier,
        "raw": origin and origin.as_json(),
        "processed_at": article.processed_at,
    }
    return _present(provenance)


def encode_dead_letter(letter: DeadLetter, *, connector: str) -> Message:
    """The record that carries a refused one to the dead-letter channel.

    Args:
        letter: the record, why it was refused, and how often this worker tried it.
        connector: who refused: the Kafka consumer group.

    Returns:
        The record's own key, value, timestamp and headers, byte for byte and in order, then the headers that
        schemas/dead-letter-headers.v1.json describes. On a redriven letter those of the last time give way to the new
        ones: the origin stays, the attempts count on.
    """
    record, refusal = letter.record, letter.refusal
    attempts = names.count(record.headers, names.ATTEMPTS) + letter.attempts
    ours = [
        *_place(record),
        (names.CONNECT_CONNECTOR, connector.encode()),
        (names.CONNECT_TASK, b"%d" % (record.partition or 0)),
        (names.CONNECT_STAGE, refusal.stage.encode()),
        (names.CONNECT_CLASS, f"communique.{refusal.stage}".encode()),
        (names.CONNECT_EXCEPTION_CLASS, _exception_class(refusal).encode()),
        (names.CONNECT_EXCEPTION_MESSAGE, _cut(refusal.detail)),
        (names.REASON, refusal.reason.value.encode()),
        (names.ATTEMPTS, b"%d" % attempts),
        (names.BUILD, __version__.encode()),
    ]
    raw = names.last(record.headers, names.RAW)
    if raw is not None:
        ours.append((names.RAW, raw))
    origin = names.origin_header(record)
    if origin is not None:
        ours.append(origin)
    return Message(record.key, record.value, names.without_letter(record.headers) + tuple(ours), record.timestamp)


def _place(record: Record) -> Headers:
    if record.channel is None or record.partition is None or record.offset is None:
        return ()
    return (
        (names.CONNECT_TOPIC, record.channel.encode()),
        (names.CONNECT_PARTITION, b"%d" % record.partition),
        (names.CONNECT_OFFSET, b"%d" % record.offset),
    )


def _exception_class(refusal: Refusal) -> str:
    kind = Refused if refusal.exception is None else type(refusal.exception)
    return f"{kind.__module__}.{kind.__qualname__}"


def _cut(detail: str) -> bytes:
    """A detail as UTF-8 of at most MAX_MESSAGE bytes, whole characters only."""
    return detail.encode(errors="replace")[:MAX_MESSAGE].decode(errors="ignore").encode()
