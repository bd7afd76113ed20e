"""Numbers in words: "1 article", "1,884 articles"."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number with what it counts.

    Args:
        number: how many.
        one: what is written with 1.
        many: what is written with any other number; empty: `one` with an s.
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
