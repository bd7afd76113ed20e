"""What lines open with: by their first letters most rules know at once that a line is none of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

HEAD: Final = 4
"""Code points that phrases are looked up by; shorter ones are looked up whole."""


class Openings:
    """Phrases to look for at the beginning of lines, by their heads.

    Args:
        groups: casefolded phrases.
    """

    def __init__(self, *groups: Iterable[str]) -> None:
        self._by_head: dict[str, tuple[str, ...]] = {}
        for phrase in sorted({phrase for phrases in groups for phrase in phrases}):
            self._by_head[phrase[:HEAD]] = (*self._by_head.get(phrase[:HEAD], ()), phrase)
        self._heads = frozenset(self._by_head)

    def open(self, folded: str) -> bool:
        """Whether a casefolded line opens with one of the phrases."""
        if self._heads.isdisjoint((folded[:4], folded[:3], folded[:2], folded[:1])):
            return False
        for size in range(1, HEAD + 1):
            phrases = self._by_head.get(folded[:size])
            if phrases is not None and folded.startswith(phrases):
                return True
        return False


def heads(block: str) -> frozenset[str]:
    """What an expression opens with, written out in a block of text: an underscore stands for a space."""
    return frozenset(head.replace("_", " ") for head in block.split())
