"""What the wording of a whole article adds to topics."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.wording import learn, told_paragraphs
from service.core import wording
from service.core.classify import WORDING, classify, explain
from service.core.counts import BIAS, believed
from service.core.patterns import SEPARATOR
from service.core.taxonomy import compile_taxonomy, parse_taxonomy
from service.core.taxonomy_store import from_bytes, to_bytes
from service.core.wording import (
    BUCKETS,
    ENOUGH_OF_PART,
    LONGEST,
    MOST,
    MOST_AGAINST,
    PART,
    Linear,
    TopicWording,
    Wording,
    dumps,
    groups,
    loads,
    paragraphs,
    shipped,
)
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
    "The concert tour brought musicians, a folk song ensemble and dancers on to the opera stage of the city. Painters hung "
    "lacquer and silk in the foyer, while puppeteers from a village north of the river let their dragons swim through a basin "
    "filled by the fire brigade. Visitors queued for embroidery, paper lanterns and a tasting of lotus tea; children learned to beat "
    "bronze drums. Afterwards the curator of the heritage museum spoke about weaving patterns, court theatre and temple "
    "festivals, and a poet read verses that schoolgirls had set to zither tunes. Photographs of old bridges, markets and boats "
    "will stay on view until spring, when a film week and a fashion show with long tunics follow. Ushers handed out programmes, "
    "critics praised the brass, and even the mayor hummed along while trams waited outside. Entry is free on Sundays for anyone "
    "who joins the workshop on woodblock prints."
)
SENTENCE = CONCERT[: CONCERT.index(". ") + 1]


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
    (heard,) = (part for part in topic.contributions if part.concept == WORDING)
    assert heard.value > 0
    assert {"museum", "heritage", "puppeteers", "film"} & {place.phrase for place in heard.evidence}
    assert all(CONCERT[place.start : place.end].lower() == place.phrase for place in heard.evidence)


def test_of_a_short_text_the_wording_says_less_and_of_a_sentence_nothing():
    model = TopicWording.of("vietnam-diplomacy", 1, ["cultural_diplomacy"])
    assert model.heard(SENTENCE).share == 0
    assert model.added(SENTENCE) == [0]
    assert 0 < model.heard(CONCERT[:500]).share < 1
    assert model.heard(CONCERT).share == 1


@given(st.text(max_size=80) | st.text("\ud800\udfff a", max_size=20))
def test_no_text_is_too_odd(text):
    found = shipped("vietnam-diplomacy").log_odds(text)
    assert -MOST_AGAINST * (1 + PART) <= found.min() <= found.max() <= MOST * (1 + PART)


def test_what_stands_far_down_is_not_looked_at():
    begun = "x" * LONGEST
    assert np.array_equal(np.concatenate(groups(begun)), np.concatenate(groups(begun + "concert")))


def test_groups_fall_into_the_buckets_that_the_model_was_learned_with():
    pinned = [[16761, 60648, 11552, 38458, 16761], [61069, 30762, 12088]]
    assert [found.tolist() for found in groups("Éa bé\n")] == pinned


def test_a_model_survives_its_file():
    rng = np.random.default_rng(3)
    layers = [Linear.of(rng.normal(size=2), rng.normal(size=(BUCKETS, 2))) for _ in range(2)]
    model = Wording(("a", "b"), rng.random(BUCKETS).astype(np.float16).astype(np.float32), *layers)
    again = loads(dumps(model))
    assert again.topics == model.topics
    assert np.array_equal(again.rarity, model.rarity)
    for layer in ("whole", "part"):
        for name in ("bias", "weights", "scale"):
            found = getattr(getattr(again, layer), name)
            assert np.array_equal(found, getattr(getattr(model, layer), name)), (layer, name)


@pytest.mark.parametrize(
    ("title", "text", "read"),
    [
        ("A title", "First.\n\nSecond.\nx\n\nThird.", ["First.", "Second.", "Third."]),
        ("", "First.\n\nSecond.", ["First.", "Second."]),
        ("A title", "", ["A title"]),
        ("", "", []),
    ],
)
def test_paragraphs_are_read_and_the_title_only_where_there_is_no_text(title, text, read):
    whole = f"{title}{SEPARATOR}{text}"
    assert [whole[start:end] for start, end in paragraphs(whole)] == read


def test_what_one_paragraph_says_stays_said_among_others():
    model = shipped("vietnam-diplomacy")
    before = "The council raised the fee for parking by a tenth, and the bus company bought forty new vehicles."
    after = "Inflation eased to two per cent last month; the central bank left its rates where they were."
    culture = model.topics.index("cultural_diplomacy")

    def said(*texts: str, between: str = SEPARATOR) -> float:
        text = f"{SEPARATOR}{between.join(texts)}"
        return model.parts(text, groups(text)).said.max(0)[culture]

    among = before, SENTENCE, after
    assert said(*among) == said(SENTENCE)
    assert said(*among, between=" ") < said(SENTENCE)  # as one paragraph they drown it


def test_what_the_letters_did_adds_up(monkeypatch):
    for bound in ("MOST", "MOST_AGAINST"):
        monkeypatch.setattr(wording, bound, 1000.0)
    model, text = shipped("vietnam-diplomacy"), f"A title{SEPARATOR}{CONCERT}\n{CONCERT.replace('concert', 'festival')}"
    found = groups(text)
    parts = model.parts(text, found)
    sizes = np.array([2 * (end - start) - 4 for start, end in parts.spans])
    assert (sizes > ENOUGH_OF_PART).all()
    assert model.share(text) == 1
    there = model.whole.bias + PART * model.part.bias + model.by_letter(text, found).sum(0)
    assert model.log_odds(text) == pytest.approx(there, abs=1e-3)


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
    seen = [of_topics(i, ("sea",), f"The fishing boat {i} left the harbour for the reef.") for i in range(6)]
    seen += [of_topics(6 + i, ("song",), f"The choir {i} sang an old song on the stage.") for i in range(6)]
    model = learn(seen, ["sea", "song"], np.zeros((12, 2)))
    assert isinstance(model, Wording)
    sea, song = model.weigh(*model.measures(groups("Two boats in the harbours")))
    assert sea > song
    sea, song = model.weigh(*model.measures(groups("Two songs of choirs")))
    assert song > sea


SEA, SONG = "The fishing boats left the harbour for the reef.", "The choir sang an old song on the stage."


def of_topics(number: int, topics: tuple[str, ...], text: str):
    return replace(BLANK, id=str(number), story=str(number), topics=topics), "", text


def test_labels_of_paragraphs_say_which_of_them_a_topic_is_about():
    seen = [of_topics(i, ("sea", "song"), f"{SEA} {i}\n\n{SONG} {i}") for i in range(8)]
    seen += [of_topics(8 + i, (), f"The weather {i} stayed warm.\n\nShops opened {i} at nine.") for i in range(4)]
    told = {str(i): [(f"{SEA} {i}", ["sea"]), (f"{SONG} {i}", ["song"])] for i in range(8)}
    model = learn(seen, ["sea", "song"], np.zeros((12, 2)), told)
    text = f"{SEPARATOR}{SEA}\n\n{SONG}"
    by_paragraph = model.parts(text, groups(text)).said
    assert by_paragraph.argmax(0).tolist() == [0, 1]
    # Without them both paragraphs are as likely to be about either.
    blind = learn(seen, ["sea", "song"], np.zeros((12, 2))).parts(text, groups(text)).said
    told_apart, not_told = (abs(said[0] - said[1]).min() for said in (by_paragraph, blind))
    assert told_apart > 2 * not_told


def test_labels_of_paragraphs_are_read_with_their_paragraphs(tmp_path):
    path = tmp_path / "told.jsonl"
    path.write_text(
        '{"id": "1", "raw": "Title\\n\\nA boat.\\n\\nA song.", "paragraph_topics": [["sea"], []]}\n{"id": "2", "raw": "T"}\n',
        encoding="utf-8",
    )
    assert told_paragraphs([f"{path}:even"]) == {"1": [("A boat.", ["sea"]), ("A song.", [])]}


BLANK = GoldArticle("", "en", None, "text/plain", None, (), None, None, (), None, (), "", "")


@pytest.mark.parametrize(
    ("said", "topics", "counts"), [(3.0, 9, 3.0), (-1.0, 1, -1.0), (-1.0, 2, -1.0), (-1.0, 8, -0.25)]
)
def test_where_many_topics_are_spoken_of_it_says_less_that_the_wording_speaks_against_one(said, topics, counts):
    assert believed(said, topics) == counts


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


def test_training_believes_no_more_than_the_taxonomy_where_many_topics_are_spoken_of():
    others = ("bilateral_relations", "defence_security", "economic_diplomacy", "citizen_protection")
    lines = (f"  {topic}: {{label: {{en: {topic}}}, phrases: {{en: [concert*]}}}}\n" for topic in others)
    taxonomy = parse_taxonomy((HARBOUR + "".join(lines)).encode(), name="harbour.yaml", languages=())
    article = Labelled("1", "", CONCERT, "en", frozenset(), frozenset(), "1", 1, clean=True)
    design = build([article], ["1"], taxonomy, topics=taxonomy.topic_ids)
    found = {topic.id: topic for topic in explain("", CONCERT, taxonomy)}
    denied = 0
    for place, id_ in enumerate(taxonomy.topic_ids):
        if id_ in found:
            topic = found[id_]
            value = topic.bias - topic.penalty + sum(part.value for part in topic.contributions)
            assert design.prior[0, place] == pytest.approx(value - log_odds(topic.threshold), abs=1e-3), id_
            denied += topic.contributions[-1].value < 0
    assert denied >= 2
