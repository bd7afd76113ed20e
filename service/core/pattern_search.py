"""Where patterns stand in a text: looked up in their sorted list for the first texts, then by an automaton.

An automaton over fifty thousand patterns takes a tenth of a second to build and then a tenth of a millisecond a page.
The sorted list is there without building and takes some milliseconds a page: one article on a command line is done
before an automaton would be. A worker builds it before its first article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, cast

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from service.core.patterns import word_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_LOOKED_UP = 10_000
"""Code points that are looked up before the automaton is built: a long article, or a few short ones."""

LEAST_CHARGED = 1_000
"""Code points that a short text counts as: to begin a search takes as long, and ten headlines want the automaton."""

HEAD = 4
"""Code points by which patterns are looked up: few patterns begin alike in more."""

Found = tuple[int, int, int]
"""A pattern's number, its first code point, the one after its last."""


class PatternSearch:
    """Finds every pattern in texts, overlapping ones too.

    Args:
        patterns: none empty, sorted; equal ones are told apart by their places.
        within: what the patterns begin with that count within words, too; None: all of them do. Whether others are
            found there is left open.
    """

    def __init__(self, patterns: Sequence[str], within: str | None = None) -> None:
        """Builds nothing yet."""
        self._patterns = patterns
        self._within = within
        self._automaton: Any = None
        self._left = MOST_LOOKED_UP

    def build(self) -> None:
        """Build the automaton now; where it stands already nothing is done.

        Threads may ask at once: the patterns go when the automaton stands, never before.
        """
        patterns = self._patterns
        if self._automaton is None and patterns:
            self._automaton = AhoCorasick(
                patterns,
                matchkind=MatchKind.Standard,
                store_patterns=False,
                implementation=Implementation.ContiguousNFA,
            )
            self._patterns = ()

    def find(self, text: str) -> list[Found]:
        """Every match, in the order of their ends, of those that end together the longest first.

        Raises:
            UnicodeEncodeError: the text holds half a surrogate pair.
        """
        self._left -= max(len(text), LEAST_CHARGED)
        if self._left < 0:
            self.build()
        patterns = self._patterns  # before the automaton is asked for: another thread may be building it
        if self._automaton is not None:
            return cast("list[Found]", self._automaton.find_matches_as_indexes(text, overlapping=True))
        text.encode()  # raises where the automaton would
        return sorted(look_up(patterns, text, self._within), key=lambda found: (found[2], found[1], found[0]))


def look_up(patterns: Sequence[str], text: str, within: str | None = None) -> Iterator[Found]:
    """Every match of sorted patterns, place by place; arguments as of PatternSearch."""
    known: dict[str, bool] = {}  # whether a word is a pattern: all that are and that the heads met so far lead to
    lengths: dict[str, list[int]] = {}
    for start in range(len(text)) if within is None else _starts(text, frozenset(within)):
        head = text[start : start + HEAD]
        if head not in lengths:
            lengths[head] = _lengths(patterns, known, head)
        for length in lengths[head]:
            word = text[start : start + length]
            if known.get(word) and len(word) == length:
                place = bisect_left(patterns, word)
                while place < len(patterns) and patterns[place] == word:
                    yield place, start, start + length
                    place += 1


def _starts(text: str, within: frozenset[str]) -> Iterator[int]:
    """The places of a text but those within words at which no pattern counts: four of five in most languages."""
    letters, inside = word_characters(), False
    for start, letter in enumerate(text):
        if not inside or letter in within:
            yield start
        inside = letter in letters


_head_of: Final = itemgetter(slice(HEAD))
_SHORTER: Final = range(1, HEAD)


def _lengths(patterns: Sequence[str], known: dict[str, bool], head: str) -> list[int]:
    """The lengths of the patterns that go on from a head, and of those that it begins with; notes which are known."""
    # To make one set of all patterns would take as long as all of this for a page.
    first = bisect_left(patterns, head)
    alike: Sequence[str] = ()
    if first < len(patterns) and patterns[first].startswith(head):
        alike = patterns[first : bisect_right(patterns, head, first, key=_head_of)]
        known.update(dict.fromkeys(alike, True))
    found = set(map(len, alike))
    for part in (head[:length] for length in _SHORTER):
        if part not in known:
            place = bisect_left(patterns, part, 0, first)
            known[part] = place < len(patterns) and patterns[place] == part
        if known[part]:
            found.add(len(part))
    return sorted(found)
