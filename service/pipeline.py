r"""Communique as a library: clean, detect and classify articles without Kafka.

from service import Pipeline
article = Pipeline().enrich("Title\\n\\nThe text of an article ...")
print(article.language, [topic.id for topic in article.topics])
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import orjson

from service._version import __version__
from service.cached import cached_model, cached_taxonomy
from service.core.classify import explain_whole
from service.core.clean import CleanLimits, clean, decode_bytes
from service.core.decode import RawDecoder
from service.core.encode import to_event
from service.core.language import LanguageDetector
from service.core.pipeline import Enriched, Lap, Recipe, Steps, process, steps_of
from service.edges.cache import AUTO, cache_of
from service.edges.clock import now
from service.edges.garbage import made_to_stay
from service.edges.resources import resource
from service.edges.taxonomies import LANGUAGES, read_taxonomy
from service.errors import Refused
from service.models import MAX_ARTICLE_BYTES, Record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from service.core.classify import MainTopicRank, TopicExplanation
    from service.core.taxonomy import Taxonomy
    from service.models import CleanArticle, EnrichedArticle, Refusal


class Pipeline:
    """Enriches articles one at a time; the worker and the command line run this same object.

    Args:
        taxonomy: a shipped taxonomy's name or the path of a taxonomy file.
        languages: ISO 639 codes to tell apart; only their phrases are compiled.
        event_source: CloudEvents `source` of the events.
        max_bytes: a raw event larger than this is refused.
        include: optional parts of events: "captions", "removed".
        band: how near to its threshold a topic's score makes it uncertain, for whoever asks for a second opinion.
        cache_folder: where what takes long to make is kept for the next start: `auto`, `off` or a folder.

    Raises:
        TaxonomyError: the taxonomy is missing or wrong.
    """

    def __init__(
        self,
        taxonomy: str | Path = "vietnam-diplomacy",
        *,
        languages: Sequence[str] = LANGUAGES,
        event_source: str = "urn:communique",
        max_bytes: int = MAX_ARTICLE_BYTES,
        include: Sequence[str] = (),
        band: float = 0.0,
        cache_folder: str | Path = AUTO,
    ) -> None:
        """Load the schema, the language model and the taxonomy: a fifth of a second, the first time over a second."""
        if isinstance(languages, str):  # its letters would be taken for languages, and every article be of none
            message = f"languages is the text {languages!r}; give a sequence of codes, such as {languages.split(',')!r}"
            raise TypeError(message)
        data, name = read_taxonomy(str(taxonomy))
        schema = orjson.loads(resource("schemas", "raw-article.v1.json").read_bytes())
        cache = cache_of(cache_folder)
        # The model is read or unpacked by C code that leaves the interpreter free: beside the taxonomy it costs none.
        with made_to_stay(), ThreadPoolExecutor(1, "language-model") as beside:
            model = beside.submit(cached_model, cache)
            self.recipe = Recipe(
                decoder=RawDecoder(schema, max_bytes=max_bytes),
                taxonomy=cached_taxonomy(data, name=name, languages=languages, cache=cache),
                detector=LanguageDetector(languages, model.result()),
                service_version=__version__,
                event_source=event_source,
                limits=CleanLimits(max_characters=max_bytes),
                include=frozenset(include),
                band=band,
            )

    @property
    def taxonomy(self) -> Taxonomy:
        """The compiled taxonomy."""
        return self.recipe.taxonomy

    def prepare(self) -> Self:
        """Make now what is else made when there are more than a few articles; for who is about to process many."""
        self.taxonomy.index.search.build()
        return self

    def process(self, record: Record, lap: Lap = lambda _: None) -> Enriched | Refusal:
        """Enrich one record as read from Kafka; see `service.core.pipeline.process`."""
        return process(record, self.recipe, processed_at=now(), lap=lap)

    def steps(self, record: Record, lap: Lap = lambda _: None) -> Steps:
        """The same step by step, for who works on several side by side; see `service.core.pipeline.steps_of`."""
        return steps_of(record, self.recipe, processed_at=now(), lap=lap)

    def enrich(self, article: str | bytes | Mapping[str, Any], *, id: str = "article") -> EnrichedArticle:  # noqa: A002 - the event's own word
        """Enrich one article.

        Args:
            article: HTML or plain text as str; as bytes with any encoding (BOM, meta charset or detected);
                or a raw event as a mapping with the fields of schemas/raw-article.v1.json.
            id: the article's id, for str and bytes.

        Returns:
            The enriched article.

        Raises:
            Refused: the article cannot be processed; `.reason` and `.detail` say why.
            TypeError: it is none of these.
        """
        if isinstance(article, bytes):
            article = decode_bytes(article)
        event = {"id": id, "content": article} if isinstance(article, str) else _event(article)
        outcome = self.process(Record(value=_to_json(event)))
        if isinstance(outcome, Enriched):
            return outcome.article
        raise Refused(outcome.reason, outcome.detail) from outcome.exception

    def explain(self, record: Record) -> Explanation | Refusal:
        """Enrich one record and keep what the event leaves out: removed text, and the parts of every score."""
        outcome = self.process(record)
        if not isinstance(outcome, Enriched):
            return outcome
        cleaned = clean(self.recipe.decoder.decode(record), self.recipe.limits)
        topics, main_topic = explain_whole(cleaned.title, cleaned.text, self.taxonomy)
        return Explanation(to_event(outcome.article), cleaned, topics, main_topic)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article came out as it did.

    Attributes:
        event: the enriched event, as published.
        cleaned: what cleaning found, with every piece that it removed.
        topics: each topic that had any evidence, with the parts of its score.
        main_topic: how the topics given rank for the main one, the main one first.
    """

    event: dict[str, Any]
    cleaned: CleanArticle
    topics: tuple[TopicExplanation, ...]
    main_topic: tuple[MainTopicRank, ...]


def _event(article: object) -> dict[str, Any]:
    if not isinstance(article, Mapping):
        message = f"an article is str, bytes or a mapping, not {type(article).__name__}; read a file first"
        raise TypeError(message)
    return dict(article)


def _to_json(event: Mapping[str, Any]) -> bytes:
    """The event as JSON; text that UTF-8 cannot hold is passed on as it is, for the decoder to refuse."""
    try:
        return orjson.dumps(event)
    except TypeError:
        import json  # noqa: PLC0415 - only for what orjson refuses: lone surrogates

        return json.dumps(event, default=str).encode()
