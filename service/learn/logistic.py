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

MOST_IN_SPAN = 200
"""Articles up to which weights are sought among sums of articles: comparing each with each is cheap then."""

_STEPS_IN_SPAN = 100
_NO_SPAN = 1e-12
"""Share of the largest eigenvalue below which one is a rounding error."""

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


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: weights of phrases and of measures by topic."""

    phrases: Floats
    dense: Floats

    def log_odds(self, phrases: Sparse, dense: Floats) -> Floats:
        """What they add to the log-odds of articles."""
        return phrases.times(self.phrases) + dense @ self.dense


def fit(problem: Problem) -> Weights:
    """The most likely weights; deterministic."""
    if len(problem.target) <= MOST_IN_SPAN and np.all(problem.free):
        return _fit_in_span(problem)
    return _fit(problem, STEPS)


def _fit(problem: Problem, steps: int) -> Weights:
    weights = (problem.phrases.shape[1] + len(problem.free)) * problem.target.shape[1]
    return _unpack(_minimise(problem, np.zeros(weights), steps), problem)


def _fit_in_span(problem: Problem) -> Weights:
    """The same weights by way of the articles, of which there are hundreds of times fewer than phrases.

    The best weights under a ridge are a sum of articles, each times a number a topic (the representer theorem:
    Schoelkopf, Herbrich, Smola 2001), so that all that counts is how alike each two articles are; those likenesses
    are split into as many measures as articles, which are weighed instead.
    """
    alike = problem.phrases.alike() / problem.phrase_ridge + (problem.dense / problem.dense_ridge) @ problem.dense.T
    size, axes = np.linalg.eigh(alike)
    there = size > _NO_SPAN * size[-1]
    root, axes = np.sqrt(size[there]), axes[:, there]
    measures = len(root)
    small = replace(
        problem,
        phrases=problem.phrases.without_columns(),
        dense=axes * root,
        free=np.ones((measures, problem.target.shape[1])),
        dense_ridge=np.ones(measures),
    )
    shares = axes @ (_fit(small, _STEPS_IN_SPAN).dense / root[:, None])
    return Weights(
        problem.phrases.transposed_times(shares) / problem.phrase_ridge,
        problem.dense.T @ shares / problem.dense_ridge[:, None],
    )


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
    past: deque[tuple[Floats, Floats, float]] = deque(maxlen=_MEMORY)
    for _ in range(steps):
        direction = -_two_loops(gradient, past)
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
        moved, turned = there - at, slope - gradient
        curvature = float(moved @ turned)
        if curvature > 0:
            past.append((moved, turned, curvature))
        at, loss, gradient = there, less, slope
    return at


def _two_loops(gradient: Floats, past: deque[tuple[Floats, Floats, float]]) -> Floats:
    """The gradient times what the last steps say of the inverse curvature."""
    q, part = gradient.copy(), np.empty_like(gradient)
    shares = []
    for moved, turned, curvature in reversed(past):
        share = float(moved @ q) / curvature
        q -= np.multiply(turned, share, out=part)
        shares.append(share)
    if past:
        _, turned, curvature = past[-1]
        q *= curvature / float(turned @ turned)
    for (moved, turned, curvature), share in zip(past, reversed(shares), strict=True):
        q += np.multiply(moved, share - float(turned @ q) / curvature, out=part)
    return q
