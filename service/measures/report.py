"""All figures over labelled articles in one value."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.measures.bootstrap import RESAMPLES, intervals
from service.measures.calibration import MIN_SCORE, Calibration, Pair, cross_validated, measure
from service.measures.tallies import Counts, figures, micro, total
from service.measures.text import tally_text
from service.measures.topics import Confusion, confusions, errors, given_topics, primary_confusions, tally_topics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.measures.gold import GoldArticle, Repair

MOST_WORST = 20

Scores = dict[str, float]
"""Scores by topic id."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval; `low` and `high` are None without a bootstrap."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """One topic: how many articles should have it, what came out, and F1 with its interval."""

    articles: int
    right: int
    wrong: int
    missed: int
    precision: float
    recall: float
    f1: Figure


@dataclass(frozen=True, slots=True)
class LanguageFigures:
    """The articles of one language: how many, and their figures by name."""

    articles: int
    topics_micro_f1: float
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Worst:
    """An article that came out badly.

    Attributes:
        id, language, title: which one.
        text_f1: how much of its text is right; None when its lines are not labelled.
        missed: topics it should have, each with its score; None where no score is known.
        wrong: topics it should not have, each with its score and the stretches of text that spoke for it.
        primary: the right main topic and the one given, when they differ.
    """

    id: str
    language: str
    title: str
    text_f1: float | None
    missed: dict[str, float | None]
    wrong: dict[str, tuple[float, tuple[str, ...]]]
    primary: tuple[str | None, str | None] | None


@dataclass(frozen=True, slots=True)
class Report:
    """What `evaluate` finds.

    Attributes:
        articles, stories: how many were scored.
        missing: ids without an enriched event; they count as empty.
        figures: by name, as docs/evaluation.md defines them.
        topics, languages: the same apart.
        confusion: topics missed against topics wrongly given in the same article.
        primary_confusion: right against given main topics.
        calibration: of the scores as they are; None without scores.
        calibration_refitted: after Platt scaling fitted on other stories: what to expect of a fit.
        worst: the articles with most errors in their topics, the worst first.
    """

    articles: int
    stories: int
    missing: tuple[str, ...]
    figures: dict[str, Figure]
    topics: dict[str, TopicFigures]
    languages: dict[str, LanguageFigures]
    confusion: list[Confusion]
    primary_confusion: list[Confusion]
    calibration: Calibration | None
    calibration_refitted: Calibration | None
    worst: list[Worst]


def evaluate(
    gold: Sequence[GoldArticle],
    events: Mapping[str, Mapping[str, Any]],
    *,
    repairs: Sequence[Repair] = (),
    scores: Mapping[str, Scores] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Report:
    """Score enriched events against labelled articles.

    Args:
        gold: the labelled articles.
        events: enriched events by the article's id.
        repairs: known defects of the articles.
        scores: every topic's score by article, also of topics not given; None: those in the events.
        resamples: draws of the bootstrap; 0 gives no intervals.
        seed: of the draws.
    """
    pairs = [(article, events.get(article.id, {})) for article in gold]
    tallies = _tallies(pairs, repairs)
    ends = intervals(tallies, [article.story for article in gold], resamples=resamples, seed=seed)
    known = scores if scores is not None else {id_: event_scores(event) for id_, event in events.items()}
    labelled = score_pairs(gold, known)
    return Report(
        articles=len(gold),
        stories=len({article.story for article in gold}),
        missing=tuple(article.id for article in gold if article.id not in events),
        figures={name: Figure(value, *ends.get(name, (None, None))) for name, value in figures(total(tallies)).items()},
        topics=_topics(gold, tallies, resamples, seed),
        languages=_languages(gold, tallies),
        confusion=confusions(pairs),
        primary_confusion=primary_confusions(pairs),
        calibration=measure(labelled),
        calibration_refitted=measure(cross_validated(labelled)),
        worst=_worst(pairs, tallies, known),
    )


def event_scores(event: Mapping[str, Any]) -> Scores:
    """The scores that an event carries: those of the topics it was given."""
    return {topic["id"]: topic["score"] for topic in event.get("topics") or () if "score" in topic}


def score_pairs(gold: Sequence[GoldArticle], scores: Mapping[str, Scores]) -> list[Pair]:
    """Every pair of an article and a topic from MIN_SCORE on; optional topics are left out."""
    return [
        Pair(topic, score, topic in article.topics, article.story)
        for article in gold
        for topic, score in scores.get(article.id, {}).items()
        if score >= MIN_SCORE and topic not in article.optional
    ]


def _tallies(pairs: Sequence[tuple[GoldArticle, Mapping[str, Any]]], repairs: Sequence[Repair]) -> list[Counts]:
    of_article: dict[str, list[Repair]] = defaultdict(list)
    for repair in repairs:
        of_article[repair.id].append(repair)
    tallies = []
    for article, event in pairs:
        counts: Counts = Counts()
        tally_text(article, event, of_article[article.id], counts)
        tally_topics(article, event, counts)
        tallies.append(counts)
    return tallies


def _topics(
    gold: Sequence[GoldArticle], tallies: Sequence[Counts], resamples: int, seed: int
) -> dict[str, TopicFigures]:
    """Figures of every topic that an article has or was given."""
    added = total(tallies)
    stories = [article.story for article in gold]
    found = {}
    for topic in sorted({name for kind, name in added if kind in {"tp", "fp", "fn"}}):
        # One topic's counts alone: its F1 is then the macro F1 of a world with one topic.
        alone = [Counts({key: n for key, n in tally.items() if key[1] == topic}) for tally in tallies]
        right, wrong, missed = (int(added[kind, topic]) for kind in ("tp", "fp", "fn"))
        score = micro(total(alone))
        ends = intervals(alone, stories, resamples=resamples, seed=seed).get("topics_macro_f1", (None, None))
        figure = Figure(score.f1, *ends)
        found[topic] = TopicFigures(right + missed, right, wrong, missed, score.precision, score.recall, figure)
    return found


def _languages(gold: Sequence[GoldArticle], tallies: Sequence[Counts]) -> dict[str, LanguageFigures]:
    by_language: dict[str, list[Counts]] = defaultdict(list)
    for article, tally in zip(gold, tallies, strict=True):
        by_language[article.language].append(tally)
    return {
        language: LanguageFigures(len(found), micro(total(found)).f1, figures(total(found)))
        for language, found in sorted(by_language.items())
    }


def _worst(
    pairs: Sequence[tuple[GoldArticle, Mapping[str, Any]]], tallies: Sequence[Counts], scores: Mapping[str, Scores]
) -> list[Worst]:
    """Articles with any error in their topics; text decides between those with equally many."""
    ranked = []
    for (article, event), tally in zip(pairs, tallies, strict=True):
        missed, wrong = errors(article, event)
        main = (article.primary, event.get("primary_topic"))
        amiss = len(missed) + len(wrong) + (main[0] != main[1] and bool(article.topics))
        text_f1 = tally["sum", "text_f1"] if tally["of", "text_f1"] else None
        if amiss:
            worst = Worst(
                id=article.id,
                language=article.language,
                title=str(event.get("title") or article.title or ""),
                text_f1=text_f1,
                missed={topic: scores.get(article.id, {}).get(topic) for topic in sorted(missed)},
                wrong=_wrong(event, wrong),
                primary=main if article.topics and main[0] != main[1] else None,
            )
            ranked.append((-amiss, 1.0 if text_f1 is None else text_f1, article.id, worst))
    return [worst for *_, worst in sorted(ranked, key=lambda entry: entry[:3])[:MOST_WORST]]


def _wrong(event: Mapping[str, Any], wrong: frozenset[str]) -> dict[str, tuple[float, tuple[str, ...]]]:
    """Scores and evidence of topics wrongly given."""
    assert wrong <= given_topics(event)  # noqa: S101 - wrongly given means given
    return {
        topic["id"]: (
            topic.get("score", 0.0),
            tuple(dict.fromkeys(piece["text"] for piece in topic.get("evidence") or ())),
        )
        for topic in event.get("topics") or ()
        if topic["id"] in wrong
    }
