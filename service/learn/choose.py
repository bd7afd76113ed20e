"""Chooses how far to trust labels: cross-validation by story, and the prior wherever labels do not clearly beat it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.learn.learner import Learned, Pull, given, learn, margins, margins_without_phrases
from service.learn.taught import Lesson
from service.learn.worth import gain, worth
from service.measures.paired import FIGURES, Difference, Outcomes, Spread, differences, spreads, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from service.learn.design import Design
    from service.learn.worth import Worth

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SPREADS = 2.33
"""Standard errors by which a gain over the prior must exceed 0: chance makes one change in a hundred look so good, and
hundreds are tried (every pull with every shift). Of several the one that does so most is taken."""

_ENDLESS = float("inf")
WITH_PRIOR = (
    Pull("all thresholds together", _ENDLESS, (_ENDLESS,), _ENDLESS, _ENDLESS),
    Pull("thresholds, pulled", _ENDLESS, (_ENDLESS,), _ENDLESS, 10.0),
    Pull("thresholds", _ENDLESS, (_ENDLESS,), _ENDLESS, 1.0),
    Pull("thresholds and weights, pulled", _ENDLESS, (_ENDLESS,), 10.0, 30.0),
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


class Trial(NamedTuple):
    """What a pull made of held-out articles, each learned without them.

    Attributes:
        pull: the pull.
        margin, evidence: by article and topic.
        bare: margins if no new phrase stood in the articles.
    """

    pull: Pull
    margin: Floats
    evidence: Flags
    bare: Floats

    def take(self, rows: Sequence[int]) -> Trial:
        """The trial on some of the articles."""
        return Trial(self.pull, self.margin[rows], self.evidence[rows], self.bare[rows])


class Judged(NamedTuple):
    """A trial at its best.

    Attributes:
        score: the greater, the sooner it is chosen; beside a prior it must exceed 0.
        cut: log-odds that all thresholds rise by.
        figure: the deciding figure with that cut.
    """

    score: float
    cut: float
    figure: float


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
    lessons = [Lesson.of(design, *one) for one in rounds]
    trials = [_try(pull, lessons, advance) for pull in pulls]
    judged = [_judged(held, trial) for trial in trials]
    place = _best(held, judged)
    tried = {trial.pull.name: one.figure for trial, one in zip(trials, judged, strict=True)}
    after, stories = outcomes_of(held, _given_elsewhere(held, trials)), held.stories
    if not design.has_prior:
        assert place is not None  # noqa: S101 - without a prior there is nothing to keep
        told = spreads(after, stories, seed=seed)
        return Choice(pulls[place], judged[place].cut, None, told, None, len(rows), tried)
    before = outcomes_of(held, given(held.prior, held.evidence, cut=0.0, exclusive=held.exclusive))
    change = differences(before, after, stories, seed=seed)
    kept = place is None or change[deciding(design)].change.value <= 0
    told = spreads(before if kept else after, stories, seed=seed)
    pull, cut = (None, 0.0) if kept or place is None else (pulls[place], judged[place].cut)
    return Choice(pull, cut, spreads(before, stories, seed=seed), told, change, len(rows), tried)


def outcomes_of(design: Design, decided: Flags) -> Outcomes:
    """Decisions counted against the labels."""
    return Outcomes.of(design.target > 0, design.counted > 0, decided)


def _try(pull: Pull, lessons: Sequence[Lesson], advance: Callable[[], None]) -> Trial:
    """Margins and evidence of judged articles, each learned without them."""
    found = []
    for known, rows, held in lessons:
        learned = learn(known, pull, rows)
        found.append((*margins(held, learned), margins_without_phrases(held, learned)))
        advance()
    margin, evidence, bare = (np.vstack(parts) for parts in zip(*found, strict=True))
    return Trial(pull, margin, evidence, bare)


def _judged(held: Design, trial: Trial) -> Judged:
    """The best cut of a trial on held-out articles, and how far the trial recommends itself with it."""
    figure = FIGURES.index(deciding(held))
    score, cut = _surest_cut(held, trial) if held.has_prior else _highest_cut(held, trial, figure)
    decided = given(trial.margin, trial.evidence, cut=cut, exclusive=held.exclusive)
    return Judged(score, cut, float(values(outcomes_of(held, decided))[figure]))


def _best(held: Design, judged: Sequence[Judged]) -> int | None:
    """The place of the trial that recommends itself most; None where each may be worse than the prior."""
    place = max(range(len(judged)), key=lambda i: judged[i].score)
    return None if held.has_prior and judged[place].score <= 0 else place


def _surest_cut(held: Design, trial: Trial) -> tuple[float, float]:
    """The gain over the prior that is surest, less what chance may have added to it, and its cut.

    Thresholds hold for articles of every language, phrases that labels teach stand in those of theirs. A cut that makes
    up for many phrases would ruin the rest: where there are others, they must not be worse off for it.
    """
    stories = np.unique(held.stories, return_inverse=True)[1]

    def judge(margin: Floats, evidence: Flags, cut: float) -> Worth:
        decided = given(margin, evidence, cut=cut, exclusive=held.exclusive)
        return worth(outcomes_of(held, decided), by_articles=held.exclusive)

    before = judge(held.prior, held.evidence, 0.0)
    cuts = (NEVER_HELD_BACK,) if held.one_topic else CUTS
    scores = []
    for cut in cuts:
        borne = not held.speaks_more or judge(trial.bare, held.evidence, cut).value >= before.value
        found = gain(before, judge(trial.margin, trial.evidence, cut), stories)
        scores.append(found.value - SPREADS * found.spread if borne else -_ENDLESS)
    return max(scores), _nearest(cuts, scores)


def _given_elsewhere(held: Design, trials: Sequence[Trial]) -> Flags:
    """The topics of articles, each by the pull and the cut that are best on articles of other stories.

    What is judged by the articles that it was chosen on flatters, the more the fewer they are.
    """
    decided = np.zeros_like(held.evidence)
    parts = folds_of(held, FOLDS)
    for part in parts:
        others = [i for other in parts if other is not part for i in other] or part
        elsewhere = held.take(others)
        judged = [_judged(elsewhere, trial.take(others)) for trial in trials]
        place = _best(elsewhere, judged)
        if place is None:
            decided[part] = given(held.prior[part], held.evidence[part], cut=0.0, exclusive=held.exclusive)
        else:
            margin, evidence = trials[place].margin[part], trials[place].evidence[part]
            decided[part] = given(margin, evidence, cut=judged[place].cut, exclusive=held.exclusive)
    return decided


def _highest_cut(held: Design, trial: Trial, figure: int) -> tuple[float, float]:
    """The best figure of any common shift of thresholds, and of the shifts that have it the nearest to none.

    An exclusive taxonomy gives the best topic; where every article has one there is nothing to hold back.
    """
    cuts = (NEVER_HELD_BACK,) if held.one_topic else CUTS
    found = [
        float(values(outcomes_of(held, given(trial.margin, trial.evidence, cut=cut, exclusive=held.exclusive)))[figure])
        for cut in cuts
    ]
    return max(found), _nearest(cuts, found)


def _nearest(cuts: Iterable[float], found: Sequence[float]) -> float:
    """Of the cuts that are best the nearest to none."""
    best = max(found)
    return float(min((cut for cut, value in zip(cuts, found, strict=True) if value >= best - 1e-9), key=abs))


def finish(design: Design, choice: Choice) -> Learned | None:
    """What all articles teach under the pull that was chosen; None when the prior is kept."""
    return learn(design, choice.pull) if choice.pull is not None else None
