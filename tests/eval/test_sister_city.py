"""One story as thirteen outlets lay it out: what must come out of each page, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.core.clean import clean
from service.models import RawArticle

PAGES = Path(__file__).with_name("sister_city.txt")
MAY_STAY = 3
"""Lines that should go and stay, over all pages; it may sink, never rise."""


def pages() -> dict[str, list[tuple[str, str]]]:
    """Language to the page's lines with their letters."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in PAGES.read_text(encoding="utf-8").splitlines():
        if row.startswith("== "):
            found[row[3:]] = []
        elif row and not row.startswith("#"):
            found[list(found)[-1]].append((row[0], " ".join(row[2:].split())))
    return found


@pytest.mark.parametrize("language", pages())
def test_headline_date_and_body_come_out_whole(language: str) -> None:
    page = pages()[language]
    result = clean(RawArticle(id="a", content="\n".join(line for _, line in page), content_type="text/plain"))
    assert result.title == next(line for letter, line in page if letter == "T")
    assert (result.published_at or "").startswith("2025-11-04")
    assert [line for letter, line in page if letter == "B" and line not in result.text] == []


def test_furniture_goes() -> None:
    stayed = []
    for language, page in pages().items():
        result = clean(RawArticle(id="a", content="\n".join(line for _, line in page), content_type="text/plain"))
        stayed += [(language, line) for letter, line in page if letter == "X" and line in result.text]
    print(*stayed, sep="\n")
    assert len(stayed) <= MAY_STAY
