"""Two sets of decisions about the same labelled articles: which articles changed, and whether for better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from service.measures.bootstrap import RESAMPLES
from service.measures.paired import Difference, Outcomes, differences, mean_difference, topic_differences
from service.measures.topics import errors, given_topics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.measures.gold import GoldArticle

NOTHING = float("nan")
"""Where an article has no part in a figure."""


@dataclass(frozen=True, slots=True)
class ChangedTopic:
    """A topic that an article got from one of the two only.

    Attributes:
        topic: its id.
        now: whether it has it now.
        right: whether it should; None where nobody asked (an optional topic).
        evidence: the stretches of text that speak for it, from the side that gave it.
    """

    topic: str
    now: bool
    right: bool | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """An article that came out differently.

    Attributes:
        id, language, title: which one.
        worth: right decisions more than before; below 0 it is worse.
        topics: what changed.
        primary: the main topic before and now, when they differ.
        wanted: the right main topic.
    """

    id: str
    language: str
    title: str
    worth: int
    topics: tuple[ChangedTopic, ...]
    primary: tuple[str | None, str | None] | None
    wanted: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A and B on the same articles.

    Attributes:
        articles: how many.
        better, worse, even: how many of those that changed did so for better, for worse, or neither.
        figures: by name; B minus A.
        topics: F1 by topic.
        changed: the articles, those that lost first.
    """

    articles: int
    better: int
    worse: int
    even: int
    figures: dict[str, Difference]
    topics: dict[str, Difference]
    changed: list[ChangedArticle]


def compare(
    gold: Sequence[GoldArticle],
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Comparison:
    """Compare enriched events.

    Args:
        gold: the labelled articles.
        before: the events of A by the article's id; an article without one counts as empty.
        after: those of B.
        resamples: draws of the bootstrap.
        seed: of the draws.
    """
    pairs = [(article, before.get(article.id, {}), after.get(article.id, {})) for article in gold]
    topics = sorted({t for a, one, other in pairs for t in (*a.topics, *given_topics(one), *given_topics(other))})
    stories = [article.story for article in gold]
    one, other = (_outcomes([(article, sides[side]) for article, *sides in pairs], topics) for side in (0, 1))
    figures = differences(one, other, stories, resamples=resamples, seed=seed)
    del figures["topics_weighted_f1"]
    for name, of in (("primary", _primary), ("off_topic", _off_topic)):
        had, has = (np.array([of(article, sides[side]) for article, *sides in pairs]) for side in (0, 1))
        if not np.all(np.isnan(had)):
            figures[name] = mean_difference(had, has, stories, resamples=resamples, seed=seed)
    by_topic = topic_differences(one, other, stories, resamples=resamples, seed=seed)
    changed = [found for found in (_changed(*pair) for pair in pairs) if found is not None]
    changed.sort(key=lambda article: (article.worth, article.id))
    return Comparison(
        articles=len(gold),
        better=sum(article.worth > 0 for article in changed),
        worse=sum(article.worth < 0 for article in changed),
        even=sum(article.worth == 0 for article in changed),
        figures=figures,
        topics=dict(zip(topics, by_topic, strict=True)),
        changed=changed,
    )


def _outcomes(pairs: Sequence[tuple[GoldArticle, Mapping[str, Any]]], topics: Sequence[str]) -> Outcomes:
    target = np.array([[topic in article.topics for topic in topics] for article, _ in pairs], bool)
    counted = np.array([[topic not in article.optional for topic in topics] for article, _ in pairs], bool)
    given = np.array([[topic in given_topics(event) for topic in topics] for _, event in pairs], bool)
    return Outcomes.of(target, counted, given)


def _primary(article: GoldArticle, event: Mapping[str, Any]) -> float:
    return float(event.get("primary_topic") == article.primary) if article.topics else NOTHING


def _off_topic(article: GoldArticle, event: Mapping[str, Any]) -> float:
    return NOTHING if article.topics else float(not errors(article, event)[1])


def _changed(article: GoldArticle, one: Mapping[str, Any], other: Mapping[str, Any]) -> ChangedArticle | None:
    had, has = given_topics(one), given_topics(other)
    main = (one.get("primary_topic"), other.get("primary_topic"))
    if had == has and main[0] == main[1]:
        return None
    topics = tuple(_topic(article, topic, other if topic in has else one, topic in has) for topic in sorted(had ^ has))
    worth = sum(1 if topic.right == topic.now else -1 for topic in topics if topic.right is not None)
    if article.topics:
        worth += (main[1] == article.primary) - (main[0] == article.primary)
    return ChangedArticle(
        id=article.id,
        language=article.language,
        title=str(other.get("title") or one.get("title") or article.title or ""),
        worth=worth,
        topics=topics,
        primary=main if main[0] != main[1] else None,
        wanted=article.primary,
    )


def _topic(article: GoldArticle, topic: str, event: Mapping[str, Any], now: bool) -> ChangedTopic:  # noqa: FBT001
    right = None if topic in article.optional else topic in article.topics
    evidence = next((given.get("evidence") or () for given in event["topics"] if given["id"] == topic), ())
    return ChangedTopic(topic, now, right, tuple(dict.fromkeys(piece["text"] for piece in evidence)))
