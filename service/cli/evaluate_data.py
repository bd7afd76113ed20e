"""What `evaluate` and `taxonomy calibrate` work on: labelled articles and their enriched events."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson
import typer

from service.cli.sheets import SHEETS
from service.errors import InputError
from service.measures.gold import HALVES, GoldArticle, half_of, parse_gold, parse_repairs, read_objects, with_own_ids
from service.models import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from service.cli.inputs import Input
    from service.core.taxonomy import Taxonomy as CompiledTaxonomy
    from service.learn.labels import Labelled
    from service.measures.gold import Repair
    from service.measures.report import Scores

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files begin that spreadsheet programs write by themselves: zip archives, and OLE documents before them."""

Events = dict[str, dict[str, Any]]
"""Enriched events by the article's id."""


def labelled(path: Path, half: str | None, *, topics: Collection[str] = ()) -> list[GoldArticle]:
    """The labelled articles of a file.

    Args:
        path: the file, JSONL, or a spreadsheet saved as CSV.
        half: `even` or `odd` takes only the stories of this half; None all.
        topics: the topics that labels may name; empty: any.

    Raises:
        InputError: the file cannot be read, a line of it is wrong, or nothing is left.
    """
    if path.suffix.lower() in SHEETS:
        return _of_half(_from_table(path, topics), half, path)
    return _of_half(parse_gold(file_lines(path), name=str(path), topics=topics), half, path)


def _from_table(path: Path, topics: Collection[str]) -> list[GoldArticle]:
    """The labelled articles of a spreadsheet, as `train` reads them; the main topic is the first by name.

    Rows without a text, repeated ones and those of one text with different topics are left out with a warning.

    Raises:
        InputError: a line is wrong or has no language, two rows have one id, or no article is left.
    """
    from service.learn.labels import Doubts, Names, parse  # noqa: PLC0415

    doubts = Doubts()
    names = Names({topic: topic for topic in topics}, new=not topics)
    rows = parse(file_lines(path), name=str(path), table=True, names=names, doubts=doubts)
    for words in doubts.sentences():
        typer.echo(f"warning: {path}: {words}", err=True)
    if not rows:
        raise InputError(f"{path}: no article is left; give each text one row with all of its topics")
    return with_own_ids(_gold_of(row, f"{path}:{row.line}") for row in rows)


def _gold_of(row: Labelled, where: str) -> GoldArticle:
    if row.language is None:
        raise InputError(f"{where}: no `language`; write an ISO 639-1 code such as `en`")
    return GoldArticle(
        id=row.id,
        language=row.language.split("-")[0],
        raw=f"{row.title}\n{row.text}" if row.title else row.text,
        content_type=row.content_type or "text/plain",
        url=None,
        lines=(),
        title=row.title or None,
        published=None,
        topics=tuple(sorted(row.topics)),
        primary=min(row.topics, default=None),
        optional=tuple(sorted(row.optional)),
        story=row.story,
        where=where,
    )


def repairs_of(path: Path | None, gold: Path, half: str | None) -> list[Repair]:
    """The known defects of the articles of a half; none without a file.

    Raises:
        InputError: a file cannot be read or a line is wrong.
    """
    if path is None:
        return []
    articles = parse_gold(file_lines(gold), name=str(gold))
    chosen = {article.id for article in _of_half(articles, half, gold)}
    repairs = parse_repairs(file_lines(path), name=str(path), ids={article.id for article in articles})
    return [repair for repair in repairs if repair.id in chosen]


def _of_half(articles: list[GoldArticle], half: str | None, path: Path) -> list[GoldArticle]:
    if half is None:
        return articles
    if half not in HALVES:
        raise InputError(f"--half {half}: no such half; write even or odd")
    chosen = [article for article in articles if half_of(article.story) == half]
    if not chosen:
        raise InputError(f"{path}: no story of it is in the half `{half}`; take the other, or leave out --half")
    return chosen


def taxonomy_of(name: str, languages: Sequence[str], cache_folder: str) -> CompiledTaxonomy:
    """A taxonomy compiled, by its name or file; `cache_folder` as in the settings.

    Raises:
        TaxonomyError: it is missing or wrong.
    """
    return _compiled(name, tuple(languages), cache_folder)


@cache
def _compiled(name: str, languages: tuple[str, ...], cache_folder: str) -> CompiledTaxonomy:
    """Compiled once a run: that takes seconds for a large taxonomy."""
    from service.cached import cached_taxonomy  # noqa: PLC0415
    from service.edges.cache import cache_of  # noqa: PLC0415
    from service.edges.taxonomies import read_taxonomy  # noqa: PLC0415

    data, called = read_taxonomy(name)
    return cached_taxonomy(data, name=called, languages=languages, cache=cache_of(cache_folder))


def file_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file of labelled articles or events, read as they are needed.

    Raises:
        InputError: it cannot be read, or is a workbook as spreadsheet programs keep it.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file):
                if not number and line.startswith(WORKBOOKS):
                    raise InputError(f"{path}: a workbook or another packed file; save the sheet as CSV in UTF-8")
                yield line
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; give a CSV or JSONL file that can be read") from None


def read_events(path: Path) -> Events:
    """Enriched events of a JSONL file, by the article's id; of several with one id the last.

    Raises:
        InputError: the file cannot be read, or a line is no enriched event.
    """
    return {event["id"]: event for event in iterate_events(path)}


def iterate_events(path: Path) -> Iterator[dict[str, Any]]:
    """Enriched events of a JSONL file, read one at a time.

    Raises:
        InputError: the file cannot be read, or a line is no enriched event.
    """
    for where, event in read_objects(file_lines(path), name=str(path)):
        if not isinstance(event.get("id"), str):
            raise InputError(f"{where}: no `id`; write enriched events, as `communique enrich` gives them")
        topics = event.get("topics") or []
        if not isinstance(topics, list) or not all(
            isinstance(t, dict) and isinstance(t.get("id"), str) for t in topics
        ):
            raise InputError(f"{where}: `topics` is no list of objects with an `id`; write enriched events")
        yield event


def events_of(articles: Sequence[GoldArticle], options: dict[str, Any], jobs: int) -> tuple[Events, dict[str, Scores]]:
    """What the pipeline makes of labelled articles.

    Args:
        articles: with their raw texts.
        options: keyword arguments of the pipeline.
        jobs: processes to use.

    Returns:
        The enriched events, and every topic's score, both by the article's id; a refused article is in neither.

    Raises:
        InputError: an article has no raw text.
    """
    from service.cli.pool import outcomes  # noqa: PLC0415 - slow to import

    inputs = [_input(article) for article in articles]
    with closing(outcomes(inputs, options, jobs)) as found:
        lines = [outcome.line for outcome in found if outcome.enriched]
    events = {event["id"]: event for event in map(orjson.loads, lines)}
    taxonomy = taxonomy_of(options["taxonomy"], options["languages"], options["cache_folder"])
    return events, scores_of(events, taxonomy)


def scores_of(events: Events, taxonomy: CompiledTaxonomy) -> dict[str, Scores]:
    """Every topic's score, also of topics not given, by the article's id.

    An event carries the very title and text that were classified, so that the scores are the pipeline's own.
    """
    from service.core.counts import score_topics  # noqa: PLC0415 - slow to import
    from service.core.mentions import Hits  # noqa: PLC0415

    return {
        id_: {
            taxonomy.topics[scored.place].id: scored.score
            for scored in score_topics(Hits(event["title"], event["text"], taxonomy), taxonomy)
        }
        for id_, event in events.items()
    }


def _input(article: GoldArticle) -> Input:
    from service.cli.inputs import Input  # noqa: PLC0415

    if article.raw is None:
        raise InputError(f"{article.where}: no `raw` to run the pipeline on; add it, or give enriched events to score")
    event = {"id": article.id, "content": article.raw, "content_type": article.content_type}
    value = orjson.dumps({**event, "url": article.url} if article.url else event)
    return Input(article.where, Record(value), len(value))
