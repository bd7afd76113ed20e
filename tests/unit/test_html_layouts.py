"""The article is found whatever the layout and the language: eleven layouts in thirteen languages."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from service.core.html import article_blocks
from tests.unit.html_articles import SAMPLES
from tests.unit.html_layouts import LAYOUTS, Layout, comments, f1, page

FLOOR = 0.95
"""Mean word F1 over the languages, for each layout and over all."""


def found(layout: Layout, language: str) -> float:
    sample = SAMPLES[language]
    blocks = article_blocks(LexborHTMLParser(page(layout, language, sample)), max_blocks=1000, max_depth=200)
    return f1("\n".join(blocks.article), "\n".join(sample.paragraphs))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_layout_is_read_in_every_language(layout):
    scores = {language: found(layout, language) for language in SAMPLES}
    assert sum(scores.values()) / len(scores) >= FLOOR, scores


@pytest.mark.parametrize("language", SAMPLES)
def test_a_language_is_read_in_every_layout(language):
    scores = {layout.__name__: found(layout, language) for layout in LAYOUTS}
    assert sum(scores.values()) / len(scores) >= FLOOR, scores


def test_the_score_falls_when_the_page_is_taken_whole():
    """The control: without telling the article from the rest the floor is missed."""
    sample = SAMPLES["en"]
    whole = LexborHTMLParser(comments(sample)).body.text(separator=" ")
    assert f1(whole, "\n".join(sample.paragraphs)) < FLOOR
