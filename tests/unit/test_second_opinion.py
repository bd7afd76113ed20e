"""What an opinion can do to an article's topics, and what it cannot."""

from __future__ import annotations

import pytest

from service.core.classify import classify
from service.core.second_opinion import LONGEST_QUOTE, heed
from service.core.taxonomy import parse_taxonomy
from service.models import Candidate, EnrichedArticle, Evidence, Opinion, TopicScore

TAXONOMY = b"""
id: t
version: "1"
languages: [en]
topics:
  sure: {label: Sure, phrases: {en: [treaty, embassy, minister]}}
  near: {label: Near, description: It is near., concepts: {c: {weight: 2.9, phrases: {en: [harbour]}}}}
  far: {label: Far, concepts: {c: {weight: 0.5, phrases: {en: [river]}}}}
"""
ARTICLE = EnrichedArticle(
    id="a", event_id="e", title="Talks on the harbour", text="The harbour was built in spring.", language="en", language_confidence=1.0,
    topics=(TopicScore("sure", "Sure", 0.9), TopicScore("near", "Near", 0.55, (Evidence(4, 11, "harbour", "harbour"),))),
    primary_topic="near",
)  # fmt: skip
NEAR = Candidate(ARTICLE.topics[1], 0.5, "It is near.")
OTHER = Candidate(TopicScore("other", "Other", 0.45), 0.5)


def ids(article):
    return [topic.id for topic in article.topics]


def test_topics_near_their_threshold_are_uncertain_whether_given_or_not():
    taxonomy = parse_taxonomy(TAXONOMY, name="t", languages=[])
    found = classify(
        "News", "The treaty, the embassy, a harbour.\n\nThe minister. A treaty again. The river.", taxonomy, 0.15
    )
    names = {candidate.topic.id: candidate.description for candidate in found.uncertain}
    assert "far" not in names
    assert names["near"] == "It is near."
    assert classify("", "The treaty and the harbour.", taxonomy).uncertain == ()


def test_a_sure_no_takes_a_topic_and_the_main_one_with_it():
    found = heed(ARTICLE, (NEAR,), [Opinion("near", applies=False, confidence=0.95)], confidence=0.8)
    assert (ids(found), found.primary_topic) == (["sure"], "sure")


def test_a_sure_yes_gives_a_topic_with_its_confidence_never_below_the_threshold():
    candidate = Candidate(OTHER.topic, 0.93)
    found = heed(ARTICLE, (candidate,), [Opinion("other", applies=True, confidence=0.85)], confidence=0.8)
    assert {topic.id: topic.score for topic in found.topics}["other"] == 0.93
    assert found.primary_topic == "near"


def test_doubt_changes_nothing():
    assert heed(ARTICLE, (NEAR, OTHER), [Opinion("near", applies=False, confidence=0.79)], confidence=0.8) is None
    assert heed(ARTICLE, (NEAR,), [], confidence=0.8) is None


@pytest.mark.parametrize("topic", ["sure", "far", "no_such_topic", "", "near "])
def test_what_is_no_candidate_can_neither_be_given_nor_taken(topic):
    for applies in (True, False):
        assert heed(ARTICLE, (NEAR,), [Opinion(topic, applies=applies, confidence=1.0)], confidence=0.8) is None


def test_a_quote_is_evidence_only_when_it_stands_in_the_article():
    def evidence(*quotes):
        found = heed(ARTICLE, (OTHER,), [Opinion("other", True, 0.9, quotes)], confidence=0.8)
        return next(topic.evidence for topic in found.topics if topic.id == "other")

    assert evidence("built in spring") == (Evidence(16, 31, "built in spring", "built in spring"),)
    assert evidence("Talks on") == (Evidence(0, 8, "Talks on", "Talks on", in_title=True),)
    assert evidence("Built in spring", "built  in spring", "xx", "", "b" * (LONGEST_QUOTE + 1)) == ()


def test_quotes_do_not_repeat_the_evidence_of_the_phrases():
    found = heed(ARTICLE, (NEAR,), [Opinion("near", True, 0.9, ("The harbour was",))], confidence=0.8)
    assert next(topic for topic in found.topics if topic.id == "near").evidence == ARTICLE.topics[1].evidence
