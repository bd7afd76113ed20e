"""Patterns looked up in their sorted list stand where the automaton finds them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.core import pattern_search
from service.core.pattern_search import MOST_LOOKED_UP, PatternSearch, look_up
from service.core.phrases import build_index, find
from service.pipeline import Pipeline

LETTERS = st.text("ab 外交é", min_size=1, max_size=6)


@given(st.lists(LETTERS, min_size=1, max_size=30).map(sorted), st.text("ab 外交éx\n", max_size=60))
@example(["a", "a", "ab", "aba", "b"], "ababa")
@example(["外", "外交"], "外交")
@example(["abab"], "aba")
def test_both_ways_find_the_same_in_the_same_order(patterns, text):
    slow, quick = PatternSearch(patterns), PatternSearch(patterns)
    quick.build()
    assert slow.find(text) == quick.find(text)


def test_the_first_texts_are_looked_up_and_the_automaton_finds_the_rest(monkeypatch):
    asked = []
    monkeypatch.setattr(pattern_search, "look_up", lambda *given: asked.append(given) or look_up(*given))
    search = PatternSearch(["visit"])
    text = "a visit" + " " * (MOST_LOOKED_UP // 2)
    assert [search.find(text) for _ in range(4)] == [[(0, 2, 7)]] * 4
    assert len(asked) == 1


@pytest.mark.parametrize("built", [False, True])
def test_half_a_surrogate_pair_is_refused_alike(built):
    search = PatternSearch(["visit"])
    if built:
        search.build()
    with pytest.raises(UnicodeEncodeError):
        search.find("visit \ud83d")


def test_a_pipeline_that_is_prepared_looks_nothing_up(monkeypatch):
    monkeypatch.setattr(pattern_search, "look_up", None)
    pipeline = Pipeline("foreign-affairs").prepare()
    assert pipeline.enrich("Ministers signed a trade agreement.\n\nThe trade agreement ends tariffs.").topics


def test_an_automaton_that_another_thread_builds_meanwhile_loses_nothing():
    search = PatternSearch(["visit"])

    class Meanwhile(str):
        __slots__ = ()

        def encode(self, *given):
            search.build()
            return super().encode(*given)

    assert search.find(Meanwhile("a visit")) == [(0, 2, 7)]
    search.build()
    assert search.find("a visit") == [(0, 2, 7)]


def test_many_headlines_get_the_automaton_too(monkeypatch):
    asked = []
    monkeypatch.setattr(pattern_search, "look_up", lambda *given: asked.append(given) or look_up(*given))
    search = PatternSearch(["visit"])
    assert [search.find("a visit") for _ in range(30)] == [[(0, 2, 7)]] * 30
    assert len(asked) == 10


def test_within_words_only_the_patterns_that_count_there_are_looked_up():
    patterns = ["el", "hotel", "tel"]
    assert list(look_up(patterns, "hotel tel", "")) == [(1, 0, 5), (2, 6, 9)]
    assert list(look_up(patterns, "hotel tel", "e")) == [(1, 0, 5), (0, 3, 5), (2, 6, 9), (0, 7, 9)]
    assert list(look_up(["外交"], "a外交外交", "外")) == [(0, 1, 3), (0, 3, 5)]


PHRASES = ("visit", "*tel", "hotel*", "state visit", "tel*", "el*", "外交", "交", "회담", "담", "é", "e-visa", "a* b")


@given(
    st.lists(st.sampled_from(PHRASES), min_size=1, unique=True),
    st.lists(
        st.sampled_from(["visit", "hotel", "tel", "state", " ", "-", "外交", "회담", "é", "e", "visa", "x", "\n"])
    ).map("".join),
)
def test_phrases_are_found_in_words_and_between_them_whichever_way_they_are_looked_for(phrases, text):
    slow, quick = build_index(phrases), build_index(phrases)
    quick.search.build()
    assert find(slow, text) == find(quick, text)
