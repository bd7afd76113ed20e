"""Topics of an article with the evidence for each, scored by the phrases of a taxonomy.

A concept's mentions are counted apart for title and body and saturate; each concept adds weight times count to the
log-odds of its topic. The taxonomy's calibration, a line through the log-odds, makes probabilities of
them. A topic is assigned when its score reaches its threshold; an article may have none (off-topic).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.core.counts import (
    SCORE_DIGITS,
    Counted,
    Scored,
    believed,
    bias,
    found_hints,
    hint_share,
    penalty,
    score_topics,
)
from service.core.evidence import evidence, shown
from service.core.main_topic import main_topic
from service.core.main_topic import ranked as rank_main_topic
from service.core.mentions import Hits
from service.models import Candidate, Classification, Evidence, TopicScore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.core.taxonomy import Taxonomy
    from service.core.wording import Heard


HINT_SIGN = "$"
"""Before the name of a list whose words hinted at a topic, as the taxonomy file names lists."""

MAX_WORDS = 5
"""Words shown for what the wording added."""

WORDING = f"{HINT_SIGN}wording"
"""What the wording of the article added, among contributions; it is no concept, nor is it learned from labels."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one concept added to a topic.

    Attributes:
        concept: the concept's id.
        weight: its weight, log-odds per body mention.
        title, body: mentions counted in the title and in the text.
        value: log-odds added: weight times saturated count, times the share, times the calibration's slope.
        share: what its words count, 1 unless stronger concepts had counted some of them (`calibration.overlap`) or,
            of a hint, many lists hinted, or, of the wording, the article is short.
        evidence: the stretches of text behind the mentions.
    """

    concept: str
    weight: float
    title: int
    body: int
    value: float
    share: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class TopicExplanation:
    """Why a topic has its score.

    Attributes:
        id, label: the topic.
        score, threshold: both in [0, 1]; the topic is assigned when the score reaches the threshold.
        bias: log-odds before any evidence, calibrated.
        penalty: log-odds taken away, calibrated, because the article concerns only others; 0 when it does not.
        contributions: what each concept added, the largest first, then what each hint did, as a concept whose id is
            the list's name after HINT_SIGN, then what the wording did, as WORDING.
    """

    id: str
    label: str
    score: float
    threshold: float
    bias: float
    penalty: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class MainTopicRank:
    """How a topic that an article gets ranks for its main one.

    Attributes:
        id, label: the topic.
        total: the parts added up; the topic with the largest is the main one.
        parts: what each measure adds, by its name in `main_topic.WEIGHTS`, and the taxonomy's preference.
    """

    id: str
    label: str
    total: float
    parts: Mapping[str, float]


def classify(title: str, text: str, taxonomy: Taxonomy, band: float = 0.0) -> Classification:
    """The topics of an article, best first, and the main one.

    Args:
        title: the headline, "" when there is none.
        text: paragraphs joined by blank lines, NFC; offsets of evidence count in it or in the title.
        taxonomy: compiled for the languages of the worker.
        band: topics whose score is nearer to their threshold than this are uncertain; 0 names none, nor does a
            taxonomy of which an article has one topic at most: one could not change without the others.
    """
    hits = Hits(title, text, taxonomy)
    ranked = score_topics(hits, taxonomy)
    asked = ranked if band and not taxonomy.exclusive else ()
    uncertain = tuple(_candidate(one, hits, taxonomy) for one in asked if _is_near(one, taxonomy, band))
    assigned = _assigned(ranked, taxonomy)
    if not assigned:
        return Classification(uncertain=uncertain)
    primary = main_topic(assigned, hits, taxonomy.topics)
    topics = tuple(_topic_score(scored, hits, taxonomy) for scored in assigned)
    return Classification(topics, taxonomy.topics[primary.place].id, uncertain)


def _assigned(ranked: Iterable[Scored], taxonomy: Taxonomy) -> list[Scored]:
    """The topics that an article gets, best first; one at most where topics exclude one another."""
    assigned = [scored for scored in ranked if scored.score >= taxonomy.topics[scored.place].threshold]
    if taxonomy.exclusive and assigned:
        return [max(assigned, key=lambda scored: _margin(scored, taxonomy))]
    return assigned


def _is_near(scored: Scored, taxonomy: Taxonomy, band: float) -> bool:
    return abs(scored.score - taxonomy.topics[scored.place].threshold) < band


def _candidate(scored: Scored, hits: Hits, taxonomy: Taxonomy) -> Candidate:
    topic = taxonomy.topics[scored.place]
    return Candidate(_topic_score(scored, hits, taxonomy), topic.threshold, topic.description)


def _margin(scored: Scored, taxonomy: Taxonomy) -> float:
    """Log-odds of a topic above its threshold, up to what all topics share; a rounded score would make ties."""
    threshold = taxonomy.topics[scored.place].threshold
    return (
        scored.hinted + math.fsum(counted.value for counted in scored.counted) - math.log(threshold / (1 - threshold))
    )


def explain(title: str, text: str, taxonomy: Taxonomy) -> tuple[TopicExplanation, ...]:
    """Every topic with any evidence for or against it, best first; same scores as `classify`."""
    hits = Hits(title, text, taxonomy)
    return _explanations(score_topics(hits, taxonomy), hits, taxonomy)


def explain_whole(
    title: str, text: str, taxonomy: Taxonomy
) -> tuple[tuple[TopicExplanation, ...], tuple[MainTopicRank, ...]]:
    """As `explain`, and how the topics that the article gets rank for its main one, the main one first."""
    hits = Hits(title, text, taxonomy)
    scored = score_topics(hits, taxonomy)
    return _explanations(scored, hits, taxonomy), _main_topic_ranks(scored, hits, taxonomy)


def _main_topic_ranks(scored: Iterable[Scored], hits: Hits, taxonomy: Taxonomy) -> tuple[MainTopicRank, ...]:
    """The topics given in the order in which `classify` ranks them."""
    assigned = _assigned(scored, taxonomy)
    ranks = rank_main_topic(assigned, hits, taxonomy.topics)
    found = sorted(zip(assigned, ranks, strict=True), key=lambda one: (-one[1].total, one[0].place))
    return tuple(
        MainTopicRank(taxonomy.topics[one.place].id, taxonomy.topics[one.place].label, rank.total, rank.parts)
        for one, rank in found
    )


def _topic_score(scored: Scored, hits: Hits, taxonomy: Taxonomy) -> TopicScore:
    topic = taxonomy.topics[scored.place]
    spoke_for = [counted.mentions.stretches for counted in _by_value(scored) if counted.concept.weight > 0]
    return TopicScore(topic.id, topic.label, scored.score, evidence(spoke_for, hits, taxonomy))


def _by_value(scored: Scored) -> list[Counted]:
    return sorted(scored.counted, key=lambda counted: -counted.value)


def _explanations(scored: Iterable[Scored], hits: Hits, taxonomy: Taxonomy) -> tuple[TopicExplanation, ...]:
    scored, heard = tuple(scored), taxonomy.wording.heard(hits.text) if taxonomy.wording is not None else None
    if heard is not None:
        topics = sum(one.spoken_for for one in scored)
        heard = replace(heard, added=[believed(said, topics) for said in heard.added])
    return tuple(_explanation(one, hits, taxonomy, heard) for one in scored)


def _explanation(scored: Scored, hits: Hits, taxonomy: Taxonomy, heard: Heard | None) -> TopicExplanation:
    topic = taxonomy.topics[scored.place]
    return TopicExplanation(
        id=topic.id,
        label=topic.label,
        score=scored.score,
        threshold=topic.threshold,
        bias=bias(taxonomy),
        penalty=penalty(hits, taxonomy),
        contributions=(
            *(_contribution(counted, hits, taxonomy) for counted in _by_value(scored)),
            *(_hints(scored.place, hits, taxonomy) if scored.spoken_for else ()),
            *(_wording(scored.place, hits, taxonomy, heard) if scored.spoken_for else ()),
        ),
    )


def _wording(place: int, hits: Hits, taxonomy: Taxonomy, heard: Heard | None) -> Iterable[Contribution]:
    """What the wording added to a topic, shown by the words that did most of it."""
    wording = taxonomy.wording
    if wording is None or heard is None or wording.columns[place] < 0:
        return
    words = heard.telling(place, MAX_WORDS)
    title = sum(start < hits.base for start, _ in words)
    yield Contribution(
        concept=WORDING,
        weight=wording.weight,
        title=title,
        body=len(words) - title,
        value=round(taxonomy.slope * heard.added[place], SCORE_DIGITS),
        share=round(heard.share, SCORE_DIGITS),
        evidence=tuple(shown(start, end, hits.text[start:end].lower(), hits) for start, end in words),
    )


def _hints(place: int, hits: Hits, taxonomy: Taxonomy) -> Iterable[Contribution]:
    """What the words of hinting lists added to a topic, the largest first; each counts once."""
    lists = found_hints(hits, taxonomy)
    share = hint_share(len(lists))
    found = [(weight, hint) for hint in lists for topic, weight in hint.weights if topic == place]
    for weight, hint in sorted(found, key=lambda one: -abs(one[0])):
        first = hits.first(hint.phrases)
        title = int(first[0] < hits.base)
        yield Contribution(
            concept=f"{HINT_SIGN}{hint.list}",
            weight=weight,
            title=title,
            body=1 - title,
            value=round(taxonomy.slope * share * weight, SCORE_DIGITS),
            share=round(share, SCORE_DIGITS),
            evidence=evidence([[first]], hits, taxonomy),
        )


def _contribution(counted: Counted, hits: Hits, taxonomy: Taxonomy) -> Contribution:
    return Contribution(
        concept=counted.concept.id,
        weight=counted.concept.weight,
        title=counted.title,
        body=len(counted.mentions.starts) - counted.title,
        value=round(counted.value, SCORE_DIGITS),
        share=round(counted.share, SCORE_DIGITS),
        evidence=evidence([counted.mentions.stretches], hits, taxonomy),
    )
