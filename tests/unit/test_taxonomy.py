"""A taxonomy file is compiled whole, or refused with every problem named."""

from __future__ import annotations

import hashlib
import itertools

import pytest

from service.core.taxonomy import parse_taxonomy
from service.core.yaml_nodes import MAX_BYTES
from service.errors import TaxonomyError
from tests.unit.fisheries import GOOD, problems


def parse(text: str, languages: tuple[str, ...] = ()):
    return parse_taxonomy(text.encode(), name="fish.yaml", languages=languages)


def the_problem(text: str | bytes) -> str:
    (problem,) = problems(text)
    return problem


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_a_taxonomy_is_named_by_id_version_and_hash_of_its_bytes():
    ref = parse(GOOD).ref
    assert (ref.id, ref.version) == ("fisheries", "1.2")
    assert ref.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()


def test_a_named_list_stands_for_its_phrases():
    lists = "lists: {boats: {en: [trawler], de: [kutter]}, gear: [net]}\ntopics:\n"
    written = GOOD.replace("topics:\n", lists).replace("[[quota*], [fish*, fisch*]]", "[[quota*, $gear], [$boats]]")
    short, long = (
        parse(written),
        parse(GOOD.replace("[[quota*], [fish*, fisch*]]", "[[quota*, net], [trawler, kutter]]")),
    )
    assert set(short.written) == set(long.written)
    assert [c.near for c in short.concepts if c.id == "quota"] != [()]


def test_under_a_language_a_list_stands_for_its_phrases_of_that_language():
    lists = "lists: {boats: {en: [trawler], de: [kutter]}}\ntopics:\n"
    compiled = parse(GOOD.replace("topics:\n", lists).replace("en: [catch of fish]", "en: [$boats]"))
    assert "trawler" in compiled.written
    assert "kutter" not in compiled.written


def test_lists_that_are_alike_are_one_set():
    more = "      again: {near: [[cod], [fish*, fisch*]]}\n      quota:\n"
    compiled = parse(GOOD.replace("      quota:\n", more))
    again, quota = (next(c for c in compiled.concepts if c.id == name) for name in ("again", "quota"))
    assert again.near[1] == quota.near[1]


def test_a_taxonomy_is_shown_by_what_a_reader_of_a_failed_test_needs():
    many = "".join(f"      word{number}: {{phrases: [word{number}]}}\n" for number in range(200))
    shown = repr(parse(GOOD.replace("      quota:\n", many + "      quota:\n")))
    assert "fisheries" in shown
    assert len(shown) < 4_000, "neither phrases nor the alphabets that bound them"


def test_topics_keep_the_order_of_the_file_and_leave_out_replaced_ones():
    taxonomy = parse(GOOD)
    assert taxonomy.topic_ids == ("fishing", "whaling")
    assert dict(taxonomy.replaced_by) == {"old_whaling": "whaling"}


def test_labels_are_by_language_and_a_bare_one_is_english():
    labels = parse(GOOD).labels
    assert labels["fishing"] == {"en": "Fishing", "de": "Fischerei"}
    assert labels["whaling"] == {"en": "Whaling"}


def test_thresholds_parents_codes_and_weights_are_read():
    taxonomy = parse(GOOD)
    fishing, whaling = taxonomy.topics
    assert (fishing.threshold, whaling.threshold, whaling.parent) == (0.5, 0.6, "fishing")
    assert fishing.codes == {"iptc": "20000210"}
    assert [(c.id, c.weight) for c in taxonomy.concepts] == [("catch", 2.0), ("quota", 3.0), ("phrases", 3.0)]
    assert taxonomy.penalty == 1.5


def test_only_phrases_of_the_workers_languages_and_of_none_are_compiled():
    written = set(parse(GOOD, ("de",)).written)
    assert {"fischfang*", "whal*", "quota*"} <= written
    assert not written & {"catch of fish", "捕鱼", "norway"}


def test_a_language_matches_by_its_first_subtag():
    assert "捕鱼" in parse(GOOD, ("zh-Hant",)).written


def test_no_phrase_in_the_workers_languages_is_refused():
    lone = "id: a\nversion: '1'\nlanguages: [en]\ntopics:\n  b: {label: B, phrases: {en: [word]}}\n"
    with pytest.raises(TaxonomyError, match="no phrase in the languages sv; the file has en"):
        parse(lone, ("sv",))


def test_a_byte_order_mark_is_read_over():
    data = b"\xef\xbb\xbf" + GOOD.encode()
    assert parse_taxonomy(data, name="fish.yaml", languages=()).topic_ids


def test_all_problems_are_told_at_once_in_the_order_of_their_lines():
    text = (
        changed("weight: 2", "weight: heavy")
        .replace("penalty: 1.5", "penality: 1")
        .replace("threshold: 0.6", "threshold: 7")
    )
    assert [problem.split(": ")[0] for problem in problems(text)] == ["fish.yaml:8", "fish.yaml:16", "fish.yaml:23"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("penalty: 1.5", "penality: 1.5", 8, "did you mean `penalty`?"),
        ("    parent: fishing", "    parnt: fishing", 22, "did you mean `parent`?"),
        ("        weight: 2", "        wieght: 2", 16, "did you mean `weight`?"),
        ("weight: 2", "weight: 0", 16, "the weight of the concept `catch` of the topic `fishing` is 0"),
        ("weight: 2", "weight: 11", 16, "a number from -10 to 10"),
        ("weight: 2", "weight: .nan", 16, "a number from -10 to 10"),
        ("weight: 2", "weight: .inf", 16, "a number from -10 to 10"),
        ("weight: 2", "weight: '2'", 16, "a number from -10 to 10"),
        ("weight: 2", "weight: yes", 16, "a number from -10 to 10"),
        ("weight: 2", "weight: 1:30", 16, "a number from -10 to 10"),
        ("weight: 2", "title_only: maybe", 16, "write true or false"),
        ("threshold: 0.6", "threshold: 0", 23, "a number from 0.01 to 0.99"),
        ("parent: fishing", "parent: fishng", 22, "unknown topic `fishng`; did you mean `fishing`?"),
        ("parent: fishing", "parent: whaling", 22, "is the topic itself"),
        ("replaced_by: whaling", "replaced_by: wailing", 27, "unknown topic `wailing`"),
        ('version: "1.2"', "version: 1.2", 2, "put it in quotes"),
        ("id: fisheries", "id: Fisheries", 1, "kebab-case"),
        ("  whaling:\n", "  9whales: {label: A, phrases: [a]}\n  whaling:\n", 20, "snake_case"),
        ("      catch:\n", "      the_catch:\n", 15, "kebab-case"),
        ("languages: [en, de, zh]", "languages: [en, de, zh, en]", 4, "`en` stands twice"),
        ("languages: [en, de, zh]", "languages: [en, de, zh, English]", 4, "no language code"),
        ("de: [fischfang*]", "dk: [fischfang*]", 17, "the language `dk`, not in `languages`; known are de, en, zh"),
        ("de: [fischfang*]", "de: fischfang*", 17, "write a list"),
        ("de: [fischfang*]", "de: []", 17, "an empty list"),
        ("de: [fischfang*]", "de: [~]", 17, "is empty; write a word"),
        ("de: [fischfang*]", "de: [[fang]]", 17, "is a list; write a word"),
        ("de: [fischfang*]", "de: [fisch*fang]", 17, "`*` inside a word"),
        ("de: [fischfang*]", "de: ['*']", 17, "holds no letter"),
        ("de: [fischfang*]", "de: [*fang]", 17, "quote a phrase with a leading *: '*fang'"),
        ("    label: Whaling\n", "    label: Whaling\n    label: Whales\n", 22, "the key `label` twice"),
        ("    label: Whaling\n", "", 20, "has no `label`"),
        ("    label: Whaling\n", "    label: {}\n", 21, "is empty; write at least one language"),
        ("    phrases: [whal*]\n", "", 20, "neither `phrases` nor `concepts`"),
        ("[[quota*], [fish*, fisch*]]", "[[quota*]]", 19, "1 of two or three sets"),
        ("near: [[quota*], [fish*, fisch*]]", "weight: 1", 18, "neither `phrases` nor `near`"),
        ('    codes: {iptc: "20000210"}\n', "    codes: [1]\n", 13, "is a list; write a mapping"),
    ],
)  # fmt: skip
def test_a_wrong_place_is_named_with_its_line_and_a_mend(old, new, line, said):
    problem = the_problem(changed(old, new))
    assert problem.startswith(f"fish.yaml:{line}: ")
    assert said in problem


@pytest.mark.parametrize("key", ["id", "version", "languages", "topics"])
def test_what_every_taxonomy_needs_is_asked_for(key):
    lines = ("id: a\n", "version: '1'\n", "languages: [en]\n", "topics: {b: {label: B, phrases: [c]}}\n")
    rest = "".join(line for line in lines if not line.startswith(key))
    assert any(f"has no `{key}`; add it" in problem for problem in problems(rest))


def test_a_circle_of_parents_is_found():
    text = changed("    description: Articles on catching fish.\n", "    parent: whaling\n")
    assert [problem.split(": ", 1)[1] for problem in problems(text)] == [
        "`parent` of `fishing` leads back to itself over `whaling`; break the circle",
        "`parent` of `whaling` leads back to itself over `fishing`; break the circle",
    ]


def test_a_topic_below_a_circle_is_not_blamed_for_it():
    text = changed("replaced_by: whaling", "parent: fishing\n    phrases: [old whal*]").replace(
        "    description: Articles on catching fish.\n", "    parent: whaling\n"
    )
    assert not any("`parent` of `old_whaling`" in problem for problem in problems(text))


@pytest.mark.parametrize("data", [b"", b"\n# only a comment\n", b"---\n"])
def test_an_empty_file_is_refused(data):
    assert problems(data)


@pytest.mark.parametrize("root", ["[a, b]", "word", "42"])
def test_a_file_that_is_no_mapping_is_refused(root):
    assert "write a mapping" in problems(root)[0]


def test_a_file_that_is_not_utf8_is_refused_with_the_line():
    assert the_problem(b"id: a\nversion: '1'\ndescription: caf\xe9\n").startswith("fish.yaml:3: the file is not UTF-8")


def test_a_huge_file_is_refused_before_it_is_read():
    assert "at most" in the_problem(b"#" * (MAX_BYTES + 1))


def test_broken_yaml_is_refused_with_the_line():
    assert the_problem("id: a\ntopics: {b: [c\n").startswith("fish.yaml:3: not valid YAML")


@pytest.mark.parametrize("data", [b"id: a\x00b", b"id: \x07", b"%YAML 9.9\n---\nid: a", b"id: a\n---\nid: b\n"])
def test_odd_yaml_is_refused(data):
    assert "not valid YAML" in the_problem(data)


def test_a_bomb_of_aliases_is_refused_without_being_expanded():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in itertools.pairwise("abcdefghi")
    )
    assert all("is a YAML alias" in problem for problem in problems(bomb))


def test_deep_nesting_is_refused():
    assert "nested deeper" in the_problem("id: " + "[" * 5000 + "]" * 5000)


def test_tags_that_would_build_objects_are_text_at_most():
    assert problems("!!python/object/apply:os.getcwd []")


def test_words_that_yaml_takes_for_numbers_and_truths_are_phrases():
    taxonomy = parse("id: a\nversion: '1'\nlanguages: [en]\ntopics: {b: {label: B, phrases: {en: [2030, yes, 3.5]}}}\n")
    assert taxonomy.written == ("2030", "yes", "3.5")
