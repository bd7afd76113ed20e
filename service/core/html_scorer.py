"""The trained network that says how likely a block belongs to the article.

`html_weights.json` holds it: the names of the measures it was trained on, their means and scales, and the weights of
one hidden layer as base85 of 16-bit floats. `python -m benchmarks.train_html FOLDER` makes it; it is read at first use.
"""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

WEIGHTS: Final = "html_weights.json"
"""Name of the weights' file, beside this module."""
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
        last, answer: weights and bias of the one output.
    """

    names: tuple[str, ...]
    mean: Matrix
    scale: Matrix
    first: Matrix
    bias: Matrix
    last: Matrix
    answer: float

    def likelihood(self, measures: Matrix) -> Matrix:
        """The likelihood of each row, in [0, 1]."""
        inputs = standardised(measures, self.mean, self.scale)
        sums = np.empty((len(inputs), len(self.bias)), np.float32)
        for start in range(0, len(inputs), _ROWS):
            np.matmul(inputs[start : start + _ROWS], self.first, out=sums[start : start + _ROWS])
        hidden = np.maximum(sums + self.bias, 0)
        answers: Matrix = 1 / (1 + np.exp(-(hidden @ self.last + np.float32(self.answer))))
        return answers


def standardised(measures: Matrix, mean: Matrix, scale: Matrix) -> Matrix:
    """Measures on one scale, the extremes clipped."""
    inputs: Matrix = np.clip((measures - mean) / scale, -_CLIP, _CLIP).astype(np.float32, copy=False)
    return inputs


def dumps(network: Network) -> bytes:
    """A network as the bytes of a weights' file; rounds to 16-bit floats."""
    packed = {name: _packed(getattr(network, name)) for name in ("mean", "scale", "first", "bias", "last")}
    value = {"names": network.names, "hidden": len(network.bias), "answer": round(network.answer, 5)} | packed
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def loads(data: bytes) -> Network:
    """A network from the bytes of a weights' file."""
    value = orjson.loads(data)
    arrays = {name: _unpacked(value[name]) for name in ("mean", "scale", "first", "bias", "last")}
    arrays["first"] = arrays["first"].reshape(len(value["names"]), value["hidden"])
    return Network(names=tuple(value["names"]), answer=value["answer"], **arrays)


def _packed(array: Matrix) -> str:
    return base64.b85encode(np.ascontiguousarray(array, "<f2").tobytes()).decode()


def _unpacked(text: str) -> Matrix:
    return np.frombuffer(base64.b85decode(text), "<f2").astype(np.float32)


@cache
def trained() -> Network:
    """The network that the package ships."""
    return loads(files("service.core").joinpath(WEIGHTS).read_bytes())
