"""What holds for every phrase of the shipped taxonomy."""

from __future__ import annotations

from pathlib import Path

from service.core.patterns import MAX_PHRASE
from service.core.phrases import find
from service.core.taxonomy import parse_taxonomy

DATA = (Path(__file__).parents[2] / "service" / "taxonomies" / "vietnam-diplomacy.yaml").read_bytes()
TAXONOMY = parse_taxonomy(DATA, name="vietnam-diplomacy.yaml", languages=[])


def unmatched(change) -> list[str]:
    """Phrases not found where they stand alone, spelt as `change` makes them."""
    missing = []
    for number, written in enumerate(TAXONOMY.written):
        text = change(" ".join(written.replace("*", "").split()))
        assert len(text) <= MAX_PHRASE
        if not any(found == number for _, _, found in find(TAXONOMY.index, text)):
            missing.append(written)
    return missing


def test_every_phrase_matches_itself():
    assert unmatched(str) == []


def test_every_phrase_matches_itself_in_lower_case():
    assert unmatched(str.lower) == []


def test_a_phrase_in_other_words_is_missed():
    assert len(unmatched(lambda text: f"{text[0]}~{text[1:]}")) > len(TAXONOMY.written) / 2
