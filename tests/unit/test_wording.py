"""What the wording of a whole article adds to topics."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.wording import learn
from service.core.classify import WORDING, classify, explain
from service.core.counts import BIAS
from service.core.taxonomy import compile_taxonomy, parse_taxonomy
from service.core.taxonomy_store import from_bytes, to_bytes
from service.core.wording import BUCKETS, LONGEST, MOST, TopicWording, Wording, dumps, groups, loads, rounded, shipped
from service.errors import TaxonomyError
from service.learn.design import build, log_odds
from service.learn.labels import Labelled
from service.measures.gold import GoldArticle

HARBOUR = """
id: harbour
version: "1"
languages: [en]
wording: {model: vietnam-diplomacy, weight: 2}
topics:
  cultural_diplomacy: {label: {en: Culture}, phrases: {en: [concert*]}}
  tides: {label: {en: Tides}, phrases: {en: [tide, tides]}}
"""
CONCERT = (
    "The concert tour " + "brought musicians, a folk song ensemble and dancers on to the opera stage of the city. " * 6
)


def harbour(**changes: str):
    text = HARBOUR
    for old, new in changes.items():
        text = text.replace(*{"weight": ("weight: 2", f"weight: {new}"), "model": ("vietnam-diplomacy", new)}[old])
    return parse_taxonomy(text.encode(), name="harbour.yaml", languages=())


def score_of(taxonomy, topic: str, text: str = CONCERT) -> float:
    return {found.id: found.score for found in explain("", text, taxonomy)}.get(topic, 0.0)


def test_words_that_no_list_has_raise_a_topic_that_has_evidence():
    with_it, without = harbour(), harbour(weight="0")
    assert score_of(with_it, "cultural_diplomacy") > score_of(without, "cultural_diplomacy") + 0.1


def test_without_evidence_of_its_own_no_wording_gives_a_topic():
    text = CONCERT.replace("concert ", "")
    assert max(TopicWording.of("vietnam-diplomacy", 2, ["cultural_diplomacy"]).added(text)) > 1
    assert classify("", text, harbour()).topics == ()


def test_a_topic_that_the_model_does_not_know_stays_as_it_was():
    text = f"{CONCERT} The tide rose, and tides fell."
    assert score_of(harbour(), "tides", text) == score_of(harbour(weight="0"), "tides", text)


def test_what_is_explained_adds_up_to_the_score():
    (topic,) = explain("", CONCERT, harbour())
    log_odds = topic.bias - topic.penalty + sum(part.value for part in topic.contributions)
    assert topic.score == pytest.approx(1 / (1 + np.exp(-log_odds)), abs=1e-3)
    (wording,) = (part for part in topic.contributions if part.concept == WORDING)
    assert wording.value > 0
    assert {"musicians", "song"} & {place.phrase for place in wording.evidence}
    assert all(CONCERT[place.start : place.end].lower() == place.phrase for place in wording.evidence)


def test_of_a_short_text_the_wording_says_less():
    wording = TopicWording.of("vietnam-diplomacy", 1, ["cultural_diplomacy"])
    assert wording.heard("A concert.").share < 0.1
    assert wording.heard(CONCERT + Path(__file__).read_text(encoding="utf-8")).share == 1


@given(st.text(max_size=80) | st.text("\ud800\udfff a", max_size=20))
def test_no_text_is_too_odd(text):
    found = shipped("vietnam-diplomacy").log_odds(text)
    assert np.abs(found).max() <= MOST
    if not text.strip():
        assert np.abs(found).max() < 0.1


def test_what_stands_far_down_is_not_looked_at():
    begun = "x" * LONGEST
    assert np.array_equal(np.concatenate(groups(begun)), np.concatenate(groups(begun + "concert")))


def test_groups_fall_into_the_buckets_that_the_model_was_learned_with():
    pinned = [[16761, 60648, 11552, 38458, 16761], [61069, 30762, 12088]]
    assert [found.tolist() for found in groups("Éa bé\n")] == pinned


def test_a_model_survives_its_file():
    rng = np.random.default_rng(3)
    model = rounded(["a", "b"], rng.normal(size=2), rng.random(BUCKETS), rng.normal(size=(BUCKETS, 2)))
    again = loads(dumps(model))
    assert again.topics == model.topics
    for name in ("bias", "rarity", "weights", "scale"):
        assert np.array_equal(getattr(again, name), getattr(model, name)), name


def test_the_wording_comes_out_of_the_cache_as_it_went_in():
    compiled, plan = compile_taxonomy(HARBOUR.encode(), name="harbour.yaml", languages=())
    assert from_bytes(to_bytes(compiled, plan)).wording == compiled.wording


def test_a_stored_taxonomy_whose_model_is_gone_is_compiled_anew():
    stored = to_bytes(*compile_taxonomy(HARBOUR.encode(), name="harbour.yaml", languages=()))
    with pytest.raises(ValueError, match="not a stored taxonomy"):
        from_bytes(stored.replace(b'"wording":["vietnam-diplomacy"', b'"wording":["none-such"'))


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{model: none-such, weight: 1}", "there is no model `none-such` of wording; there is `vietnam-diplomacy`"),
        ("{model: vietnam-diplomacy}", "`wording` has no `weight`; add it"),
        ("{weight: 1}", "`wording` has no `model`; add it"),
        ("{model: vietnam-diplomacy, weight: 11}", "`wording.weight` must be a number from 0 to 10"),
    ],
)
def test_a_wrong_wording_is_told(written, message):
    text = HARBOUR.replace("{model: vietnam-diplomacy, weight: 2}", written)
    with pytest.raises(TaxonomyError, match=r"harbour\.yaml:5: ") as refused:
        parse_taxonomy(text.encode(), name="harbour.yaml", languages=())
    assert message in str(refused.value)


def test_what_is_learned_tells_unseen_articles_apart():
    def article(number: int, topics: tuple[str, ...], text: str):
        return replace(BLANK, id=str(number), story=str(number), topics=topics), "", text

    seen = [article(i, ("sea",), f"The fishing boat {i} left the harbour for the reef.") for i in range(6)]
    seen += [article(i, ("song",), f"The choir {i} sang an old song on the stage.") for i in range(6)]
    model = learn(seen, ["sea", "song"], np.zeros((12, 2)))
    assert isinstance(model, Wording)
    sea, song = model.log_odds("Two boats in the harbours")
    assert sea > song
    sea, song = model.log_odds("Two songs of choirs")
    assert song > sea


BLANK = GoldArticle("", "en", None, "text/plain", None, (), None, None, (), None, (), "", "")


def test_words_that_speak_against_a_topic_are_no_evidence_for_the_wording_to_stand_on():
    text = HARBOUR.replace(
        "{label: {en: Culture}, phrases: {en: [concert*]}}",
        "{label: {en: Culture}, concepts: {sport: {weight: -0.5, phrases: {en: [concert*]}}, song: {phrases: {en: [sonata]}}}}",
    )
    taxonomy = parse_taxonomy(text.encode(), name="harbour.yaml", languages=())
    assert classify("", CONCERT, taxonomy).topics == ()
    (topic,) = explain("", CONCERT, taxonomy)
    assert [part.concept for part in topic.contributions] == ["sport"]


def test_training_begins_with_what_the_wording_would_say():
    taxonomy = harbour()
    articles = [
        Labelled(id_, "", text, "en", frozenset({topic}), frozenset(), id_, 1, clean=True)
        for id_, text, topic in (
            ("1", CONCERT.replace("concert ", ""), "cultural_diplomacy"),
            ("2", "The tide rose.", "tides"),
        )
    ]
    design = build(articles, ["1", "2"], taxonomy, topics=taxonomy.topic_ids)
    added = taxonomy.wording.added(f"\n\n{articles[0].text}")
    assert added[0] > 1
    assert design.prior[0, 0] == pytest.approx(BIAS + added[0])


def test_training_asks_the_wording_once_an_article_and_for_no_words(monkeypatch):
    taxonomy = harbour()
    (topic,) = explain("", CONCERT, taxonomy)
    assert topic.contributions[-1].concept == WORDING
    asked, ask = [], Wording.log_odds
    monkeypatch.setattr(Wording, "log_odds", lambda model, text: asked.append(text) or ask(model, text))
    monkeypatch.setattr(Wording, "by_letter", lambda *_: pytest.fail("the words were asked for"))
    article = Labelled("1", "", CONCERT, "en", frozenset({"cultural_diplomacy"}), frozenset(), "1", 1, clean=True)
    design = build([article], ["1"], taxonomy, topics=taxonomy.topic_ids)
    assert len(asked) == 1
    value = topic.bias - topic.penalty + sum(part.value for part in topic.contributions)
    assert design.prior[0, 0] == pytest.approx(value - log_odds(topic.threshold), abs=1e-3)
