"""What English words mean, as 100 numbers each: words of like meaning have like numbers.

From ten labelled articles no statistics of words can tell that `striker` goes with `goalkeeper`; these numbers, counted
from six billion words of news and encyclopedia, can. `english_meanings.npz` holds the 40,000 most frequent words of
GloVe 6B (Pennington, Socher, Manning 2014; public domain, PDDL 1.0), their numbers rounded to 8 bits; `python -m
benchmarks.english_meanings FILE` makes it. Only learning reads it: what is learned is written out as phrases.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LANGUAGE: Final = "en"
FILE: Final = "english_meanings.npz"
"""Beside this module."""

_COMMON: Final = 1e-3
"""Share of a word in running text at which it says half: the smoothing of Arora, Liang, Ma (2017)."""
_ZIPF: Final = 12.0
"""A word of rank r makes up about 1 / (12 r) of English text."""
_FIRST_RANK: Final = 10


class Meanings(NamedTuple):
    """The words, each with its place; their numbers, rare words counting most; their shares of running text."""

    place: dict[str, int]
    numbers: NDArray[np.float64]
    share: NDArray[np.float64]


@cache
def english() -> Meanings:
    """The table, read at first use. Numbers are centred, and scaled by how much a word tells."""
    with files(__package__).joinpath(FILE).open("rb") as file, np.load(file) as held:
        words = bytes(held["words"]).decode("ascii").split(" ")
        numbers = held["numbers"].astype(np.float64) * held["scale"]
    numbers -= numbers.mean(axis=0)
    share = 1 / (_ZIPF * (np.arange(len(words)) + _FIRST_RANK))
    place = {word: place for place, word in enumerate(words)}
    return Meanings(place, numbers * (_COMMON / (_COMMON + share))[:, None], share)
