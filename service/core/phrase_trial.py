"""Tries one phrase on articles before it goes into a taxonomy: every place it would match, with its surroundings."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from service.core.patterns import parse_phrase, spellings, whole_words
from service.core.phrases import build_index, find

CONTEXT = 40
"""Code points shown on either side of a match: a line of a terminal holds both and the match."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where the phrase matches.

    Attributes:
        start, end: code points into the text, or into the title when `in_title`.
        text: what stands there, to the ends of words that `*` lets go on.
        before, after: what stands around it in its paragraph, CONTEXT code points at most.
        in_title: whether it stands in the title.
    """

    start: int
    end: int
    text: str
    before: str
    after: str
    in_title: bool


class PhraseTrial:
    """A phrase ready to be looked for, by the code that the worker uses.

    Args:
        written: the phrase as a taxonomy would write it.

    Attributes:
        written: the same.
        searched: what is looked for after folding (lower case, one kind of space and apostrophe), one entry for each
            spelling; `*` stands where words may go on.

    Raises:
        ValueError: the phrase cannot be read; the text says the mend.
    """

    def __init__(self, written: str) -> None:
        self.written = written
        self._index = build_index([written])
        self.searched = tuple(
            sorted(
                f"{'*' * p.open_left}{p.folded}{'* ' * bool(p.tail)}{p.tail}{'*' * p.open_right}"
                for p in spellings(parse_phrase(written))
            )
        )

    def find(self, title: str, text: str) -> list[Occurrence]:
        """Every place in an article, the title's first; title and text as cleaned (NFC)."""
        return [*self._in(title, in_title=True), *self._in(text, in_title=False)]

    def _in(self, text: str, *, in_title: bool) -> list[Occurrence]:
        found = []
        for first, last in sorted({(start, end) for start, end, _ in find(self._index, text)}):
            start, end = whole_words(text, first, last, self.written)
            before = text[max(0, start - CONTEXT) : start].rpartition("\n")[2]
            after = text[end : end + CONTEXT].partition("\n")[0]
            found.append(Occurrence(start, end, text[start:end], before, after, in_title))
        return found


def unmatchable(written: str) -> str | None:
    """The first character of a phrase that cleaned text never holds (invisible, private, unassigned), else None."""
    odd = (c for c in written if unicodedata.category(c) in {"Cf", "Co", "Cn", "Cc"} or c == "\ufffd")
    return next(odd, None)
