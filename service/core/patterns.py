"""How phrases are written, and what text must look like to hold one.

A phrase is written in ordinary spelling and matches whole words whatever their case. `*` at the end of a word lets it
go on (`botschafter*`, `bilateral* gespräch*`), at the phrase's start lets the first word begin earlier (`*diplomatie`).
Scripts without spaces between words (Han, kana, Thai) have no word boundaries; a Korean word may take endings, so its
end is open.

Text is folded one code point to one code point (case, apostrophes, hyphens, white space), so that offsets into the
folded text are offsets into the text itself.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, replace

from service.core.expressions import expression

MAX_PHRASE = 200
"""Code points of the longest phrase taken: three times the longest name of an institution we know."""

SEPARATOR = "\n\n"
"""Between title and text, so that neither phrases nor sentences cross."""

_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\uff0d"
HYPHENS = frozenset(_HYPHENS)
"""What counts as a hyphen."""

_SPACES = "\t\n\r\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
# A hyphen folds to a space, so that `free trade agreement` finds "free-trade agreement"; `find` refuses the reverse.
_FOLDS = (
    *((hyphen, " ") for hyphen in _HYPHENS),
    *((space, " ") for space in _SPACES),
    ("\u2019", "'"),
    ("\u2018", "'"),
    ("\u02bc", "'"),
    ("\uff07", "'"),
)
_ASCII_FOLDS = tuple((old, new) for old, new in _FOLDS if old.isascii())

# Vietnamese spells an open syllable's tone on either vowel: hòa or hoà, thúy or thuý. Both orders are in daily use.
_TONES = {
    first + vowel: plain + second
    for pairs, vowel, seconds in (("òóỏõọ", "a", "àáảãạ"), ("òóỏõọ", "e", "èéẻẽẹ"), ("ùúủũụ", "y", "ỳýỷỹỵ"))
    for plain in ("u" if vowel == "y" else "o")
    for first, second in zip(pairs, seconds, strict=True)
}
_TONES_BACK = {second: first for first, second in _TONES.items()}
# After q the u is part of the consonant, and a closed syllable (toàn) has one spelling only.
_ON_FIRST_VOWEL = expression(rf"(?<!q)(?:{'|'.join(_TONES)})(?!\w)")
_ON_SECOND_VOWEL = expression(rf"(?<!q)(?:{'|'.join(_TONES_BACK)})(?!\w)")


_WITHIN_WORD = re.compile(r"\*(?! )|^\*| \*")


@functools.cache
def word_characters() -> frozenset[str]:
    """Letters, marks and digits of scripts that put spaces between words, Hangul left out."""
    spaced = (*range(0x0E00), *range(0x1E00, 0x2000), *range(0x2C00, 0x2E00), *range(0xA640, 0xA7FF))
    return frozenset(c for c in map(chr, spaced) if unicodedata.category(c)[0] in "LMN")


@functools.cache
def hangul() -> frozenset[str]:
    """Every Hangul syllable."""
    return frozenset(map(chr, range(0xAC00, 0xD7A4)))


def fold(text: str) -> str:
    """Text ready to be matched: lower case, plain apostrophes, one kind of space; exactly as long as it was.

    A blank line becomes two spaces, which no phrase holds: a phrase never crosses a paragraph.
    """
    # U+0130 is the one code point whose lower case is longer than itself.
    folded = text.replace("\u0130", "i").lower()
    for old, new in _ASCII_FOLDS if folded.isascii() else _FOLDS:
        folded = folded.replace(old, new)
    return folded


# Chinese puts no spaces between words. The sign that is short for Vietnam (中越, 日越) stands in and after two frequent
# words, ever more and among which; a sign that no text has is read there for one of theirs, in phrases and texts alike,
# so that nobody learns half of these words from labels either.
_OTHER_WORDS = tuple(
    (word, word.replace(sign, "\ue000")) for word, sign in (("越来越", "越"), ("越來越", "越"), ("其中越", "中"))
)


def searchable(text: str) -> str:
    """Folded text in which no short name of a country begins or ends within another word; as long as it was."""
    folded = fold(text)
    if "越" in folded:
        for word, read in _OTHER_WORDS:
            folded = folded.replace(word, read)
    return folded


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase as the automaton sees it.

    Attributes:
        folded: what must stand in `searchable` text, up to the first `*` within the phrase.
        tail: what follows a `*` within the phrase, `*` standing at the ends of words that go on; "" when there is none.
        open_left, open_right: whether a word may begin earlier or go on.
        hyphens: positions where the phrase asks for a hyphen, not just a space.
    """

    folded: str
    tail: str
    open_left: bool
    open_right: bool
    hyphens: tuple[int, ...]


@functools.lru_cache(maxsize=1 << 16)  # read once to be checked, once to be compiled
def parse_phrase(written: str) -> Pattern:
    """Read a phrase as written in a taxonomy; what it gives is remembered until `forget_phrases`.

    Raises:
        ValueError: the phrase is empty, too long, or has `*` inside a word; the text says the mend.
    """
    text = " ".join(unicodedata.normalize("NFC", written).split())
    core = text.removeprefix("*").removesuffix("*").strip()
    if not any(c.isalnum() for c in core):
        raise ValueError(f"the phrase {written!r} holds no letter; write a word or take it out")
    if len(core) > MAX_PHRASE:
        raise ValueError(f"the phrase {written[:40]!r}... is longer than {MAX_PHRASE} characters; shorten it")
    head, star, tail = core.partition("* ")
    if "*" in head or (star and (_WITHIN_WORD.search(tail) or head != head.strip())):
        raise ValueError(
            f"the phrase {written!r} has `*` inside a word; `*` stands at the end of a word or first of all"
        )
    hyphens = tuple(i for i, c in enumerate(head) if c in HYPHENS)
    return Pattern(
        searchable(head), searchable(tail) if star else "", text.startswith("*"), text.endswith("*"), hyphens
    )


def forget_phrases() -> None:
    """Let go of what `parse_phrase` remembers: a compiled taxonomy needs it no more."""
    parse_phrase.cache_clear()


def spellings(pattern: Pattern) -> set[Pattern]:
    """The pattern and the other place of the tone marks where Vietnamese knows two; all are equally long."""
    if pattern.folded.isascii():
        return {pattern}
    second = _ON_FIRST_VOWEL.sub(lambda found: _TONES[found.group()], pattern.folded)
    first = _ON_SECOND_VOWEL.sub(lambda found: _TONES_BACK[found.group()], pattern.folded)
    return {pattern, *(replace(pattern, folded=other) for other in {first, second} - {pattern.folded})}


LONGEST_REST = 100
"""Code points that a match may grow by on either side: beyond any word, short of a megabyte without a space."""


def whole_words(text: str, start: int, end: int, written: str) -> tuple[int, int]:
    """A match grown to the ends of the words that the `*` of its phrase lets go on.

    Args:
        text: the text that was searched.
        start: where the match begins, as `find` gives it.
        end: where it ends.
        written: the phrase as written.
    """
    word = word_characters()
    if written[0] == "*":
        first = max(0, start - LONGEST_REST)
        while start > first and text[start - 1] in word:
            start -= 1
    if written[-1] == "*":
        last = min(len(text), end + LONGEST_REST)
        while end < last and text[end] in word:
            end += 1
    return start, end
