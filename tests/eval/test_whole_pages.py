"""Two stories, each as thirteen outlets lay it out: what must come out of every page, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.core.clean import clean
from service.models import CleanArticle, RawArticle

STORIES = {"sister_city": "2025-11-04", "stranded_crews": "2025-11-12"}
"""File of a story's pages to the date that they state."""
MAY_STAY = 5
"""Lines that should go and stay, over all pages; it may sink, never rise."""


def pages(story: str) -> dict[str, list[tuple[str, str]]]:
    """Language to the page's lines with their letters."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in Path(__file__).with_name(f"{story}.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("== "):
            found[row[3:]] = []
        elif row and not row.startswith("#"):
            found[list(found)[-1]].append((row[0], " ".join(row[2:].split())))
    return found


ALL = [(story, language) for story in STORIES for language in pages(story)]


def cleaned(page: list[tuple[str, str]]) -> CleanArticle:
    return clean(RawArticle(id="a", content="\n".join(line for _, line in page), content_type="text/plain"))


@pytest.mark.parametrize(("story", "language"), ALL)
def test_headline_date_and_body_come_out_whole(story: str, language: str) -> None:
    page = pages(story)[language]
    result = cleaned(page)
    assert result.title == next(line for letter, line in page if letter == "T")
    assert (result.published_at or "").startswith(STORIES[story])
    assert [line for letter, line in page if letter == "B" and line not in result.text] == []


def test_furniture_goes() -> None:
    stayed = []
    for story, language in ALL:
        page = pages(story)[language]
        text = cleaned(page).text
        stayed += [(language, line) for letter, line in page if letter == "X" and line in text]
    print(*stayed, sep="\n")
    assert len(stayed) <= MAY_STAY


def test_every_language_has_both_stories() -> None:
    assert all(len(pages(story)) == 13 for story in STORIES)
