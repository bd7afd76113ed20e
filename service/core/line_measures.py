"""What is measured of a line of a flattened page: its shape, its place, and what became of the lines around it."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import Final

import numpy as np

from service.core.line_shape import SHAPE, shape
from service.core.line_text import ends_sentence, is_prose
from service.core.network import Matrix
from service.core.page import Page

_NONE, _PROSE, _SENTENCE, _OTHER, _TITLE, _ABOUT, _CAPTION, _LINK, _FURNITURE = range(9)
_STATES: Final = ("none", "prose", "sentence", "other", "title", "about", "caption", "link", "furniture")
_OF_KIND: Final = {
    "title": _TITLE, "dateline": _ABOUT, "byline": _ABOUT, "source": _ABOUT, "credit": _CAPTION, "caption": _CAPTION,
    "related": _LINK, "boilerplate": _FURNITURE,
}  # fmt: skip
"""What became of a line, as its neighbours see it."""

PLACE: Final = (
    "before", "after", "between", "above_title", "no_title", "first", "last", "share_above", "to_first", "to_last",
    "to_title", "gone", "prose", "short", "text",
)  # fmt: skip
_NEAR: Final = ("size", "ends", "bigger")
_BESIDE: Final = (-2, -1, 1, 2)
"""The neighbours whose shape a line is given."""
_AROUND: Final = (-3, -2, -1, 1, 2, 3)
"""The neighbours of whom a line is told what became of them."""

NEIGHBOURS: Final = tuple(f"{state}@{step:+d}" for step in _AROUND for state in _STATES)
"""Names of what `beside` tells of a line."""
NAMES: Final = (
    *SHAPE,
    *PLACE,
    *(f"{name}@{step:+d}" for step in _BESIDE for name in _NEAR),
    *NEIGHBOURS,
)
"""Names of the measures, in order."""
_NOTHING: Final = (0.0, 0.0, 0.5)
_EYE: Final = np.eye(len(_STATES), dtype=np.float32)
_STEPS: Final = tuple(step + max(_AROUND) for step in _AROUND)


class Sheet:
    """A page's lines with what became of each, summed up so that each line is measured in one look."""

    def __init__(self, page: Page) -> None:
        self.lines = page.lines
        self.size = len(page.lines)
        self.state = [_state(kind, line) for kind, line in zip(page.kinds(), page.lines, strict=True)]
        self.prose = prose = [i for i, state in enumerate(self.state) if state == _PROSE]
        self.first, self.last = (prose[0], prose[-1]) if prose else (self.size, self.size)
        self.title = self.state.index(_TITLE) if _TITLE in self.state else -1
        letters = [len(line) if s == _PROSE else 0 for line, s in zip(self.lines, self.state, strict=True)]
        self.above = list(accumulate(letters, initial=0))
        short = self.state.count(_SENTENCE) + self.state.count(_OTHER)
        gone = self.size - short - len(prose) - self.state.count(_TITLE)
        self.whole = (
            gone / self.size, math.log1p(len(prose)), short / self.size, math.log1p(self.above[-1]),
        )  # fmt: skip

    def place(self, i: int) -> tuple[float, ...]:
        """Where line `i` stands, as PLACE names it."""
        first, last, title = self.first, self.last, self.title
        return (
            i < first, i > last, first < i < last, i < title, title < 0, i == 0, i == self.size - 1,
            self.above[i] / (self.above[-1] or 1),
            math.log1p(abs(i - first)), math.log1p(abs(i - last)), math.log1p(abs(i - title)), *self.whole,
        )  # fmt: skip

    def near(self, i: int) -> list[float]:
        """The shape of the neighbours of line `i`, each as _NEAR names it."""
        size = len(self.lines[i])
        found: list[float] = []
        for j in (i + step for step in _BESIDE):
            if 0 <= j < self.size:
                line = self.lines[j]
                found += (math.log1p(len(line)), ends_sentence(line), size / (size + len(line) + 1))
            else:
                found += _NOTHING
        return found


def _state(kind: str | None, line: str) -> int:
    """What became of a line of this kind; what is kept is told apart by its looks."""
    if kind is not None:
        return _OF_KIND.get(kind, _FURNITURE)
    if is_prose(line):
        return _PROSE
    return _SENTENCE if ends_sentence(line) else _OTHER


def measures(page: Page, rows: list[int], sheet: Sheet | None = None) -> Matrix:
    """The measures of some lines of a page: one row a line, one column a name of NAMES.

    What became of the line itself is not among them.

    Args:
        page: the page, with what the rules made of its lines.
        rows: numbers of lines that are no paragraphs, at least one.
        sheet: the page's, where it was made already.
    """
    sheet = sheet or Sheet(page)
    values: list[float] = []
    for i in rows:
        values += shape(sheet.lines[i])
        values += sheet.place(i)
        values += sheet.near(i)
    return beside(sheet, rows, values)


def beside(sheet: Sheet, rows: list[int], values: list[float]) -> Matrix:
    """What was measured of some lines, the same number of values each, with what became of the lines around them."""
    beyond = [_NONE] * max(_AROUND)
    padded = beyond + sheet.state + beyond
    around = _EYE.take([padded[i + step] for i in rows for step in _STEPS], axis=0)
    own = np.array(values, np.float32)
    return np.concatenate((own.reshape(len(rows), -1), around.reshape(len(rows), -1)), axis=1)
