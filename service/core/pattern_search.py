"""Where patterns stand in a text: looked up in their sorted list for the first texts, then by an automaton.

An automaton over fifty thousand patterns takes a tenth of a second to build and then a tenth of a millisecond a page.
The sorted list is there without building and takes some milliseconds a page: one article on a command line is done
before an automaton would be. A worker builds it before its first article.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, cast

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_LOOKED_UP = 10_000
"""Code points that are looked up before the automaton is built: a long article, or a few short ones."""

LEAST_CHARGED = 1_000
"""Code points that a short text counts as: to begin a search takes as long, and ten headlines want the automaton."""

HEAD = 3
"""Code points by which patterns are looked up: few patterns begin alike in more."""

Found = tuple[int, int, int]
"""A pattern's number, its first code point, the one after its last."""


class PatternSearch:
    """Finds every pattern in texts, overlapping ones too.

    Args:
        patterns: none empty, sorted; equal ones are told apart by their places.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        """Builds nothing yet."""
        self._patterns = patterns
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
        return sorted(look_up(patterns, text), key=lambda found: (found[2], found[1], found[0]))


def look_up(patterns: Sequence[str], text: str) -> Iterator[Found]:
    """Every match of sorted patterns, place by place."""
    known = frozenset(patterns)
    lengths: dict[str, list[int]] = {}
    for start in range(len(text)):
        head = text[start : start + HEAD]
        if head not in lengths:
            lengths[head] = _lengths(patterns, known, head)
        for length in lengths[head]:
            word = text[start : start + length]
            if len(word) == length and word in known:
                place = bisect_left(patterns, word)
                while place < len(patterns) and patterns[place] == word:
                    yield place, start, start + length
                    place += 1


def _lengths(patterns: Sequence[str], known: frozenset[str], head: str) -> list[int]:
    """The lengths of the patterns that go on from a head, and of those that it begins with."""
    place = bisect_left(patterns, head)
    found = {length for length in range(1, len(head)) if head[:length] in known}
    while place < len(patterns) and patterns[place].startswith(head):
        found.add(len(patterns[place]))
        place += 1
    return sorted(found)
