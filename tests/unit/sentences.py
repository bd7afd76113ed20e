"""Topics of single sentences, for the tests that try the shipped taxonomy with many."""

from __future__ import annotations

from service.core.classify import classify
from service.core.taxonomy import Taxonomy


def topics_of(sentence: str, taxonomy: Taxonomy) -> set[str]:
    """Topics of a sentence in the body; the neutral first paragraph keeps the lead's extra weight from it."""
    return {found.id for found in classify("", f"News.\n\n{sentence}", taxonomy).topics}
