"""The topic that an article is mainly about, ranked by where its evidence stands rather than by its score."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.core.counts import Scored
    from service.core.mentions import Hits

OF_TITLE, OF_LEAD, OF_ALL, EARLY = 0.25, 1.0, 2.0, 2.9
"""What each of the four is worth: fitted by conditional logistic regression on labelled articles
(docs/evaluation.md)."""

MIN_EVIDENCE = 6.0
"""Weight below which evidence in a place is not shared out whole: one weak word in a title is no whole title."""


def main_topic(assigned: Sequence[Scored], hits: Hits, lead_end: int) -> Scored:
    """The topic that ranks first.

    Four things add up: its shares of the evidence in the title, in the first paragraph and in all; and how early it
    begins, which says most: an editor puts first what the article is about. A title counts twice, for what it names
    begins there.

    Args:
        assigned: the topics that the article gets, at least one.
        hits: what was found in it.
        lead_end: where its first paragraph ends.
    """
    if len(assigned) == 1:
        return assigned[0]
    parts: list[tuple[float, ...]] = list(zip(*[_evidence(scored, lead_end) for scored in assigned], strict=True))
    totals = [max(MIN_EVIDENCE, sum(part)) for part in parts]
    length = max(1, len(hits.text))

    def rank(place: int) -> float:
        title, lead, all_ = (part[place] / total for part, total in zip(parts, totals, strict=True))
        first = min(counted.mentions.starts[0] for counted in assigned[place].counted)
        return OF_TITLE * title + OF_LEAD * lead + OF_ALL * all_ + EARLY * (1 - first / length)

    return assigned[max(range(len(assigned)), key=lambda place: (rank(place), -assigned[place].place))]


def _evidence(scored: Scored, lead_end: int) -> tuple[float, float, float]:
    """The weights that speak for a topic: of concepts in the title, of those in the first paragraph, and of all.

    For the last repetition counts further than for the score: a main topic is spoken of throughout.
    """
    title = lead = worth = 0.0
    for counted in scored.counted:
        weight = counted.concept.weight
        if weight > 0:
            starts = counted.mentions.starts
            worth += weight * math.sqrt(len(starts))
            if counted.title:
                title += weight
            if counted.title < len(starts) and starts[counted.title] < lead_end:
                lead += weight
    return title, lead, worth
