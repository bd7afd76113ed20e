"""The values that travel through Communique: frozen, slotted dataclasses without behaviour that matters.

Offsets into text are counted in Unicode code points. Times are RFC 3339 strings as they stand in events, except
Kafka's own record timestamps, which are integers in milliseconds since the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

Headers = tuple[tuple[str, bytes | None], ...]
"""Kafka record headers in order; a name may occur more than once."""

MAX_ARTICLE_BYTES = 8_388_608
"""A larger raw event is refused, unless set otherwise."""


class Reason(StrEnum):
    """Why an article was refused. Bounded: metrics use it as a label, dead letters as a header."""

    TOMBSTONE = "tombstone"
    EMPTY_VALUE = "empty_value"
    INVALID_UTF8 = "invalid_utf8"
    INVALID_JSON = "invalid_json"
    DUPLICATE_KEY = "duplicate_key"
    NESTED_TOO_DEEP = "nested_too_deep"
    SCHEMA_VIOLATION = "schema_violation"
    SCHEMA_REGISTRY_FRAMING = "schema_registry_framing"
    INVALID_CLOUDEVENT = "invalid_cloudevent"
    UNSUPPORTED_CONTENT_TYPE = "unsupported_content_type"
    TOO_LARGE = "too_large"
    WORK_LIMIT = "work_limit"
    FETCH_DISABLED = "fetch_disabled"
    FETCH_BAD_URL = "fetch_bad_url"
    FETCH_ADDRESS = "fetch_address"
    FETCH_ROBOTS = "fetch_robots"
    FETCH_STATUS = "fetch_status"
    FETCH_REDIRECTS = "fetch_redirects"
    FETCH_CONTENT_TYPE = "fetch_content_type"
    FETCH_TOO_LARGE = "fetch_too_large"
    FETCH_TLS = "fetch_tls"
    FETCH_PROTOCOL = "fetch_protocol"
    FETCH_CONNECTION = "fetch_connection"
    FETCH_TIMEOUT = "fetch_timeout"
    FETCH_UNAVAILABLE = "fetch_unavailable"
    NO_ARTICLE = "no_article"
    OUTPUT_TOO_LARGE = "output_too_large"
    UNREADABLE_BATCH = "unreadable_batch"
    CRASHED_WORKER = "crashed_worker"
    INTERNAL_ERROR = "internal_error"


class Record(NamedTuple):
    """One Kafka record, or its like from a file: what the pipeline is given.

    A named tuple, as `Message` is: each record costs one of both, and a frozen dataclass takes twice as long to make.

    Attributes:
        value: the bytes as produced; None is a tombstone.
        key: the record's key, passed through unchanged.
        headers: the record's headers, in order.
        channel, partition, offset: where it stood; None outside Kafka.
        timestamp: Kafka's record timestamp in ms since the epoch; None when unknown.
    """

    value: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    channel: str | None = None
    partition: int | None = None
    offset: int | None = None
    timestamp: int | None = None


class Message(NamedTuple):
    """One record to be published: key, value and headers, its channel known to the publisher."""

    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    timestamp: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The outlet an article came from."""

    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """A raw-article v1 event, validated. `id` is the event's id, else its URL."""

    id: str
    url: str | None = None
    content: str | None = None
    content_type: str | None = None
    title: str | None = None
    language: str | None = None
    published_at: str | None = None
    retrieved_at: str | None = None
    source: Source | None = None
    metadata: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of text that cleaning took out: its kind (caption, credit, ...), the rule that took it, the text."""

    kind: str
    rule: str
    text: str


REPAIRED_KINDS = ("entities", "glued_words", "invisible", "mojibake", "normalization", "spacing", "surrogates")
"""What is mended: HTML's entities, invisible characters and half surrogate pairs one by one; mojibake, spacing and
words run together by the line; Unicode's normal form by the text or block."""


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """What cleaning found.

    Attributes:
        title: the headline, "" when the content shows none.
        text: paragraphs joined by a blank line, without the title; NFC; never empty.
        published_at: RFC 3339 date or date-time found in the content, else None.
        language: BCP-47 tag that the content declares (`<html lang>`), a hint only; else None.
        authors: people named in a byline, as written.
        source_name: the outlet that the content names, else None.
        url: canonical URL that the content declares, else None.
        removed: everything taken out, in order.
        repaired: what was mended, by kind, of `REPAIRED_KINDS`.
        warnings: bounded codes, e.g. `truncated`.
        original_language: BCP-47 tag of the language it was translated from, where the page shows it; else None.
    """

    title: str
    text: str
    published_at: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    source_name: str | None = None
    url: str | None = None
    removed: tuple[Removed, ...] = ()
    repaired: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    original_language: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A detected language: BCP-47 tag (`und` when unsure) and confidence in [0, 1]."""

    tag: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One stretch of text that speaks for a topic.

    Attributes:
        start, end: code points into the published text, or into the title when `in_title`.
        text: the stretch itself, as published.
        phrase: the taxonomy's phrase that matched.
        in_title: whether the offsets count in the title.
    """

    start: int
    end: int
    text: str
    phrase: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class TopicScore:
    """A topic that an article was given: calibrated score in [0, 1] and the evidence that made it."""

    id: str
    label: str
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic whose score lies so near its threshold that it could as well be the other way.

    Attributes:
        topic: the topic with its score, and the evidence for it.
        threshold: from which it is given.
        description: when an article has it, in the taxonomy's words; "" without.
    """

    topic: TopicScore
    threshold: float
    description: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody else thinks of a candidate.

    Attributes:
        topic: the candidate's id.
        applies: whether the article has the topic.
        confidence: how sure that is, in [0, 1].
        quotes: words that are said to stand in the article and to speak for it.
    """

    topic: str
    applies: bool
    confidence: float
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classification:
    """The topics of an article, best first; empty when none reached its threshold (off-topic).

    Attributes:
        primary: the id of the main one.
        uncertain: topics near their threshold, given or not; empty unless they were asked for.
    """

    topics: tuple[TopicScore, ...] = ()
    primary: str | None = None
    uncertain: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class TaxonomyRef:
    """Names a taxonomy exactly: id, version and the SHA-256 (hex) of its file."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class EnrichedArticle:
    """An enriched-article v1 event, before it is encoded. Fields as in schemas/enriched-article.v1.json."""

    id: str
    event_id: str
    title: str
    text: str
    language: str
    language_confidence: float
    url: str | None = None
    published_at: str | None = None
    source: Source | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[TopicScore, ...] = ()
    primary_topic: str | None = None
    words: int = 0
    removed: dict[str, int] = field(default_factory=dict)
    repaired: dict[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    service_version: str = ""
    taxonomy: TaxonomyRef | None = None
    classifier: str = ""
    raw: Record | None = None
    processed_at: str = ""
    metadata: dict[str, Any] | None = None
    original_language: str | None = None
    captions: tuple[str, ...] | None = None
    removed_text: tuple[Removed, ...] | None = None

    @property
    def findings(self) -> Findings:
        """What is counted of it."""
        topics = tuple(topic.id for topic in self.topics)
        return Findings(topics, self.language, self.removed, self.warnings, self.repaired)


@dataclass(frozen=True, slots=True)
class Findings:
    """What is counted of an enriched article.

    Attributes:
        topics: the ids of those that it was given.
        language: BCP-47.
        removed, repaired: pieces that cleaning took out, and what it mended, by kind.
        warnings: the codes in its `quality.warnings`.
    """

    topics: tuple[str, ...]
    language: str
    removed: dict[str, int]
    warnings: tuple[str, ...]
    repaired: dict[str, int]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An article that was refused.

    Attributes:
        reason, detail: the bounded code, and a sentence for a person without article text.
        stage: the pipeline's stage that refused.
        id: the article's id, when decoding came that far.
        exception: the unforeseen exception behind `internal_error`, for the log.
    """

    reason: Reason
    detail: str
    stage: str
    id: str | None = None
    exception: Exception | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A refusal with the record it is about, whole: what the dead-letter channel carries."""

    record: Record
    refusal: Refusal
    attempts: int = 1
