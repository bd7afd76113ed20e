"""Pages whose furniture is drawn from `furniture.txt`, which was written before any rule was run on it.

The lines are split in two by the CRC-32 of language and line: rules may be mended with the even half in view, the odd half
tells what they are worth on wording that nobody looked at.
"""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.eval.pages import ARTICLES

LINES = Path(__file__).with_name("furniture.txt")
MET = Path(__file__).with_name("furniture_met.txt")
"""Lines that the rules were mended for."""


class Line(NamedTuple):
    """A line of a page and its place; "title" and "body" stay, all others go."""

    text: str
    place: str


def furniture(path: Path = LINES) -> dict[str, dict[str, list[str]]]:
    """Language to place to lines."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in path.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            language, place, text = row.split(" ", 2)
            found[language][place].append(text)
    return found


def is_odd(language: str, text: str) -> bool:
    """Whether a line of furniture belongs to the half that is only measured."""
    return bool(zlib.crc32((language + text).encode()) % 2)


def pages(language: str, count: int, path: Path = LINES) -> Iterator[list[Line]]:
    """Pages of one language: its article with furniture drawn for each place."""
    lines = furniture(path)[language]
    for seed in range(count):
        yield _page(lines, language, random.Random(f"{language}{seed}"))


def _drawn(lines: dict[str, list[str]], place: str, draw: random.Random, least: int, most: int) -> list[Line]:
    return [Line(text, place) for text in draw.sample(lines[place], draw.randint(least, most))]


def _page(lines: dict[str, list[str]], language: str, draw: random.Random) -> list[Line]:
    article = ARTICLES[language]
    above, dates = _drawn(lines, "above", draw, 0, 3), _drawn(lines, "date", draw, 0, 2)
    body = [Line(text, "body") for text in article.paragraphs]
    for line in _drawn(lines, "caption", draw, 1, 2):
        body.insert(draw.randint(0, 3), line)
    for line in _drawn(lines, "among", draw, 0, 2):
        body.insert(draw.randint(1, len(body) - 1), line)
    below = _drawn(lines, "below", draw, 2, 6)
    links = [*_drawn(lines, "head", draw, 1, 1), *_drawn(lines, "link", draw, 2, 4)] if draw.random() < 0.7 else []
    ends = [below, links]
    draw.shuffle(ends)
    return [*above, Line(article.title, "title"), *dates, *body, *ends[0], *ends[1]]
