"""A small network trained with numpy alone, the same on every run: no training library is needed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from service.core.network import Matrix


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is trained.

    Attributes:
        hidden: units of the one hidden layer of each member.
        members: networks, each from its own seed, whose answers are averaged.
        epochs: passes over the rows.
        rate: Adam's step, which falls to 0 along half a cosine.
        decay: weight decay of each step.
        drop: share of inputs that are blotted out in each batch, so that no single measure decides.
        batch: rows a step.
    """

    hidden: int = 32
    members: int = 3
    epochs: int = 9
    rate: float = 3e-3
    decay: float = 1e-2
    drop: float = 0.1
    batch: int = 1024


class Adam:
    """Adam with decoupled weight decay over a list of arrays."""

    def __init__(self, weights: list[Matrix], decay: float) -> None:
        self.weights, self.decay, self.step = weights, decay, 0
        self.mean = [np.zeros_like(w) for w in weights]
        self.square = [np.zeros_like(w) for w in weights]

    def update(self, gradients: list[Matrix], rate: float) -> None:
        """Take one step down the gradients."""
        self.step += 1
        for i, slope in enumerate(gradients):
            self.mean[i] += 0.1 * (slope - self.mean[i])
            self.square[i] += 0.001 * (slope * slope - self.square[i])
            mean, square = self.mean[i] / (1 - 0.9**self.step), self.square[i] / (1 - 0.999**self.step)
            decay = self.decay * self.weights[i] if slope.ndim > 1 else 0
            self.weights[i] -= rate * (mean / (np.sqrt(square) + 1e-8) + decay)


def train(x: Matrix, y: Matrix, weight: Matrix, recipe: Recipe) -> list[Matrix]:
    """Train on standardised rows.

    Args:
        x: rows, standardised.
        y: what each row should give in each output, in [0, 1].
        weight: how much each row counts; mean 1.
        recipe: how to train.

    Returns:
        All members folded into one layer: input weights, biases, output weights, output bias.
    """
    members = [_member(x, y, weight, recipe, seed) for seed in range(recipe.members)]
    first = np.hstack([m[0] for m in members])
    bias = np.concatenate([m[1] for m in members])
    last = np.vstack([m[2] for m in members]) / np.float32(recipe.members)
    return [first, bias, last, np.mean([m[3] for m in members], axis=0)]


def _member(x: Matrix, y: Matrix, weight: Matrix, recipe: Recipe, seed: int) -> list[Matrix]:
    """One network: a hidden layer of rectified units, logistic answers, weighted cross-entropy."""
    draw = np.random.default_rng(seed)
    (rows, width), outputs = x.shape, y.shape[1]
    spread = np.sqrt(2 / width)
    w1 = (draw.standard_normal((width, recipe.hidden)) * spread).astype(np.float32)
    w2 = (draw.standard_normal((recipe.hidden, outputs)) * np.sqrt(1 / recipe.hidden)).astype(np.float32)
    weights = [w1, np.zeros(recipe.hidden, np.float32), w2, np.zeros(outputs, np.float32)]
    adam = Adam(weights, recipe.decay)
    steps = recipe.epochs * -(-rows // recipe.batch)
    for _ in range(recipe.epochs):
        order = draw.permutation(rows)
        for start in range(0, rows, recipe.batch):
            some = order[start : start + recipe.batch]
            inputs = x[some]
            if recipe.drop:
                inputs = inputs * (draw.random(inputs.shape, dtype=np.float32) > recipe.drop)
            rate = recipe.rate * 0.5 * (1 + np.cos(np.pi * adam.step / steps))
            adam.update(_gradients(weights, inputs, y[some], weight[some]), rate)
    return weights


def _gradients(weights: list[Matrix], x: Matrix, y: Matrix, weight: Matrix) -> list[Matrix]:
    w1, b1, w2, b2 = weights
    hidden = np.maximum(x @ w1 + b1, 0)
    answer = 1 / (1 + np.exp(-(hidden @ w2 + b2)))
    error = ((answer - y) * weight[:, None] / len(y)).astype(np.float32)
    back = (error @ w2.T) * (hidden > 0)
    return [x.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]
