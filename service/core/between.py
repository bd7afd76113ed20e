"""Short lines between headline and text that only their place gives away: names, roles, buttons among other furniture.

Between its headline and its first paragraph a page says when, by whom and with which buttons. A short line there that
stands between two others known for furniture is furniture too, in whatever words; a subheading stands next to the
headline or to the text.
"""

from __future__ import annotations

from typing import Final

from service.core.bylines import is_name, split_names
from service.core.line_text import ends_sentence, is_cjk, key
from service.core.page import Page
from service.core.roles import is_role
from service.core.section_words import SECTIONS
from service.core.widget_words import OUTER_WIDGETS

_LONGEST: Final = 45  # code points; a standfirst is longer
_LONGEST_EAST: Final = 18
_MARKS: Final = "-–—•·*"  # of the items of an article's own list
_DEEPEST: Final = 16  # lines; bodies of short lines alone have no paragraph that would end the search


def drop_between(page: Page) -> None:
    """Remove names, roles and short lines among furniture between the headline and the first paragraph."""
    titles = page.removed_by("title")
    prose = page.prose()
    start = titles[-1] + 1 if titles else 0
    end = min(prose[0] if prose else len(page.lines), start + _DEEPEST)
    for i in range(start, end):
        if page.is_removed(i):
            continue
        if i > start and _opens_text(page.lines[i]):
            return
        _judge(page, i, start, end)


def _opens_text(line: str) -> bool:
    """Whether a line between headline and first paragraph belongs to the text: a sentence or an item of a list."""
    return line[0] in _MARKS or (ends_sentence(line) and len(line) > _SHORT_SENTENCE) or line[:2] in {"1.", "1)", "a)"}


_SHORT_SENTENCE: Final = 25  # code points; buttons may ask or exclaim


def _judge(page: Page, i: int, start: int, end: int) -> None:
    """Remove line `i` between `start` and `end` when its words or its neighbours give it away."""
    line = page.lines[i]
    if len(line) > _LONGEST or ends_sentence(line):
        return
    if key(line) in OUTER_WIDGETS or (key(line) in SECTIONS and i + 1 < end and page.is_removed(i + 1)):
        page.drop(i, "boilerplate", "section")
    elif _is_person(page, i, end):
        page.authors += split_names(line)
        page.drop(i, "byline", "name_above_text")
    elif is_role(line) and i > start and page.is_removed(i - 1):
        page.drop(i, "byline", "role")
    elif _is_hemmed(page, i, start, end):
        page.drop(i, "boilerplate", "between")


def _is_person(page: Page, i: int, end: int) -> bool:
    """Whether line `i` is a name over a publication time, another byline or what its bearer is."""
    line = page.lines[i]
    tokens = line.split()
    if i + 1 >= end or not 2 <= len(tokens) <= 4 or is_cjk(line) or not is_name(line) or not tokens[0][0].isupper():
        return False
    told = page.is_about(i + 1) or (not page.is_removed(i + 1) and is_role(page.lines[i + 1]))
    return told and all(t[0].isalpha() for t in tokens)


_ASIDE: Final = frozenset({"boilerplate", "dateline", "byline", "credit"})


def _is_hemmed(page: Page, i: int, start: int, end: int) -> bool:
    """Whether furniture stands right above and right below line `i`; the article's own list has marks."""
    line = page.lines[i]
    if not start < i < end - 1 or line[0] in _MARKS or (len(line) > _LONGEST_EAST and is_cjk(line)):
        return False
    return page.kind(i - 1) in _ASIDE and (
        page.kind(i + 1) in _ASIDE
        or (line[-1] in ":：" and page.is_removed(i + 1))
        or (
            i + 2 < end
            and page.kind(i + 2) in _ASIDE
            and len(page.lines[i + 1]) <= _LONGEST
            and not ends_sentence(page.lines[i + 1])
        )
    )
