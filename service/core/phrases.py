"""Finds every phrase of a taxonomy in one Aho-Corasick pass over an article."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from operator import add
from typing import TYPE_CHECKING

from service.core.pattern_search import Found, PatternSearch
from service.core.patterns import (
    HYPHENS,
    LONGEST_REST,
    Pattern,
    hangul,
    parse_phrase,
    searchable,
    spellings,
    word_characters,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_SURROGATE = re.compile("[\ud800-\udfff]")
_ANYTHING: frozenset[str] = frozenset()

Match = tuple[int, int, int]
"""A phrase found: its first code point, the one after its last, its number in the index. Sorts by its place."""


@dataclass(frozen=True, slots=True)
class Tails:
    """What may follow the first word of phrases with a `*` within: `digital* infrastructure`, `digital* service`.

    Phrases that begin alike share one pattern, so that a frequent first word is looked at once, not once a phrase.

    Attributes:
        by_first: per first character of the next word the rest of the phrase, from that word on, the expression of what
            may stand behind it, and the phrase's number.
    """

    by_first: dict[str, tuple[tuple[str, str, int], ...]]

    def ends(self, padded: str, end: int) -> list[tuple[int, int]]:
        """The number and the end of each phrase that goes on after `end`."""
        # Few next words begin as a tail does, and a character is looked up faster than a pattern tried.
        following = padded.find(" ", end, end + LONGEST_REST) + 1
        tails = self.by_first.get(padded[following]) if following else None
        if tails is None:
            return []
        return [
            (phrase, rest.end())
            for tail, last, phrase in tails
            if (rest := _going_on(tail, last).match(padded, end)) is not None
        ]


# When first met: most of a taxonomy's are not in a day's news, and together they take as long as all else.
@functools.cache
def _going_on(tail: str, last: str) -> re.Pattern[str]:
    """What follows the first word of a phrase, from the rest of that word; `last` stands behind its last word."""
    return re.compile(r"\w* ".join(map(re.escape, ["", *tail.split("* ")])) + last)


_Bounds = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True, repr=False)
class PhraseIndex:
    """All phrases compiled; built by `build_index`, read by `find`.

    Has no repr of its fields: a set of characters is as long as an alphabet, and the others have thousands of members.

    Attributes:
        search: finds all patterns.
        bounds: per pattern the characters that may not stand before and after it; patterns alike share a pair.
        numbers: per pattern the number of its phrase; for the few that have hyphens or tails the complement of it,
            which is negative.
        hyphens: per pattern that has hyphens their positions in it.
        tails: per pattern that is only the beginning of phrases what may follow.
    """

    search: PatternSearch
    bounds: tuple[_Bounds, ...]
    numbers: tuple[int, ...]
    hyphens: dict[int, tuple[int, ...]]
    tails: dict[int, Tails]


@dataclass(frozen=True, slots=True, repr=False)
class IndexPlan:
    """What an index is made of, in plain values that can be stored; made by `plan_index`, read by `index_of`.

    Attributes:
        folded: per pattern what the automaton looks for.
        before, after: per pattern what may not stand there, a letter of `_BOUNDS` each.
        numbers: per pattern the number of its phrase.
        hyphens: each pattern that has hyphens, and their positions in it.
        tails: each pattern that is only the beginning of phrases, and per phrase what follows, whether its last word
            may go on, and its number.
        within: the first characters of the patterns that letters and digits may stand before.
    """

    folded: tuple[str, ...]
    before: str
    after: str
    numbers: tuple[int, ...]
    hyphens: tuple[tuple[int, tuple[int, ...]], ...]
    tails: tuple[tuple[int, tuple[tuple[str, bool, int], ...]], ...]
    within: str


_BOUNDS: dict[str, Callable[[], frozenset[str]]] = {".": lambda: _ANYTHING, "w": word_characters, "h": hangul}
"""What may not stand beside a pattern: nothing is forbidden, letters and digits, Hangul syllables."""


def _before(pattern: Pattern) -> str:
    first = pattern.folded[0]
    if pattern.open_left:
        return "."
    if first in word_characters():
        return "w"
    return "h" if first in hangul() else "."


def _after(pattern: Pattern) -> str:
    closed = not (pattern.open_right or pattern.tail) and pattern.folded[-1] in word_characters()
    return "w" if closed else "."


def _tails(rests: Iterable[tuple[str, bool, int]]) -> Tails:
    """The tails of patterns that begin alike: as in `IndexPlan.tails`."""
    by_first: dict[str, list[tuple[str, str, int]]] = {}
    for tail, open_right, number in rests:
        by_first.setdefault(tail[0], []).append((tail, "" if open_right else r"(?!\w)", number))
    return Tails({first: tuple(tails) for first, tails in by_first.items()})


def build_index(phrases: Iterable[str]) -> PhraseIndex:
    """Compile phrases; their numbers are their places in `phrases`.

    Raises:
        ValueError: a phrase cannot be read (see `parse_phrase`), or there is none.
    """
    return index_of(plan_index(phrases))


def plan_index(phrases: Iterable[str]) -> IndexPlan:
    """Find out what the index of phrases is made of, the same whenever it is asked for; raises as `build_index`."""
    grouped: dict[Pattern, list[tuple[Pattern, int]]] = {}
    for number, written in enumerate(phrases):
        for pattern in spellings(parse_phrase(written)):
            head = replace(pattern, tail="*", open_right=True) if pattern.tail else pattern
            grouped.setdefault(head, []).append((pattern, number))
    if not grouped:
        raise ValueError("there is no phrase to compile")
    # PatternSearch needs the order of their letters; an automaton, too, is built a sixth faster in it than in another.
    entries = sorted(
        ((head, number, same) for head, same in grouped.items() for _, number in same[: 1 if head.tail else None]),
        key=lambda entry: (entry[0].folded, entry[1]),
    )
    heads = [head for head, _, _ in entries]
    before = "".join(map(_before, heads))
    return IndexPlan(
        folded=tuple(head.folded for head in heads),
        before=before,
        after="".join(map(_after, heads)),
        numbers=tuple(number for _, number, _ in entries),
        hyphens=tuple((i, head.hyphens) for i, head in enumerate(heads) if head.hyphens),
        tails=tuple(
            (i, tuple((pattern.tail, pattern.open_right, number) for pattern, number in same))
            for i, (head, _, same) in enumerate(entries)
            if head.tail
        ),
        within="".join(sorted({head.folded[0] for head, bound in zip(heads, before, strict=True) if bound != "w"})),
    )


def index_of(plan: IndexPlan) -> PhraseIndex:
    """Make the index that a plan describes; see PatternSearch for when its automaton is built."""
    hyphens, tails = dict(plan.hyphens), {i: _tails(rests) for i, rests in plan.tails}
    bounds = {before + after: (_BOUNDS[before](), _BOUNDS[after]()) for before in _BOUNDS for after in _BOUNDS}
    numbers = list(plan.numbers)
    for i in hyphens.keys() | tails.keys():
        numbers[i] = ~numbers[i]
    return PhraseIndex(
        search=PatternSearch(plan.folded, plan.within),
        bounds=tuple(map(bounds.__getitem__, map(add, plan.before, plan.after))),
        numbers=tuple(numbers),
        hyphens=hyphens,
        tails=tails,
    )


def _search(search: PatternSearch, padded: str) -> list[Found]:
    """Every match of every pattern."""
    try:
        return search.find(padded)
    except UnicodeEncodeError:
        # Half a surrogate pair, which JSON can smuggle in, has no UTF-8 form; no phrase holds one either.
        return search.find(_SURROGATE.sub("\ufffd", padded))


def find_by_phrase(index: PhraseIndex, text: str) -> dict[int, list[Match]]:
    """Every occurrence of every phrase, overlapping ones too: per phrase that occurs its matches in order.

    A match covers what the phrase says; `whole_words` adds the rest of a word that `*` lets go on.

    Args:
        index: the compiled phrases.
        text: NFC text; letters in decomposed form are not found.
    """
    # The line feed ends the last word, and stands before the first one too: that is what the index -1 finds.
    padded = f"{searchable(text)}\n"
    bounds, numbers = index.bounds, index.numbers
    found: defaultdict[int, list[Match]] = defaultdict(list)
    for pattern, start, end in _search(index.search, padded):
        not_before, not_after = bounds[pattern]
        if padded[start - 1] in not_before or padded[end] in not_after:
            continue
        phrase = numbers[pattern]
        if phrase >= 0:
            found[phrase].append((start, end, phrase))
        elif not (hyphens := index.hyphens.get(pattern)) or _has_hyphens(text, start, hyphens):
            tails = index.tails.get(pattern)
            for number, last in tails.ends(padded, end) if tails else ((~phrase, end),):
                found[number].append((start, last, number))
    found.default_factory = None
    return found


def find(index: PhraseIndex, text: str) -> list[Match]:
    """The same as one list, phrase by phrase."""
    return list(chain.from_iterable(find_by_phrase(index, text).values()))


def _has_hyphens(text: str, start: int, positions: Sequence[int]) -> bool:
    """Whether the text has hyphens where the phrase has them: Portuguese "e governo" is not `e-governo`."""
    return all(text[start + position] in HYPHENS for position in positions)
