"""Line ends that are no ends of paragraphs: text wrapped at a fixed width, paragraphs broken by a stray line end."""

from __future__ import annotations

import itertools
from typing import Final

from service.core.expressions import expression
from service.core.line_text import ends_sentence, is_cjk
from service.core.repair import squeezed

_WRAPPED: Final = range(34, 111)  # widths at which mailers, terminals and narrow columns wrap
_FULL_ROW: Final = 0.88  # of the width: paragraphs of one page may be wrapped at slightly different widths
_WRAPPED_ROWS: Final = 4  # rows that must show the width; fewer may do so by chance


def unwrap(lines: list[str]) -> list[str]:
    """The lines, with blocks between blank lines joined where they are one paragraph wrapped at a fixed width."""
    out: list[str] = []
    block: list[str] = []
    for text in [*squeezed(lines), ""]:
        if text:
            block.append(text)
            continue
        if len(block) >= 3 and all(45 <= len(row) <= 100 and not ends_sentence(row) for row in block[:-1]):
            block = [" ".join(block)] if ends_sentence(block[-1]) else block
        out += _unwrap_rows(block)
        block = []
    return out


def _unwrap_rows(block: list[str]) -> list[str]:
    """The block with rows joined that were wrapped at a width: the next row's first word would not have fitted.

    The width is the longest row's. A row that stops short of it ends a paragraph only as a sentence does; where one
    does not, it is a heading or a list and the rows before it are left alone.
    """
    width = max(map(len, block), default=0)
    if len(block) <= _WRAPPED_ROWS or width not in _WRAPPED:
        return block
    goes_on = [len(a) + 1 + len(b.split(" ", 1)[0]) > _FULL_ROW * width for a, b in itertools.pairwise(block)]
    full = [on and not ends_sentence(row) for on, row in zip(goes_on, block, strict=False)]
    loose = [not on and not ends_sentence(row) for on, row in zip(goes_on, block, strict=False)]
    start = max((i + 1 for i, is_loose in enumerate(loose) if is_loose), default=0)
    if sum(full[start:]) < _WRAPPED_ROWS or not ends_sentence(block[-1]):
        return block
    out = block[:start]
    for i in range(start, len(block)):
        if i > start and goes_on[i - 1]:
            out[-1] = f"{out[-1]} {block[i]}"
        else:
            out.append(block[i])
    return out


_SENTENCE_INSIDE: Final = expression(r"[.!?] [A-ZÀ-Þ]")


_BROKEN: Final = 40  # code points of a paragraph's first part; a shorter line may be a heading


def join(lines: list[str]) -> list[str]:
    """The lines with paragraphs made whole that a stray line end broke.

    The first part must be running text without an end; the second must go on in lower case or in brackets, or the
    first already hold a whole sentence, which neither a heading nor a caption does.
    """
    out: list[str] = []
    for line in lines:
        if out and line and len(out[-1]) >= _BROKEN and not ends_sentence(out[-1]) and _broken(out[-1], line):
            out[-1] = f"{out[-1]} {line}"
        else:
            out.append(line)
    return out


def _broken(above: str, below: str) -> bool:
    """Whether `below` goes on where `above`, which is no sentence, stopped."""
    if above[-1] in ':;：；*"”»)…' or not ends_sentence(below):
        return False
    if below[0].islower() or below[0] == "(":
        return " " in below and not is_cjk(above)
    return below[0].isalnum() and len(above) >= 80 and _SENTENCE_INSIDE.search(above) is not None
