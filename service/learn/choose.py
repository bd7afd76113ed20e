"""Chooses how far to trust labels: cross-validation by story, and the prior wherever labels do not clearly beat it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from service.learn.learner import Learned, Pull, given, learn, margins
from service.measures.paired import FIGURES, Difference, Outcomes, Spread, differences, spreads, values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.learn.design import Design

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SURE = 0.9
"""Share of bootstrap draws in which labels must beat the prior before anything is changed."""

_ENDLESS = float("inf")
WITH_PRIOR = (
    Pull("thresholds alone", _ENDLESS, (_ENDLESS,), _ENDLESS, 1.0),
    Pull("thresholds and weights", _ENDLESS, (_ENDLESS,), 3.0, 1.0),
    Pull("pulled", 1.0, (_ENDLESS,), 10.0, 10.0),
    Pull("loosely pulled", 0.3, (_ENDLESS,), 3.0, 3.0),
    Pull("hardly pulled", 0.1, (_ENDLESS,), 1.0, 1.0),
    Pull("loosely pulled, with meanings", 0.3, (30.0,), 3.0, 3.0),
)
SEVERAL_TOPICS = (
    Pull("words and a little meaning", 0.5, (300.0,), _ENDLESS, 0.1),
    Pull("words and meaning", 0.5, (100.0,), _ENDLESS, 0.1),
    Pull("words and more meaning", 0.5, (30.0,), _ENDLESS, 0.1),
    Pull("words and much meaning", 0.5, (5.0,), _ENDLESS, 0.1),
)
ONE_TOPIC = (
    Pull("words and a little meaning", 0.003, (0.03,), _ENDLESS, 0.1),
    Pull("words and meaning", 0.003, (0.01,), _ENDLESS, 0.1),
    Pull("words and more meaning", 0.003, (0.005,), _ENDLESS, 0.1),
    Pull("words and much meaning", 0.003, (0.001,), _ENDLESS, 0.1),
)
"""From a taxonomy, and from labels alone that give an article several topics or one; chosen on a scale of threes around
what worked on articles of our own, and on newsgroups and agency news (docs/benchmarks.md)."""

ONE_TOPIC_OF_FEW = (
    Pull("words, and meaning from a little to much", 0.0003, (0.003, 0.001, 0.0005, 0.0001), _ENDLESS, 0.1),
)
"""The same while labels are few: which pull is best is told by so few held-out articles that chance decides, so all are
taken, each a tenth as strong, and their mean; on newsgroups and agency news that is better than the best of them."""


FOLDS = 5
_MANY = 1_000
"""Articles from which three folds are enough."""
_CROWD = 1_500
"""Articles from which one fold of five is held out, once: it holds hundreds, and five fits take a minute by then."""

CUTS = np.round(np.arange(-2.0, 2.01, 0.1), 1)
"""Log-odds that all thresholds are moved by together."""

NEVER_HELD_BACK = -3.5
"""The shift where every article has a topic: the best is given however weak, and thresholds still fit into a file."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, and what it was worth on articles that had no part in learning.

    Attributes:
        pull: how strongly what is learned is pulled; None: the prior is kept.
        cut: log-odds that all thresholds rise by.
        before, after: every figure of the prior and of what was learned; `before` is None without a prior.
        change: by figure; None without a prior.
        judged: articles that figures are of.
        tried: the deciding figure of every pull that was tried, by its name; its cut is the best on the very articles
            that it is judged by, so that it is higher than `after`.
    """

    pull: Pull | None
    cut: float
    before: dict[str, Spread] | None
    after: dict[str, Spread]
    change: dict[str, Difference] | None
    judged: int
    tried: dict[str, float]


def pulls_of(design: Design) -> tuple[Pull, ...]:
    """The pulls to try."""
    if design.has_prior:
        return WITH_PRIOR
    if not design.exclusive:
        return SEVERAL_TOPICS
    return ONE_TOPIC_OF_FEW if design.one_topic and design.few else ONE_TOPIC


def deciding(design: Design) -> str:
    """The figure that decides: macro-F1; where an article has one topic, F1 weighted by articles."""
    return FIGURES[2] if design.exclusive else FIGURES[0]


def folds_of(design: Design, count: int) -> list[list[int]]:
    """Articles in folds: those of one story in one, and every topic spread as evenly as stories allow."""
    by_story: dict[str, list[int]] = {}
    for place, story in enumerate(design.stories):
        by_story.setdefault(story, []).append(place)
    frequency = design.target.sum(axis=0)
    rarest = {
        story: min((frequency[t] for i in rows for t in np.flatnonzero(design.target[i])), default=_ENDLESS)
        for story, rows in by_story.items()
    }
    folds: list[list[int]] = [[] for _ in range(count)]
    held = [Counter[int]() for _ in range(count)]
    for story in sorted(by_story, key=lambda name: (rarest[name], -len(by_story[name]), name)):
        topics = [int(t) for i in by_story[story] for t in np.flatnonzero(design.target[i])]
        fold = min(range(count), key=lambda f: (sum(held[f][t] for t in topics), len(folds[f]), f))
        folds[fold] += by_story[story]
        held[fold].update(topics)
    return [sorted(fold) for fold in folds if fold]


def plan(design: Design) -> list[tuple[list[int], list[int]]]:
    """What is learned from and what is judged in each round."""
    articles = len(design.stories)
    folds = folds_of(design, FOLDS if articles < _MANY or articles >= _CROWD else 3)
    rounds = [([i for other in folds if other is not fold for i in other], fold) for fold in folds]
    return rounds[:1] if articles >= _CROWD else rounds


def choose(
    design: Design, pulls: Sequence[Pull], *, seed: int = 0, advance: Callable[[], None] = lambda: None
) -> Choice:
    """Try every pull on held-out stories.

    Args:
        design: all labelled articles.
        pulls: what to try; the prior itself is always among the choices where there is one.
        seed: of the bootstrap.
        advance: called after each fit.
    """
    rounds = plan(design)
    rows = [i for _, judged in rounds for i in judged]
    held = design.take(rows)
    results = [_try(design, pull, rounds, advance) for pull in pulls]
    figure = FIGURES.index(deciding(design))
    scored = []
    for pull, (margin, evidence) in zip(pulls, results, strict=True):
        cut = _best_cut(held, margin, evidence, figure)
        outcomes = outcomes_of(held, given(margin, evidence, cut=cut, exclusive=held.exclusive))
        scored.append((float(values(outcomes)[figure]), pull, cut, margin, evidence))
    tried = {pull.name: value for value, pull, *_ in scored}
    _, pull, cut, margin, evidence = max(scored, key=lambda entry: entry[0])
    after = outcomes_of(held, _given_elsewhere(held, margin, evidence, figure))
    judged, stories = len(rows), held.stories
    if not design.has_prior:
        return Choice(pull, cut, None, spreads(after, stories, seed=seed), None, judged, tried)
    before = outcomes_of(held, given(held.prior, held.evidence, cut=0.0, exclusive=held.exclusive))
    change = differences(before, after, stories, seed=seed)
    deciding_change = change[deciding(design)]
    kept = deciding_change.change.value <= 0 or deciding_change.better < SURE
    told = spreads(before if kept else after, stories, seed=seed)
    return Choice(
        None if kept else pull, 0.0 if kept else cut, spreads(before, stories, seed=seed), told, change, judged, tried
    )


def outcomes_of(design: Design, decided: Flags) -> Outcomes:
    """Decisions counted against the labels."""
    return Outcomes.of(design.target > 0, design.counted > 0, decided)


def _try(
    design: Design, pull: Pull, rounds: Sequence[tuple[list[int], list[int]]], advance: Callable[[], None]
) -> tuple[Floats, Flags]:
    """Margins and evidence of judged articles, each learned without them."""
    found = []
    for learned_from, judged in rounds:
        found.append(margins(design.take(judged), learn(design.take(learned_from), pull)))
        advance()
    return np.vstack([margin for margin, _ in found]), np.vstack([evidence for _, evidence in found])


def _given_elsewhere(design: Design, margin: Floats, evidence: Flags, figure: int) -> Flags:
    """The topics of articles, each by the cut that is best on articles of other stories.

    A cut judged by the articles that it was chosen on flatters, the more the fewer they are.
    """
    decided = np.zeros_like(evidence)
    parts = folds_of(design, FOLDS)
    for part in parts:
        others = [i for other in parts if other is not part for i in other] or part
        cut = _best_cut(design.take(others), margin[others], evidence[others], figure)
        decided[part] = given(margin[part], evidence[part], cut=cut, exclusive=design.exclusive)
    return decided


def _best_cut(design: Design, margin: Floats, evidence: Flags, figure: int) -> float:
    """The common shift of thresholds with the best figure: of several the nearest to none.

    An exclusive taxonomy gives the best topic; where every article has one there is nothing to hold back.
    """
    if design.one_topic:
        return NEVER_HELD_BACK
    worth = [
        values(outcomes_of(design, given(margin, evidence, cut=cut, exclusive=design.exclusive)))[figure]
        for cut in CUTS
    ]
    best = max(worth)
    return float(min((cut for cut, value in zip(CUTS, worth, strict=True) if value >= best - 1e-9), key=abs))


def finish(design: Design, choice: Choice) -> Learned | None:
    """What all articles teach under the pull that was chosen; None when the prior is kept."""
    return learn(design, choice.pull) if choice.pull is not None else None
