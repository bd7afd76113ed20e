"""Charts as SVG text to stand inside a page: bars with whiskers, a reliability curve, a heat map.

Three small charts need no plotting library: those that make SVG without a display weigh tens of megabytes, or need
JavaScript. Colours come from the page's style sheet by class, so that charts follow a dark page.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from service.cli.counts import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.measures.calibration import Bin

_ROW = 24
_NAMES = 230
_BAR = 380
_NUMBERS = 260
_SQUARE = 300
_MARGIN = 44
_CELL = 26


class BarRow(NamedTuple):
    """A row of a bar chart; values lie between 0 and 1.

    Attributes:
        name: on its left.
        value: the bar's length.
        low, high: the whisker's ends; None for none.
        before: a tick where the value was; None for none.
        note: on its right.
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    before: float | None = None
    note: str = ""


def bars(rows: Sequence[BarRow], *, title: str) -> str:
    """Horizontal bars from 0 to 1, a row each."""
    height = _ROW * len(rows) + 26
    parts = [_text(_NAMES + _BAR * tick, height - 6, f"{tick:g}", "mid small") for tick in (0, 0.25, 0.5, 0.75, 1)]
    parts += [
        _line(_NAMES + _BAR * tick, 0, _NAMES + _BAR * tick, height - 20, "grid") for tick in (0.25, 0.5, 0.75, 1)
    ]
    for place, row in enumerate(rows):
        parts += _bar(row, place * _ROW)
    return _svg(_NAMES + _BAR + _NUMBERS, height, title, parts)


def _bar(row: BarRow, top: float) -> Iterable[str]:
    middle = top + _ROW / 2
    yield _text(_NAMES - 10, middle + 4, row.name, "end")
    yield f'<rect class="bar" x="{_NAMES}" y="{top + 4:g}" width="{_BAR * row.value:.1f}" height="{_ROW - 8}" rx="2"/>'
    if row.low is not None and row.high is not None:
        yield _line(_NAMES + _BAR * row.low, middle, _NAMES + _BAR * row.high, middle, "whisker")
    if row.before is not None:
        x = _NAMES + _BAR * row.before
        yield _line(x, top + 2, x, top + _ROW - 2, "before")
    yield _text(_NAMES + _BAR + 10, middle + 4, row.note, "")


def reliability(bins: Sequence[Bin], *, title: str) -> str:
    """Share right against mean score, a dot for each bin, as large as its pairs are many; the diagonal is perfect."""
    size = _SQUARE + 2 * _MARGIN
    most = max((b.pairs for b in bins), default=1)

    def x(value: float) -> float:
        return _MARGIN + _SQUARE * value

    def y(value: float) -> float:
        return _MARGIN + _SQUARE * (1 - value)

    parts = [f'<rect class="frame" x="{_MARGIN}" y="{_MARGIN}" width="{_SQUARE}" height="{_SQUARE}"/>']
    parts.append(_line(x(0), y(0), x(1), y(1), "grid"))
    for tick in (0, 0.5, 1):
        parts += [
            _text(x(tick), y(0) + 18, f"{tick:g}", "mid small"),
            _text(x(0) - 8, y(tick) + 4, f"{tick:g}", "end small"),
        ]
    points = " ".join(f"{x(b.score):.1f},{y(b.right):.1f}" for b in bins)
    parts.append(f'<polyline class="curve" points="{points}"/>')
    for b in bins:
        radius = 3 + 5 * (b.pairs / most) ** 0.5
        words = escape(f"{counted(b.pairs, 'pair')}, mean score {b.score:.2f}, {b.right:.0%} right")
        place = f'cx="{x(b.score):.1f}" cy="{y(b.right):.1f}" r="{radius:.1f}"'
        parts.append(f'<circle class="dot" {place}><title>{words}</title></circle>')
    parts += [_text(x(0.5), size - 6, "mean score", "mid"), _text(x(0), _MARGIN - 12, "share right", "")]
    return _svg(size, size, title, parts)


def heat(cells: Mapping[tuple[str, str], int], *, rows: Sequence[str], columns: Sequence[str], title: str) -> str:
    """Counts by row and column, the darker the more."""
    most = max(cells.values(), default=1)
    top, width = 170, _NAMES + _CELL * len(columns) + 130
    parts = []
    for place, name in enumerate(rows):
        parts.append(_text(_NAMES - 8, top + _CELL * place + 17, name, "end"))
    for place, name in enumerate(columns):
        at = _NAMES + _CELL * place + 16
        parts.append(f'<text x="{at}" y="{top - 8}" transform="rotate(-50 {at} {top - 8})">{escape(name)}</text>')
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            count = cells.get((row, column), 0)
            x, y = _NAMES + _CELL * j, top + _CELL * i
            strength = 0.15 + 0.85 * count / most if count else 0
            box = f'x="{x}" y="{y}" width="{_CELL - 2}" height="{_CELL - 2}" rx="2"'
            parts.append(f'<rect class="empty" {box}/>')
            if count:
                parts.append(f'<rect class="cell" {box} fill-opacity="{strength:.2f}"/>')
                parts.append(_text(x + _CELL / 2 - 1, y + 16, str(count), "mid small"))
    return _svg(width, top + _CELL * len(rows) + 8, title, parts)


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _svg(width: float, height: float, title: str, parts: Iterable[str]) -> str:
    head = f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img" aria-label="{escape(title)}">'
    return f"{head}{''.join(parts)}</svg>"
