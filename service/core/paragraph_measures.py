"""What is measured of a paragraph of a flattened page: whose voice speaks in it, its edges and its place."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from typing import Final

from service.core.line_measures import NEIGHBOURS, PLACE, Sheet, beside
from service.core.line_shape import EDGES, edges
from service.core.line_text import LETTERS_A_WIDE, ends_sentence, is_cjk
from service.core.network import Matrix
from service.core.page import Page
from service.core.voices import VOICES

_FORM: Final = ("size", "east", "ends", "digits", "quotes")
_AMONG: Final = ("share", "prose_above", "prose_below", "share_below", "gap_above", "gap_below")
NAMES: Final = (*VOICES.bit, "voices", "terms", *_FORM, *EDGES, *PLACE, *_AMONG, *NEIGHBOURS)
"""Names of the measures, in order."""
_MOST_TERMS: Final = 3
"""Terms of a voice that are counted."""
_DIGITS: Final = re.compile(r"\d+")
_QUOTES: Final = re.compile('["“”„«»「」『』]')


def voices(page: Page, i: int) -> list[int]:
    """How many terms of each voice stand in line `i`, a few at most."""
    return VOICES.counts(page.folded[page.lines[i]], _MOST_TERMS)


def gap(page: Page, i: int, step: int) -> int:
    """How many removed lines stand directly above (-1) or below (1) line `i`; the headline is none of them."""
    size, j = len(page.lines), i + step
    while 0 <= j < size and page.kind(j) not in {None, "title"}:
        j += step
    return abs(j - i) - 1


def paragraph_measures(page: Page, sheet: Sheet, rows: list[int], spoken: list[list[int]]) -> Matrix:
    """The measures of some paragraphs of a page: one row each, one column a name of NAMES.

    Args:
        page: the page, with what the rules made of its lines.
        sheet: the page's.
        rows: numbers of kept paragraphs, at least one.
        spoken: the voices of each.
    """
    values: list[float] = []
    for i, counts in zip(rows, spoken, strict=True):
        values += counts
        values += (len(counts) - counts.count(0), sum(counts))
        values += _form(sheet.lines[i])
        values += sheet.place(i)
        values += _among(page, sheet, i)
    return beside(sheet, rows, values)


def _form(line: str) -> tuple[float, ...]:
    """How a paragraph looks, as _FORM and EDGES name it."""
    east, size = is_cjk(line), len(line)
    return (
        math.log1p(size * (LETTERS_A_WIDE if east else 1)), east, ends_sentence(line),
        min(4, len(_DIGITS.findall(line))), min(2, len(_QUOTES.findall(line))), *edges(line[0], line[-1]),
    )  # fmt: skip


def _among(page: Page, sheet: Sheet, i: int) -> tuple[float, ...]:
    """Where a paragraph stands among the others, as _AMONG names it."""
    k, letters = bisect_left(sheet.prose, i), sheet.above[-1]
    return (
        len(sheet.lines[i]) / letters, math.log1p(k), math.log1p(len(sheet.prose) - k - 1),
        1 - sheet.above[i + 1] / letters, math.log1p(gap(page, i, -1)), math.log1p(gap(page, i, 1)),
    )  # fmt: skip
