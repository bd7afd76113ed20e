"""What was learned, said as changes of a taxonomy: new phrases with what stands behind them, weights, thresholds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from service.core.counts import BIAS
from service.core.taxonomy_source import MAX_WEIGHT
from service.learn import meanings
from service.learn.learner import Learned, margins, unheld
from service.learn.logistic import logistic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.core.taxonomy import Taxonomy
    from service.learn.design import Design

Floats = NDArray[np.float64]

LEAST_CHANGE = 0.05
"""Changes of a concept's weight below this are not written: nobody would see them in a score."""

_LEAST_CONCEPT = 0.1
_LOWEST, _HIGHEST = 0.01, 0.99


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase that labels taught.

    Attributes:
        phrase, language, weight: as the taxonomy will hold them.
        right, articles: labelled articles that hold it and have the topic; that hold it.
        mends, spoils: labelled articles whose topic it alone makes right, or wrong.
    """

    phrase: str
    language: str
    weight: float
    right: int
    articles: int
    mends: int
    spoils: int


@dataclass(frozen=True, slots=True)
class TopicChange:
    """What changes for a topic.

    Attributes:
        topic: its id.
        threshold: the new one.
        weights: by concept the weight before and after.
        terms: new phrases, the heaviest first.
    """

    topic: str
    threshold: float
    weights: Mapping[str, tuple[float, float]]
    terms: tuple[Term, ...]


def changes(design: Design, learned: Learned, cut: float, taxonomy: Taxonomy | None) -> list[TopicChange]:
    """The changes of every topic, in the design's order."""
    thresholds = _thresholds(design, learned, cut, taxonomy)
    terms = _terms(design, learned, cut)
    weights: list[dict[str, tuple[float, float]]] = [{} for _ in design.topics]
    for concept, grown in zip(design.concepts, learned.concepts, strict=True):
        after = _weight(concept.weight, float(grown))
        if abs(after - concept.weight) >= LEAST_CHANGE:
            weights[concept.topic][concept.id] = concept.weight, after
    return [
        TopicChange(topic, thresholds[place], weights[place], tuple(terms[place]))
        for place, topic in enumerate(design.topics)
    ]


def _weight(before: float, grown: float) -> float:
    """A concept's new weight; one that crossed 0 would turn what a person wrote into its opposite."""
    sign = 1 if before > 0 else -1
    return round(sign * min(MAX_WEIGHT, max(_LEAST_CONCEPT, abs(before) + sign * grown)), 2)


def intercept_of(learned: Learned) -> float:
    """The intercept of a taxonomy without a prior: the topics' middle, so that thresholds lie around it."""
    return round(float(np.clip(np.mean(learned.bias) - BIAS, -10, 10)), 3)


def _thresholds(design: Design, learned: Learned, cut: float, taxonomy: Taxonomy | None) -> list[float]:
    if taxonomy is None:
        base = np.full(len(design.topics), intercept_of(learned) + BIAS)
    else:
        own = {topic.id: topic.threshold for topic in taxonomy.topics}
        base = np.array([_log_odds(own.get(topic, 0.5)) for topic in design.topics])
    found = logistic(base - learned.bias + cut)
    return [round(float(np.clip(value, _LOWEST, _HIGHEST)), 3) for value in found]


def _log_odds(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))


def _terms(design: Design, learned: Learned, cut: float) -> list[list[Term]]:
    """By topic the phrases of the labels, and the words that only their meaning speaks for."""
    found: list[list[Term]] = [[] for _ in design.topics]
    margin, _ = margins(design, learned)
    right = design.target > 0
    holders = _holders(design)
    for number in np.flatnonzero(np.any(learned.phrases != 0, axis=1)).tolist():
        rows, values = holders.get(number, _NOBODY)
        language = _language(design, rows)
        for topic in np.flatnonzero(learned.phrases[number]).tolist():
            weight = _written(float(learned.phrases[number, topic]))
            with_it = margin[rows, topic] >= cut
            without = margin[rows, topic] - values * weight >= cut
            truth = right[rows, topic]
            found[topic].append(
                Term(
                    phrase=design.phrases[number],
                    language=language,
                    weight=weight,
                    right=int(np.count_nonzero(truth)),
                    articles=len(rows),
                    mends=int(np.count_nonzero((with_it == truth) & (without != truth))),
                    spoils=int(np.count_nonzero((with_it != truth) & (without == truth))),
                )
            )
    _add_meanings(design, learned, found)
    return [sorted(terms, key=lambda term: (-term.weight, term.phrase)) for terms in found]


def _written(weight: float) -> float:
    """A weight with two digits: as much of a weak word as of a strong one, for hundreds of weak ones add up."""
    return round(weight, 2 if abs(weight) >= 0.1 else 3)


_NOBODY = (np.zeros(0, np.int64), np.zeros(0))


def _holders(design: Design) -> dict[int, tuple[NDArray[np.int64], Floats]]:
    """By phrase the articles that hold it, and its counts there."""
    order = np.argsort(design.counts.columns, kind="stable")
    columns = design.counts.columns[order]
    starts = np.flatnonzero(np.r_[True, columns[1:] != columns[:-1]]) if len(columns) else np.zeros(0, np.int64)
    rows, values = (np.split(part[order], starts[1:]) for part in (design.counts.rows, design.counts.values))
    return dict(zip(columns[starts].tolist(), zip(rows, values, strict=True), strict=True))


def _language(design: Design, rows: NDArray[np.int64]) -> str:
    spoken = Counter(design.languages[i] for i in rows.tolist() if design.languages[i] != "und")
    return min(spoken, key=lambda code: (-spoken[code], code)) if spoken else meanings.LANGUAGE


def _add_meanings(design: Design, learned: Learned, found: list[list[Term]]) -> None:
    """Words that no labelled article holds, weighed by what they mean, as far as they are worth a line."""
    if not np.any(learned.meaning):
        return
    weights, often = unheld(design, learned.meaning)
    worth = np.abs(weights) * np.sqrt(often)[:, None]
    chosen = (worth >= learned.floor) & (np.abs(weights) >= learned.least)
    words = list(meanings.english().place)
    for place, topic in np.argwhere(chosen).tolist():
        weight = _written(float(weights[place, topic]))
        found[topic].append(Term(words[place], meanings.LANGUAGE, weight, 0, 0, 0, 0))
