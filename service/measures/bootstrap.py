"""Intervals by the bootstrap: how far figures would move with other articles of the same kind.

Stories are drawn, not articles: articles that tell one story share its words, and are no independent witnesses.
"""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING

from service.measures.tallies import figures, total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.measures.tallies import Counts

RESAMPLES = 1000
"""Draws: enough that an interval's ends stand still to about .01."""

LEVEL = 0.95
"""Share of the draws within an interval."""


def intervals(
    tallies: Sequence[Counts], stories: Sequence[str], *, resamples: int = RESAMPLES, seed: int = 0
) -> Mapping[str, tuple[float, float]]:
    """Percentile intervals of every figure.

    Args:
        tallies: each article's counts.
        stories: each article's story, in the same order.
        resamples: how many draws of as many stories as there are.
        seed: equal seeds give equal intervals.

    Returns:
        Low and high end by figure, none for `resamples` 0.
    """
    by_story: dict[str, list[Counts]] = defaultdict(list)
    for tally, story in zip(tallies, stories, strict=True):
        by_story[story].append(tally)
    groups = [total(of_story) for _, of_story in sorted(by_story.items())]
    draw = random.Random(seed)  # noqa: S311 - repeatable draws, no secrets
    values: dict[str, list[float]] = defaultdict(list)
    for _ in range(resamples):
        for name, value in figures(total(draw.choices(groups, k=len(groups)))).items():
            values[name].append(value)
    return {name: _ends(sorted(found)) for name, found in values.items()}


def _ends(ordered: Sequence[float]) -> tuple[float, float]:
    """The values that LEVEL of them lie between."""
    outside = int((1 - LEVEL) / 2 * len(ordered))
    return ordered[outside], ordered[-1 - outside]
