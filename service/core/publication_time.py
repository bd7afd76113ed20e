"""When a flattened page was published: which of the dates on it that is."""

from __future__ import annotations

from typing import Final

from service.core.date_labels import Standing
from service.core.datelines import Dateline, dateline
from service.core.dates import find_date
from service.core.expressions import expression
from service.core.line_text import ends_sentence, is_prose
from service.core.page import Page

_LONGEST: Final = 120  # code points; a longer line tells of more than of its date
_LINKED: Final = frozenset(("arrow", "bracket"))
"""Rules that take a line for a link by a mark alone, which may as well stand before a date."""
_BELOW, _ABOVE, _BEHIND = range(3)
"""Where a date may stand: under the headline, over it, behind the text."""
_ORDER: Final = (
    (_BELOW, Standing.PUBLISHED), (_BELOW, Standing.UNLABELLED), (_ABOVE, Standing.PUBLISHED),
    (_BEHIND, Standing.PUBLISHED), (_BELOW, Standing.UPDATED), (_ABOVE, Standing.UNLABELLED),
    (_ABOVE, Standing.UPDATED), (_BEHIND, Standing.UNLABELLED), (_BEHIND, Standing.UPDATED),
)  # fmt: skip
"""What is believed before what: a bare date over the headline may be that of the day on which the page was read."""


def find_publication_time(page: Page, *, furniture: bool) -> None:
    """Set the page's publication time from its datelines; without one from what else may tell it.

    Args:
        page: the page, its headline found.
        furniture: whether furniture, the text and the headline may be asked, too.
    """
    dated = [(i, when) for i, when in page.dates if when.value]
    if dated:
        page.published_at = page.published_at or _likeliest(page, dated).value
    elif furniture and page.published_at is None:
        page.published_at = _of_furniture(page) or _of_text(page) or _of_title(page)


def _likeliest(page: Page, dated: list[tuple[int, Dateline]]) -> Dateline:
    """Of datelines, with the numbers of their lines, the one that tells the publication time."""
    if len(dated) == 1:
        return dated[0][1]
    return min(dated, key=lambda pair: _ORDER.index((_place(page, pair[0]), _standing(pair[1]))))[1]


def _standing(when: Dateline) -> Standing:
    """What the label says."""
    return min(when.standing, Standing.UPDATED)


def _place(page: Page, i: int) -> int:
    """Where line `i` stands."""
    prose, titles = page.prose(), page.removed_by("title")
    if prose and i > prose[-1]:
        return _BEHIND
    return _ABOVE if titles and i < titles[0] else _BELOW


def _of_furniture(page: Page) -> str | None:
    """The first date among what was removed as telling of a time, or as furniture above the second paragraph."""
    prose = page.prose()
    end = prose[min(1, len(prose) - 1)] if prose else len(page.lines)
    for i, line in enumerate(page.lines):
        if len(line) <= _LONGEST and _may_tell(page, i, end):
            found = find_date(line)
            if found and found.standing is not Standing.OTHER:
                return found.value
    return None


def _may_tell(page: Page, i: int, end: int) -> bool:
    """Whether line `i` may tell the publication time: links and captions have dates of their own."""
    kind, rule = page.kind(i), page.rule(i)
    return kind == "dateline" or (i < end and (kind == "boilerplate" or (kind == "related" and rule in _LINKED)))


_OPENING: Final = expression(r"(.{8,60}?)(?:\s?[–—]\s?|\s-{1,2}\s|\.-|\)|:\s|\s/)")
_OPENING_PARAGRAPHS: Final = 3
"""So far down a publication time may stand; behind them it is a comment's."""
_PLACE: Final = 4
"""Words of a place that may stand beside the date at the opening of a text."""


def _of_text(page: Page) -> str | None:
    """The date of a line among the first paragraphs, or of a place at the text's opening: "HANOI, 12 May 2026 -"."""
    prose = page.prose()
    end = prose[min(_OPENING_PARAGRAPHS, len(prose)) - 1] if prose else 0
    for i in page.kept():
        line = page.lines[i]
        if (
            i < end
            and len(line) <= _LONGEST
            and not is_prose(line)
            and (when := dateline(line))
            and not ends_sentence(line)
        ):
            return when.value
    opening = _OPENING.match(page.lines[prose[0]]) if prose else None
    found = find_date(opening[1]) if opening else None
    return found.value if found and len(found.rest.split()) <= _PLACE else None


_CLOSING: Final = expression(r"\(([^()]{6,30})\)$|\s[-–—|]\s([^()–—|]{6,30})$")


def _of_title(page: Page) -> str | None:
    """The date that closes the headline's line, in brackets or behind a dash, as notices of offices have it."""
    titles = page.removed_by("title")
    closing = _CLOSING.search(page.lines[titles[0]]) if titles else None
    words = (closing[1] or closing[2]) if closing else ""
    found = find_date(words) if words else None
    return found.value if found and not any(map(str.isalpha, found.rest)) else None
