"""What becomes of an article's topics when somebody else has an opinion on the uncertain ones.

Only candidates can be given or taken, whatever the opinion says: a topic that the article's own phrases did not bring
near its threshold is out of reach.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from service.core.counts import SCORE_DIGITS
from service.core.evidence import MAX_EVIDENCE
from service.models import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.models import Candidate, EnrichedArticle, Opinion, TopicScore

SHORTEST_QUOTE: Final = 3
LONGEST_QUOTE: Final = 300
"""Code points of a quote that is shown: a letter is no evidence, a whole article neither."""


def heed(
    article: EnrichedArticle, uncertain: Sequence[Candidate], opinions: Iterable[Opinion], *, confidence: float
) -> EnrichedArticle | None:
    """The article with the topics that sure opinions give and take.

    Args:
        article: as the phrases left it.
        uncertain: the topics that may change.
        opinions: on them; those on other topics are not heard.
        confidence: opinions that are less sure are not heard.

    Returns:
        The article; None when no opinion was heard, and it stays as it was.
    """
    candidates = {candidate.topic.id: candidate for candidate in uncertain}
    sure = {o.topic: o for o in opinions if o.topic in candidates and o.confidence >= confidence}
    if not sure:
        return None
    topics = sorted(_topics(article, candidates, sure), key=lambda topic: -topic.score)
    ids = [topic.id for topic in topics]
    primary = article.primary_topic if article.primary_topic in ids else next(iter(ids), None)
    return replace(article, topics=tuple(topics), primary_topic=primary)


def _topics(
    article: EnrichedArticle, candidates: Mapping[str, Candidate], sure: Mapping[str, Opinion]
) -> Iterable[TopicScore]:
    given = {topic.id for topic in article.topics}
    yield from (topic for topic in article.topics if topic.id not in sure)
    for id_, opinion in sure.items():
        if opinion.applies:
            candidate = candidates[id_]
            kept = next(topic for topic in article.topics if topic.id == id_) if id_ in given else candidate.topic
            score = round(max(candidate.threshold, min(opinion.confidence, 1.0)), SCORE_DIGITS)
            yield replace(kept, score=score, evidence=_with_quotes(kept.evidence, opinion.quotes, article))


def _with_quotes(
    evidence: tuple[Evidence, ...], quotes: Sequence[str], article: EnrichedArticle
) -> tuple[Evidence, ...]:
    """The evidence and those quotes that stand in the article, word for word."""
    found = list(evidence)
    for quote in quotes:
        place = _place(quote.strip(), article)
        if place is not None and len(found) < MAX_EVIDENCE and not any(_overlap(place, other) for other in found):
            found.append(place)
    return tuple(sorted(found, key=lambda one: (not one.in_title, one.start)))


def _place(quote: str, article: EnrichedArticle) -> Evidence | None:
    if not SHORTEST_QUOTE <= len(quote) <= LONGEST_QUOTE:
        return None
    for in_title, text in ((False, article.text), (True, article.title)):
        start = text.find(quote)
        if start >= 0:
            return Evidence(start, start + len(quote), quote, quote, in_title)
    return None


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.in_title == other.in_title and one.start < other.end and other.start < one.end
