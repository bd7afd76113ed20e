"""Learns from a design: weights of phrases and concepts, and how far each topic's threshold moves.

How strongly what is learned is pulled towards the prior is chosen by `choose`; where nothing helps the prior is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.learn.logistic import Problem, Weights, fit
from service.learn.meanings import english
from service.learn.taught import middle, sizes, taught

if TYPE_CHECKING:
    from service.learn.design import Design
    from service.learn.sparse import Sparse
    from service.learn.taught import Taught

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_WEIGHT = 0.08
"""Weights nearer to 0 are left out beside a curated taxonomy: a phrase that says so little is not worth a line."""

LEAST_ALONE, LEAST_OF_FEW = 0.02, 0.01
"""The same of a taxonomy that labels alone make: there many weak words decide together, as in any bag of words; those
that fewer than FEW articles of one topic each teach are weaker still."""


class Found(NamedTuple):
    """Phrases, each counted once a topic, that an article may hold of a taxonomy that labels alone make, on average.

    Finding them takes time, and what few labels teach is spread over many weak words, what many teach is not. The
    weakest are left out, which are the least for what they take.

    Attributes:
        least, most: bounds.
        begin: what is divided by the labelled articles.
    """

    least: int
    begin: int
    most: int


FOUND_OF_ONE, FOUND_OF_SEVERAL = Found(40, 45_000, 300), Found(80, 30_000, 400)
"""Where an article has one topic at most, and where it may have several."""

MEANINGS_UNTIL = 100
"""Articles from which the pull on what meanings say grows with them: the more labels, the less words need them."""

MOST_TERMS = 300
"""Phrases proposed for a topic of a curated taxonomy: more than that nobody looks through."""

LEAST_LINES, LINES_PER_ARTICLE, MOST_LINES = 16_000, 2, 60_000
"""Phrases of a taxonomy that labels alone make: two for each article, within bounds that a file of 5 MB holds."""

_WORDS_OF_ARTICLE = 30
"""Different words of an article in which a common word is one; only ranks words that no article holds."""


class Pull(NamedTuple):
    """How strongly each kind of weight is pulled towards the prior: a ridge each.

    Attributes:
        name: for people.
        phrases: on new phrases, towards 0; of `ONE_TOPIC` for articles whose evidence has the size 1.
        meanings: on what meanings say; of `ONE_TOPIC` as `phrases`, and meanings being as large in all as phrases. Of
            several the mean of what each makes of the labels is taken.
        concepts: on the taxonomy's weights, towards themselves.
        bias: on thresholds, towards themselves.
    """

    name: str
    phrases: float
    meanings: tuple[float, ...]
    concepts: float
    bias: float


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned, in the taxonomy's terms.

    Attributes:
        phrases: by phrase of the design and topic, log-odds of one mention (before the slope); 0: none.
        meaning: by number of a meaning and topic; a word's weight is the product with its meaning.
        concepts: by concept, what its weight grows by (before the slope).
        bias: by topic, log-odds above the threshold added.
        floor: by topic, what a phrase must be worth to be written (its weight times the root of its share of articles).
        least: the weight that a phrase must have to be written.
    """

    phrases: Floats
    meaning: Floats
    concepts: Floats
    bias: Floats
    floor: Floats
    least: float


def learn(design: Design, pull: Pull, rows: Taught | None = None) -> Learned:
    """The most likely weights under a pull: the mean of them where it names several ridges on meanings.

    Args:
        design: the articles.
        pull: how strongly what is learned is pulled.
        rows: what is `taught` by them, where it is known already.
    """
    rows = rows if rows is not None else taught(design)
    if np.isinf(pull.phrases):
        rows = rows.without_phrases()
    level = _level(rows.counts, rows.meaning)
    phrase_ridge, meaning_ridges = _ridges(design, pull, rows.counts, level)
    dense = np.hstack([np.ones((len(rows.target), 1)), rows.concept_counts, rows.meaning * level])
    free = np.ones((dense.shape[1], len(design.topics)))
    for place, concept in enumerate(design.concepts, 1):
        free[place] = 0
        free[place, concept.topic] = 1
    kinds = [1, len(design.concepts), rows.meaning.shape[1]]
    found = [
        fit(
            Problem(
                phrases=rows.counts,
                dense=dense,
                offset=rows.prior,
                target=rows.target,
                counted=rows.counted,
                free=free,
                phrase_ridge=phrase_ridge,
                dense_ridge=np.repeat([pull.bias, pull.concepts, meaning_ridge], kinds),
                exclusive=design.one_topic,
                root=rows.root,
            )
        )
        for meaning_ridge in meaning_ridges
    ]
    weights = Weights(np.mean([w.phrases for w in found], axis=0), np.mean([w.dense for w in found], axis=0))
    weights.dense[1 + len(design.concepts) :] *= level
    return _learned(design, weights, rows.scale)


def _ridges(design: Design, pull: Pull, counts: Sparse, level: float) -> tuple[float, list[float]]:
    """The ridge on phrases, and those on meanings made as large as counts.

    Labels alone of one topic an article say how strong both are for an article whose evidence has the size 1: what was
    chosen on short articles then suits long ones.
    """
    growing = 1.0 if design.has_prior else max(1.0, len(design.target) / MEANINGS_UNTIL)
    if design.has_prior or not design.exclusive:
        return pull.phrases, [ridge * growing * level**2 for ridge in pull.meanings]
    size = middle(sizes(counts)) ** 2
    return pull.phrases * size, [ridge * size * growing for ridge in pull.meanings]


def _level(counts: Sparse, meaning: Floats) -> float:
    """What meanings are multiplied by so that they are as large as counts: the minimiser's steps then suit both."""
    large = float(np.sum(meaning**2))
    return float(np.sqrt(np.sum(counts.values**2) / large)) if large > 0 else 1.0


def _learned(design: Design, weights: Weights, scale: Floats) -> Learned:
    cut = 1 + len(design.concepts)
    grown = weights.dense[1:cut]
    concepts = np.array([grown[i, c.topic] for i, c in enumerate(design.concepts)])
    meaning, phrases = (
        np.zeros((design.meaning.shape[1], len(design.topics))),
        np.zeros((len(scale), len(design.topics))),
    )
    if len(weights.phrases):
        meaning, phrases = weights.dense[cut:], weights.phrases * scale[:, None]
    phrases[design.known] += design.meaning @ meaning
    if design.exclusive:
        # Only differences between topics count: taking the middle off leaves most weights at nearly 0.
        phrases = phrases - np.median(phrases, axis=1, keepdims=True)
    kept, floor, least = _worth_a_line(design, phrases, meaning)
    return Learned(kept, meaning, concepts, weights.dense[0], floor, least)


def _least(design: Design, weights: Floats, often: Floats) -> float:
    """The weight from which phrases are written: beside a curated taxonomy always the same."""
    if design.has_prior:
        return LEAST_WEIGHT
    few = design.exclusive and design.few
    least, bounds = LEAST_OF_FEW if few else LEAST_ALONE, FOUND_OF_ONE if design.exclusive else FOUND_OF_SEVERAL
    each = np.abs(weights)
    strong = each >= least  # of millions few are, and only those need to be put in order
    size = each[strong]
    order = np.argsort(-size, kind="stable")
    found = np.cumsum(often[np.nonzero(strong)[0]][order])
    allowed = min(bounds.most, max(bounds.least, bounds.begin / len(design.target)))
    most = int(np.searchsorted(found, allowed, side="right"))
    return max(least, float(size[order[most]])) if most < len(size) else least


def most_of_topic(design: Design) -> int:
    """Phrases that a topic may get."""
    if design.has_prior:
        return MOST_TERMS
    lines = min(MOST_LINES, max(LEAST_LINES, LINES_PER_ARTICLE * len(design.target)))
    return lines // len(design.topics)


def unheld(design: Design, meaning: Floats) -> tuple[Floats, Floats]:
    """Words that no article holds, by their place in the table of meanings: their weights, and how often they occur.

    Args:
        design: the articles.
        meaning: by number of a meaning and topic, as learned.
    """
    table = english()
    weights = table.numbers @ meaning
    if design.exclusive:
        weights = weights - np.median(weights, axis=1, keepdims=True)
    weights[[table.place[phrase] for phrase in design.phrases if phrase in table.place]] = 0.0
    return weights, np.minimum(1.0, _WORDS_OF_ARTICLE * table.share)


def _worth_a_line(design: Design, phrases: Floats, meaning: Floats) -> tuple[Floats, Floats, float]:
    """Weights without those that say too little, the least worth of each topic's lines, and the least weight.

    A phrase is worth its weight times the root of the share of articles that hold it. Of each topic the most worthy are
    kept, words that no article holds among them, so that what is judged is what is written.
    """
    often = design.counts.holding() / len(design.target)
    every_weight, every_often = phrases, often
    if np.any(meaning):
        words, rarely = unheld(design, meaning)
        known = english()
        rank = np.array([known.place.get(phrase, -1) for phrase in design.phrases])
        often = np.where((often == 0) & (rank >= 0), rarely[rank], often)
        every_weight, every_often = np.vstack([phrases, words]), np.r_[often, rarely]
    least = _least(design, every_weight, every_often)
    kept = np.where(np.abs(phrases) >= least, phrases, 0.0)
    floor = np.zeros(len(design.topics))
    for topic in range(kept.shape[1]):
        everything = np.abs(every_weight[:, topic]) * np.sqrt(every_often)
        worth = everything[: len(kept)]
        most = most_of_topic(design)
        floor[topic] = np.partition(everything, -most)[-most] if len(everything) > most else 0.0
        kept[worth < floor[topic], topic] = 0.0
    return kept, floor, least


def margins_without_phrases(design: Design, learned: Learned) -> Floats:
    """How far each topic stands above its threshold in articles, were they in a language that no label is in."""
    found = design.prior + learned.bias
    for place, concept in enumerate(design.concepts):
        found[:, concept.topic] += design.concept_counts[:, place] * learned.concepts[place]
    return found


def margins(design: Design, learned: Learned) -> tuple[Floats, Flags]:
    """How far each topic stands above its threshold, and whether anything speaks for or against it."""
    found = margins_without_phrases(design, learned) + design.counts.times(learned.phrases)
    held = design.counts.times((learned.phrases != 0).astype(float)) > 0
    return found, np.asarray(design.evidence | held, bool)


def given(margin: Floats, evidence: Flags, *, cut: float, exclusive: bool) -> Flags:
    """The topics that articles get: those above the cut, of an exclusive taxonomy the one furthest above."""
    reached = evidence & (margin >= cut)
    if not exclusive:
        return reached
    best = np.argmax(np.where(evidence, margin, -np.inf), axis=1)
    only = np.zeros_like(reached)
    only[np.arange(len(margin)), best] = True
    return reached & only
