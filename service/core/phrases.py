"""Finds every phrase of a taxonomy in one Aho-Corasick pass over an article.

A phrase is written in ordinary spelling and matches whole words whatever their case. `*` at the end of a word lets it
go on (`botschafter*`, `bilateral* gespräch*`), at the phrase's start lets the first word begin earlier (`*diplomatie`).
Scripts without spaces between
words (Han, kana, Thai) have no word boundaries; a Korean word may take endings, so its end is open.

Text is folded one code point to one code point (case, apostrophes, hyphens, white space), so that offsets into the
folded text are offsets into the text itself.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_PHRASE = 200
"""Code points of the longest phrase taken: three times the longest name of an institution we know."""

_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\uff0d"
_HYPHEN_SET = frozenset(_HYPHENS)
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

_REST_OF_WORD = re.compile(r"\w* ")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Vietnamese spells an open syllable's tone on either vowel: hòa or hoà, thúy or thuý. Both orders are in daily use.
_TONES = {
    first + vowel: plain + second
    for pairs, vowel, seconds in (("òóỏõọ", "a", "àáảãạ"), ("òóỏõọ", "e", "èéẻẽẹ"), ("ùúủũụ", "y", "ỳýỷỹỵ"))
    for plain in ("u" if vowel == "y" else "o")
    for first, second in zip(pairs, seconds, strict=True)
}
_TONES_BACK = {second: first for first, second in _TONES.items()}
# After q the u is part of the consonant, and a closed syllable (toàn) has one spelling only.
_ON_FIRST_VOWEL = re.compile(rf"(?<!q)(?:{'|'.join(_TONES)})(?!\w)")
_ON_SECOND_VOWEL = re.compile(rf"(?<!q)(?:{'|'.join(_TONES_BACK)})(?!\w)")


@functools.cache
def word_characters() -> frozenset[str]:
    """Letters, marks and digits of scripts that put spaces between words, Hangul left out."""
    spaced = (*range(0x0E00), *range(0x1E00, 0x2000), *range(0x2C00, 0x2E00), *range(0xA640, 0xA7FF))
    return frozenset(c for c in map(chr, spaced) if unicodedata.category(c)[0] in "LMN")


@functools.cache
def _hangul() -> frozenset[str]:
    """Every Hangul syllable."""
    return frozenset(map(chr, range(0xAC00, 0xD7A4)))


_ANYTHING: frozenset[str] = frozenset()


def fold(text: str) -> str:
    """Text ready to be matched: lower case, plain apostrophes, one kind of space; exactly as long as it was.

    A blank line becomes two spaces, which no phrase holds: a phrase never crosses a paragraph.
    """
    # U+0130 is the one code point whose lower case is longer than itself.
    folded = text.replace("\u0130", "i").lower()
    for old, new in _ASCII_FOLDS if folded.isascii() else _FOLDS:
        folded = folded.replace(old, new)
    return folded


Match = tuple[int, int, int]
"""A phrase found: its first code point, the one after its last, its number in the index. Sorts by its place."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase as the automaton sees it.

    Attributes:
        folded: what must stand in folded text, up to the first `*` within the phrase.
        tail: what follows a `*` within the phrase, `*` standing at the ends of words that go on; "" when there is none.
        open_left, open_right: whether a word may begin earlier or go on.
        hyphens: positions where the phrase asks for a hyphen, not just a space.
    """

    folded: str
    tail: str
    open_left: bool
    open_right: bool
    hyphens: tuple[int, ...]


def parse_phrase(written: str) -> Pattern:
    """Read a phrase as written in a taxonomy.

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
    if "*" in head or re.search(r"\*(?! )|^\*| \*", tail) or (star and head != head.strip()):
        raise ValueError(
            f"the phrase {written!r} has `*` inside a word; `*` stands at the end of a word or first of all"
        )
    hyphens = tuple(i for i, c in enumerate(head) if c in _HYPHEN_SET)
    return Pattern(fold(head), fold(tail), text.startswith("*"), text.endswith("*"), hyphens)


def spellings(pattern: Pattern) -> set[Pattern]:
    """The pattern and the other place of the tone marks where Vietnamese knows two; all are equally long."""
    second = _ON_FIRST_VOWEL.sub(lambda found: _TONES[found.group()], pattern.folded)
    first = _ON_SECOND_VOWEL.sub(lambda found: _TONES_BACK[found.group()], pattern.folded)
    return {replace(pattern, folded=folded) for folded in (pattern.folded, first, second)}


@dataclass(frozen=True, slots=True)
class Tails:
    """What may follow the first word of phrases with a `*` within: `digital* infrastructure`, `digital* service`.

    Phrases that begin alike share one pattern, so that a frequent first word is looked at once, not once a phrase.

    Attributes:
        by_first: per first character of the next word the rest of the phrase and the phrase's number.
    """

    by_first: dict[str, tuple[tuple[re.Pattern[str], int], ...]]

    def ends(self, padded: str, end: int) -> Iterator[tuple[int, int]]:
        """The number and the end of each phrase that goes on after `end`."""
        gap = _REST_OF_WORD.match(padded, end)
        if gap is not None:
            following = gap.end()
            for tail, phrase in self.by_first.get(padded[following], ()):
                rest = tail.match(padded, following)
                if rest is not None:
                    yield phrase, rest.end()


@dataclass(frozen=True, slots=True, repr=False)
class PhraseIndex:
    """All phrases compiled; built by `build_index`, read by `find`.

    Has no repr of its fields: a pattern's sets of characters are as long as an alphabet, and there are thousands.

    Attributes:
        automaton: the Aho-Corasick automaton over all patterns.
        phrase: per pattern the number of its phrase.
        not_before, not_after: per pattern the characters that may not touch it.
        hyphens: per pattern that has hyphens their positions in it.
        tails: per pattern that is only the beginning of phrases what may follow.
        special: the patterns that have hyphens or tails: few, so that one look-up spares the others two.
    """

    automaton: Any
    phrase: tuple[int, ...]
    not_before: tuple[frozenset[str], ...]
    not_after: tuple[frozenset[str], ...]
    hyphens: dict[int, tuple[int, ...]]
    tails: dict[int, Tails]
    special: frozenset[int]


def _not_before(pattern: Pattern) -> frozenset[str]:
    first = pattern.folded[0]
    if pattern.open_left:
        return _ANYTHING
    if first in word_characters():
        return word_characters()
    return _hangul() if first in _hangul() else _ANYTHING


def _not_after(pattern: Pattern) -> frozenset[str]:
    closed = not (pattern.open_right or pattern.tail) and pattern.folded[-1] in word_characters()
    return word_characters() if closed else _ANYTHING


def _tails(patterns: Iterable[tuple[Pattern, int]]) -> Tails:
    """The tails of patterns that begin alike, each with the number of its phrase."""
    by_first: dict[str, list[tuple[re.Pattern[str], int]]] = {}
    for pattern, number in patterns:
        words = r"\w* ".join(map(re.escape, pattern.tail.split("* ")))
        end = "" if pattern.open_right else r"(?!\w)"
        by_first.setdefault(pattern.tail[0], []).append((re.compile(words + end), number))
    return Tails({first: tuple(tails) for first, tails in by_first.items()})


def build_index(phrases: Iterable[str]) -> PhraseIndex:
    """Compile phrases; their numbers are their places in `phrases`.

    Raises:
        ValueError: a phrase cannot be read (see `parse_phrase`), or there is none.
    """
    grouped: dict[Pattern, list[tuple[Pattern, int]]] = {}
    for number, written in enumerate(phrases):
        for pattern in spellings(parse_phrase(written)):
            head = replace(pattern, tail="*", open_right=True) if pattern.tail else pattern
            grouped.setdefault(head, []).append((pattern, number))
    if not grouped:
        raise ValueError("there is no phrase to compile")
    entries = [
        (head, same if head.tail else [one])
        for head, same in grouped.items()
        for one in same[: 1 if head.tail else None]
    ]
    heads = [head for head, _ in entries]
    hyphens = {i: head.hyphens for i, head in enumerate(heads) if head.hyphens}
    tails = {i: _tails(same) for i, (head, same) in enumerate(entries) if head.tail}
    return PhraseIndex(
        automaton=AhoCorasick(
            [head.folded for head in heads],
            matchkind=MatchKind.Standard,
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        ),
        phrase=tuple(same[0][1] for _, same in entries),
        not_before=tuple(map(_not_before, heads)),
        not_after=tuple(map(_not_after, heads)),
        hyphens=hyphens,
        tails=tails,
        special=frozenset(hyphens.keys() | tails.keys()),
    )


def _search(automaton: Any, padded: str) -> list[tuple[int, int, int]]:
    """Every match of every pattern: its number, start and end."""
    try:
        matches = automaton.find_matches_as_indexes(padded, overlapping=True)
    except UnicodeEncodeError:
        # Half a surrogate pair, which JSON can smuggle in, has no UTF-8 form; no phrase holds one either.
        matches = automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", padded), overlapping=True)
    return cast("list[tuple[int, int, int]]", matches)


def find(index: PhraseIndex, text: str) -> list[Match]:
    """Every occurrence of every phrase, overlapping ones too.

    A match covers what the phrase says; `whole_words` adds the rest of a word that `*` lets go on.

    Args:
        index: the compiled phrases.
        text: NFC text; letters in decomposed form are not found.
    """
    # A line feed on either side spares two bounds checks per match; `- 1` takes the first off again.
    padded = f"\n{fold(text)}\n"
    phrase, not_before, not_after = index.phrase, index.not_before, index.not_after
    hyphens, tails, special = index.hyphens, index.tails, index.special
    found = []
    for pattern, start, end in _search(index.automaton, padded):
        if padded[start - 1] in not_before[pattern] or padded[end] in not_after[pattern]:
            continue
        if pattern not in special:
            found.append((start - 1, end - 1, phrase[pattern]))
            continue
        if pattern in hyphens and not _has_hyphens(text, start - 1, hyphens[pattern]):
            continue
        if pattern in tails:
            found += [(start - 1, whole - 1, number) for number, whole in tails[pattern].ends(padded, end)]
        else:
            found.append((start - 1, end - 1, phrase[pattern]))
    return found


def _has_hyphens(text: str, start: int, positions: Sequence[int]) -> bool:
    """Whether the text has hyphens where the phrase has them: Portuguese "e governo" is not `e-governo`."""
    return all(text[start + position] in _HYPHEN_SET for position in positions)


_LONGEST_REST = 100
"""Code points that a match may grow by on either side: beyond any word, short of a megabyte without a space."""


def whole_words(text: str, start: int, end: int, written: str) -> tuple[int, int]:
    """A match grown to the ends of the words that the `*` of its phrase lets go on.

    Args:
        text: the text that was searched.
        start: where the match begins, as `find` gives it.
        end: where it ends.
        written: the phrase as written.
    """
    if "*" not in (written[0], written[-1]):
        return start, end
    word = word_characters()
    first, last = max(0, start - _LONGEST_REST), min(len(text), end + _LONGEST_REST)
    while written.startswith("*") and start > first and text[start - 1] in word:
        start -= 1
    while written.endswith("*") and end < last and text[end] in word:
        end += 1
    return start, end
