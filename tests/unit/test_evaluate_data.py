"""What `evaluate` works on."""

from __future__ import annotations

import pytest

from service.cli.evaluate_data import scores_of
from service.core import classify
from service.core.taxonomy import parse_taxonomy
from service.edges.taxonomies import read_taxonomy


def test_scores_are_those_of_the_explanation_without_the_work_of_explaining(monkeypatch):
    data, called = read_taxonomy("vietnam-diplomacy")
    taxonomy = parse_taxonomy(data, name=called, languages=("en",))
    events = {
        "a": {"title": "Vietnam and Laos hold talks", "text": "The prime minister of Laos came to Hanoi to sign a treaty."},
        "b": {"title": "", "text": "Two peacekeepers from Hanoi were praised by the United Nations.\n\nRain is expected."},
        "c": {"title": "Bread", "text": "Flour, water and salt."},
    }  # fmt: skip
    explained = {
        id_: {topic.id: topic.score for topic in classify.explain(event["title"], event["text"], taxonomy)}
        for id_, event in events.items()
    }
    assert explained["a"]
    monkeypatch.setattr(classify, "_explanation", lambda *_: pytest.fail("nobody asked why"))
    assert scores_of(events, taxonomy) == explained
