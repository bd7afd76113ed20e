"""How well an article's topics came out, and what was mistaken for what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.measures.tallies import note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.measures.gold import GoldArticle
    from service.measures.tallies import Counts

NO_TOPIC = "-"
"""Stands for a topic where an article has none, in confusions."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """How many articles missed one topic and were wrongly given another; NO_TOPIC where only one of it happened."""

    missed: str
    given: str
    articles: int


def given_topics(event: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the topics that an event carries."""
    return frozenset(topic["id"] for topic in event.get("topics") or ())


def errors(gold: GoldArticle, event: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """The topics that were missed, and those wrongly given; optional topics are neither."""
    given, wanted = given_topics(event), frozenset(gold.topics)
    return wanted - given, given - wanted - frozenset(gold.optional)


def tally_topics(gold: GoldArticle, event: Mapping[str, Any], counts: Counts) -> None:
    """Count what became of an article's topics.

    Args:
        gold: the article as labelled.
        event: the enriched event, empty when there is none.
        counts: added to.
    """
    missed, wrong = errors(gold, event)
    right = frozenset(gold.topics) - missed
    for kind, found in (("tp", right), ("fp", wrong), ("fn", missed)):
        for topic in found:
            counts[kind, topic] += 1
    if gold.topics:
        note(counts, "primary", [event.get("primary_topic") == gold.primary])
    else:
        note(counts, "off_topic", [not wrong])


def confusions(pairs: Iterable[tuple[GoldArticle, Mapping[str, Any]]]) -> list[Confusion]:
    """What was missed against what was wrongly given in the same article, the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for gold, event in pairs:
        missed, wrong = errors(gold, event)
        if missed or wrong:
            found.update((a, b) for a in missed or {NO_TOPIC} for b in wrong or {NO_TOPIC})
    return _ordered(found)


def primary_confusions(pairs: Iterable[tuple[GoldArticle, Mapping[str, Any]]]) -> list[Confusion]:
    """The right main topic against the one given instead, the most frequent first."""
    found = Counter(
        (gold.primary or NO_TOPIC, str(event.get("primary_topic") or NO_TOPIC))
        for gold, event in pairs
        if gold.topics and event.get("primary_topic") != gold.primary
    )
    return _ordered(found)


def _ordered(found: Counter[tuple[str, str]]) -> list[Confusion]:
    return [Confusion(*pair, n) for pair, n in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
