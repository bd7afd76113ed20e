"""Golden flattened pages: title, paragraphs, date, people, notices and every removal are exactly what was reviewed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.golden.flattened_pages import FOLDER, outcome, pages


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.stem)
def test_a_page_comes_out_as_reviewed(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert outcome(path) == expected, "run python -m tests.golden.flattened_pages and review the difference"


def test_every_language_has_pages_and_nothing_is_left_over() -> None:
    languages = {path.name[:2] for path in pages()}
    assert languages == {"de", "en", "es", "fr", "id", "it", "ja", "ko", "nl", "pt", "ru", "vi", "zh"}
    assert {path.stem for path in FOLDER.glob("*.json")} == {path.stem for path in pages()}
