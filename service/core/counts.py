"""From mentions to a topic's log-odds: mentions are counted apart for title and text, and saturate."""

from __future__ import annotations

import functools
import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from service.core.mentions import Hits, Mentions
    from service.core.taxonomy import Taxonomy
    from service.core.taxonomy_parts import Concept, Hint

BIAS = -3.0
"""Log-odds of a topic without evidence: a sum of 3, one unambiguous mention, makes the score 0.5."""

TITLE_MENTIONS = 3.0
"""Body mentions that one in the title is worth."""

LEAD_MENTIONS = 2.0
"""Body mentions that one in the first paragraph is worth when there is no title."""

MAX_LEAD = 400
"""Code points of the first paragraph that count as lead: a text in one piece is not all lead."""

MAX_BODY_MENTIONS = 2.4
"""Body mentions that count: a weight of 1.5 never reaches 3 by repetition in the body alone (1.5 * log2(3.4) = 2.6)."""

MAX_TITLE_MENTIONS = 2
"""Title mentions that count."""

MOST_HINTS = 10
"""Hints that count in full: of more each counts its share of ten (docs/evaluation.md)."""

MOST_DENIED = 2
"""Topics with evidence of their own up to which it counts in full what the wording says against each."""

MAX_LOOKED_AT = 8
"""Stretches of a concept that are looked at for words that were counted already: its first say enough."""

_LARGEST = 700.0
"""Beyond it `exp` is no number any more."""

SCORE_DIGITS = 4
"""Decimals of a score; the threshold is compared with the rounded score, so that what is shown is what was decided."""


@dataclass(slots=True)
class Counted:
    """A concept's mentions in one article, how many of them stand in the title, and the log-odds they add.

    `share` is what was left of the log-odds because stronger concepts had counted some of the same words.
    """

    concept: Concept
    mentions: Mentions
    title: int
    value: float
    share: float = 1.0


@dataclass(slots=True)
class Scored:
    """A topic's evidence and score; `place` is its place in the taxonomy, `hinted` what hints and the wording add."""

    place: int
    score: float
    counted: list[Counted]
    hinted: float = 0.0

    @property
    def spoken_for(self) -> bool:
        """Whether evidence of its own speaks for it, so that hints and the wording are asked about it."""
        return any(counted.value > 0 for counted in self.counted)


def score_topics(hits: Hits, taxonomy: Taxonomy) -> list[Scored]:
    """Every topic with evidence for or against it, the best first, ties in the taxonomy's order."""
    by_topic: dict[int, list[Counted]] = {}
    lead_end = 0 if hits.text[: hits.base].strip() else first_paragraph_end(hits)
    concepts_of = taxonomy.concepts_of
    count = saturated if taxonomy.saturate else unbounded
    places = {place for number in hits.sets() if number in concepts_of for place in concepts_of[number]}
    for concept, mentions in hits.mentioned(map(taxonomy.concepts.__getitem__, sorted(places))):
        counted = _count(concept, mentions, hits.base, lead_end, taxonomy.slope, count)
        by_topic.setdefault(concept.topic, []).append(counted)
    if taxonomy.overlap < 1:
        for concepts in by_topic.values():
            if len(concepts) > 1:
                _discount(concepts, taxonomy.overlap, len(hits.text))
    start = bias(taxonomy) - penalty(hits, taxonomy)
    hinted = hints(hits, taxonomy, [topic for topic, counted in by_topic.items() if any(c.value > 0 for c in counted)])
    scored = [
        Scored(
            place=topic,
            score=logistic(start + hinted.get(topic, 0.0) + math.fsum(c.value for c in counted)),
            counted=counted,
            hinted=hinted.get(topic, 0.0),
        )
        for topic, counted in by_topic.items()
    ]
    scored.sort(key=lambda topic: (-topic.score, topic.place))
    return scored


def penalty(hits: Hits, taxonomy: Taxonomy) -> float:
    """What every topic loses when the article names other countries' actors and nobody of ours."""
    return taxonomy.slope * taxonomy.penalty if taxonomy.elsewhere in hits and taxonomy.home not in hits else 0.0


def hints(hits: Hits, taxonomy: Taxonomy, topics: Iterable[int]) -> dict[int, float]:
    """Calibrated log-odds that hinting lists and the wording add to topics for which evidence of their own speaks."""
    added = dict.fromkeys(topics, 0.0)
    found = found_hints(hits, taxonomy)
    for hint in found:
        for topic, weight in hint.weights:
            if topic in added:
                added[topic] += weight
    scale = taxonomy.slope * hint_share(len(found))
    if taxonomy.wording is not None and added:
        said = taxonomy.wording.added(hits.text)
        for topic, weight in added.items():
            added[topic] = scale * weight + taxonomy.slope * believed(said[topic], len(added))
        return added
    return {topic: scale * weight for topic, weight in added.items()}


def believed(said: float, topics: int) -> float:
    """What counts of the wording's log-odds for or against one of so many topics that have evidence of their own.

    Of an article of many topics little is about each: that its wording speaks against one says less the more there are.
    """
    return said if said > 0 else said * min(1.0, MOST_DENIED / max(1, topics))


def found_hints(hits: Hits, taxonomy: Taxonomy) -> list[Hint]:
    """The hints of whose list a word stands in the article."""
    sets = hits.sets()
    return [hint for hint in taxonomy.hints if hint.phrases in sets]


def hint_share(found: int) -> float:
    """What each of so many hints counts: a long article has words of every list, and that says little."""
    return min(1.0, MOST_HINTS / max(1, found))


def bias(taxonomy: Taxonomy) -> float:
    """Calibrated log-odds of a topic without evidence."""
    return taxonomy.intercept + taxonomy.slope * BIAS


def first_paragraph_end(hits: Hits) -> int:
    """Where the first paragraph of the text ends, after MAX_LEAD code points at the latest."""
    end = hits.text.find("\n\n", hits.base)
    return min(end if end >= 0 else len(hits.text), hits.base + MAX_LEAD)


@functools.lru_cache(maxsize=1_000)
def saturated(title: float, body: float) -> float:
    """How much mentions count: 1 for one in the body, growing ever slower, bounded.

    Args:
        title: mentions in the title.
        body: mentions in the text, those in the lead counted as LEAD_MENTIONS each when there is no title.
    """
    return unbounded(min(title, MAX_TITLE_MENTIONS), min(body, MAX_BODY_MENTIONS))


@functools.lru_cache(maxsize=1_000)
def unbounded(title: float, body: float) -> float:
    """How much mentions count where the taxonomy says `saturate: false`: as `saturated`, but growing without a bound.

    Args:
        title: mentions in the title.
        body: mentions in the text, as `saturated` takes them.
    """
    return math.log2(1 + TITLE_MENTIONS * title + body)


def _count(
    concept: Concept, mentions: Mentions, base: int, lead_end: int, slope: float, count: Callable[[float, float], float]
) -> Counted:
    """Count mentions where they stand: title, lead, body."""
    starts = mentions.starts
    title = bisect_left(starts, base) if starts[0] < base else 0
    lead = bisect_left(starts, lead_end) - title if starts[0] < lead_end else 0
    body = len(starts) - title - lead + LEAD_MENTIONS * lead
    return Counted(concept, mentions, title, slope * concept.weight * count(title, body))


def _discount(counted: Iterable[Counted], overlap: float, length: int) -> None:
    """Let words count in full once: concepts that share words with a stronger one lose what is not new.

    Several concepts of a topic often rest on one pair of words; each of them is right, but they are one witness.

    Args:
        counted: the concepts of one topic; values and shares are changed.
        overlap: what words count that were counted already.
        length: of the article's text, code points.
    """
    taken: bytearray | None = None
    for one in sorted(counted, key=lambda one: -one.value):
        if one.value <= 0:
            return
        new = stretches = one.mentions.stretches[:MAX_LOOKED_AT]
        if taken is None:
            taken = bytearray(length)
        else:
            find = taken.find
            new = [match for match in stretches if find(1, match[0], match[1]) < 0]
        for start, end, _ in new:
            taken[start:end] = b"\x01" * (end - start)
        one.share = overlap + (1 - overlap) * len(new) / len(stretches)
        one.value *= one.share


def logistic(log_odds: float) -> float:
    """Log-odds as a score in (0, 1), rounded; 0 where many phrases speak against a topic, however many."""
    return round(1 / (1 + math.exp(min(-log_odds, _LARGEST))), SCORE_DIGITS)
