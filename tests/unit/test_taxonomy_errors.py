"""What is said of a broken taxonomy file, word for word: file, line, what is wrong and the mend."""

from __future__ import annotations

import itertools

import pytest

from service.core.taxonomy import parse_taxonomy
from service.core.yaml_nodes import MAX_BYTES, MAX_DEPTH
from tests.unit.fisheries import GOOD, problems


def test_the_file_that_is_broken_below_is_good():
    assert parse_taxonomy(GOOD.encode(), name="fish.yaml", languages=()).topic_ids == ("fishing", "whaling")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("penalty: 1.5", "penality: 1.5", "8: `markers` has the unknown key `penality`; did you mean `penalty`?"),
        ("description: Fish and the people who catch them.", "descripton: Fish.", "3: the taxonomy has the unknown key `descripton`; did you mean `description`?"),
        ("    parent: fishing", "    parnt: fishing", "22: the topic `whaling` has the unknown key `parnt`; did you mean `parent`?"),
        ("        weight: 2", "        wieght: 2", "16: the concept `catch` of the topic `fishing` has the unknown key `wieght`; did you mean `weight`?"),
        ("        weight: 2", "        unles: {en: [a]}", "16: the concept `catch` of the topic `fishing` has the unknown key `unles`; did you mean `unless`?"),
        ("    threshold: 0.6", "    zebra: 0.6", "23: the topic `whaling` has the unknown key `zebra`; known are codes, concepts, description, label, main, parent, phrases, replaced_by, terms, threshold"),
        ("    label: Whaling\n", "    label: Whaling\n    label: Whales\n", "22: the topic `whaling` has the key `label` twice; merge the two or take one out"),
        ("  old_whaling:\n", "  whaling:\n", "25: `topics` has the key `whaling` twice; merge the two or take one out"),
        ("      quota:\n", "      catch:\n", "18: `concepts` of the topic `fishing` has the key `catch` twice; merge the two or take one out"),
        ("zh: [捕鱼]}", "zh: [捕鱼], en: [cod]}", "17: `phrases` of the concept `catch` of the topic `fishing` has the key `en` twice; merge the two or take one out"),
        ("    label: Whaling\n", "    ? [a, b]\n    : c\n    label: Whaling\n", "21: the topic `whaling` has a key that is no word; write a plain word before the colon"),
        ('version: "1.2"', "version: 1.2", "2: the taxonomy's `version` is not text; put it in quotes: \"1.2\""),
        ("id: fisheries", "id: [fisheries]", "1: the taxonomy's `id` is a list; write a word or a phrase"),
        ("id: fisheries", "id: Fisheries of Norway", "1: the id `Fisheries of Norway` is not kebab-case; write like `my-taxonomy`"),
        ("weight: 2", "weight: heavy", "16: the weight of the concept `catch` of the topic `fishing` must be a number from -10 to 10; write for example 3"),
        ("weight: 2", "weight: 0", "16: the weight of the concept `catch` of the topic `fishing` is 0; take the concept out"),
        ("weight: 2", "weight: 11", "16: the weight of the concept `catch` of the topic `fishing` must be a number from -10 to 10; write for example 3"),
        ("weight: 2", "shared: 2", "16: `shared` of the concept `catch` of the topic `fishing` is no truth value; write true or false"),
        ("de: [fischfang*]", "de: [$boats]", "17: `$boats` names no list; write it under `lists` first"),
        ("topics:\n", "lists: {boats: [trawler]}\ntopics:\n  rowing: {label: R, phrases: [$boat]}\n", "11: `$boat` names no list; did you mean `boats`?"),
        ("topics:\n", "lists: {boats: [trawler], all: [$boats]}\ntopics:\n", "9: `$boats` names no list; write it under `lists` first"),
        ("topics:\n", "lists: {The boats: [trawler]}\ntopics:\n", "9: the list `The boats` is not kebab-case; write like `my-list`"),
        ("topics:\n", "lists: {boats: {dk: [trawler]}}\ntopics:\n", "9: the list `boats` has the language `dk`, not in `languages`; known are de, en, zh"),
        ("topics:\n", "lists: [trawler]\ntopics:\n", "9: `lists` is a list; write a mapping (`key: value`)"),
        ("weight: 2", "title_only: maybe", "16: `title_only` of the concept `catch` of the topic `fishing` is no truth value; write true or false"),
        ("threshold: 0.6", "main: 5", "23: `main` of the topic `whaling` must be a number from -3 to 3; write for example 3"),
        ("threshold: 0.6", "threshold: 60", "23: the threshold of the topic `whaling` must be a number from 0.01 to 0.99; write for example 0.5"),
        ("languages: [en, de, zh]", "languages: en", "4: `languages` is a single value; write a list: [one, another]"),
        ("languages: [en, de, zh]", "languages: [en, de, zh, en]", "4: the language `en` stands twice; take one out"),
        ("languages: [en, de, zh]", "languages: [en, de, zh, English]", "4: `English` is no language code; write ISO 639 letters such as `en`"),
        ('    codes: {iptc: "20000210"}\n', "    codes: [1]\n", "13: `codes` of the topic `fishing` is a list; write a mapping (`key: value`)"),
        ("    label: Whaling\n", "    label: {}\n", "21: the label of `whaling` is empty; write at least one language"),
        ("    label: Whaling\n", "    label: 1986\n", '21: the label of `whaling` is not text; put it in quotes: "1986"'),
        ("id: fisheries\n", "", "1: the taxonomy has no `id`; add it"),
        ("    label: Whaling\n", "", "20: the topic `whaling` has no `label`; add one"),
        ("topics:\n", "topics:\n  rowing:\n", "10: the topic `rowing` is empty; indent its lines further than its name"),
        ("    phrases: [whal*]\n", "", "20: the topic `whaling` has neither `phrases` nor `concepts`; add one"),
        ("near: [[quota*], [fish*, fisch*]]", "weight: 1", "18: the concept `quota` of the topic `fishing` has neither `phrases` nor `near`; add one"),
        ("parent: fishing", "parent: fishng", "22: `parent` of `whaling` is the unknown topic `fishng`; did you mean `fishing`?"),
        ("parent: fishing", "parent: whaling", "22: `parent` of `whaling` is the topic itself; name another or take it out"),
        ("replaced_by: whaling", "replaced_by: hunting", "27: `replaced_by` of `old_whaling` is the unknown topic `hunting`; known are fishing, old_whaling, whaling"),
        ("de: [fischfang*]", "dk: [fischfang*]", "17: `phrases` of the concept `catch` of the topic `fishing` has the language `dk`, not in `languages`; known are de, en, zh"),
        ("de: [fischfang*]", "de: fischfang*", "17: `phrases` of the concept `catch` of the topic `fishing` in `de` is a single value; write a list: [one, another]"),
        ("de: [fischfang*]", "de: []", "17: `phrases` of the concept `catch` of the topic `fishing` has an empty list; write a phrase or take the list out"),
        ("de: [fischfang*]", "de: [~]", "17: a phrase of `phrases` of the concept `catch` of the topic `fishing` is empty; write a word or a phrase"),
        ("de: [fischfang*]", "de: [[fang]]", "17: a phrase of `phrases` of the concept `catch` of the topic `fishing` is a list; write a word or a phrase"),
        ("de: [fischfang*]", "de: [fisch*fang]", "17: `phrases` of the concept `catch` of the topic `fishing`: the phrase 'fisch*fang' has `*` inside a word; `*` stands at the end of a word or first of all"),
        ("de: [fischfang*]", "de: ['*']", "17: `phrases` of the concept `catch` of the topic `fishing`: the phrase '*' holds no letter; write a word or take it out"),
        ("de: [fischfang*]", "de: [*fang]", "17: `*fang` is a YAML alias, which is not read; quote a phrase with a leading *: '*fang'"),
        ("[[quota*], [fish*, fisch*]]", "[[quota*]]", "19: `near` of the concept `quota` of the topic `fishing` has 1 of two or three sets; write [[a, b], [c, d]]"),
        ("[[quota*], [fish*, fisch*]]", "[quota*, fish*]", "19: a set of `near` of the concept `quota` of the topic `fishing` is a single value; write a list: [one, another]"),
        ("  whaling:\n", "  Whale-hunt: {label: A, phrases: [a]}\n  whaling:\n", "20: the topic `Whale-hunt` is not snake_case; write like `my_topic`"),
        ("      catch:\n", "      the_catch:\n", "15: the concept `the_catch` of the topic `fishing` is not kebab-case; write like `my-concept`"),
        ("languages: [en, de, zh]", "languages: [en, de, zh", "5: not valid YAML: did not find expected ',' or ']'; close the list or put the comma before this line"),
        ("    label: Whaling\n", "\tlabel: Whaling\n", "21: not valid YAML: found character that cannot start any token; indent with spaces, not tabs, and quote a word that begins with @, % or a backquote"),
        ("    parent: fishing", "    parent: fishing: whaling", "22: not valid YAML: mapping values are not allowed in this context; quote a text with a colon and a space in it"),
        ("    label: Whaling as it was", "    label: 'Whaling as it was", "28: not valid YAML: found unexpected end of stream; close the quotation mark"),
        ("  old_whaling:", "---\n  old_whaling:", "25: not valid YAML: but found another document; take the line `---` out; a file is one taxonomy"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_in_one_sentence_with_its_line(old, new, said):
    assert GOOD.count(old) == 1
    assert set(problems(GOOD.replace(old, new))) == {f"fish.yaml:{said}"}


def test_several_mistakes_are_told_together_by_line():
    text = GOOD.replace("weight: 2", "weight: heavy").replace("penalty: 1.5", "penality: 1").replace("0.6", "7")
    assert problems(text) == [
        "fish.yaml:8: `markers` has the unknown key `penality`; did you mean `penalty`?",
        "fish.yaml:16: the weight of the concept `catch` of the topic `fishing` must be a number from -10 to 10; write for example 3",
        "fish.yaml:23: the threshold of the topic `whaling` must be a number from 0.01 to 0.99; write for example 0.5",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "1: the file is empty; write at least `id`, `version`, `languages` and `topics`"),
        (b"# nothing\n", "1: the file is empty; write at least `id`, `version`, `languages` and `topics`"),
        (b"just words\n", "1: the taxonomy is a single value; write a mapping (`key: value`)"),
        (b"- a\n- b\n", "1: the taxonomy is a list; write a mapping (`key: value`)"),
        (b"id: a\ndescription: caf\xe9\n", "2: the file is not UTF-8; save it as UTF-8"),
        (
            b"#" * (MAX_BYTES + 1),
            f"1: the file has {MAX_BYTES + 1} bytes; at most {MAX_BYTES} are read, split the taxonomy",
        ),
        (
            b"id: " + b"[" * 100_000,
            f"1: nested deeper than {MAX_DEPTH} levels; a taxonomy needs no more than seven",
        ),
    ],
    ids=["empty", "comment", "words", "list", "latin-1", "huge", "deep"],
)
def test_a_file_that_is_no_taxonomy_at_all_is_told_in_one_sentence(data, said):
    assert problems(data) == [f"fish.yaml:{said}"]


def test_a_circle_of_three_parents_names_every_link():
    names = "abc"
    topics = "".join(
        f"  {topic}: {{label: T, parent: {parent}, phrases: [{topic}]}}\n"
        for topic, parent in itertools.pairwise(names + names[0])
    )
    assert problems(f"id: a\nversion: '1'\nlanguages: [en]\ntopics:\n{topics}") == [
        f"fish.yaml:{line}: `parent` of `{topic}` leads back to itself over `{parent}`; break the circle"
        for line, (topic, parent) in enumerate(itertools.pairwise(names + names[0]), start=5)
    ]


def test_a_long_list_named_very_often_is_told_and_not_expanded():
    words = ", ".join(f"w{number}" for number in range(2_000))
    named = "".join(f"      c{number}: {{phrases: [$words]}}\n" for number in range(600))
    text = GOOD.replace("topics:\n", f"lists: {{words: [{words}]}}\ntopics:\n").replace(
        "      quota:\n", f"{named}      quota:\n"
    )
    (problem,) = problems(text)
    assert problem.endswith("lists are named so often that they come to over 1000000 phrases; name fewer")


def test_a_bomb_of_aliases_is_told_alias_by_alias_and_never_expanded():
    bomb = "a: &a [x]\nb: &b [*a, *a]\nc: [*b]\n"
    assert problems(bomb) == [
        f"fish.yaml:{line}: `*{name}` is a YAML alias, which is not read; quote a phrase with a leading *: '*{name}'"
        for line, name in ((2, "a"), (2, "a"), (3, "b"))
    ]


def test_a_merge_key_brings_nothing_in():
    assert problems(GOOD.replace("    label: Whaling\n", "    <<: {label: Whaling}\n"))[0].startswith(
        "fish.yaml:20: the topic `whaling` has no `label`; add one"
    )
