"""Draws what cleaning does to a golden page, before and after, as an SVG for docs/cleaning.md.

    python -m tools.cleaning_picture [tests/golden/flattened/en-portal.txt] [docs/images/cleaning.svg]

Each line of the page stands with the kind under which it was taken out; what is left stands beside it.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path

from service.core.clean import clean
from service.models import CleanArticle, RawArticle

WIDTH, ROW, COLUMN = 1180, 19, 590
"""Pixels: of the picture, of a line, of each side."""
CHARACTERS = 66
"""Of a line on the left, which leaves room for the kind; a longer one is cut."""
COLOURS = {
    "boilerplate": "#b45309", "related": "#7c3aed", "caption": "#0e7490", "credit": "#0e7490", "byline": "#15803d",
    "dateline": "#15803d", "source": "#be185d", "title": "#1d4ed8", "": "#111827",
}  # fmt: skip


def main() -> None:
    """Read the page and write the picture."""
    page = Path(sys.argv[1] if len(sys.argv) > 1 else "tests/golden/flattened/en-portal.txt")
    target = Path(sys.argv[2] if len(sys.argv) > 2 else "docs/images/cleaning.svg")
    content = page.read_text(encoding="utf-8")
    article = clean(RawArticle(id=page.stem, content=content, content_type="text/plain"))
    target.write_text(drawn([row for row in content.splitlines() if row.strip()], article), encoding="utf-8")


def drawn(rows: list[str], article: CleanArticle) -> str:
    """The SVG of a page's lines beside the article that came of them."""
    left = list(_before(rows, article))
    right = list(_after(article))
    height = 64 + ROW * max(len(left), len(right))
    style = "font: 12px ui-monospace, Menlo, Consolas, monospace"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" style="{style}">',
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#f9fafb" stroke="#d1d5db"/>',
        '<text x="20" y="28" font-weight="bold">the page, flattened</text>',
        f'<text x="{COLUMN + 20}" y="28" font-weight="bold">the event</text>',
        *(part for i, row in enumerate(left) for part in _drawn_row(20, 56 + i * ROW, *row)),
        *(part for i, row in enumerate(right) for part in _drawn_row(COLUMN + 20, 56 + i * ROW, *row)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _before(rows: list[str], article: CleanArticle) -> Iterator[tuple[str, str]]:
    """Each line with the kind under which it was removed, "title" or ""."""
    kinds = {piece.text: piece.kind for piece in article.removed}
    for row in rows:
        text = " ".join(row.split())
        yield text, "title" if text == article.title else kinds.get(text, "")


def _after(article: CleanArticle) -> Iterator[tuple[str, str]]:
    """The fields and the text, wrapped."""
    yield f"title: {article.title}", "title"
    yield f"published_at: {article.published_at}", "dateline"
    yield f"source.name: {article.source_name}", "source"
    yield "", ""
    for paragraph in article.text.split("\n\n"):
        yield from ((line, "") for line in textwrap.wrap(paragraph, CHARACTERS + 10))
        yield "", ""


def _drawn_row(x: int, y: int, text: str, kind: str) -> Iterator[str]:
    """One line, and on the left its kind behind it."""
    if not text:
        return
    colour = COLOURS.get(kind, COLOURS[""])
    cut = text if x > COLUMN or len(text) <= CHARACTERS else text[: CHARACTERS - 1] + "…"
    yield f'<text x="{x}" y="{y}" fill="{colour}">{escape(cut)}</text>'
    if x < COLUMN and kind:
        yield f'<text x="{COLUMN - 20}" y="{y}" fill="{colour}" font-style="italic" text-anchor="end">{kind}</text>'


if __name__ == "__main__":
    main()
