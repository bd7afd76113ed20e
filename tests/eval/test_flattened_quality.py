"""A quality floor for flattened pages in wording and orders the rules were not written for; it may rise, never sink."""

from __future__ import annotations

import pytest

from service.core.clean import clean
from service.models import CleanArticle, RawArticle
from tests.eval.pages import ARTICLES, PageOfLines, page

PAGES = tuple(page(language, seed) for language in ARTICLES for seed in range(12))
KEPT, TITLES, LEAK = 1.0, 0.99, 0.05
"""Share of body lines that stay, of headlines found, and of furniture that may stay in the text."""
WORST_LEAK = 0.2
"""Share of furniture that may stay in any one language."""


def cleaned(sheet: PageOfLines) -> CleanArticle:
    return clean(RawArticle(id="a", content=sheet.content, content_type="text/plain"))


def lines_of(sheet: PageOfLines, label: str) -> list[str]:
    return [line for line, found in sheet.lines if found == label]


def leaks(sheet: PageOfLines) -> list[str]:
    text = cleaned(sheet).text.split("\n\n")
    return [line for line in lines_of(sheet, "furniture") if any(line in paragraph for paragraph in text)]


def test_no_line_of_a_body_is_lost() -> None:
    lost = {
        (sheet.language, line) for sheet in PAGES for line in lines_of(sheet, "body") if line not in cleaned(sheet).text
    }
    print(*sorted(lost), sep="\n")
    total = sum(len(lines_of(sheet, "body")) for sheet in PAGES)
    assert 1 - len(lost) / total >= KEPT


def test_headlines_are_found() -> None:
    wrong = [sheet.language for sheet in PAGES if cleaned(sheet).title != ARTICLES[sheet.language].title]
    print(wrong)
    assert 1 - len(wrong) / len(PAGES) >= TITLES


def test_furniture_goes() -> None:
    stayed = [(sheet.language, line) for sheet in PAGES for line in leaks(sheet)]
    print(*sorted(set(stayed)), sep="\n")
    assert len(stayed) / sum(len(lines_of(sheet, "furniture")) for sheet in PAGES) <= LEAK


@pytest.mark.parametrize("language", ARTICLES)
def test_furniture_goes_in_every_language(language: str) -> None:
    sheets = [sheet for sheet in PAGES if sheet.language == language]
    stayed = sum(len(leaks(sheet)) for sheet in sheets)
    assert stayed / sum(len(lines_of(sheet, "furniture")) for sheet in sheets) <= WORST_LEAK


@pytest.mark.parametrize("language", ARTICLES)
def test_an_article_without_furniture_comes_out_whole(language: str) -> None:
    article = ARTICLES[language]
    result = clean(RawArticle(id="a", content="\n".join((article.title, *article.paragraphs))))
    assert (result.title, result.text) == (article.title, "\n\n".join(article.paragraphs))
    assert result.removed == ()
    assert result.warnings == ()


def test_the_measure_sees_what_was_not_cleaned() -> None:
    sheet = PAGES[0]
    assert any(line in sheet.content.split("\n") for line in lines_of(sheet, "furniture"))
    assert len(lines_of(sheet, "furniture")) >= 5
