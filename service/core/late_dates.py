"""The publication time of a page whose dateline no rule could read: a date in furniture around the headline."""

from __future__ import annotations

from typing import Final

from service.core.dates import find_date
from service.core.page import Page

_LONGEST: Final = 120  # code points; a longer line tells of more than of its date
_LINKED: Final = frozenset(("arrow", "bracket"))
"""Rules that take a line for a link by a mark alone, which may as well stand before a date."""


def find_late_date(page: Page) -> None:
    """Note the first date among what was removed as telling of a time, or as furniture above the second paragraph."""
    if page.published_at is not None:
        return
    prose = page.prose()
    end = prose[min(1, len(prose) - 1)] if prose else len(page.lines)
    for i, line in enumerate(page.lines):
        if len(line) > _LONGEST or not _may_tell(page, i, end):
            continue
        found = find_date(line)
        if found:
            page.published_at = found.value
            return


def _may_tell(page: Page, i: int, end: int) -> bool:
    """Whether line `i` may tell the publication time: links and captions have dates of their own."""
    kind, rule = page.kind(i), page.rule(i)
    return kind == "dateline" or (i < end and (kind == "boilerplate" or (kind == "related" and rule in _LINKED)))
