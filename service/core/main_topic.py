"""The topic that an article is mainly about, ranked by where its evidence stands rather than by its score."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.core.counts import Counted, Scored
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
    parts = [
        [_weight_within(scored, 0, hits.base) for scored in assigned],
        [_weight_within(scored, hits.base, lead_end) for scored in assigned],
        [_worth(scored) for scored in assigned],
    ]
    totals = [max(MIN_EVIDENCE, sum(part)) for part in parts]
    length = max(1, len(hits.text))

    def rank(place: int) -> float:
        title, lead, all_ = (part[place] / total for part, total in zip(parts, totals, strict=True))
        first = min(counted.mentions.starts[0] for counted in assigned[place].counted)
        return OF_TITLE * title + OF_LEAD * lead + OF_ALL * all_ + EARLY * (1 - first / length)

    return assigned[max(range(len(assigned)), key=lambda place: (rank(place), -assigned[place].place))]


def _worth(scored: Scored) -> float:
    """A topic's evidence with repetition counted further than for the score: a main topic is spoken of throughout."""
    return sum(max(0.0, c.concept.weight) * math.sqrt(len(c.mentions.starts)) for c in scored.counted)


def _weight_within(scored: Scored, start: int, end: int) -> float:
    """Weight of the concepts that are mentioned between two positions."""
    return sum(c.concept.weight for c in scored.counted if c.concept.weight > 0 and _begins_within(c, start, end))


def _begins_within(counted: Counted, start: int, end: int) -> bool:
    starts = counted.mentions.starts
    place = bisect_left(starts, start)
    return place < len(starts) and starts[place] < end
