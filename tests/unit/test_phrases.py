"""How phrases are found in text: words, stars, scripts, spelling."""

from __future__ import annotations

import sys

import pytest

from service.core.patterns import MAX_PHRASE, fold, parse_phrase, whole_words
from service.core.phrases import build_index, find


def found(phrases: list[str], text: str) -> list[str]:
    spans = (whole_words(text, start, end, phrases[phrase]) for start, end, phrase in find(build_index(phrases), text))
    return [text[start:end] for start, end in spans]


def test_folding_keeps_the_place_of_every_code_point():
    assert all(len(fold(chr(code))) == 1 for code in range(sys.maxunicode + 1))


def test_capital_i_with_a_dot_does_not_shift_what_follows():
    assert found(["ankara", "istanbul"], "İstanbul and Ankara") == ["İstanbul", "Ankara"]


def test_a_phrase_matches_whole_words_only():
    assert found(["port"], "The report on the port, not on ports.") == ["port"]


def test_the_same_phrase_is_found_at_both_ends_of_the_text():
    assert found(["embassy"], "Embassy beside embassy") == ["Embassy", "embassy"]


def test_a_star_at_the_end_takes_in_the_rest_of_the_word():
    assert found(["botschafter*"], "Die Botschafterinnen und der Botschafter") == ["Botschafterinnen", "Botschafter"]


def test_a_star_at_the_start_takes_in_the_beginning_of_the_word():
    assert found(["*diplomatie"], "Wirtschaftsdiplomatie, nicht Diplomatiegeschichte") == ["Wirtschaftsdiplomatie"]


def test_a_star_within_a_phrase_lets_that_word_go_on():
    text = "О двусторонних отношениях и двустороннем отношении"
    assert found(["двусторонн* отношени*"], text) == ["двусторонних отношениях", "двустороннем отношении"]


@pytest.mark.parametrize(("letters", "times"), [(20, 1), (200, 0)])
def test_a_word_that_goes_on_is_followed_as_far_as_words_go(letters, times):
    text = f"digital{'e' * letters} services"
    assert found(["digital* service*"], text) == [text] * times


def test_a_phrase_with_a_star_within_still_ends_with_its_last_word():
    assert found(["bilateral* talk"], "bilaterally talking, bilateral talk") == ["bilateral talk"]


def test_chinese_and_japanese_have_no_word_boundaries():
    assert found(["党的建设", "外交"], "加强党的建设和外交工作") == ["党的建设", "外交"]


@pytest.mark.parametrize(
    "text", ["其中越来越多的企业", "近日越來越冷", "城市越来越美", "其中越过边境的", "其中越大越好"]
)
def test_short_names_of_countries_are_not_found_in_ever_more_and_among_which(text):
    assert found(["中越", "日越", "越美"], text) == []


def test_words_beside_ever_more_and_among_which_are_found():
    assert sorted(found(["中越", "越南", "越来越"], "其中越南企业越来越关注中越铁路")) == ["中越", "越南", "越来越"]


def test_latin_words_stand_free_between_chinese_characters():
    assert found(["asean"], "在ASEAN框架下") == ["ASEAN"]


def test_a_korean_word_may_take_an_ending_but_not_a_beginning():
    assert found(["대사관"], "대사관에서 주한대사관") == ["대사관"]


def test_vietnamese_syllables_are_not_found_inside_longer_ones():
    assert found(["an ninh"], "tỉnh Quan Ninh bảo đảm an ninh") == ["an ninh"]


@pytest.mark.parametrize("text", ["hòa bình", "hoà bình", "HOÀ BÌNH"])
@pytest.mark.parametrize("phrase", ["hòa bình", "hoà bình"])
def test_both_places_of_the_vietnamese_tone_mark_are_found(phrase, text):
    assert found([phrase], text) == [text]


def test_a_tone_mark_after_q_is_not_moved():
    assert found(["quý giá"], "qúy giá") == []


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "\u02bc"])
def test_typographic_apostrophes_are_apostrophes(apostrophe):
    text = f"People{apostrophe}s Army"
    assert found(["people's army"], text) == [text]
    assert found(["people\u2019s army"], text) == [text]


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011", "\u2013"])
def test_a_space_in_a_phrase_also_stands_for_a_hyphen(hyphen):
    assert found(["free trade agreement"], f"a free{hyphen}trade agreement") == [f"free{hyphen}trade agreement"]


def test_a_hyphen_in_a_phrase_asks_for_a_hyphen():
    assert found(["e-governo"], "o presidente e governo; o e\u2011governo") == ["e\u2011governo"]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\t", "\n"])
def test_any_single_white_space_parts_words(space):
    assert found(["viet nam"], f"Viet{space}Nam") == [f"Viet{space}Nam"]


def test_a_phrase_does_not_cross_a_paragraph():
    assert found(["party building"], "the party\n\nbuilding new roads") == []


def test_a_spaced_hyphen_does_not_match_a_paragraph_break():
    assert found(["việt nam - lào"], "Việt Nam\n\n\nLào và Việt Nam \u2013 Lào") == ["Việt Nam \u2013 Lào"]


def test_overlapping_phrases_are_all_found():
    assert sorted(found(["foreign", "foreign affairs", "affairs"], "foreign affairs")) == [
        "affairs",
        "foreign",
        "foreign affairs",
    ]


def test_a_phrase_in_decomposed_letters_is_read_as_composed():
    assert found(["ngoa\u0323i giao"], "ngoại giao") == ["ngoại giao"]


@pytest.mark.parametrize("written", ["", "  ", "*", "**", "…", "a*b", "x *y", "a * b", "x" * (MAX_PHRASE + 1)])
def test_a_phrase_that_cannot_be_meant_is_refused(written):
    with pytest.raises(ValueError, match="the phrase"):
        parse_phrase(written)


def test_an_index_without_phrases_is_refused():
    with pytest.raises(ValueError, match="no phrase"):
        build_index([])


def test_patterns_that_are_bounded_alike_share_their_bounds():
    """A taxonomy has 40,000 of them: a pair of their own each would be megabytes."""
    bounds = build_index(["port", "harbour", "quay", "ship*", "boat*", "港口"]).bounds
    assert len(bounds) == 6
    assert len({id(pair) for pair in bounds}) == 3
