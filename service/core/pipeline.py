"""The recipe: one raw record becomes one enriched article, or a refusal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.core.classify import classify
from service.core.clean import CleanLimits, clean
from service.core.dates import is_plausible
from service.core.encode import encode_enriched, event_id
from service.errors import Refused
from service.models import CleanArticle, EnrichedArticle, Message, RawArticle, Reason, Record, Refusal, Source

if TYPE_CHECKING:
    from service.core.decode import RawDecoder
    from service.core.language import LanguageDetector
    from service.core.taxonomy import Taxonomy
    from service.models import Candidate, Classification, Language

CLASSIFIER = "phrases"
"""What `provenance.classifier` says: topics were scored by the taxonomy's phrases."""

Lap = Callable[[str], None]
"""Called after each stage with its name; the shell times stages with it and may raise Refused to stop an article."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides how an article is enriched; two equal recipes give equal events.

    Attributes:
        event_source: CloudEvents `source` of what is published, and part of the event's id.
        include: parts of the event that are sent only when asked for: "captions" (those of pictures) and "removed" (all
            text that was taken out).
        band: how near to its threshold a topic's score makes it uncertain; 0 asks for none.
    """

    decoder: RawDecoder
    detector: LanguageDetector
    taxonomy: Taxonomy
    service_version: str
    event_source: str
    limits: CleanLimits
    include: frozenset[str] = frozenset()
    band: float = 0.0


@dataclass(frozen=True, slots=True)
class Enriched:
    """A success: the article, the message that carries it, and the topics that the recipe's band finds uncertain."""

    article: EnrichedArticle
    message: Message
    uncertain: tuple[Candidate, ...] = ()


Steps = Generator[None, None, Enriched | Refusal]
"""The work on one article, halted before each stage that needs other tables; `taken` goes on with it."""


def process(record: Record, recipe: Recipe, *, processed_at: str, lap: Lap = lambda _: None) -> Enriched | Refusal:
    """Enrich one record; arguments and outcome as of `steps_of`."""
    steps = steps_of(record, recipe, processed_at=processed_at, lap=lap)
    while (outcome := taken(steps)) is None:
        pass
    return outcome


def taken(steps: Steps) -> Enriched | Refusal | None:
    """Take the next step; what came of the article when that was the last, else None."""
    try:
        next(steps)
    except StopIteration as end:
        outcome: Enriched | Refusal = end.value
        return outcome
    return None


def steps_of(record: Record, recipe: Recipe, *, processed_at: str, lap: Lap = lambda _: None) -> Steps:
    """Enrich one record step by step.

    Who takes the same step of several articles before the next finds the code and tables of a stage still in the
    processor's caches, out of which those of other stages push them.

    Args:
        record: the raw record as read.
        recipe: how to enrich it.
        processed_at: RFC 3339 time to write into the event; the core has no clock.
        lap: called after each stage.

    Returns:
        The enriched article with its message; or why it was refused. Never raises: an unforeseen exception is a
        refusal with `internal_error`, so that one article can never stop the others.
    """
    stage, article_id = "decode", None
    try:
        raw = recipe.decoder.decode(record)
        article_id = raw.id
        _require_content(raw)
        lap(stage)
        stage = "clean"
        cleaned = clean(raw, recipe.limits)
        lap(stage)
        yield
        stage = "language"
        language = recipe.detector.detect(cleaned.text, raw.language or cleaned.language)
        lap(stage)
        yield
        stage = "topics"
        classification = classify(cleaned.title, cleaned.text, recipe.taxonomy, recipe.band)
        lap(stage)
        stage = "encode"
        article = _assemble(record, recipe, raw, cleaned, language, classification, processed_at)
        message = encode_enriched(article, record, event_source=recipe.event_source)
        lap(stage)
    except Refused as refused:
        return Refusal(refused.reason, refused.detail, stage, article_id)
    except Exception as error:  # noqa: BLE001 - a bug in any stage must cost one article, not the worker
        detail = f"{type(error).__name__} in the stage {stage}; please report it with the record"
        return Refusal(Reason.INTERNAL_ERROR, detail, stage, article_id, error)
    return Enriched(article, message, classification.uncertain)


def _require_content(raw: RawArticle) -> None:
    if raw.content is None:
        detail = "the event has a url but no content, and fetching is off; send the page in `content`"
        raise Refused(Reason.FETCH_DISABLED, detail)


def _assemble(
    record: Record,
    recipe: Recipe,
    raw: RawArticle,
    cleaned: CleanArticle,
    language: Language,
    classification: Classification,
    processed_at: str,
) -> EnrichedArticle:
    return EnrichedArticle(
        id=raw.id,
        event_id=event_id(recipe.event_source, raw.id, record),
        url=raw.url or cleaned.url,
        title=cleaned.title,
        text=cleaned.text,
        language=language.tag,
        language_confidence=round(language.confidence, 4),
        published_at=raw.published_at or _found_date(cleaned, processed_at),
        source=_source(raw, cleaned),
        authors=cleaned.authors,
        topics=classification.topics,
        primary_topic=classification.primary,
        words=count_words(cleaned.text, language.tag),
        removed=dict(Counter(piece.kind for piece in cleaned.removed)),
        repaired=cleaned.repaired,
        warnings=cleaned.warnings,
        service_version=recipe.service_version,
        taxonomy=recipe.taxonomy.ref,
        classifier=CLASSIFIER,
        raw=record if record.channel is not None else None,
        processed_at=processed_at,
        metadata=raw.metadata,
        original_language=cleaned.original_language,
        captions=_captions(cleaned) if "captions" in recipe.include else None,
        removed_text=cleaned.removed if "removed" in recipe.include else None,
    )


def _found_date(cleaned: CleanArticle, now: str) -> str | None:
    """When the page says that it was published, unless that is in the future or before 1990."""
    found = cleaned.published_at
    return found if found and is_plausible(found, now) else None


def _captions(cleaned: CleanArticle) -> tuple[str, ...]:
    """The captions that were taken out, in order, each once."""
    return tuple(dict.fromkeys(piece.text.strip(" |") for piece in cleaned.removed if piece.kind == "caption"))


def _source(raw: RawArticle, cleaned: CleanArticle) -> Source | None:
    if raw.source is not None:
        return raw.source
    return Source(name=cleaned.source_name) if cleaned.source_name else None


def count_words(text: str, language: str) -> int:
    """Words of a text: runs between white space; in Chinese and Japanese, which write no spaces, characters."""
    words = text.split()
    return sum(map(len, words)) if language in {"zh", "ja"} else len(words)
