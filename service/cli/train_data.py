"""What `communique train` learns from: a file of labels, read, cleaned, and told what is doubtful in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from service.cached import cached_taxonomy
from service.cli.counts import counted
from service.cli.evaluate_data import file_lines
from service.cli.sheets import SHEETS
from service.edges.cache import cache_of
from service.edges.taxonomies import read_taxonomy
from service.errors import InputError, Refused
from service.learn.labels import Doubts, Labelled, Names, parse, topic_id, without_repeats
from service.learn.train import LEAST_ARTICLES, Prior
from service.models import RawArticle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from service.edges.settings import Settings

MAX_BYTES = 500_000_000
"""Largest file taken: all labels are held in memory while they are learned from."""

LEAST_OF_TOPIC = 3
"""Articles of a topic below which its figures and weights are chance."""


def prior_of(name: str | None, settings: Settings) -> Prior | None:
    """The taxonomy to begin with, none without a name.

    Raises:
        TaxonomyError: it is missing or wrong.
    """
    if name is None:
        return None
    data, called = read_taxonomy(name)
    return Prior(
        data,
        called,
        cached_taxonomy(data, name=called, languages=settings.languages, cache=cache_of(settings.cache_folder)),
    )


def read_labels(path: Path, prior: Prior | None, *, new_topics: bool, doubts: Doubts) -> list[Labelled]:
    """The labelled articles of a file, not yet cleaned.

    Raises:
        InputError: the file cannot be read or holds something wrong; says where, and the mend.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; give a CSV or JSONL file that can be read") from None
    if path.is_dir():
        raise InputError(f"{path}: a folder; give a CSV or JSONL file")
    if size > MAX_BYTES:
        raise InputError(f"{path}: {size:,} bytes, over {MAX_BYTES:,}; take a sample of its articles")
    ids: dict[str, str] = {}
    if prior is not None:
        for topic in prior.taxonomy.topics:
            ids.update({label.lower(): topic.id for label in topic.labels.values()})
        ids.update({topic: topic for topic in prior.taxonomy.topic_ids})
    names = Names(ids, new_topics or prior is None)
    return parse(file_lines(path), name=str(path), table=path.suffix.lower() in SHEETS, names=names, doubts=doubts)


def cleaned(
    articles: Sequence[Labelled], settings: Settings, doubts: Doubts, advance: Callable[[], None]
) -> list[Labelled]:
    """The articles as the worker would classify them: cleaned, with their languages."""
    from service.core.clean import CleanLimits, clean  # noqa: PLC0415 - slow to import
    from service.core.language import LanguageDetector  # noqa: PLC0415

    limits = CleanLimits(max_characters=settings.max_article_bytes)
    detector = LanguageDetector(settings.languages)
    found = []
    for article in articles:
        text, title, hint = article.text, article.title, article.language
        if not article.clean:
            raw = RawArticle(id=article.id, content=text, content_type=article.content_type, title=title or None)
            try:
                page = clean(raw, limits)
            except Refused as refused:
                doubts.note(f"refused ({refused.reason.value}), left out", article.line)
                continue
            text, title, hint = page.text, page.title, hint or page.language
        language = article.language or detector.detect(text, hint).tag
        found.append(replace(article, title=title, text=text, language=language, clean=True))
        advance()
    return without_repeats(found, doubts)


def require_enough(path: Path, articles: Sequence[Labelled], prior: Prior | None, doubts: Doubts) -> None:
    """Refuse what nothing can be learned from, and note topics that have few articles.

    Raises:
        InputError: too few articles, or all alike.
    """
    if len(articles) < LEAST_ARTICLES:
        raise InputError(
            f"{path}: {counted(len(articles), 'article')}; label at least {LEAST_ARTICLES}, better ten of each topic"
        )
    if len({article.topics for article in articles}) < 2:
        topics = ", ".join(sorted(articles[0].topics)) or "no topic"
        raise InputError(f"{path}: every article has {topics}; label articles of another topic too, or off-topic ones")
    counts = Counter(topic for article in articles for topic in article.topics)
    known = prior.taxonomy.topic_ids if prior is not None else ()
    for topic in sorted({*known, *counts}):
        if counts[topic] < LEAST_OF_TOPIC:
            for article in (a for a in articles if topic in a.topics):
                doubts.note(f"of `{topic}`, too few to learn it", article.line)


def labels_of(topics: Iterable[str]) -> dict[str, str]:
    """What people read for new topics: their ids as words, for a start."""
    return {topic: topic.replace("_", " ").capitalize() for topic in topics}


def default_id(path: Path) -> str:
    """An id for a new taxonomy, from the name of its file."""
    return topic_id(path.stem).replace("_", "-")
