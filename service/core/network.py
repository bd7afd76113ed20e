"""A small trained network: one hidden layer of rectified units, logistic answers, run in numpy.

Its file holds the names of the measures it was trained on, their means and scales, and the weights as base85 of 16-bit
floats. Five ship with the package: for blocks of HTML (`html_scorer`), for lines of flattened text (`line_scorer`), for
its captions (`caption_scorer`), its paragraphs (`paragraph_scorer`) and the headline among its lines (`title_scorer`).
"""

from __future__ import annotations

import base64
from typing import Final, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from service.packaged import packaged

Matrix = NDArray[np.float32]

_CLIP: Final = 5.0
"""Standard deviations beyond which a measure says no more."""
_ROWS: Final = 8
"""Rows multiplied at a time: OpenBLAS gives larger products to threads, which cost more CPU than they save here."""


class Network(NamedTuple):
    """A trained network.

    Attributes:
        names: the measures it was trained on, in the order of its inputs.
        mean, scale: what standardises them.
        first, bias: weights and biases of the hidden layer.
        last, answer: weights and biases of the outputs.
    """

    names: tuple[str, ...]
    mean: Matrix
    scale: Matrix
    first: Matrix
    bias: Matrix
    last: Matrix
    answer: Matrix

    def likelihoods(self, measures: Matrix) -> Matrix:
        """Each output's likelihood for each row, in [0, 1]: an array of rows by outputs."""
        inputs = standardised(measures, self.mean, self.scale)
        sums = inputs @ self.first if len(inputs) <= _ROWS else self._sums(inputs)
        sums += self.bias
        answers: Matrix = np.maximum(sums, 0, out=sums) @ self.last
        answers += self.answer
        np.exp(np.negative(answers, out=answers), out=answers)
        answers += 1
        return np.reciprocal(answers, out=answers)

    def _sums(self, inputs: Matrix) -> Matrix:
        """What the hidden units get of many rows, a few at a time."""
        sums = np.empty((len(inputs), len(self.bias)), np.float32)
        for start in range(0, len(inputs), _ROWS):
            np.matmul(inputs[start : start + _ROWS], self.first, out=sums[start : start + _ROWS])
        return sums


def standardised(measures: Matrix, mean: Matrix, scale: Matrix) -> Matrix:
    """Measures on one scale, the extremes clipped."""
    inputs: Matrix = np.subtract(measures, mean, dtype=np.float32)
    inputs /= scale
    # Two calls take a third of the time that `clip` takes for the few lines of an article.
    np.maximum(inputs, -_CLIP, out=inputs)
    np.minimum(inputs, _CLIP, out=inputs)
    return inputs


def dumps(network: Network) -> bytes:
    """A network as the bytes of a weights' file; rounds to 16-bit floats."""
    packed = {name: _packed(getattr(network, name)) for name in ("mean", "scale", "first", "bias", "last")}
    value = {
        "names": network.names,
        "hidden": len(network.bias),
        "answer": [round(float(a), 5) for a in network.answer],
    } | packed
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def loads(data: bytes) -> Network:
    """A network from the bytes of a weights' file."""
    value = orjson.loads(data)
    arrays = {name: _unpacked(value[name]) for name in ("mean", "scale", "first", "bias", "last")}
    arrays["first"] = arrays["first"].reshape(len(value["names"]), value["hidden"])
    arrays["last"] = arrays["last"].reshape(value["hidden"], -1)
    return Network(names=tuple(value["names"]), answer=np.array(value["answer"], np.float32), **arrays)


def _packed(array: Matrix) -> str:
    return base64.b64encode(np.ascontiguousarray(array, "<f2").tobytes()).decode()


def _unpacked(text: str) -> Matrix:
    return np.frombuffer(base64.b64decode(text), "<f2").astype(np.float32)


def shipped(name: str, measures: tuple[str, ...] | None = None) -> Network:
    """The network in a weights' file of the package.

    Args:
        name: of the file, beside this module.
        measures: the names of those it is to be given; None where they are compared when they are taken.

    Raises:
        ValueError: it was trained on others.
    """
    network = loads(packaged("core", name).read_bytes())
    if measures is not None and network.names != measures:
        raise ValueError(f"{name} was trained on other measures: train it again (docs/cleaning.md says how)")
    return network
