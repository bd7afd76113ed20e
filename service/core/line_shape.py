"""What is measured of a line alone, as numbers that hardly any language's words enter.

Its size, its marks, its capitals, how much of it is function words or words that page furniture is made of, and the
ideas of furniture that it speaks of.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Final

from service.core import interface_words, section_words, site_names, vocabulary, widget_words
from service.core.concepts import ideas
from service.core.expressions import expression
from service.core.function_words import EASTERN_PARTICLES, FUNCTION_WORDS
from service.core.line_text import LETTERS_A_WIDE, ends_sentence, is_cjk, remembered

_MOST: Final = 300  # code points of a line that are looked at
_SPEAKS: Final = 160  # code points; a longer line speaks of anything
_WORD: Final = re.compile(r"[^\W\d_]+")


@cache
def _furniture() -> tuple[frozenset[str], frozenset[str]]:
    """The words that the tables of furniture are made of; of scripts without spaces their pairs of characters."""
    phrases = (
        vocabulary.INTERFACE
        | vocabulary.RELATED_HEADERS
        | widget_words.WIDGETS
        | widget_words.OUTER_WIDGETS
        | section_words.SECTIONS
        | site_names.MENU_WORDS
        | interface_words.ANY
    )
    found = {word for phrase in phrases for word in _WORD.findall(phrase)}
    west = {word for word in found if word[0] < "\u2e80" and len(word) > 1} - FUNCTION_WORDS
    east = {word[i : i + 2] for word in found if word[0] >= "\u2e80" for i in range(len(word) - 1)}
    return frozenset(west), frozenset(east)


_NET: Final = expression(
    r"https?:|www\.|@|\.(?:com|org|net|vn|de|fr|es|it|nl|ru|jp|kr|cn|br|id|gov|info|example)\b|#\w"
)

_UPPER, _LOWER, _DIGIT, _STOP, _ASK, _COMMA, _COLON, _QUOTE, _OPEN, _CLOSE, _BULLET, _BAR, _SIGN = 'Aa0.?,:"()-|*'
_CLASSES: Final = {
    _STOP: ".｡।", _ASK: "?!？！", _COMMA: ",，、;；", _COLON: ":：", _QUOTE: "\"“”„«»‘’「」『』'", _OPEN: "([{（［【〔",
    _CLOSE: ")]}）］】〕", _BULLET: "-–—•*·►▶→+●▪", _BAR: "|/>›｜", " ": " \u00a0\u3000",
    "…": "…", "。": "。",
}  # fmt: skip
_BASIC_PLANE: Final = 0x10000


class _Shapes(dict[int, str]):
    """Each character, by its code point, as the one that stands for all of its class; the basic plane is remembered."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isdigit():
            found = _DIGIT
        elif char.isalpha() or not char.isprintable():
            found = _UPPER if char.isupper() else _LOWER
        else:
            found = _SIGN
        if code < _BASIC_PLANE:
            self[code] = found
        return found


_SHAPES: Final = _Shapes((ord(char), name) for name, chars in _CLASSES.items() for char in chars)


def _one_of(classes: str) -> tuple[dict[str, tuple[float, ...]], tuple[float, ...]]:
    """For each of some classes of characters a row of zeros with its own place set, and the row of none of them."""
    return {c: tuple(float(c == other) for other in classes) for c in classes}, (0.0,) * len(classes)


_ENDS, _NO_END = _one_of(_COLON + _COMMA + _DIGIT + _CLOSE + _QUOTE + _ASK + _SIGN)
_OPENS, _NO_OPENING = _one_of(_UPPER + _LOWER + _DIGIT + _QUOTE + _BULLET + _OPEN + _SIGN + _BAR)

EDGES: Final = (
    *(f"last_{end}" for end in ("colon", "comma", "digit", "close", "quote", "ask", "sign")),
    *(f"first_{first}" for first in ("upper", "lower", "digit", "quote", "bullet", "open", "sign", "bar")),
)
"""Names of what `edges` tells."""
SHAPE: Final = (
    "size", "words", "word_size", "ends", "dots", "caps", "all_caps", "digits", "bars", "net", "open", "signs", "stops",
    "commas", "quotes", "colon", "function", "function_count", "furniture", "furniture_count", "ideas", "east",
    *EDGES,
)  # fmt: skip
"""Names of the measures of a line alone."""


@remembered
def shape(line: str) -> tuple[float, ...]:
    """The measures of a line, as SHAPE names them."""
    text = line[:_MOST]
    size, east, folded = len(text), is_cjk(text), text.casefold()
    marks = text.translate(_SHAPES)
    words, commas = 1 + marks.count(" "), marks.count(_COMMA)
    capitals = marks.count(" A") + (marks[0] == _UPPER)
    last = marks[-1]
    return (
        math.log1p(size * (LETTERS_A_WIDE if east else 1)), math.log1p(words), min(15, size / words),
        ends_sentence(line), last == "…" or marks[-3:] == "...", capitals / words,
        _UPPER in marks and _LOWER not in marks, marks.count(_DIGIT) / size, min(4, marks.count(_BAR)),
        _is_of_net(text), _OPEN in marks, min(3, marks.count(_SIGN)), min(3, marks.count(". ") + marks.count("。")),
        5 * commas / size if east else commas / words, min(2, marks.count(_QUOTE)), 0 < marks.find(_COLON) < _LABEL,
        *(_east(text, folded) if east else _west(folded)),
        ideas(folded).bit_count() if size <= _SPEAKS else 0, east,
        *edges(text[0], text[-1]),
    )  # fmt: skip


def edges(first: str, last: str) -> tuple[float, ...]:
    """What kinds of characters a line opens and ends with, as EDGES names them."""
    return (*_ENDS.get(_SHAPES[ord(last)], _NO_END), *_OPENS.get(_SHAPES[ord(first)], _NO_OPENING))


_LABEL: Final = 40  # code points before a label's colon


def _is_of_net(text: str) -> bool:
    """Whether an address of the net or a hashtag stands in a text."""
    return ("." in text or "@" in text or "#" in text) and _NET.search(text) is not None


def _west(folded: str) -> tuple[float, float, float, float]:
    """How much of a line is function words and, of the others, words of furniture: share and number of both."""
    words = _WORD.findall(folded)
    function, known = len(FUNCTION_WORDS.intersection(words)), len(_furniture()[0].intersection(words))
    return function / max(1, len(words)), min(4, function), known / max(1, len(words) - function), min(4, known)


def _east(text: str, folded: str) -> tuple[float, float, float, float]:
    """The same of a line in a script without spaces, by its particles and its pairs of characters."""
    function = len(EASTERN_PARTICLES.findall(text))
    pairs = [folded[i : i + 2] for i in range(min(len(folded), 60) - 1)]
    known = len(_furniture()[1].intersection(pairs))
    return min(1.0, 4 * function / len(text)), min(4, function), known / max(1, len(pairs)), min(4, known)
