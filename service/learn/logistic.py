"""Logistic regression for many topics at once, each weight pulled towards 0 by its own ridge; L-BFGS in numpy.

The prior comes in as an offset: log-odds that are there before anything is learned. A ridge of infinity leaves a weight
at 0, and with it the prior as it is.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from service.learn.sparse import Sparse

Floats = NDArray[np.float64]

STEPS = 40
"""Steps of the minimiser: labels are decided long before weights stand still."""

MOST_IN_SPAN = 3_000
"""Articles up to which weights are sought among sums of articles: comparing each with each is cheaper than steps over
all phrases then."""

_STEPS_IN_SPAN = 100
_LITTLE = 1e-10
"""Share of the usual likeness of an article with itself that is added to each."""

_MEMORY = 8
_TOLERANCE = 1e-5
_ARMIJO = 1e-4
_HALVINGS = 25


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be learned.

    Attributes:
        phrases: articles by phrases.
        dense: articles by other measures (a bias of ones among them).
        offset: articles by topics, log-odds before learning.
        target: articles by topics, 1 where the topic is right.
        counted: articles by topics, 0 where nobody knows.
        free: measures by topics, 0 where a weight must stay 0.
        phrase_ridge: pull on the phrases' weights.
        dense_ridge: pull on each measure's weights.
        exclusive: whether an article has one topic: probabilities then add up to 1.
        root: the `root_of` the phrases, where it is known already.
    """

    phrases: Sparse
    dense: Floats
    offset: Floats
    target: Floats
    counted: Floats
    free: Floats
    phrase_ridge: float
    dense_ridge: Floats
    exclusive: bool
    root: Floats | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: weights of phrases and of measures by topic."""

    phrases: Floats
    dense: Floats

    def log_odds(self, phrases: Sparse, dense: Floats) -> Floats:
        """What they add to the log-odds of articles."""
        return phrases.times(self.phrases) + dense @ self.dense


def fit(problem: Problem, steps: int = STEPS) -> Weights:
    """The most likely weights, after so many steps of the minimiser at most; deterministic."""
    if len(problem.target) <= MOST_IN_SPAN:
        return _fit_in_span(problem)
    return _fit(problem, steps)


def _fit(problem: Problem, steps: int) -> Weights:
    weights = (problem.phrases.shape[1] + len(problem.free)) * problem.target.shape[1]
    return _unpack(_minimise(problem, np.zeros(weights), steps), problem)


def _fit_in_span(problem: Problem) -> Weights:
    """The same weights by way of the articles, of which there are hundreds of times fewer than phrases.

    The best weights of phrases under a ridge are a sum of articles, each times a number a topic (the representer
    theorem: Schoelkopf, Herbrich, Smola 2001), so that all that counts is how alike each two articles are. A root of
    these likenesses has as many measures as articles; they are weighed in the phrases' place. All measures are divided
    by the root of their ridge, so that steps suit each.
    """
    root = problem.root if problem.root is not None else root_of(problem.phrases)
    kept = np.flatnonzero(np.isfinite(problem.dense_ridge))
    pull = np.sqrt(problem.dense_ridge[kept])
    measures = 0 if np.isinf(problem.phrase_ridge) else root.shape[1]
    topics = problem.target.shape[1]
    small = replace(
        problem,
        phrases=problem.phrases.without_columns(),
        dense=np.hstack([root[:, :measures] / np.sqrt(problem.phrase_ridge), problem.dense[:, kept] / pull]),
        free=np.vstack([np.ones((measures, topics)), problem.free[kept]]),
        dense_ridge=np.ones(measures + len(kept)),
    )
    found = _fit(small, _STEPS_IN_SPAN).dense
    phrases, dense = np.zeros((problem.phrases.shape[1], topics)), np.zeros((len(problem.free), topics))
    if measures:
        shares = np.linalg.solve(root.T, found[:measures]) / np.sqrt(problem.phrase_ridge)
        phrases = problem.phrases.transposed_times(shares)
    dense[kept] = found[measures:] / pull[:, None]
    return Weights(phrases, dense)


def root_of(phrases: Sparse) -> Floats:
    """Measures, as many as articles, that are as alike for each two of them as their phrases; none without phrases."""
    if not np.any(phrases.values):
        return np.zeros((phrases.shape[0], 0))
    alike = phrases.alike()
    usual = float(np.trace(alike)) / len(alike)
    # Articles of the same phrases, or of none, leave it without a root but for a little more on the diagonal.
    return np.asarray(np.linalg.cholesky(alike + _LITTLE * usual * np.eye(len(alike))), np.float64)


def _unpack(flat: Floats, problem: Problem) -> Weights:
    topics = problem.target.shape[1]
    cut = problem.phrases.shape[1] * topics
    return Weights(flat[:cut].reshape(-1, topics), flat[cut:].reshape(-1, topics))


def _loss(flat: Floats, problem: Problem) -> tuple[float, Floats]:
    """The loss and its gradient."""
    weights = _unpack(flat, problem)
    z = problem.offset + weights.log_odds(problem.phrases, problem.dense)
    loss, slope = (_softmax if problem.exclusive else _sigmoid)(z, problem)
    # A weight under an endless ridge stands still: as a number it would spoil every step of the others.
    still = np.isinf(problem.dense_ridge)[:, None]
    ridge = np.where(still, 0.0, problem.dense_ridge[:, None])
    loss += 0.5 * float(np.sum(ridge * weights.dense**2))
    dense = problem.free * ~still * (problem.dense.T @ slope + ridge * weights.dense)
    if np.isinf(problem.phrase_ridge):
        phrases = np.zeros_like(weights.phrases)
    else:
        loss += 0.5 * problem.phrase_ridge * float(np.sum(weights.phrases**2))
        phrases = problem.phrases.transposed_times(slope) + problem.phrase_ridge * weights.phrases
    return loss, np.concatenate([phrases.ravel(), dense.ravel()])


def _sigmoid(z: Floats, problem: Problem) -> tuple[float, Floats]:
    each = np.logaddexp(0, z) - problem.target * z
    return float(np.sum(problem.counted * each)), problem.counted * (logistic(z) - problem.target)


def _softmax(z: Floats, problem: Problem) -> tuple[float, Floats]:
    top = z.max(axis=1, keepdims=True)
    powers = np.exp(z - top)
    total = powers.sum(axis=1, keepdims=True)
    each = top[:, 0] + np.log(total[:, 0]) - np.sum(problem.target * z, axis=1)
    known = problem.counted.min(axis=1)
    return float(known @ each), known[:, None] * (powers / total - problem.target)


def logistic(z: Floats) -> Floats:
    """Log-odds as probabilities."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * z)), np.float64)


def _minimise(problem: Problem, at: Floats, steps: int) -> Floats:
    """L-BFGS (Nocedal and Wright, chapter 7) with steps halved until the loss falls enough."""
    loss, gradient = _loss(at, problem)
    past = _Past(len(at))
    for _ in range(steps):
        direction = -past.turn(gradient)
        downhill = float(direction @ gradient)
        if downhill > -_TOLERANCE * max(1.0, abs(loss)):
            break
        step = 1.0 if past else min(1.0, 1.0 / float(np.abs(gradient).sum()))
        for _ in range(_HALVINGS):
            there = at + step * direction
            less, slope = _loss(there, problem)
            if less <= loss + _ARMIJO * step * downhill:
                break
            step /= 2
        else:
            break
        past.add(there - at, slope - gradient)
        at, loss, gradient = there, less, slope
    return at


class _Past:
    """The last steps and how the gradient turned with each: what they say of the inverse curvature.

    In the compact form of Byrd, Nocedal and Schnabel (1994): the products of steps with one another are kept, so that
    a direction takes two passes over the steps where the two loops take seven.
    """

    def __init__(self, size: int) -> None:
        self._steps = np.zeros((2 * _MEMORY, size))  # how far each moved, then how the gradient turned
        self._products = np.zeros((2 * _MEMORY, _MEMORY))  # of each row with each turn
        self._places: deque[int] = deque(maxlen=_MEMORY)  # the oldest first

    def __bool__(self) -> bool:
        return bool(self._places)

    def add(self, moved: Floats, turned: Floats) -> None:
        """Note a step in the oldest one's place, unless the curvature along it is none."""
        if float(moved @ turned) <= 0:
            return
        place = self._places[0] if len(self._places) == _MEMORY else len(self._places)
        self._places.append(place)
        self._steps[place], self._steps[_MEMORY + place] = moved, turned
        found = self._steps @ turned
        self._products[:, place] = found
        self._products[_MEMORY + place] = found[_MEMORY:]

    def turn(self, gradient: Floats) -> Floats:
        """The gradient times the inverse curvature."""
        if not self:
            return gradient
        places = np.array(self._places)
        along = self._steps @ gradient
        moves = np.triu(self._products[np.ix_(places, places)])
        turns = self._products[np.ix_(_MEMORY + places, places)]
        usual = moves[-1, -1] / turns[-1, -1]
        first = np.linalg.solve(moves, along[places])
        second = (np.diag(np.diag(moves)) + usual * turns) @ first - usual * along[_MEMORY + places]
        shares = np.zeros(2 * _MEMORY)
        shares[places], shares[_MEMORY + places] = np.linalg.solve(moves.T, second), -usual * first
        return np.asarray(usual * gradient + shares @ self._steps, np.float64)
