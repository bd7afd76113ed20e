"""Topics by languages: in each pair two sentences of ours that must get the topic, and a near miss that must not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.unit.sentences import topics_of

SENTENCES = yaml.safe_load((Path(__file__).parent / "taxonomy_sentences.yaml").read_text(encoding="utf-8"))
PAIRS = [(topic, language) for topic, languages in SENTENCES.items() for language in languages]


def test_the_table_has_five_languages_a_topic_and_five_topics_a_language(taxonomy):
    assert tuple(SENTENCES) == taxonomy.topic_ids
    assert all(len(languages) >= 5 for languages in SENTENCES.values())
    languages = Counter(language for _, language in PAIRS)
    assert set(languages) == set(taxonomy.languages)
    assert min(languages.values()) >= 5
    assert all(len(cell["gets"]) == 2 and cell["near"] for cells in SENTENCES.values() for cell in cells.values())


@pytest.mark.parametrize(("topic", "language"), PAIRS)
def test_two_sentences_get_the_topic(taxonomy, topic, language):
    missed = [text for text in SENTENCES[topic][language]["gets"] if topic not in topics_of(text, taxonomy)]
    assert missed == []


@pytest.mark.parametrize(("topic", "language"), PAIRS)
def test_a_near_miss_does_not(taxonomy, topic, language):
    found = topics_of(SENTENCES[topic][language]["near"], taxonomy)  # not within assert: a taxonomy is huge to print
    assert topic not in found
