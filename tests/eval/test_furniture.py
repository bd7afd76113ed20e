"""Floors for furniture in wording that the rules were not written for; they may rise, never sink."""

from __future__ import annotations

import pytest

from service.core.clean import clean
from service.models import CleanArticle, RawArticle
from tests.eval.furniture import MET, Line, furniture, is_odd, pages
from tests.eval.pages import ARTICLES

PAGES = 20
LEAK, LEAK_ODD = 0.03, 0.045
"""Share of furniture that may stay in the text: of all lines, and of those that nobody looked at."""
WORST_LEAK = 0.15
"""The same in any one language."""
LEAK_MET, KEPT_MET = 0.012, 0.985
"""For the lines that rules were mended for; headers without links among them stand over paragraphs."""
KEPT, TITLES = 0.99, 0.97


def cleaned(page: list[Line]) -> CleanArticle:
    return clean(RawArticle(id="a", content="\n".join(line.text for line in page), content_type="text/plain"))


def stayed(language: str) -> list[tuple[str, bool]]:
    """Each line of furniture on each page with whether it stands in the text."""
    found = []
    for page in pages(language, PAGES):
        paragraphs = cleaned(page).text.split("\n\n")
        lines = [line.text for line in page if line.place not in {"title", "body"}]
        found += [(text, any(text in paragraph for paragraph in paragraphs)) for text in lines]
    return found


@pytest.fixture(scope="module")
def all_stayed() -> dict[str, list[tuple[str, bool]]]:
    return {language: stayed(language) for language in ARTICLES}


def share(found: list[tuple[str, bool]]) -> float:
    return sum(stays for _, stays in found) / len(found)


def test_furniture_in_other_words_goes(all_stayed: dict[str, list[tuple[str, bool]]]) -> None:
    rows = [row for found in all_stayed.values() for row in found]
    odd = [row for language, found in all_stayed.items() for row in found if is_odd(language, row[0])]
    print(f"leak {share(rows):.4f}, of the half only measured {share(odd):.4f}")
    assert share(rows) <= LEAK
    assert share(odd) <= LEAK_ODD


@pytest.mark.parametrize("language", ARTICLES)
def test_furniture_in_other_words_goes_in_every_language(
    language: str, all_stayed: dict[str, list[tuple[str, bool]]]
) -> None:
    print(sorted({text for text, stays in all_stayed[language] if stays}))
    assert share(all_stayed[language]) <= WORST_LEAK


def test_bodies_and_titles_stay() -> None:
    lost, total, titles = [], 0, 0
    for language in ARTICLES:
        for page in pages(language, PAGES):
            result = cleaned(page)
            body = [line.text for line in page if line.place == "body"]
            total += len(body)
            lost += [(language, text) for text in body if text not in result.text]
            titles += result.title == ARTICLES[language].title
    print(*sorted(set(lost)), sep="\n")
    assert 1 - len(lost) / total >= KEPT
    assert titles / (PAGES * len(ARTICLES)) >= TITLES


def test_what_was_learnt_is_not_lost() -> None:
    stays = lost = lines = paragraphs = 0
    for page in (page for language in ARTICLES for page in pages(language, PAGES, MET)):
        text = cleaned(page).text
        kept = text.split("\n\n")
        for line in page:
            if line.place == "body":
                paragraphs += 1
                lost += line.text not in text
            elif line.place != "title":
                lines += 1
                stays += any(line.text in paragraph for paragraph in kept)
    print(f"leak {stays / lines:.4f}, lost {lost / paragraphs:.4f}")
    assert stays / lines <= LEAK_MET
    assert 1 - lost / paragraphs >= KEPT_MET


def test_every_language_has_furniture_for_every_place() -> None:
    lines = furniture()
    assert set(lines) == set(ARTICLES)
    assert {frozenset(places) for places in lines.values()} == {
        frozenset({"above", "date", "caption", "among", "below", "head", "link"})
    }


def test_the_measure_sees_what_was_not_cleaned() -> None:
    """The control: uncleaned, every line of furniture stays."""
    page = next(pages("en", 1))
    content = "\n".join(line.text for line in page)
    assert all(line.text in content for line in page)
    assert any(line.place == "caption" for line in page)
