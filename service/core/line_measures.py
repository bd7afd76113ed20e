"""What is measured of a line of a flattened page: its shape, its place, and what became of the lines around it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from service.core.concepts import IDEAS
from service.core.line_shape import MOST, SHAPE, shape
from service.core.line_text import ends_sentence, is_prose, stems
from service.core.page import Page
from service.core.tails import like_headline

Matrix = NDArray[np.float32]

_NONE, _PROSE, _SENTENCE, _OTHER, _TITLE, _ABOUT, _CAPTION, _LINK, _FURNITURE = range(9)
_STATES: Final = ("none", "prose", "sentence", "other", "title", "about", "caption", "link", "furniture")
_OF_KIND: Final = {
    "title": _TITLE, "dateline": _ABOUT, "byline": _ABOUT, "source": _ABOUT, "credit": _CAPTION, "caption": _CAPTION,
    "related": _LINK, "boilerplate": _FURNITURE,
}  # fmt: skip
"""What became of a line, as its neighbours see it."""

_PLACE: Final = (
    "before", "after", "between", "above_title", "no_title", "first", "last", "share_above", "to_first", "to_last",
    "to_title", "run", "run_at", "run_to", "run_gone", "run_furniture", "run_link", "gone_3", "gone_8", "gone_above",
    "gone_below", "gone_share", "prose", "short", "text", "shared_body", "shared_count", "shared_title", "repeated",
    "after_link", "after_furniture", "colon_above", "gone_since",
)  # fmt: skip
_NEAR: Final = ("size", "ends", "headline", "bigger")
_BESIDE: Final = (-2, -1, 1, 2)
"""The neighbours whose shape a line is given."""
_AROUND: Final = (-3, -2, -1, 1, 2, 3)
"""The neighbours of whom a line is told what became of them."""
_BACK: Final = 12
"""Lines above among which the nearest that is a paragraph or removed is looked for."""

NAMES: Final = (
    *SHAPE,
    *(f"idea_{i}" for i in range(IDEAS)),
    *_PLACE,
    *(f"{name}@{step:+d}" for step in _BESIDE for name in _NEAR),
    *(f"{state}@{step:+d}" for step in _AROUND for state in _STATES),
)
"""Names of the measures, in order."""
_EYE: Final = np.eye(len(_STATES), dtype=np.float32)
_BITS: Final = np.arange(IDEAS)
_STEPS: Final = np.array(_AROUND) + max(_AROUND)


class _Sheet:
    """A page's lines with what became of each, summed up so that each line is measured in one look."""

    def __init__(self, page: Page) -> None:
        self.lines = page.lines
        self.size = len(page.lines)
        self.state = [_state(page.kind(i), line) for i, line in enumerate(page.lines)]
        self.prose = [i for i, state in enumerate(self.state) if state == _PROSE]
        self.first, self.last = (self.prose[0], self.prose[-1]) if self.prose else (self.size, self.size)
        self.title = self.state.index(_TITLE) if _TITLE in self.state else -1
        self.gone = _sums(state > _TITLE for state in self.state)
        self.furniture = _sums(state == _FURNITURE for state in self.state)
        self.links = _sums(state == _LINK for state in self.state)
        self.above = _sums(map(self._letters, range(self.size)))
        self.folded = [page.folded[line] for line in page.lines]
        self.repeated = {line for line, count in Counter(self.folded).items() if count > 1}
        self.name = page.folded[page.title] if page.title else ""
        self.body = page.body(self.prose)
        self.whole = (
            self.gone[-1] / self.size,
            math.log1p(len(self.prose)),
            (self.state.count(_SENTENCE) + self.state.count(_OTHER)) / self.size,
            math.log1p(self.above[-1]),
        )

    def _letters(self, i: int) -> int:
        return len(self.lines[i]) if self.state[i] == _PROSE else 0

    def gone_around(self, i: int, reach: int) -> float:
        """Share of the lines within reach of line `i`, itself aside, that were removed."""
        around = self.gone[min(self.size, i + reach + 1)] - self.gone[max(0, i - reach)]
        return (around - (self.state[i] > _TITLE)) / (2 * reach)

    def place(self, i: int) -> tuple[float, ...]:
        """Where line `i` stands and which words it shares, as _PLACE names it."""
        k = bisect_left(self.prose, i)
        start, end = (self.prose[k - 1] + 1 if k else 0), (self.prose[k] if k < len(self.prose) else self.size)
        length, gone = max(1, end - start), self.gone
        before = next((s for s in reversed(self.state[max(0, i - _BACK) : i]) if s == _PROSE or s > _TITLE), _NONE)
        return (
            i < self.first, i > self.last, self.first < i < self.last, i < self.title, self.title < 0,
            i == 0, i == self.size - 1, self.above[i] / max(1, self.above[-1]),
            math.log1p(abs(i - self.first)), math.log1p(abs(i - self.last)), math.log1p(abs(i - self.title)),
            math.log1p(length), (i - start) / length, math.log1p(max(0, end - i)),
            (gone[end] - gone[start] - (self.state[i] > _TITLE)) / length,
            (self.furniture[end] - self.furniture[start]) / length, (self.links[end] - self.links[start]) / length,
            self.gone_around(i, 3), self.gone_around(i, 8),
            gone[i] / (i + 1), (gone[-1] - gone[i + 1]) / (self.size - i), *self.whole, *self._shared(i),
            self.folded[i] in self.repeated, before == _LINK, before == _FURNITURE,
            i > 0 and self.lines[i - 1][-1:] in (":", "："), gone[i] > gone[start],
        )  # fmt: skip

    def _shared(self, i: int) -> tuple[float, float, float]:
        """Share and number of a line's longer words that stand in the article, and the share that the title has."""
        words = stems(self.folded[i][:MOST])
        if not words:
            return 0.5, 0, 0.3
        shared = sum(map(self.body.__contains__, words))
        return shared / len(words), min(6, shared), sum(map(self.name.__contains__, words)) / len(words)

    def near(self, i: int) -> list[tuple[float, ...]]:
        """The shape of the neighbours of line `i`, each as _NEAR names it."""
        size = len(self.lines[i])
        return [_glance(self.lines[i + s], size) if 0 <= i + s < self.size else _NOTHING for s in _BESIDE]


def _sums(values: Iterable[int]) -> list[int]:
    """Running sums: before the first value, behind it, behind the second and so on."""
    return list(accumulate(values, initial=0))


_NOTHING: Final = (0.0, 0.0, 0.0, 0.5)


def _glance(line: str, size: int) -> tuple[float, ...]:
    """A neighbour's shape beside a line of some size."""
    return math.log1p(len(line)), ends_sentence(line), like_headline(line), size / (size + len(line) + 1)


def _state(kind: str | None, line: str) -> int:
    """What became of a line of this kind; what is kept is told apart by its looks."""
    if kind is not None:
        return _OF_KIND.get(kind, _FURNITURE)
    if is_prose(line):
        return _PROSE
    return _SENTENCE if ends_sentence(line) else _OTHER


def measures(page: Page, rows: list[int]) -> Matrix:
    """The measures of some lines of a page: one row a line, one column a name of NAMES.

    What became of the line itself is not among them.

    Args:
        page: the page, with what the rules made of its lines.
        rows: numbers of lines that are no paragraphs, at least one.
    """
    sheet = _Sheet(page)
    shapes, spoken = zip(*(shape(page.lines[i]) for i in rows), strict=True)
    padded = np.zeros(sheet.size + 2 * max(_AROUND), np.int64)
    padded[max(_AROUND) : -max(_AROUND)] = sheet.state
    around = _EYE[padded[np.array(rows)[:, None] + _STEPS]]
    parts = (
        np.array(shapes, np.float32),
        ((np.array(spoken, np.int64)[:, None] >> _BITS) & 1).astype(np.float32),
        np.array([sheet.place(i) for i in rows], np.float32),
        np.array([sheet.near(i) for i in rows], np.float32).reshape(len(rows), -1),
        around.reshape(len(rows), -1),
    )
    return np.hstack(parts)
