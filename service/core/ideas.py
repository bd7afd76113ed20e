"""Word lists by idea, and one pass over a casefolded text that tells which ideas it speaks of.

A term is a casefolded word or phrase; `*` at its end lets the word go on ("advert*"). Terms of Chinese, Japanese and
Korean stand anywhere, since these scripts part no words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from service.core.vocabulary import phrases

_SPACED: Final = "\u2e80"
"""Scripts below it part words by spaces."""


class _Term(NamedTuple):
    """A term as it is looked for: the bits of its ideas, and whether a word may begin before or go on behind it."""

    bits: int
    whole_start: bool
    whole_end: bool

    def stands(self, folded: str, start: int, end: int) -> bool:
        """Whether what the automaton found in a text is this term, not the inside of another word."""
        return not (
            (self.whole_start and start and folded[start - 1].isalnum())
            or (self.whole_end and end < len(folded) and folded[end].isalnum())
        )


class Ideas:
    """Ideas by name, each with its terms; an idea is a bit, in their order.

    Attributes:
        bit: the bit of each idea.
    """

    def __init__(self, blocks: Mapping[str, str]) -> None:
        self.bit = {name: 1 << i for i, name in enumerate(blocks)}
        self._blocks = blocks

    # What follows is made at the first look: a command that cleans one page speaks of few of the thousands of terms.

    @cached_property
    def _phrases(self) -> dict[str, frozenset[str]]:
        return {name: phrases(block) for name, block in self._blocks.items()}

    @cached_property
    def _terms(self) -> tuple[_Term, ...]:
        return tuple(self._table.values())

    @cached_property
    def _bits(self) -> tuple[int, ...]:
        return tuple(term.bits for term in self._terms)

    @cached_property
    def _places(self) -> dict[int, tuple[int, ...]]:
        return {bits: tuple(i for i in range(len(self.bit)) if bits >> i & 1) for bits in self._bits}

    @cached_property
    def _search(self) -> Callable[..., list[tuple[int, int, int]]]:
        search: Callable[..., list[tuple[int, int, int]]] = AhoCorasick(
            tuple(self._table), store_patterns=False, implementation=Implementation.ContiguousNFA
        ).find_matches_as_indexes
        return search

    @cached_property
    def _table(self) -> dict[str, _Term]:
        """All terms by what the automaton looks for."""
        found: dict[str, _Term] = {}
        for name, some in self._phrases.items():
            for term in some:
                text = term.rstrip("*")
                spaced = text[0] < _SPACED
                old = found.get(text)
                bits = self.bit[name] | (old.bits if old else 0)
                whole_end = spaced and text == term and (old is None or old.whole_end)
                found[text] = _Term(bits, spaced and text[0].isalnum(), whole_end)
        return found

    def terms(self, *names: str) -> tuple[str, ...]:
        """What stands for the ideas of these names in a casefolded line, without the star at a term's end."""
        return tuple(term.rstrip("*") for name in names for term in self._phrases[name])

    def _matches(self, folded: str) -> list[tuple[int, int, int]]:
        """The terms that stand in a line, be it inside words: number, start and end."""
        try:
            return self._search(folded, overlapping=True)
        except UnicodeEncodeError:  # half a surrogate pair has no UTF-8 form
            return []

    def loosely(self, folded: str) -> int:
        """The ideas whose terms stand in a text, be it inside words: a bound on `spoken` that is faster to find."""
        bits = 0
        for pattern, _, _ in self._matches(folded):
            bits |= self._bits[pattern]
        return bits

    def spoken(self, folded: str) -> int:
        """The ideas that a casefolded text speaks of, as bits."""
        bits = 0
        for pattern, start, end in self._matches(folded):
            term = self._terms[pattern]
            if term.bits & ~bits and term.stands(folded, start, end):
                bits |= term.bits
        return bits

    def counts(self, folded: str, most: int) -> list[int]:
        """How many different terms of each idea stand in a casefolded text, at most so many."""
        found = [0] * len(self.bit)
        terms, matches = self._terms, self._matches(folded)
        for pattern in {pattern for pattern, start, end in matches if terms[pattern].stands(folded, start, end)}:
            for i in self._places[self._bits[pattern]]:
                found[i] = min(most, found[i] + 1)
        return found
