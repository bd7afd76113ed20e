"""Where sentences end, in the writing systems of news."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.core.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLLOWING = frozenset(" \n\t\u00a0\"'”’»)]")
"""What must follow a stop of scripts that put spaces between words."""
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt st no nr art vgl bzw ca dott sr sra mm mme tp ts pgs gs им".split(" ")  # noqa: SIM905
)
_ENDINGS = "|".join(sorted({word[-3:] for word in _ABBREVIATIONS if len(word) > 2}))
_FULL_STOP = expression(
    # Behind three letters in which no abbreviation ends and before a capital, a digit or the end a stop is none's; ()
    # marks all others.
    rf"\.(?=[{re.escape(''.join(sorted(_FOLLOWING)))}])"
    rf"(?:(?<=[A-Za-z]{{3}}\.)(?<!(?i:{_ENDINGS})\.)(?=.(?:[\0-`{{-\x7f]|\Z))|())",
    re.DOTALL,
)
_SPACED_STOPS = "!?…"
_OTHER_STOPS = "\n。！？"
_LOOK_BACK = 8
"""Code points before a stop in which an abbreviation stands: longer than any listed."""
_LONGER = 5
"""Letters that no listed abbreviation has."""


def sentence_ends(text: str) -> list[int]:
    """Where sentences end, in order: at stops and line ends, but not after an initial or a common abbreviation."""
    # Searches for one character are many times as fast as one search for a class of them.
    ends = [
        found.end()
        for found in _FULL_STOP.finditer(text)
        if found.lastindex is None or not _is_abbreviation(text, found.start())
    ]
    for stop in _SPACED_STOPS:
        if stop in text:
            ends += [end for end in _after(stop, text) if text[end : end + 1] in _FOLLOWING]
    for stop in _OTHER_STOPS:
        if stop in text:
            ends += _after(stop, text)
    ends.sort()
    return ends


def _after(stop: str, text: str) -> Iterator[int]:
    """The positions after each place of a character."""
    place = text.find(stop)
    while place >= 0:
        yield place + 1
        place = text.find(stop, place + 1)


def _is_abbreviation(text: str, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to an initial, an abbreviation or a day ("U.S.", "Mr.", "15. Mai")."""
    if text[stop + 2 : stop + 3].islower():
        return True
    if stop >= _LONGER and text[stop - _LONGER : stop].isalpha():
        return False
    word = text[max(0, stop - _LOOK_BACK) : stop].rpartition(" ")[2].lstrip('("“«').rpartition(".")[2]
    return len(word) == 1 or (word.isdecimal() and len(word) == 2) or word.lower() in _ABBREVIATIONS
