"""The lines of an article casefolded, each once however many rules compare it."""

from __future__ import annotations

from collections.abc import Sequence


class Folded(dict[str, str]):
    """Lines to their casefolded form; one that was not asked for yet is folded then and kept.

    It belongs to one article and goes with it.
    """

    def add(self, lines: Sequence[str]) -> None:
        """Fold lines in one go, which costs a fraction of a call for each; lines with line ends are left for later."""
        folded = "\n".join(lines).casefold().split("\n")
        if len(folded) == len(lines):
            self.update(zip(lines, folded, strict=True))

    def __missing__(self, line: str) -> str:
        folded = self[line] = line.casefold()
        return folded
