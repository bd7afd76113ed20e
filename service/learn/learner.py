"""Learns from a design: weights of phrases and concepts, and how far each topic's threshold moves.

How strongly what is learned is pulled towards the prior is chosen by `choose`; where nothing helps the prior is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.learn.logistic import Problem, Weights, fit

if TYPE_CHECKING:
    from service.learn.design import Design

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_WEIGHT = 0.08
"""Weights nearer to 0 are left out: a phrase that says so little is not worth a line."""

MOST_TERMS = 100
"""Phrases proposed for a topic of a curated taxonomy: as many as a person looks through."""


class Pull(NamedTuple):
    """How strongly each kind of weight is pulled towards the prior: a ridge each.

    Attributes:
        name: for people.
        phrases: on new phrases, towards 0.
        meaning: on what meanings say.
        concepts: on the taxonomy's weights, towards themselves.
        bias: on thresholds, towards themselves.
    """

    name: str
    phrases: float
    meaning: float
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
    """

    phrases: Floats
    meaning: Floats
    concepts: Floats
    bias: Floats


def learn(design: Design, pull: Pull) -> Learned:
    """The most likely weights under a pull."""
    scale = _scale(design)
    counts = design.counts.scaled(scale)
    meaning = design.counts.times(design.meaning)
    dense = np.hstack([np.ones((len(design.target), 1)), design.concept_counts, meaning])
    free = np.ones((dense.shape[1], len(design.topics)))
    for place, concept in enumerate(design.concepts, 1):
        free[place] = 0
        free[place, concept.topic] = 1
    ridge = np.concatenate(
        [[pull.bias], np.full(len(design.concepts), pull.concepts), np.full(meaning.shape[1], pull.meaning)]
    )
    weights = fit(
        Problem(
            phrases=counts,
            dense=dense,
            offset=design.prior,
            target=design.target,
            counted=design.counted,
            free=free,
            phrase_ridge=pull.phrases,
            dense_ridge=ridge,
            exclusive=design.exclusive and _all_have_one(design),
        )
    )
    return _learned(design, weights, scale)


def _all_have_one(design: Design) -> bool:
    return bool(np.all(design.target.sum(axis=1) == 1))


def _scale(design: Design) -> Floats:
    """A phrase in few articles tells more: the logarithm of articles by articles that hold it, at most."""
    holding = design.counts.holding()
    articles = len(design.target)
    told = np.where(holding > 0, np.log((1 + articles) / (1 + holding)), 0.0) / np.log(2 + articles)
    return np.asarray(told, np.float64)


def _learned(design: Design, weights: Weights, scale: Floats) -> Learned:
    cut = 1 + len(design.concepts)
    grown = weights.dense[1:cut]
    concepts = np.array([grown[i, c.topic] for i, c in enumerate(design.concepts)])
    meaning = weights.dense[cut:]
    phrases = weights.phrases * scale[:, None] + design.meaning @ meaning
    if design.exclusive:
        # Only differences between topics count: taking the middle off leaves most weights at nearly 0.
        phrases = phrases - np.median(phrases, axis=1, keepdims=True)
    return Learned(_worth_a_line(design, phrases), meaning, concepts, weights.dense[0])


def _worth_a_line(design: Design, phrases: Floats) -> Floats:
    """Weights without those that say too little; beside a taxonomy only the best MOST_TERMS of each topic."""
    kept = np.where(np.abs(phrases) >= LEAST_WEIGHT, phrases, 0.0)
    if not design.has_prior:
        return kept
    worth = np.abs(kept) * np.sqrt(design.counts.holding())[:, None]
    for topic in range(kept.shape[1]):
        kept[np.argsort(-worth[:, topic], kind="stable")[MOST_TERMS:], topic] = 0.0
    return kept


def margins(design: Design, learned: Learned) -> tuple[Floats, Flags]:
    """How far each topic stands above its threshold, and whether anything speaks for or against it."""
    found = design.prior + learned.bias + design.counts.times(learned.phrases)
    for place, concept in enumerate(design.concepts):
        found[:, concept.topic] += design.concept_counts[:, place] * learned.concepts[place]
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
