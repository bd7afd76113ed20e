"""The topic that an article is mainly about, ranked by where its evidence stands rather than by its score."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.core.counts import Scored
    from service.core.mentions import Hits

SHARE, EARLY, CLEAR_EARLY, STRONGEST = 2.0, 3.2, 0.9, 0.47
"""What each of the four is worth: fitted by conditional logistic regression on labelled articles
(docs/evaluation.md)."""

CLEAR = 2.0
"""Weight from which a concept says clearly what is spoken of; those below are hints."""

MIN_EVIDENCE = 6.0
"""Weight of all topics below which evidence is not shared out whole: weak words alone make no whole topic."""


def main_topic(assigned: Sequence[Scored], hits: Hits) -> Scored:
    """The topic that ranks first.

    Four things add up: its share of the evidence; how early it begins, which says most, for an editor puts first
    what the article is about; how early it is named clearly, not just hinted at; and the weight of what says it most
    clearly.

    Args:
        assigned: the topics that the article gets, at least one.
        hits: what was found in it.
    """
    if len(assigned) == 1:
        return assigned[0]
    evidence = [_evidence(scored) for scored in assigned]
    total = max(MIN_EVIDENCE, sum(evidence))
    length = max(1, len(hits.text))

    def rank(place: int) -> float:
        first, clear = _begins(assigned[place], length)
        earliness = EARLY * (1 - first / length) + CLEAR_EARLY * (1 - clear / length)
        strongest = max(counted.share * counted.concept.weight for counted in assigned[place].counted)
        return SHARE * evidence[place] / total + earliness + STRONGEST * strongest

    return assigned[max(range(len(assigned)), key=lambda place: (rank(place), -assigned[place].place))]


def _evidence(scored: Scored) -> float:
    """The weights that speak for a topic.

    Repetition counts further than for the score: a main topic is spoken of throughout. Words that a stronger concept
    counted count here, too, only for their share.
    """
    return math.fsum(
        counted.share * counted.concept.weight * math.sqrt(len(counted.mentions.starts))
        for counted in scored.counted
        if counted.concept.weight > 0
    )


def _begins(scored: Scored, end: int) -> tuple[int, int]:
    """Where a topic is first mentioned, and where clearly; `end` where it never is."""
    first = min(counted.mentions.starts[0] for counted in scored.counted)
    clear = (counted.mentions.starts[0] for counted in scored.counted if counted.concept.weight >= CLEAR)
    return first, min(clear, default=end)
