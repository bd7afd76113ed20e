"""A phrase that is tried matches what the worker would match, and shows where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.phrase_trial import CONTEXT, PhraseTrial, unmatchable


def texts(phrase: str, text: str, title: str = "") -> list[str]:
    return [found.text for found in PhraseTrial(phrase).find(title, text)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("free trade", "Free-trade and FREE\u00a0TRADE, but not freetrade", ["Free-trade", "FREE\u00a0TRADE"]),
        ("free-trade", "free-trade, not free trade", ["free-trade"]),
        ("fish*", "Fishing for fish; dogfish", ["Fishing", "fish"]),
        ("*fisch*", "Hochseefischerei", ["Hochseefischerei"]),
        ("trade* agreement*", "trading agreements, trade agreement", ["trade agreement"]),
        ("hòa giải", "hoà giải và HÒA GIẢI", ["hoà giải", "HÒA GIẢI"]),
        ("people's", "the people’s will", ["people’s"]),
        ("捕鱼", "远洋捕鱼业", ["捕鱼"]),
        ("어업", "어업은 어업", ["어업", "어업"]),
        ("cat", "concatenate", []),
        ("sea fish", "sea\n\nfish", []),
    ],
)
def test_a_phrase_finds_its_forms_and_no_others(phrase, text, found):
    assert texts(phrase, text) == found


def test_what_is_looked_for_is_told_in_all_spellings():
    assert PhraseTrial("Hòa  Giải*").searched == ("hoà giải*", "hòa giải*")
    assert PhraseTrial("*Rat* der Stadt").searched == ("*rat* der stadt",)


def test_title_and_text_are_told_apart_with_their_own_offsets():
    title, text = PhraseTrial("cod").find("A cod", "Cod again")
    assert (title.in_title, title.start, title.end) == (True, 2, 5)
    assert (text.in_title, text.start, text.end) == (False, 0, 3)


def test_surroundings_stay_within_the_paragraph_and_are_short():
    (found,) = PhraseTrial("cod").find("", f"first\n\n{'long ' * 20}cod here\n\nlast")
    assert len(found.before) == CONTEXT
    assert found.after == " here"


PIECES = st.sampled_from(("a", "A", "b", " ", "hòa", "Hòa bình", "的", "İ", "😀", "\n\n", "long " * 30))


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["a", "*a*", "a* b", "hòa*", "的"]))
def test_offsets_slice_to_what_is_shown(text, phrase):
    for found in PhraseTrial(phrase).find("", text):
        assert text[found.start : found.end] == found.text
        assert text[: found.start].endswith(found.before)
        assert text[found.end :].startswith(found.after)


@pytest.mark.parametrize("phrase", ["", "*", "fi*sh", "x" * 201])
def test_a_phrase_that_cannot_be_read_is_refused(phrase):
    with pytest.raises(ValueError, match="phrase"):
        PhraseTrial(phrase)


@pytest.mark.parametrize(("phrase", "odd"), [("cod", None), ("co\u200bd", "\u200b"), ("co\u00add", "\u00ad")])
def test_characters_that_clean_text_never_holds_are_named(phrase, odd):
    assert unmatchable(phrase) == odd
