"""What a change of decisions is worth on labelled articles, and how far chance moves that figure.

The spread is the delta method's: each story moves a ratio of sums by about what it adds to the upper sum less the ratio
times what it adds to the lower one, divided by the lower sum. So no draws are needed to compare hundreds of changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from service.measures.paired import Outcomes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Worth(NamedTuple):
    """The worth of decisions, and by article how much it moves that worth."""

    value: float
    moved: Floats


class Gain(NamedTuple):
    """How much more one set of decisions is worth than another, and the standard error of that."""

    value: float
    spread: float


def worth(outcomes: Outcomes, *, by_articles: bool) -> Worth:
    """The mean of two F1 values: over all pairs of article and topic, and over topics.

    F1 over topics alone hangs on the rarest of them, of which a desk has labelled a handful.

    Args:
        outcomes: decisions counted against the labels.
        by_articles: whether topics weigh as many articles as have them, rather than the same.
    """
    upper = 2 * outcomes.right
    lower = upper + outcomes.wrong + outcomes.missed
    asked = (outcomes.right + outcomes.missed).sum(axis=0)
    share = asked if by_articles else (asked > 0).astype(float)
    share = share / max(1.0, float(share.sum()))
    whole = np.maximum(lower.sum(axis=0), 1.0)
    f1 = upper.sum(axis=0) / whole
    pairs = max(1.0, float(lower.sum()))
    micro = float(upper.sum()) / pairs
    moved = (upper - f1 * lower) @ (share / whole) + (upper.sum(axis=1) - micro * lower.sum(axis=1)) / pairs
    return Worth((float(f1 @ share) + micro) / 2, moved / 2)


def gain(before: Worth, after: Worth, stories: Ints) -> Gain:
    """The difference of two worths of the same articles.

    Args:
        before: the worth of the one.
        after: the worth of the other.
        stories: the number of each article's story; what articles of one story move counts together.
    """
    moved = np.bincount(stories, after.moved - before.moved)
    return Gain(after.value - before.value, float(np.sqrt(moved @ moved)))
