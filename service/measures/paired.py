"""Topic figures over many articles at once, and whether one set of decisions is better than another on the same ones.

Both are drawn together: a story that is drawn counts for both, so that what only its difficulty moves cancels out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.measures.bootstrap import LEVEL, RESAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FIGURES = ("topics_macro_f1", "topics_micro_f1", "topics_weighted_f1")
"""Mean F1 over topics, F1 over all article-topic pairs, and mean over topics weighted by their articles."""


class Spread(NamedTuple):
    """A value and the interval that LEVEL of the draws lie in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better B is than A.

    Attributes:
        before, after: A's value and B's.
        change: the difference.
        better: share of the draws in which B is better, those without a difference counted half.
        p: two-sided bootstrap p-value: twice the smaller share of draws on either side of no difference.
    """

    before: float
    after: float
    change: Spread
    better: float
    p: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Right, wrongly given and missed, articles by topics."""

    right: Floats
    wrong: Floats
    missed: Floats

    @classmethod
    def of(cls, target: Flags, counted: Flags, given: Flags) -> Outcomes:
        """From what is right, what is known and what was given."""
        return cls(
            (target & given & counted).astype(float),
            (~target & given & counted).astype(float),
            (target & ~given & counted).astype(float),
        )


def figures(right: Floats, wrong: Floats, missed: Floats) -> Floats:
    """The FIGURES of counts by topic; any leading axes. Topics that no article has count for nothing."""
    asked = right + missed
    f1 = 2 * right / np.maximum(2 * right + wrong + missed, 1e-12)
    topics = np.maximum((asked > 0).sum(axis=-1), 1)
    macro = np.where(asked > 0, f1, 0).sum(axis=-1) / topics
    total = (2 * right + wrong + missed).sum(axis=-1)
    micro = 2 * right.sum(axis=-1) / np.maximum(total, 1e-12)
    weighted = (f1 * asked).sum(axis=-1) / np.maximum(asked.sum(axis=-1), 1e-12)
    return np.stack([macro, micro, weighted], axis=-1)


def values(outcomes: Outcomes) -> Floats:
    """The FIGURES of all articles."""
    return figures(outcomes.right.sum(axis=0), outcomes.wrong.sum(axis=0), outcomes.missed.sum(axis=0))


def spreads(
    outcomes: Outcomes, stories: Sequence[str], *, resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, Spread]:
    """Every figure with its interval."""
    drawn = _drawn(outcomes, _draws(stories, resamples, seed), stories)
    whole = values(outcomes)
    return {name: _spread(float(whole[i]), drawn[:, i]) for i, name in enumerate(FIGURES)}


def differences(
    before: Outcomes, after: Outcomes, stories: Sequence[str], *, resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, Difference]:
    """Every figure of two sets of decisions about the same articles."""
    draws = _draws(stories, resamples, seed)
    change = _drawn(after, draws, stories) - _drawn(before, draws, stories)
    pairs = zip(FIGURES, values(before), values(after), strict=True)
    return {name: _difference(a, b, change[:, i]) for i, (name, a, b) in enumerate(pairs)}


def topic_differences(
    before: Outcomes, after: Outcomes, stories: Sequence[str], *, resamples: int = RESAMPLES, seed: int = 0
) -> list[Difference]:
    """F1 of each topic, in their order."""
    draws = _draws(stories, resamples, seed)
    one, other = ([draws @ part for part in _by_story(outcomes, stories)] for outcomes in (before, after))
    change = _f1(*other) - _f1(*one)
    # Draws without an article of the topic say nothing of its F1.
    asked = one[0] + one[2] > 0
    whole = [_f1(*(part.sum(axis=0) for part in (o.right, o.wrong, o.missed))) for o in (before, after)]
    return [
        _difference(a, b, change[asked[:, i], i] if asked[:, i].any() else change[:, i])
        for i, (a, b) in enumerate(zip(*whole, strict=True))
    ]


def mean_difference(
    before: Floats, after: Floats, stories: Sequence[str], *, resamples: int = RESAMPLES, seed: int = 0
) -> Difference:
    """The mean of a value over the articles that have one (the others are NaN on both sides), before and after."""
    known = ~np.isnan(before)
    parts = np.stack([known.astype(float), np.where(known, before, 0), np.where(known, after, 0)], axis=1)
    added = _added(parts, stories)
    count, one, other = (_draws(stories, resamples, seed) @ added).T
    change = (other - one) / np.maximum(count, 1e-12)
    return _difference(float(before[known].mean()), float(after[known].mean()), change)


def _f1(right: Floats, wrong: Floats, missed: Floats) -> Floats:
    """F1 by topic; a topic that was never asked for or given is done."""
    total = 2 * right + wrong + missed
    return np.where(total > 0, 2 * right / np.maximum(total, 1e-12), 1.0)


def _draws(stories: Sequence[str], resamples: int, seed: int) -> Floats:
    """How often each story is drawn, draws by stories in the order they are first met."""
    count = len(set(stories))
    generator = np.random.default_rng(seed)
    return generator.multinomial(count, np.full(count, 1 / count), size=max(1, resamples)).astype(float)


def _by_story(outcomes: Outcomes, stories: Sequence[str]) -> list[Floats]:
    return [_added(part, stories) for part in (outcomes.right, outcomes.wrong, outcomes.missed)]


def _added(part: Floats, stories: Sequence[str]) -> Floats:
    """Rows of articles added up by story."""
    place = {story: i for i, story in enumerate(dict.fromkeys(stories))}
    of_story = np.zeros((len(place), part.shape[1]))
    np.add.at(of_story, np.array([place[story] for story in stories]), part)
    return of_story


def _drawn(outcomes: Outcomes, draws: Floats, stories: Sequence[str]) -> Floats:
    """The FIGURES of every draw."""
    return figures(*(draws @ part for part in _by_story(outcomes, stories)))


def _spread(value: float, drawn: Floats) -> Spread:
    outside = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [outside, 1 - outside])
    return Spread(float(value), float(low), float(high))


def _difference(before: float, after: float, change: Floats) -> Difference:
    better = float(np.mean(change > 0) + 0.5 * np.mean(change == 0))
    # One draw more on each side: no finite number of draws shows a chance of 0.
    sides = [(np.sum(change <= 0) + 1) / (len(change) + 1), (np.sum(change >= 0) + 1) / (len(change) + 1)]
    spread = _spread(after - before, change)
    return Difference(float(before), float(after), spread, better, float(min(1.0, 2 * min(sides))))
