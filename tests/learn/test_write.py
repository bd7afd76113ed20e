"""What training writes into a taxonomy file."""

from __future__ import annotations

import pytest

from service.core.taxonomy import parse_taxonomy
from service.learn.proposals import Term, TopicChange
from service.learn.write import changed


@pytest.mark.parametrize("languages", ["[en, de]", "\n  - en\n  - de", "\n- en\n- de"])
def test_a_language_that_only_labels_have_is_named_in_the_file(languages):
    head = f"id: t\nversion: '1'\nlanguages: {languages}\n"
    data = f"{head}topics:\n  a:\n    label: A\n    phrases: {{en: [cod]}}\n".encode()
    terms = (Term("cá", "vi", 1.5, 3, 3, 0, 0), Term("fisch", "de", 1.5, 3, 3, 0, 0))
    change = TopicChange(topic="a", threshold=0.5, weights={}, terms=terms)
    new = changed(data, name="t.yaml", changes=[change], articles=9, labels={})
    assert set(parse_taxonomy(new, name="t.yaml", languages=()).languages) == {"en", "de", "vi"}
