"""Whether scores are probabilities, and the scaling and thresholds that make them so.

A pair is an article and a topic with the topic's score. Scores are calibrated when of the pairs with a score near .7
about seven in ten are right. Platt scaling puts a line through the log-odds: `intercept + slope * log-odds`.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from service.measures.tallies import score_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MIN_SCORE = 0.05
"""Pairs with a lower score are left out: thousands of right zeros would flatter every figure."""

BINS = 10
FOLDS = 5
SHRINK = 20.0
"""Pairs that the common threshold is worth beside a topic's own: few topics have twenty."""

_ENDS = 1e-4
"""Scores are kept this far from 0 and 1, the last digit that events print."""
_STEPS = 100
_RIDGE = 1e-3
"""A little pull of the slope towards 1: scores that separate perfectly have no finite best line."""


class Pair(NamedTuple):
    """A topic's score in an article, whether it is right, and the article's story."""

    topic: str
    score: float
    right: bool
    story: str


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of neighbouring scores: how many, their mean score, and the share that is right."""

    pairs: int
    score: float
    right: float


class Platt(NamedTuple):
    """The line that Platt scaling puts through log-odds."""

    slope: float
    intercept: float

    def undo(self, score: float) -> float:
        """The score that `apply` made this one of."""
        return _logistic((_log_odds(score) - self.intercept) / self.slope)

    def apply(self, score: float) -> float:
        """A score scaled."""
        return _logistic(self.intercept + self.slope * _log_odds(score))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far scores are probabilities.

    Attributes:
        pairs, right: pairs looked at, and how many of them are right.
        ece: expected calibration error: mean distance of score and share within bins of equal mass.
        brier: mean squared distance of score and truth.
        base_brier: the same for a predictor that always says the share that is right.
        gain: share of `base_brier` that the scores take away.
        bins: lowest scores first.
    """

    pairs: int
    right: int
    ece: float
    brier: float
    base_brier: float
    gain: float
    bins: tuple[Bin, ...]


def measure(pairs: Iterable[Pair], *, bins: int = BINS) -> Calibration | None:
    """The calibration of pairs; None when there is none."""
    ordered = sorted(pairs, key=lambda pair: pair.score)
    if not ordered:
        return None
    count, right = len(ordered), sum(pair.right for pair in ordered)
    edges = [round(count * i / bins) for i in range(bins + 1)]
    found = tuple(_bin(ordered[a:b]) for a, b in pairwise(edges) if b > a)
    brier = sum((pair.score - pair.right) ** 2 for pair in ordered) / count
    base = right / count * (1 - right / count)
    return Calibration(
        pairs=count,
        right=right,
        ece=sum(b.pairs * abs(b.score - b.right) for b in found) / count,
        brier=brier,
        base_brier=base,
        gain=1 - brier / base if base else 0.0,
        bins=found,
    )


def _bin(pairs: Sequence[Pair]) -> Bin:
    count = len(pairs)
    return Bin(count, sum(pair.score for pair in pairs) / count, sum(pair.right for pair in pairs) / count)


def fit(pairs: Iterable[Pair]) -> Platt:
    """The Platt scaling that makes pairs most likely, by Newton's method with halved steps.

    A pair's target is moved off 0 and 1 as Platt (1999) proposes, so that few pairs do not make scores of 0 and 1.
    """
    points = [(_log_odds(pair.score), pair.right) for pair in pairs]
    positive = sum(right for _, right in points)
    high, low = (positive + 1) / (positive + 2), 1 / (len(points) - positive + 2)
    data = [(x, high if right else low) for x, right in points]
    line = Platt(1.0, 0.0)
    loss = _loss(data, line)
    for _ in range(_STEPS):
        step = _newton_step(data, line)
        size = 1.0
        while size > _ENDS:
            following = Platt(line.slope - size * step.slope, line.intercept - size * step.intercept)
            less = _loss(data, following)
            if less < loss:
                break
            size /= 2
        else:
            break
        done, line, loss = loss - less < 1e-9, following, less
        if done:
            break
    return line


def _loss(data: Sequence[tuple[float, float]], line: Platt) -> float:
    """Cross-entropy, and the ridge on the slope."""
    total = 0.0
    for x, y in data:
        z = line.intercept + line.slope * x
        total += max(z, 0) - y * z + math.log1p(math.exp(-abs(z)))
    return total + _RIDGE * (line.slope - 1) ** 2


def _newton_step(data: Sequence[tuple[float, float]], line: Platt) -> Platt:
    """Gradient through Hessian; the step to be taken off."""
    ga, gb = 2 * _RIDGE * (line.slope - 1), 0.0
    haa, hab, hbb = 2 * _RIDGE, 0.0, _RIDGE
    for x, y in data:
        p = _logistic(line.intercept + line.slope * x)
        w = p * (1 - p)
        ga, gb = ga + (p - y) * x, gb + p - y
        haa, hab, hbb = haa + w * x * x, hab + w * x, hbb + w
    det = haa * hbb - hab * hab
    return Platt((hbb * ga - hab * gb) / det, (haa * gb - hab * ga) / det)


def cross_validated(pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs with the scores that Platt scaling gives them when it is fitted on the other stories."""
    by_fold: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_fold[zlib.crc32(b"fold " + pair.story.encode()) % FOLDS].append(pair)
    found = []
    for fold, held_out in sorted(by_fold.items()):
        line = fit(pair for other, rest in by_fold.items() if other != fold for pair in rest)
        found += [pair._replace(score=line.apply(pair.score)) for pair in held_out]
    return found


def best_threshold(pairs: Sequence[Pair]) -> float:
    """The score from which assigning a topic has the best F1: the middle of the gap below the last pair to take.

    A topic that no pair has needs no threshold: it gets .5.
    """
    ordered = sorted(pairs, key=lambda pair: -pair.score)
    positive = sum(pair.right for pair in ordered)
    if not positive:
        return 0.5
    best, threshold, true = -1.0, 0.5, 0
    for place, pair in enumerate(ordered):
        true += pair.right
        below = ordered[place + 1].score if place + 1 < len(ordered) else 0.0
        f1 = score_of(true, place + 1 - true, positive - true).f1
        if f1 > best and below < pair.score:
            best, threshold = f1, (pair.score + below) / 2
    return threshold


def thresholds(pairs: Sequence[Pair], *, shrink: float = SHRINK) -> tuple[float, dict[str, float]]:
    """The threshold that is best for all topics together, and each topic's own, pulled towards it.

    Args:
        pairs: scores as they will be compared with the thresholds.
        shrink: how many pairs the common threshold is worth.
    """
    common = best_threshold(pairs)
    by_topic: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_topic[pair.topic].append(pair)
    own = {
        topic: (len(found) * best_threshold(found) + shrink * common) / (len(found) + shrink)
        if any(pair.right for pair in found)
        else common
        for topic, found in sorted(by_topic.items())
    }
    return common, own


def _log_odds(score: float) -> float:
    inside = min(max(score, _ENDS), 1 - _ENDS)
    return math.log(inside / (1 - inside))


def _logistic(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds)) if log_odds >= 0 else 1 - 1 / (1 + math.exp(log_odds))
