"""Where headlines of other articles begin at a text's end: found as defined, with each line compared about once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.core import tails
from service.core.line_text import ends_sentence, is_cjk, stems
from service.core.page import Page

ROWS = (
    "The harbour board agreed on Tuesday to rebuild the northern quay.",
    "Fishermen had asked the board for deeper berths along the northern quay.",
    "Harbour board rebuilds the northern quay",
    "Glaciers melting faster across Patagonia",
    "Scientists measured shrinking icefields everywhere yesterday evening.",
    "Cellist cancels remaining concerts after injury",
    "Organisers refund tickets within fourteen working days.",
    "“Everything melted overnight before anybody noticed",
    "Read more",
    "Short.",
)


def by_definition(page: Page) -> list[int]:
    """The lines that go, each start looked at for itself."""
    kept = page.kept()
    rows = [page.lines[i] for i in kept]
    linked = tails.headlines(page, kept)
    for start in range(1, len(rows) - 1):
        below, body = rows[start:], page.body(kept[:start])
        few = sum(linked[start:]) < 2 or 2 * sum(linked[start:]) < len(below)
        told = [row for row in below if len(stems(row.casefold())) >= 4]
        if (
            linked[start]
            and sum(map(len, rows[:start])) >= 0.5 * sum(map(len, rows))
            and ends_sentence(rows[start - 1])
            and not any(row[0] in '"“„«‘»「『' for row in below)
            and (not few or (len(below) == 2 and tails.shares_none(" ".join(below), body)))
            and tails.shared_words(rows[start], body) < 0.15
            and not is_cjk(body[:500])
            and len(told) >= 2
            and all(tails.shared_words(row, body) < 0.15 for row in told)
        ):
            return kept[start:]
    return []


@given(st.lists(st.sampled_from(ROWS[:3]), max_size=6), st.lists(st.sampled_from(ROWS), max_size=10))
def test_headlines_of_other_articles_go_as_they_are_defined(article, tail):
    lines = article + tail
    expected = by_definition(Page(list(lines)))
    page = Page(list(lines))
    tails.drop_other_articles(page)
    assert [i for i in range(len(lines)) if page.is_removed(i)] == expected


def test_other_articles_are_found():
    page = Page([*ROWS[:3], ROWS[1], *ROWS[3:7]])
    tails.drop_other_articles(page)
    assert page.kinds() == [None] * 4 + ["related"] * 4


def test_each_line_of_a_long_list_is_compared_about_once(monkeypatch):
    compared = []

    def shared_words(text: str, body: str) -> float:
        compared.append(text)
        return shared(text, body)

    shared = tails.shared_words
    monkeypatch.setattr(tails, "shared_words", shared_words)
    # The last headline speaks of the article, so that no list of other articles begins anywhere above it.
    page = Page([*ROWS[:2] * 200, *ROWS[3:7] * 100, ROWS[3], ROWS[2]])
    tails.drop_other_articles(page)
    assert not any(page.kinds())
    assert 400 <= len(compared) <= 2 * len(page.lines)
