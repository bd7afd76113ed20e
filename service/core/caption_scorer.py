"""The trained network that tells captions without a credit from headings: lines that end without a stop,
and sentences without figures or speech.

"The quay before the storm" may be either, and so the lines' network (`line_scorer`) leaves both: it asks whether a line
is furniture, of whatever kind. This one is asked about the few of them that may be captions, and is also told what they
speak of (`sights`). `python -m benchmarks.train_lines FILE ...` makes its weights; they are read at first use.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import numpy as np

from service.core import line_measures
from service.core.line_text import ends_sentence
from service.core.network import Matrix, Network, shipped
from service.core.sights import SIGHTS

WEIGHTS: Final = "caption_weights.json"
"""Name of the weights' file, beside this module."""
NAMES: Final = (*line_measures.NAMES, *SIGHTS.bit, "sights", "capitals")
"""Names of the measures: those of the lines' network, then what `told` adds."""
SURE: Final = 0.8
"""Likelihood from which a line is removed."""
SURER: Final = 0.9
"""The same for a sentence: more of them are text."""
_NOTES: Final = "0123456789¹²³⁴⁵⁶⁷⁸⁹)"
_MOST_TERMS: Final = 3
_MOST_CAPITALS: Final = 4
_SIGHTS: Final = 3
"""The first of what a line may speak of: things, acts, and where they are in the picture."""


@cache
def trained() -> Network:
    """The network that the package ships."""
    return shipped(WEIGHTS, NAMES)


def is_open(line: str) -> bool:
    """Whether a line is asked about: it ends without a colon and, notes' numbers aside, without a stop, or is brief."""
    return line[-1] not in ":：" and (not ends_sentence(line.rstrip(_NOTES).rstrip()) or _is_brief(line))


def cut(line: str) -> float:
    """Likelihood from which a line is removed."""
    return SURER if line[-1] == "." else SURE


_FEWEST_SPACES: Final = 3
_TELLS: Final = re.compile(r"[\d\"“”„«»:：;?？!！…]|[.。](?=.)")
"""What a report's sentence has and a caption's hardly: figures, speech, a second sentence."""


def _is_brief(line: str) -> bool:
    """Whether a line is one sentence of some words without figures and speech: "The masons set the first stone."."""
    return line[-1] == "." and line.count(" ") >= _FEWEST_SPACES and _TELLS.search(line) is None


def told(line: str, folded: str) -> tuple[int, ...]:
    """What a line speaks of, and how many of its words behind the first have a capital."""
    counts = SIGHTS.counts(folded, _MOST_TERMS)
    capitals = sum([word[0].isupper() for word in line.split()[1:]])
    return (*counts, _SIGHTS - counts[:_SIGHTS].count(0), min(_MOST_CAPITALS, capitals))


def captioned(measures: Matrix, more: list[tuple[int, ...]]) -> list[float]:
    """How likely it is that each of some lines is a caption.

    Args:
        measures: what the lines' network was given, a row for each line.
        more: what `told` says of each, one line at least.
    """
    answers = trained().likelihoods(np.concatenate((measures, np.array(more, np.float32)), axis=1))
    likely: list[float] = answers[:, 0].tolist()
    return likely
