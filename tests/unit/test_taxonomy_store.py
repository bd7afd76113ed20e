"""A taxonomy that was stored is the one that was compiled, in every part and in what it finds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from service.core.classify import classify, explain
from service.core.taxonomy import Taxonomy, compile_taxonomy
from service.core.taxonomy_store import from_bytes, to_bytes
from service.edges.taxonomies import LANGUAGES, read_taxonomy

SMALL = """
id: harbour
version: "1"
languages: [en, de, vi, ko, zh]
exclusive: true
saturate: false
markers: {home: {en: [harbour]}, elsewhere: {en: [airport]}, penalty: 1.5}
calibration: {slope: 0.8, intercept: -0.25, overlap: 0.5, threshold: 0.4}
topics:
  fishing:
    label: {en: Fishing, de: Fischerei}
    main: 0.5
    codes: {iptc: "04001002"}
    concepts:
      catch:
        weight: 2.5
        phrases: {en: [catch quota*, "*fishery", e-trawler, "digital* catch* log"], vi: [đánh bắt hòa], ko: [어업], zh: [渔业]}
        unless: {en: [sport fishery]}
        requires: {en: [harbour, port]}
      talks:
        weight: 1
        title_only: true
        near: [[fish*, net], [talk*, round]]
  boats:
    label: Boats
    terms: {en: {trawler: 1.5, e-boat: -1}}
  ships: {label: Ships, replaced_by: boats}
"""
TEXTS = (
    ("Catch quotas in the harbour", "The fishery talks. Digital catches logged; a digital catch log, e-trawlers."),
    ("", "Fischer im Hafen. 어업은 渔业 đánh bắt hoà, sport fishery and an e trawler at the airport."),
    ("Fish and talks", "\ud800 A trawler and an e-boat\nin port."),
)


def both(name: str) -> tuple[Taxonomy, Taxonomy]:
    data, called = (SMALL.encode(), "harbour.yaml") if name == "harbour" else read_taxonomy(name)
    compiled, plan = compile_taxonomy(data, name=called, languages=LANGUAGES)
    return compiled, from_bytes(to_bytes(compiled, plan))


def made_of(written: tuple[str, ...]) -> list[tuple[str, str]]:
    """Articles that hold phrases of all topics and languages."""
    return [(written[i].strip("*"), ". ".join(p.replace("*", "") for p in written[i::97])) for i in range(3)]


@pytest.fixture(scope="module", params=["harbour", "vietnam-diplomacy", "foreign-affairs"])
def pair(request) -> tuple[Taxonomy, Taxonomy]:
    return both(request.param)


def test_every_part_is_the_same(pair):
    compiled, stored = pair
    for name in Taxonomy.__dataclass_fields__:
        if name != "index":
            assert getattr(stored, name) == getattr(compiled, name), name
    for name in ("bounds", "numbers", "hyphens", "tails"):
        assert getattr(stored.index, name) == getattr(compiled.index, name), name


def test_it_is_as_read_only_as_the_compiled_one(pair):
    for name in ("replaced_by", "concepts_of", "labels"):
        assert type(getattr(pair[1], name)) is type(getattr(pair[0], name))
    assert {type(topic.codes) for topic in pair[1].topics} == {type(topic.codes) for topic in pair[0].topics}


def test_topics_scores_and_evidence_are_the_same(pair):
    compiled, stored = pair
    found = 0
    for title, text in (*TEXTS, *made_of(compiled.written)):
        assert classify(title, text, stored, 0.2) == classify(title, text, compiled, 0.2)
        told = explain(title, text, stored)
        assert told == explain(title, text, compiled)
        found += sum(bool(topic.contributions) for topic in told)
    assert found > 0, "nothing was found, so that nothing was compared"


def test_a_taxonomy_of_other_bytes_is_refused():
    compiled, plan = compile_taxonomy(SMALL.encode(), name="t", languages=())
    whole = to_bytes(compiled, plan)
    for wrong in (b"", b"{}", b"[]", b"null", whole[:-9], b'"ref"', whole.replace(b'"weight"', b'"height"')):
        with pytest.raises(ValueError, match=r"."):
            from_bytes(wrong)


def test_the_bytes_are_always_the_same():
    """Whatever order Python's sets have: an image that is built twice is the same image."""
    code = (
        "import hashlib, sys; from tests.unit.test_taxonomy_store import SMALL;"
        "from service.core.taxonomy import compile_taxonomy; from service.core.taxonomy_store import to_bytes;"
        "print(hashlib.sha256(to_bytes(*compile_taxonomy(SMALL.encode(), name='t', languages=()))).hexdigest())"
    )
    environments = ({"PYTHONHASHSEED": seed, "PYTHONPATH": "."} for seed in ("1", "2"))
    made = {
        subprocess.run([sys.executable, "-c", code], env=e, capture_output=True, check=True).stdout
        for e in environments
    }
    assert len(made) == 1
