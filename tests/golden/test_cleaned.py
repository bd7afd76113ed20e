"""Golden pages: title, paragraphs, date, people, notices and every removal are exactly what was reviewed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden.cleaned_pages import FOLDERS, HERE, outcome, pages

LANGUAGES = {"de", "en", "es", "fr", "id", "it", "ja", "ko", "nl", "pt", "ru", "vi", "zh"}
LEAST = 60
"""Golden pages that there must be."""


@pytest.mark.parametrize("path", pages(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_page_comes_out_as_reviewed(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert outcome(path) == expected, "run python -m tests.golden.cleaned_pages and review the difference"


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_language_has_pages_and_nothing_is_left_over(folder: str) -> None:
    found = [path for path in pages() if path.parent.name == folder]
    assert {path.name[:2] for path in found} == LANGUAGES
    assert {path.stem for path in (HERE / folder).glob("*.json")} == {path.stem for path in found}


def test_there_are_enough_pages() -> None:
    assert len(pages()) >= LEAST


def test_a_changed_page_is_noticed() -> None:
    """The control: a truth in which one paragraph is missing does not fit."""
    path = pages()[0]
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    expected["paragraphs"].pop()
    assert outcome(path) != expected
