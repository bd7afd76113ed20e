"""Warnings about taxonomies that are valid but doubtful."""

from __future__ import annotations

import pytest

from service.core.taxonomy_check import COMMON_WORDS, check
from service.core.taxonomy_findings import FindingCode
from service.errors import TaxonomyError

HEAD = "id: a\nversion: '1'\nlanguages: [en, de]\ntopics:\n"


def findings(topics: str, languages: tuple[str, ...] = ("en",)) -> list[tuple[FindingCode, int]]:
    return [(found.code, found.line) for found in check((HEAD + topics).encode(), name="a.yaml", languages=languages)]


def topic(name: str, phrases: str, more: str = "") -> str:
    return f"  {name}:\n    label: A label\n    concepts: {{one: {{phrases: {{en: [{phrases}]}}{more}}}}}\n"


def test_a_sound_taxonomy_has_no_findings():
    assert findings(topic("fish", "cod, herring") + topic("fowl", "goose, duck")) == []


def test_a_phrase_of_two_topics_is_told_at_the_second():
    assert findings(topic("fish", "cod, Catch") + topic("fowl", "catch")) == [(FindingCode.SHARED_PHRASE, 10)]


@pytest.mark.parametrize(
    "phrases",
    ["trade, industry, and tourism", "Ministry of Fish (Cod, Herring)", "cod (Gadus morhua, G. ogac), herring"],
)
def test_a_phrase_that_a_comma_cut_is_told(phrases):
    assert (FindingCode.CUT_PHRASE, 7) in findings(topic("fish", phrases))


@pytest.mark.parametrize(
    "phrases",
    ["cod (fish), herring (fish)", '"trade, industry, and tourism"', "andes, androids", "cod, and", "or, cod"],
)
def test_phrases_that_no_comma_cut_are_not_told(phrases):
    assert FindingCode.CUT_PHRASE not in {code for code, _ in findings(topic("fish", phrases))}


def test_a_conjunction_cuts_in_its_own_language_only():
    text = HEAD + "  t:\n    label: T\n    phrases: {en: [cod], de: [kabeljau, und hering]}\n"
    found = check(text.encode(), name="a.yaml", languages=("en", "de"))
    assert [(f.code, f.line) for f in found] == [(FindingCode.CUT_PHRASE, 7)]
    assert '"kabeljau, und hering"' in found[0].message
    assert not check(text.replace("und", "and").encode(), name="a.yaml", languages=("en", "de"))


@pytest.mark.parametrize(("fish", "fowl"), [("", ", shared: true"), (", shared: true", "")])
def test_a_phrase_that_is_meant_to_be_shared_is_not_told(fish, fowl):
    assert findings(topic("fish", "cod, catch", fish) + topic("fowl", "catch", fowl)) == []
    assert findings(topic("fish", "cod, catch", ", shared: false") + topic("fowl", "catch")) != []


@pytest.mark.parametrize("character", ["\\u200b", "\\u00ad", "\\ufffd", "\\ue000"])
def test_a_phrase_with_a_character_that_clean_text_never_holds_is_told(character):
    assert findings(topic("fish", f'"co{character}d"')) == [(FindingCode.NEVER_MATCHES, 7)]


def test_a_phrase_that_its_own_exception_swallows_is_told():
    assert findings(topic("fish", "cod, herring", ", unless: {en: [COD]}")) == [(FindingCode.NEVER_MATCHES, 7)]


def test_a_topic_without_a_phrase_in_a_language_of_the_worker_is_told():
    assert findings(topic("fish", "cod"), ("en", "de")) == [(FindingCode.MISSING_LANGUAGE, 5)]
    assert findings(topic("fish", "cod"), ("en",)) == []


def test_forms_of_any_language_count_for_every_language():
    assert findings("  fish:\n    label: F\n    concepts: {one: {near: [[cod], [herring]]}}\n", ("en", "de")) == []


@pytest.mark.parametrize(
    "phrases",
    ["cod, cod fishing", "cod fishing, cod", "'cod*', coda", "'cod*', 'coda*'", "'*fish', '*codfish'", "cod, COD"],
)
def test_a_phrase_that_a_shorter_one_always_covers_is_told(phrases):
    assert findings(topic("fish", phrases)) == [(FindingCode.REDUNDANT_PHRASE, 7)]


@pytest.mark.parametrize("phrases", ["cod, coda", "cod fish, 'fishing*'"])
def test_a_phrase_that_is_not_always_covered_is_left_alone(phrases):
    assert findings(topic("fish", phrases)) == []


def test_an_open_phrase_is_not_covered_by_a_closed_one():
    assert findings(topic("fish", "trips, 'trip*', 'cod trips*'")) == [(FindingCode.REDUNDANT_PHRASE, 7)] * 2
    assert findings(topic("fish", "trips, 'cod trips*'")) == []


def test_a_covering_phrase_with_conditions_does_not_make_others_redundant():
    concepts = "one: {phrases: {en: [cod]}, requires: {en: [sea]}}, two: {phrases: {en: [cod fishing]}}"
    assert findings(f"  fish:\n    label: F\n    concepts: {{{concepts}}}\n") == []


def test_a_very_common_word_with_a_high_weight_is_told():
    assert findings(topic("fish", "government")) == [(FindingCode.COMMON_WORD, 7)]
    assert findings(topic("fish", "government", ", weight: 1")) == []
    assert findings(topic("fish", "government", ", requires: {en: [cod]}")) == []


def test_common_words_are_known_in_all_languages_we_ship():
    assert set(COMMON_WORDS) == {"de", "en", "es", "fr", "id", "it", "ja", "ko", "nl", "pt", "ru", "vi", "zh"}


def test_a_finding_reads_as_file_line_and_sentence():
    (found,) = check((HEAD + topic("fish", "year")).encode(), name="a.yaml", languages=["en"])
    assert str(found).startswith("a.yaml:7: the phrase `year`")


def test_a_wrong_file_is_refused_rather_than_warned_about():
    with pytest.raises(TaxonomyError):
        check(b"id: a\n", name="a.yaml", languages=["en"])


@pytest.mark.parametrize("unless", ["rod", "codling", "'codling*'"])
def test_an_exception_that_holds_no_phrase_is_told(unless):
    expected = [] if "*" in unless else [(FindingCode.IDLE_EXCEPTION, 7)]
    assert findings(topic("fish", "cod", f", unless: {{en: [{unless}]}}")) == expected


@pytest.mark.parametrize("unless", ["cod war", "a cod", "'*cod'"])
def test_an_exception_that_holds_a_phrase_is_left_alone(unless):
    assert (FindingCode.IDLE_EXCEPTION, 7) not in findings(topic("fish", "cod", f", unless: {{en: [{unless}]}}"))


def test_every_kind_of_finding_has_a_heading():
    assert len({code.heading for code in FindingCode}) == len(FindingCode)


@pytest.mark.parametrize("phrase", ["“cod”", "„cod“", "«cod»", "'\"cod\"'", "\"'cod'\""])
def test_quotation_marks_that_stay_around_a_phrase_are_told(phrase):
    assert findings(topic("fish", phrase)) == [(FindingCode.QUOTED_PHRASE, 7)]


@pytest.mark.parametrize("phrase", ['"cod"', "'cod'", "fisherman's", "the “cod” war"])
def test_quotation_marks_of_yaml_and_inside_a_phrase_are_not_told(phrase):
    assert findings(topic("fish", phrase)) == []


@pytest.mark.parametrize(
    "lists",
    [
        "near: [[cod, eel, cod], [net]]",
        "phrases: {en: [cod]}, requires: {en: [net, rod, net]}",
        "phrases: {en: [cod]}, unless: {en: [cod war, cod war]}",
        "phrases: {en: [cod, eel, cod]}, requires: {en: [net]}",
    ],
)
def test_a_phrase_that_stands_in_its_list_twice_is_told(lists):
    assert findings(f"  fish:\n    label: F\n    concepts: {{one: {{{lists}}}}}\n") == [
        (FindingCode.REPEATED_PHRASE, 7)
    ]


def test_a_phrase_that_a_named_list_or_the_markers_hold_twice_is_told_once():
    head = HEAD.replace(
        "topics:", "markers: {home: {en: [port,\n  port]}}\nlists:\n  gear: [net, rod,\n    net]\ntopics:"
    )
    concepts = "one: {near: [[cod], [$gear]]}, two: {near: [[eel], [$gear]]}"
    text = f"{head}  fish:\n    label: F\n    concepts: {{{concepts}}}\n"
    found = check(text.encode(), name="a.yaml", languages=["en"])
    assert [(f.code, f.line) for f in found] == [(FindingCode.REPEATED_PHRASE, line) for line in (5, 8)]
    assert str(found[1]) == "a.yaml:8: the phrase `net` stands in its list twice, first in line 7; take one out"


@pytest.mark.parametrize(
    "lists", ["near: [[Chips, chips], [net]]", "near: [[$gear, net], [cod]]", "near: [[$gear, $tools], [cod]]"]
)
def test_other_capitals_and_lists_that_overlap_are_no_phrase_written_twice(lists):
    head = HEAD.replace("topics:", "lists: {gear: [net, rod], tools: [net]}\ntopics:")
    text = f"{head}  fish:\n    label: F\n    concepts: {{one: {{{lists}}}}}\n"
    assert check(text.encode(), name="a.yaml", languages=["en"]) == []


def test_a_phrase_written_twice_for_a_language_that_is_not_chosen_is_not_told():
    near = "phrases: {en: [cod], de: [dorsch]}, requires: {en: [net], de: [netz, netz]}"
    text = f"  fish:\n    label: F\n    concepts: {{one: {{{near}}}}}\n"
    assert findings(text) == []
    assert findings(text, ("de",)) == [(FindingCode.REPEATED_PHRASE, 7)]


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        (topic("fish", "cod"), [(FindingCode.IDLE_WORDING, 4)]),
        (topic("fish", "cod") + topic("cultural_diplomacy", "opera"), []),
    ],
)
def test_a_model_of_wording_that_knows_none_of_the_topics_is_told(topics, expected):
    text = HEAD.replace("topics:", "wording: {model: vietnam-diplomacy, weight: 1}\ntopics:") + topics
    found = check(text.encode(), name="a.yaml", languages=("en",))
    assert [(finding.code, finding.line) for finding in found] == expected


def test_a_taxonomy_without_any_of_the_languages_is_told():
    (found,) = check((HEAD + topic("fish", "cod")).encode(), name="a.yaml", languages=("nl", "sv"))
    assert (found.code, found.line) == (FindingCode.MISSING_LANGUAGE, 1)
    assert found.message == "the taxonomy has none of the languages nl, sv; it has en, de"
