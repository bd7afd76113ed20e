"""Runs an evaluation: labelled articles through the pipeline, scored, with one taxonomy or with two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from service.cli.evaluate_data import (
    Events,
    events_of,
    labelled,
    read_events,
    repairs_of,
    scores_of,
    taxonomy_of,
)
from service.cli.options import settings_of
from service.edges.pipeline_options import pipeline_options
from service.measures.compare import Comparison, compare
from service.measures.report import Report
from service.measures.report import evaluate as report_on

if TYPE_CHECKING:
    from service.core.taxonomy import Taxonomy
    from service.edges.settings import Settings


class Options(NamedTuple):
    """What of the labelled articles is evaluated, and how.

    Attributes:
        repairs: a file of known defects; None: none are known.
        half: `even` or `odd` takes only the stories of this half; None: all.
        jobs: processes.
        resamples: draws of the bootstrap.
        seed: of the draws.
    """

    repairs: Path | None
    half: str | None
    jobs: int
    resamples: int
    seed: int


def scored(
    gold: Path,
    predicted: Path | None,
    settings: Settings,
    *,
    known: bool,
    options: Options,
) -> tuple[Report, Events]:
    """The report of one taxonomy, or of events that are there, and the events.

    Args:
        gold: the labelled articles.
        predicted: enriched events; None runs the pipeline.
        settings: name the taxonomy.
        known: whether labels must be topics of the taxonomy even where events are given.
        options: what of, and how.
    """
    checked = predicted is None or known
    topics = taxonomy_of(settings.taxonomy, settings.languages, settings.cache_folder).topic_ids if checked else ()
    articles = labelled(gold, options.half, topics=topics)
    defects = repairs_of(options.repairs, gold, options.half)
    if predicted is not None:
        events, scores = read_events(predicted), None
    else:
        events, scores = events_of(articles, pipeline_options(settings), options.jobs)
    return report_on(
        articles, events, repairs=defects, scores=scores, resamples=options.resamples, seed=options.seed
    ), events


def compared(
    gold: Path,
    one: str,
    other: str,
    options: Options,
) -> tuple[Report, Comparison, Events]:
    """The report of the second taxonomy, what it changes, and its events; articles are cleaned once for both.

    Args:
        gold: the labelled articles.
        one: the first taxonomy, a name or a file.
        other: the second.
        options: what of, and how.
    """
    settings = settings_of(None, None, taxonomy=one)
    first, second = (taxonomy_of(name, settings.languages, settings.cache_folder) for name in (one, other))
    articles = labelled(gold, options.half, topics={*first.topic_ids, *second.topic_ids})
    defects = repairs_of(options.repairs, gold, options.half)
    before, _ = events_of(articles, pipeline_options(settings), options.jobs)
    after = {id_: _classified(event, second) for id_, event in before.items()}
    report = report_on(
        articles,
        after,
        repairs=defects,
        scores=scores_of(after, second),
        resamples=options.resamples,
        seed=options.seed,
    )
    return report, compare(articles, before, after, resamples=max(1, options.resamples), seed=options.seed), after


def _classified(event: dict[str, Any], taxonomy: Taxonomy) -> dict[str, Any]:
    """An event with the topics that another taxonomy gives it."""
    from service.core.classify import classify  # noqa: PLC0415
    from service.core.encode import topic_event  # noqa: PLC0415

    found = classify(event["title"], event["text"], taxonomy)
    return {**event, "topics": [topic_event(topic) for topic in found.topics], "primary_topic": found.primary}
