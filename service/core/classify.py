"""Topics of an article with the evidence for each, scored by the phrases of a taxonomy.

A concept's mentions are counted apart for title and body and saturate; each concept adds weight times count to the
log-odds of its topic. The taxonomy's calibration, a line through the log-odds, makes probabilities of
them. A topic is assigned when its score reaches its threshold; an article may have none (off-topic).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.core.mentions import Hits, Mention
from service.core.phrases import whole_words
from service.models import Classification, Evidence, TopicScore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.core.phrases import Match
    from service.core.taxonomy import Concept, Taxonomy

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

MAX_EVIDENCE = 10
"""Stretches of text shown for a topic."""

MIN_EVIDENCE = 6.0
"""Weight below which evidence in a place is not shared out whole: one weak word in a title is no whole title."""

SCORE_DIGITS = 4
"""Decimals of a score; the threshold is compared with the rounded score, so that what is shown is what was decided."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one concept added to a topic.

    Attributes:
        concept: the concept's id.
        weight: its weight, log-odds per body mention.
        title, body: mentions counted in the title and in the text.
        value: log-odds added: weight times saturated count, times the calibration's slope.
        evidence: the stretches of text behind the mentions.
    """

    concept: str
    weight: float
    title: int
    body: int
    value: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class TopicExplanation:
    """Why a topic has its score.

    Attributes:
        id, label: the topic.
        score, threshold: both in [0, 1]; the topic is assigned when the score reaches the threshold.
        bias: log-odds before any evidence, calibrated.
        penalty: log-odds taken away, calibrated, because the article concerns only others; 0 when it does not.
        contributions: what each concept added, the largest first.
    """

    id: str
    label: str
    score: float
    threshold: float
    bias: float
    penalty: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A concept's mentions in one article and their worth."""

    concept: Concept
    mentions: list[Mention]
    title: int
    value: float


@dataclass(frozen=True, slots=True)
class _Scored:
    """A topic's evidence and score; `place` is its place in the taxonomy."""

    place: int
    score: float
    counted: list[_Counted]


def classify(title: str, text: str, taxonomy: Taxonomy) -> Classification:
    """The topics of an article, best first, and the main one.

    Args:
        title: the headline, "" when there is none.
        text: paragraphs joined by blank lines, NFC; offsets of evidence count in it or in the title.
        taxonomy: compiled for the languages of the worker.
    """
    hits = Hits(title, text, taxonomy)
    penalty = _penalty(hits, taxonomy)
    assigned = [
        scored for scored in _score(hits, taxonomy, penalty) if scored.score >= taxonomy.topics[scored.place].threshold
    ]
    if not assigned:
        return Classification()
    primary = _primary(assigned, hits)
    topics = tuple(
        TopicScore(
            id=taxonomy.topics[scored.place].id,
            label=taxonomy.topics[scored.place].label,
            score=scored.score,
            evidence=_evidence([c for c in scored.counted if c.concept.weight > 0], hits, taxonomy),
        )
        for scored in assigned
    )
    return Classification(topics, taxonomy.topics[primary.place].id)


def explain(title: str, text: str, taxonomy: Taxonomy) -> tuple[TopicExplanation, ...]:
    """Every topic with any evidence for or against it, best first; same scores as `classify`."""
    hits = Hits(title, text, taxonomy)
    penalty = _penalty(hits, taxonomy)
    explanations = []
    for scored in _score(hits, taxonomy, penalty):
        topic = taxonomy.topics[scored.place]
        ordered = sorted(scored.counted, key=lambda counted: -counted.value)
        explanations.append(
            TopicExplanation(
                id=topic.id,
                label=topic.label,
                score=scored.score,
                threshold=topic.threshold,
                bias=_bias(taxonomy),
                penalty=penalty,
                contributions=tuple(_contribution(counted, hits, taxonomy) for counted in ordered),
            )
        )
    return tuple(explanations)


def saturated(title: float, body: float) -> float:
    """How much mentions count: 1 for one in the body, growing ever slower, bounded.

    Args:
        title: mentions in the title.
        body: mentions in the text, those in the lead counted as LEAD_MENTIONS each when there is no title.
    """
    return math.log2(1 + TITLE_MENTIONS * min(title, MAX_TITLE_MENTIONS) + min(body, MAX_BODY_MENTIONS))


def _penalty(hits: Hits, taxonomy: Taxonomy) -> float:
    """What every topic loses when the article names other countries' actors and nobody of ours."""
    return taxonomy.slope * taxonomy.penalty if taxonomy.elsewhere in hits and taxonomy.home not in hits else 0.0


def _bias(taxonomy: Taxonomy) -> float:
    """Calibrated log-odds of a topic without evidence."""
    return taxonomy.intercept + taxonomy.slope * BIAS


def _score(hits: Hits, taxonomy: Taxonomy, penalty: float) -> list[_Scored]:
    """Every topic with evidence, the best first, ties in the taxonomy's order."""
    by_topic: dict[int, list[_Counted]] = {}
    lead_end = _lead_end(hits)
    places = {taxonomy.concept_of[number] for number in hits.sets() if number in taxonomy.concept_of}
    for place in sorted(places):
        concept = taxonomy.concepts[place]
        mentions = hits.mentions(concept)
        if mentions:
            by_topic.setdefault(concept.topic, []).append(
                _count(concept, mentions, hits.base, lead_end, taxonomy.slope)
            )
    scored = [
        _Scored(topic, _logistic(_bias(taxonomy) - penalty + math.fsum(c.value for c in counted)), counted)
        for topic, counted in by_topic.items()
    ]
    scored.sort(key=lambda topic: (-topic.score, topic.place))
    return scored


def _lead_end(hits: Hits) -> int:
    """Where the lead ends; 0 when there is a title, which takes the lead's part."""
    if hits.text[: hits.base].strip():
        return 0
    return _first_paragraph_end(hits)


def _first_paragraph_end(hits: Hits) -> int:
    end = hits.text.find("\n\n", hits.base)
    return min(end if end >= 0 else len(hits.text), hits.base + MAX_LEAD)


def _count(concept: Concept, mentions: list[Mention], base: int, lead_end: int, slope: float) -> _Counted:
    """Count mentions where they stand: title, lead, body."""
    title = lead = 0
    for mention in mentions:
        if mention[0][0] < base:
            title += 1
        elif mention[0][0] < lead_end:
            lead += 1
    body = len(mentions) - title - lead + LEAD_MENTIONS * lead
    return _Counted(concept, mentions, title, slope * concept.weight * saturated(title, body))


def _logistic(log_odds: float) -> float:
    """Log-odds as a score in (0, 1), rounded."""
    return round(1 / (1 + math.exp(-log_odds)), SCORE_DIGITS)


def _primary(assigned: Sequence[_Scored], hits: Hits) -> _Scored:
    """The topic an article is mainly about, ranked by where its evidence stands rather than by its score.

    Four things add up: its shares of the evidence in the title, in the first paragraph and, twice, in all; and how
    early it begins. Their weights were chosen on labelled articles (docs/evaluation.md), where they are a plateau.
    """
    base, lead_end = hits.base, _first_paragraph_end(hits)
    parts = [
        [_value_within(scored, 0, base) for scored in assigned],
        [_value_within(scored, base, lead_end) for scored in assigned],
        [_worth(scored) for scored in assigned],
    ]
    totals = [max(MIN_EVIDENCE, sum(part)) for part in parts]
    length = max(1, len(hits.text))

    def rank(place: int) -> float:
        title, lead, all_ = (part[place] / total for part, total in zip(parts, totals, strict=True))
        first = min(counted.mentions[0][0][0] for counted in assigned[place].counted)
        return title + lead + 2 * all_ + 0.5 * (1 - first / length)

    return assigned[max(range(len(assigned)), key=lambda place: (rank(place), -assigned[place].place))]


def _worth(scored: _Scored) -> float:
    """A topic's evidence with repetition counted further than for the score: a main topic is spoken of throughout."""
    return sum(max(0.0, c.concept.weight) * math.sqrt(len(c.mentions)) for c in scored.counted)


def _value_within(scored: _Scored, start: int, end: int) -> float:
    """Weight of the concepts that are mentioned between two positions."""
    return sum(
        c.concept.weight
        for c in scored.counted
        if c.concept.weight > 0 and any(start <= mention[0][0] < end for mention in c.mentions)
    )


def _contribution(counted: _Counted, hits: Hits, taxonomy: Taxonomy) -> Contribution:
    return Contribution(
        concept=counted.concept.id,
        weight=counted.concept.weight,
        title=counted.title,
        body=len(counted.mentions) - counted.title,
        value=round(counted.value, SCORE_DIGITS),
        evidence=_evidence([counted], hits, taxonomy),
    )


def _evidence(counted: Sequence[_Counted], hits: Hits, taxonomy: Taxonomy) -> tuple[Evidence, ...]:
    """At most MAX_EVIDENCE stretches that do not overlap: the longest are chosen, shown in the article's order."""
    matches = {match for concept in counted for mention in concept.mentions for match in mention}
    text, written = hits.text, taxonomy.written
    stretches = []
    for start, end, phrase in matches:
        first, last = whole_words(text, start, end, written[phrase])
        stretches.append((first - last, first, last, phrase))
    chosen: list[Match] = []
    for _, start, end, phrase in sorted(stretches):
        for first, last, _ in chosen:
            if first < end and start < last:
                break
        else:
            chosen.append((start, end, phrase))
            if len(chosen) == MAX_EVIDENCE:
                break
    return tuple(_show(match, hits, taxonomy) for match in sorted(chosen))


def _show(match: Match, hits: Hits, taxonomy: Taxonomy) -> Evidence:
    start, end, phrase = match
    in_title = start < hits.base
    shift = 0 if in_title else hits.base
    return Evidence(
        start=start - shift,
        end=end - shift,
        text=hits.text[start:end],
        phrase=taxonomy.written[phrase],
        in_title=in_title,
    )
