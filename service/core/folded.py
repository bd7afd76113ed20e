"""The lines of an article casefolded, each once however many rules compare it."""

from __future__ import annotations


class Folded(dict[str, str]):
    """Lines to their casefolded form; one that was not asked for yet is folded then and kept.

    It belongs to one article and goes with it.
    """

    def __missing__(self, line: str) -> str:
        folded = self[line] = line.casefold()
        return folded
