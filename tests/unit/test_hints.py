"""Hints: what the words of named lists say about topics, once an article and only beside evidence of their own."""

from __future__ import annotations

import pytest

from service.core.classify import classify, explain
from service.core.counts import MOST_HINTS
from service.core.taxonomy import compile_taxonomy, parse_taxonomy
from service.core.taxonomy_store import from_bytes, to_bytes
from service.errors import TaxonomyError

SOURCE = """
id: hinted
version: "1"
languages: [en]
lists: {water: {en: [river*, lake]}}
hints: {water: {rail: -1, sea: 0.5}}
topics:
  rail: {label: Rail, phrases: {en: [railway]}}
  sea: {label: Sea, phrases: {en: [ship]}}
"""


def read(source: str = SOURCE):
    return parse_taxonomy(source.encode(), name="hinted.yaml", languages=())


def test_a_hint_counts_once_however_often_its_words_stand():
    (rail,) = explain("", "The railway by the river, the rivers and the lake.", read())
    assert [(c.concept, c.value) for c in rail.contributions if c.concept == "$water"] == [("$water", -1.0)]


def test_a_hint_alone_gives_no_topic():
    assert explain("", "A river and a lake.", read()) == ()
    assert [topic.id for topic in classify("", "A railway by the river, a ship.", read()).topics] == ["sea", "rail"]


def test_of_many_hints_each_counts_its_share():
    many = 2 * MOST_HINTS
    lists = ", ".join(f"list-{i}: {{en: [word{i}]}}" for i in range(many))
    hints = ", ".join(f"list-{i}: {{rail: 0.1}}" for i in range(many))
    head, tail = SOURCE.split("lists:", maxsplit=1)[0], SOURCE[SOURCE.index("topics:") :]
    taxonomy = read(f"{head}lists: {{{lists}}}\nhints: {{{hints}}}\n{tail}")
    (rail,) = explain("", "railway " + " ".join(f"word{i}" for i in range(many)), taxonomy)
    added = [c.value for c in rail.contributions if c.concept.startswith("$")]
    assert len(added) == many
    assert sum(added) == pytest.approx(0.1 * MOST_HINTS)


def test_a_stored_taxonomy_keeps_its_hints():
    taxonomy, plan = compile_taxonomy(SOURCE.encode(), name="hinted.yaml", languages=())
    assert from_bytes(to_bytes(taxonomy, plan)).hints == taxonomy.hints


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("hints: {water", "hints: {wate", "`$wate` names no list; did you mean `water`?"),
        ("{rail: -1", "{rial: -1", "unknown key `rial`; did you mean `rail`?"),
        ("{rail: -1", "{rail: 0", "is 0; take the line out"),
    ],
)
def test_a_wrong_hint_is_told(right, wrong, words):
    with pytest.raises(TaxonomyError) as error:
        read(SOURCE.replace(right, wrong))
    assert words in str(error.value)
