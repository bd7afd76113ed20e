"""`terms` and `exclusive`: what training writes into a taxonomy, and what the classifier makes of it."""

from __future__ import annotations

import pytest

from service.core.classify import classify, explain
from service.core.taxonomy import parse_taxonomy
from service.core.taxonomy_check import check
from service.errors import TaxonomyError

FILE = """
id: t
version: "1"
languages: [en, de]
exclusive: {exclusive}
topics:
  rail: {{label: Rail, threshold: 0.1, terms: {{en: {{train*: 2.5, "on time": 1, strike: 1.5}}, de: {{zug: 2}}}}}}
  work: {{label: Work, threshold: 0.1, terms: {{en: {{strike: 2.5, union: 2, train*: -1}}}}}}
"""


def taxonomy(exclusive: bool = False, text: str = FILE):
    return parse_taxonomy(text.format(exclusive=str(exclusive).lower()).encode(), name="t.yaml", languages=())


def given(text: str, **options) -> list[str]:
    return [topic.id for topic in classify("", text, taxonomy(**options)).topics]


def test_each_term_weighs_by_itself():
    topics = {topic.id: topic for topic in explain("", "Trains ran on time in the strike", taxonomy())}
    rail = {c.concept: c.weight for c in topics["rail"].contributions}
    assert rail == {"train*": 2.5, "on time": 1, "strike": 1.5}
    assert {c.concept: c.weight for c in topics["work"].contributions} == {"strike": 2.5, "train*": -1}


def test_an_exclusive_taxonomy_gives_the_topic_furthest_above_its_threshold():
    both = "The union calls a train strike"
    assert given(both) == ["rail", "work"] or given(both) == ["work", "rail"]
    assert len(given(both, exclusive=True)) == 1
    assert given("A train", exclusive=True) == ["rail"]
    assert given("The union", exclusive=True) == ["work"]
    assert given("Nothing of it", exclusive=True) == []


def test_scores_that_print_alike_do_not_tie():
    file = FILE.replace("train*: 2.5", "train*: 9").replace("strike: 2.5, union: 2", "strike: 9, union: 9")
    found = classify("Union strike", "union strike train union strike", taxonomy(exclusive=True, text=file))
    assert found.primary == "work"


def test_terms_are_not_warned_of():
    assert not check(FILE.format(exclusive="false").encode(), name="t", languages=["en"])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("zug: 2", "zug: 0", "the weight of `zug` in `terms` of the topic `rail` is 0; take the line out"),
        ("zug: 2", "zug: heavy", "the weight of `zug` in `terms` of the topic `rail` must be a number"),
        ("zug: 2", "z*g: 2", "`*` inside a word"),
        ("de: {{zug", "fr: {{zug", "the language `fr`, not in `languages`"),
        ("exclusive: {exclusive}", "exclusive: maybe", "`exclusive` is no truth value; write true or false"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_mend(old, new, words):
    with pytest.raises(TaxonomyError) as error:
        taxonomy(text=FILE.replace(old, new))
    assert words in str(error.value)
