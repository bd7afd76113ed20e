"""Which topics an article gets, why, and what is shown for it."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right

import pytest

from service.core import mentions, sentences
from service.core.classify import classify, explain, explain_whole
from service.core.counts import BIAS, saturated
from service.core.evidence import MAX_EVIDENCE
from service.core.sentences import sentence_ends
from service.core.taxonomy import Taxonomy, parse_taxonomy

SOURCE = """\
id: harbour
version: "1"
languages: [en, de, zh]
markers:
  home: {en: [rotterdam]}
  elsewhere: {en: [antwerp]}
  penalty: 2
topics:
  shipping:
    label: Shipping
    concepts:
      freight:
        phrases: {en: [container freight, freight], de: [frachtverkehr*], zh: [货运]}
        unless: {en: [air freight]}
      ship: {weight: 1.5, phrases: {en: [ship*]}}
      airline: {weight: -2, phrases: {en: [airline*]}}
  labour:
    label: {en: Labour, de: Arbeit}
    concepts:
      strike: {weight: 3, near: [[strike*, walkout], [docker*, crane driver*]]}
      union: {weight: 3, phrases: {en: [union]}, requires: {en: [wage*, docker*]}}
      headline: {weight: 3, title_only: true, phrases: {en: [work*]}}
  finance:
    label: Finance
    threshold: 0.8
    phrases: {en: [bond issue]}
"""


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return parse_taxonomy(SOURCE.encode(), name="harbour.yaml", languages=["en", "de", "zh"])


def topics(title: str, text: str, taxonomy: Taxonomy) -> list[str]:
    return [topic.id for topic in classify(title, text, taxonomy).topics]


def value(title: str, text: str, taxonomy: Taxonomy, concept: str) -> float:
    return sum(c.value for t in explain(title, text, taxonomy) for c in t.contributions if c.concept == concept)


def test_every_concept_shows_its_first_mention_before_any_shows_more(taxonomy):
    text = "Rain.\n\n" + "Freight, then rain. " * 20 + "A ship came."
    (topic,) = classify("", text, taxonomy).topics
    assert [e.text for e in topic.evidence][-1] == "ship"


def test_one_unambiguous_mention_is_enough(taxonomy):
    (topic,) = classify("", "Nothing here.\n\nThen freight came.", taxonomy).topics
    assert (topic.id, topic.label, topic.score) == ("shipping", "Shipping", 0.5)


def test_an_article_without_evidence_is_off_topic(taxonomy):
    result = classify("Weather", "It rained all day.", taxonomy)
    assert (result.topics, result.primary) == ((), None)


@pytest.mark.parametrize(("title", "text"), [("", ""), ("", "\n\n"), (" ", "…"), ("\u0000", "\ud83d\ude00")])
def test_empty_and_odd_articles_are_off_topic(taxonomy, title, text):
    assert classify(title, text, taxonomy).topics == ()


def test_a_hint_needs_company_or_the_title(taxonomy):
    assert topics("A day", "Rain.\n\nThe ships came. More ships. And a ship, a ship, a ship.", taxonomy) == []
    assert topics("Ships in port", "Rain.", taxonomy) == ["shipping"]


def test_without_a_title_the_first_paragraph_counts_more(taxonomy):
    lead, body = "A ship came.\n\nRain.", "Rain.\n\nA ship came."
    assert value("", lead, taxonomy, "ship") > value("", body, taxonomy, "ship")
    assert value("Title", lead, taxonomy, "ship") == value("Title", body, taxonomy, "ship")


def test_mentions_saturate():
    one, two, many = saturated(0, 1), saturated(0, 2), saturated(0, 1000)
    assert one == 1
    assert one < two < 2 * one
    assert many == saturated(0, 500) < 2


def test_without_saturation_repetition_goes_on_counting(taxonomy):
    """Each doubling adds the same; the control is the same taxonomy as it stands, where nothing is added."""
    grown = parse_taxonomy(f"saturate: false\n{SOURCE}".encode(), name="harbour.yaml", languages=["en"])
    texts = ["Rain.\n\n" + "A ship. " * count for count in (1, 7, 15, 31)]
    one, *many = (value("Title", text, grown, "ship") for text in texts)
    assert one == value("Title", texts[0], taxonomy, "ship") == 1.5
    assert many == pytest.approx([4.5, 6.0, 7.5])
    assert len({value("Title", text, taxonomy, "ship") for text in texts[1:]}) == 1


def test_whatever_speaks_against_a_topic_its_score_is_a_number():
    """A bag of words repeated on purpose: the sum lies where `exp` would overflow."""
    words = [f"{a}{b}" for a in "abcdefgh" for b in "aeiou"]
    terms = "\n".join(f"      {word}: -10" for word in words)
    head = "id: a\nversion: '1'\nlanguages: [en]\nsaturate: false\ntopics:\n  t:\n    label: T\n    terms:\n     en:\n"
    taxonomy = parse_taxonomy((head + terms).encode(), name="a.yaml", languages=[])
    (topic,) = explain("Title", " ".join(words * 100), taxonomy)
    assert topic.score == 0
    with pytest.raises(OverflowError):
        math.exp(-sum(c.value for c in topic.contributions))


def test_a_title_mention_is_worth_three_in_the_body():
    assert saturated(1, 0) == 2
    assert saturated(1, 1) > saturated(1, 0)


def test_length_does_not_dilute_evidence(taxonomy):
    short, long = "Freight.", "Freight." + "\n\nRain fell on the town." * 500
    assert classify("T", short, taxonomy).topics[0].score == classify("T", long, taxonomy).topics[0].score


def test_a_mention_inside_an_exception_does_not_count(taxonomy):
    assert topics("", "First.\n\nAir freight grew.", taxonomy) == []
    assert topics("", "First.\n\nAir freight grew, freight too.", taxonomy) == ["shipping"]


def test_overlapping_phrases_of_a_concept_are_one_mention(taxonomy):
    (topic,) = explain("T", "Rain.\n\nContainer freight.", taxonomy)
    assert topic.contributions[0].body == 1
    assert [e.text for e in topic.contributions[0].evidence] == ["Container freight"]


def test_a_negative_concept_speaks_against_and_is_no_evidence(taxonomy):
    text = "First.\n\nFreight by airlines."
    assert topics("", text, taxonomy) == []
    (topic,) = explain("", text, taxonomy)
    assert [(c.concept, c.value) for c in topic.contributions] == [("freight", 3.0), ("airline", -2.0)]
    (assigned,) = classify("Freight", text, taxonomy).topics
    assert "airlines" not in [e.text for e in assigned.evidence]


def test_near_forms_must_meet_in_one_sentence(taxonomy):
    assert topics("", "Rain.\n\nThe dockers in the port went on strike.", taxonomy) == ["labour"]
    assert topics("", "Rain.\n\nThe dockers worked. A strike was far.", taxonomy) == []
    assert topics("", "Rain.\n\nThe dockers worked\n\nA strike was far.", taxonomy) == []


def test_each_form_of_a_near_mention_is_evidence(taxonomy):
    (topic,) = classify("", "Rain.\n\nThe dockers began a walkout.", taxonomy).topics
    assert [(e.text, e.phrase) for e in topic.evidence] == [("dockers", "docker*"), ("walkout", "walkout")]


def test_the_sentences_of_a_phrase_are_found_once_however_many_near_sets_hold_it(monkeypatch):
    looked_up = 0

    def counting(ends, place):
        nonlocal looked_up
        looked_up += 1
        return bisect_right(ends, place)

    def look_ups(concepts: int) -> int:
        nonlocal looked_up
        near = "".join(f"      c{i}: {{weight: 3, near: [[quay, mole {i}], [crane]]}}\n" for i in range(concepts))
        source = f"id: q\nversion: '1'\nlanguages: [en]\ntopics:\n  quay:\n    label: Quay\n    concepts:\n{near}"
        taxonomy = parse_taxonomy(source.encode(), name="q.yaml", languages=["en"])
        looked_up = 0
        (topic,) = explain("", "quay " * 50 + "crane.", taxonomy)
        assert len(topic.contributions) == concepts
        return looked_up

    monkeypatch.setattr(mentions, "bisect_right", counting)
    assert look_ups(9) == look_ups(1) > 50


def test_a_required_context_may_stand_anywhere(taxonomy):
    assert topics("", "Rain.\n\nThe union met.", taxonomy) == []
    assert topics("Wages", "Rain.\n\nThe union met.", taxonomy) == ["labour"]


def test_title_only_phrases_do_not_count_in_the_body(taxonomy):
    assert topics("", "Work, work.\n\nMore work.", taxonomy) == []
    assert topics("Work resumes", "Rain.", taxonomy) == ["labour"]


def test_a_topic_has_its_own_threshold(taxonomy):
    assert topics("", "Rain.\n\nA bond issue.", taxonomy) == []
    assert topics("Bond issue", "Rain.", taxonomy) == ["finance"]


def test_others_actors_without_ours_lower_every_topic(taxonomy):
    assert topics("", "Rain.\n\nFreight in Antwerp.", taxonomy) == []
    assert topics("", "Rain.\n\nFreight in Antwerp and Rotterdam.", taxonomy) == ["shipping"]
    (topic,) = explain("", "Rain.\n\nFreight in Antwerp.", taxonomy)
    assert topic.penalty == 2


def test_offsets_point_into_title_and_text(taxonomy):
    title, text = "İzmir: freight", "Rain \U0001f6a2 fell.\n\nDer Frachtverkehrsplan, 货运."
    (topic,) = classify(title, text, taxonomy).topics
    assert [(e.in_title, e.text) for e in topic.evidence] == [
        (True, "freight"),
        (False, "Frachtverkehrsplan"),
        (False, "货运"),
    ]
    assert all((title if e.in_title else text)[e.start : e.end] == e.text for e in topic.evidence)


def test_evidence_is_bounded_and_does_not_overlap(taxonomy):
    text = "Container freight and ships. " * 40
    (topic,) = classify("", text, taxonomy).topics
    spans = [(e.start, e.end) for e in topic.evidence]
    assert len(spans) == MAX_EVIDENCE
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert {e.text for e in topic.evidence} == {"Container freight", "ships"}


def test_the_main_topic_is_what_the_title_speaks_of(taxonomy):
    text = "It began at dawn.\n\nFreight, ships, freight. Container freight and the dockers' strike."
    result = classify("Dockers strike", text, taxonomy)
    assert result.primary == "labour"
    assert {topic.id for topic in result.topics} == {"labour", "shipping"}


def test_without_a_title_the_main_topic_is_that_of_the_first_paragraph(taxonomy):
    assert (
        classify("", "Freight grew.\n\nThe dockers are on strike. A strike of dockers.", taxonomy).primary == "shipping"
    )


@pytest.mark.parametrize(("main", "first"), [(0, "shipping"), (3, "labour"), (-3, "shipping")])
def test_a_topic_may_be_preferred_as_the_main_one_and_gets_no_other_score(taxonomy, main, first):
    article = ("", "Freight grew.\n\nThe dockers are on strike. A strike of dockers.")
    preferred = parse_taxonomy(
        SOURCE.replace("  labour:", f"  labour:\n    main: {main}").encode(), name="t", languages=[]
    )
    found = classify(*article, preferred)
    assert found.primary == first
    assert found.topics == classify(*article, taxonomy).topics
    _, ranks = explain_whole(*article, preferred)
    assert {rank.id: rank.parts["preference"] for rank in ranks} == {"labour": main, "shipping": 0}


def test_topics_come_best_first_and_ties_in_the_files_order(taxonomy):
    text = "Rain.\n\nThe dockers began a strike. Freight stood still."
    assert topics("Rain", text, taxonomy) == ["shipping", "labour"]
    assert topics("Strike of dockers", text, taxonomy) == ["labour", "shipping"]


def test_a_calibration_draws_a_line_through_the_log_odds(taxonomy):
    line = "calibration: {slope: 0.5, intercept: 1, threshold: 0.9}\ntopics:"
    calibrated = parse_taxonomy(SOURCE.replace("topics:", line, 1).encode(), name="t", languages=[])
    article = ("Ships", "Freight.\n\nAntwerp airlines, dockers on strike.")
    before = {topic.id: topic for topic in explain(*article, taxonomy)}
    after = {topic.id: topic for topic in explain(*article, calibrated)}
    assert before.keys() == after.keys() == {"shipping", "labour"}
    for id_, topic in after.items():
        log_odds = math.log(before[id_].score / (1 - before[id_].score))
        assert topic.score == pytest.approx(1 / (1 + math.exp(-(1 + 0.5 * log_odds))), abs=1e-3)
        total = topic.bias - topic.penalty + sum(part.value for part in topic.contributions)
        assert topic.score == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-3)
    thresholds = {topic.id: topic.threshold for topic in calibrated.topics}
    assert thresholds == {"shipping": 0.9, "labour": 0.9, "finance": 0.8}


OVERLAPPING = """\
id: harbour
version: "1"
languages: [en]
calibration: {overlap: OVERLAP}
topics:
  shipping:
    label: Shipping
    concepts:
      quay: {weight: 2, phrases: {en: [container quay]}}
      boxes: {weight: 1.5, phrases: {en: [container*]}}
      boxes-on-ships: {weight: 1, near: [[container*], [ship*]]}
      strike: {weight: -1, phrases: {en: [quay]}}
"""


@pytest.mark.parametrize(("overlap", "boxes", "near"), [(1, 1.0, 1.0), (0.25, 0.25, 0.625), (0, 0.0, 0.5)])
def test_words_count_in_full_only_for_the_strongest_concept(overlap, boxes, near):
    source = OVERLAPPING.replace("OVERLAP", str(overlap))
    (topic,) = explain(
        "Rain", "News.\n\nA ship at the container quay.", parse_taxonomy(source.encode(), name="t", languages=[])
    )
    found = {part.concept: part for part in topic.contributions}
    assert {id_: part.share for id_, part in found.items()} == {
        "quay": 1.0,  # the strongest
        "boxes": boxes,  # all its words are the quay's
        "boxes-on-ships": near,  # the ship is new
        "strike": 1.0,  # what speaks against is never less
    }
    assert {id_: part.value for id_, part in found.items()} == {
        "quay": 2.0,
        "boxes": 1.5 * boxes,
        "boxes-on-ships": near,
        "strike": -1.0,
    }
    total = topic.bias + sum(part.value for part in topic.contributions)
    assert topic.score == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-3)


SHARED = """id: shared
version: "1"
languages: [en]
topics:
  plain: {label: Plain, phrases: {en: [crane, port crane]}}
  alike: {label: Alike, concepts: {c: {weight: 1, phrases: {en: [crane, port crane]}}}}
  excepted: {label: Excepted, concepts: {c: {weight: 2, phrases: {en: [crane, port crane]}, unless: {en: [port crane]}}}}
  titled: {label: Titled, concepts: {c: {weight: 2, phrases: {en: [crane, port crane]}, title_only: true}}}
"""


def test_topics_that_share_their_phrases_count_them_each_by_its_own_rules():
    taxonomy = parse_taxonomy(SHARED.encode(), name="shared", languages=())
    found = {
        t.id: (c.title, c.body) for t in explain("A crane", "A crane. A port crane.", taxonomy) for c in t.contributions
    }
    assert found == {"plain": (1, 2), "alike": (1, 2), "excepted": (1, 1), "titled": (1, 0)}


def test_explanations_add_up_to_the_score(taxonomy):
    for topic in explain("Ships", "Freight.\n\nAntwerp airlines, dockers on strike.", taxonomy):
        log_odds = topic.bias - topic.penalty + sum(c.value for c in topic.contributions)
        assert topic.bias == BIAS
        assert topic.score == pytest.approx(1 / (1 + math.exp(-log_odds)), abs=1e-3)


def test_explain_and_classify_agree(taxonomy):
    article = ("Ships", "Freight.\n\nThe union of dockers; a strike of dockers. Bond issue.")
    explained = {t.id: t.score for t in explain(*article, taxonomy) if t.score >= t.threshold}
    assert explained == {t.id: t.score for t in classify(*article, taxonomy).topics}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", 4),
        ("Mr. Smith met Dr. Jones.", 1),
        ("The U.S. ambassador spoke.", 1),
        ("Am 15. Mai sprach er.", 1),
        ("It cost 3.5 million.", 1),
        ("他说。她说！", 2),
        ("Line one\nLine two", 2),
        ("He said: “Yes.” She left.", 2),
    ],
)
def test_sentences_end_where_readers_think_they_do(text, sentences):
    ends = [end for end in sentence_ends(text) if end < len(text)]
    assert len(ends) + 1 == sentences


@pytest.mark.parametrize(
    ("text", "asked"), [("It rained. We left. The bus was late.", 0), ("See Prof. Ade in St. Ives.", 2)]
)
def test_a_stop_that_can_be_no_abbreviations_is_not_looked_at_further(monkeypatch, text, asked):
    looked_at = []
    monkeypatch.setattr(sentences, "_is_abbreviation", lambda _, stop: looked_at.append(stop))
    sentence_ends(text)
    assert len(looked_at) == asked


def test_many_sentences_with_exceptions_stay_linear():
    source = """\
id: a
version: "1"
languages: [en]
topics:
  one:
    label: One
    concepts: {c: {near: [[red], [blue]], unless: {en: [dark red]}}}
"""
    taxonomy = parse_taxonomy(source.encode(), name="a.yaml", languages=["en"])
    text = "A dark red and blue bird. A red and blue bird.\n" * 20_000
    (topic,) = explain("", text, taxonomy)
    assert topic.contributions[0].body == 20_000
