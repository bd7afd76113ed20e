"""The topic that an article is mainly about, ranked by where its evidence stands rather than by its score."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain
from operator import mul
from typing import TYPE_CHECKING

from service.core.counts import first_paragraph_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.core.counts import Scored
    from service.core.mentions import Hits
    from service.core.taxonomy_parts import Topic

WEIGHTS = {"opening": 1.8, "share": 0.8, "early": 2.9, "clear early": 1.3, "sentences": 2.0}
"""What each measure of `Rank` is worth: learned by `python -m benchmarks.main_topic` (docs/evaluation.md)."""

PREFERENCE = "preference"
"""What the part of a total is called that the taxonomy states for a topic."""

LEAST_SHARE = 0.05
"""Smaller shares of the evidence are alike; their logarithm is what counts."""

CLEAR = 2.0
"""Weight from which a concept says clearly what is spoken of; those below are hints."""

MIN_EVIDENCE = 6.0
"""Weight of all topics below which evidence is not shared out whole: weak words alone make no whole topic."""

MIN_OPENING = 4.0
"""The same for the weight that stands in title and first paragraph."""


@dataclass(frozen=True, slots=True)
class Rank:
    """How far a topic is what an article is about, by five measures from 0 to 1, and by its preference.

    Attributes:
        opening: its share of the evidence that title and first paragraph give.
        share: its share of all evidence.
        early: how early it begins.
        clear_early: how early a concept says it clearly, not just hints at it.
        sentences: the share of sentences and empty lines, the title among them, that speak of it.
        preference: log-odds that the taxonomy gives the topic beforehand, whatever the article.
    """

    opening: float
    share: float
    early: float
    clear_early: float
    sentences: float
    preference: float

    @property
    def measures(self) -> tuple[float, float, float, float, float]:
        """The five as they are weighed, in the order of `WEIGHTS`: twice the share is as much more from any share."""
        share = math.log(max(LEAST_SHARE, self.share))
        return self.opening, share, self.early, self.clear_early, self.sentences

    @property
    def parts(self) -> dict[str, float]:
        """What each measure adds to the total, by its name in `WEIGHTS`, and PREFERENCE; a share below 1 takes away."""
        added = {name: weight * measure for (name, weight), measure in zip(WEIGHTS.items(), self.measures, strict=True)}
        return {**added, PREFERENCE: self.preference}

    @property
    def total(self) -> float:
        """The measures with their weights."""
        return sum((*map(mul, WEIGHTS.values(), self.measures), self.preference))


def main_topic(assigned: Sequence[Scored], hits: Hits, topics: Sequence[Topic]) -> Scored:
    """The topic that ranks first; of equals that which the taxonomy names first.

    Args:
        assigned: the topics that the article gets, at least one.
        hits: what was found in it.
        topics: those of the taxonomy.
    """
    if len(assigned) == 1:
        return assigned[0]
    ranks = ranked(assigned, hits, topics)
    return max(zip(assigned, ranks, strict=True), key=lambda one: (one[1].total, -one[0].place))[0]


def ranked(assigned: Sequence[Scored], hits: Hits, topics: Sequence[Topic]) -> list[Rank]:
    """The ranks of the topics that an article gets.

    An editor puts first what the article is about: where a topic begins and what the opening says weigh most.
    """
    opening_end, length = first_paragraph_end(hits), max(1, len(hits.text))
    openings = [_opening(scored, opening_end) for scored in assigned]
    evidence = [_evidence(scored) for scored in assigned]
    all_openings, all_evidence = max(MIN_OPENING, sum(openings)), max(MIN_EVIDENCE, sum(evidence))
    ranks = []
    for scored, opening, whole in zip(assigned, openings, evidence, strict=True):
        first, clear = _begins(scored, length)
        ranks.append(
            Rank(
                opening=opening / all_openings,
                share=whole / all_evidence,
                early=1 - first / length,
                clear_early=1 - clear / length,
                sentences=_sentences(scored, hits),
                preference=topics[scored.place].main,
            )
        )
    return ranks


def _sentences(scored: Scored, hits: Hits) -> float:
    """The share of sentences that speak for a topic; empty lines count as some, which is the same for all topics."""
    starts = (counted.mentions.starts for counted in scored.counted if counted.concept.weight > 0)
    spoken = hits.sentences_of(chain.from_iterable(starts))
    return len(spoken) / hits.sentences


def _opening(scored: Scored, end: int) -> float:
    """The weights that speak for a topic before `end`, each once."""
    return math.fsum(
        counted.share * counted.concept.weight
        for counted in scored.counted
        if counted.concept.weight > 0 and counted.mentions.starts[0] < end
    )


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
