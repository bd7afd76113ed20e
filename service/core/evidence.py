"""Which stretches of an article are shown for a topic."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from service.core.patterns import whole_words
from service.models import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.core.mentions import Hits
    from service.core.phrases import Match
    from service.core.taxonomy import Taxonomy

MAX_EVIDENCE = 10
"""Stretches of text shown for a topic."""


def evidence(stretches: Sequence[Sequence[Match]], hits: Hits, taxonomy: Taxonomy) -> tuple[Evidence, ...]:
    """At most MAX_EVIDENCE stretches that do not overlap, in the article's order.

    Args:
        stretches: the matches of each concept, that which says most first. Each concept shows its first match before
            any shows its second, so that all that made a score are seen.
        hits: the article they were found in.
        taxonomy: gives the phrases as written.
    """
    written = taxonomy.written
    chosen: list[Match] = []
    for start, end, phrase in _in_turn(stretches):
        if "*" in written[phrase]:
            start, end = whole_words(hits.text, start, end, written[phrase])  # noqa: PLW2901
        for first, last, _ in chosen:
            if first < end and start < last:
                break
        else:
            chosen.append((start, end, phrase))
            if len(chosen) == MAX_EVIDENCE:
                break
    chosen.sort()
    return tuple([shown(start, end, written[phrase], hits) for start, end, phrase in chosen])


def shown(start: int, end: int, phrase: str, hits: Hits) -> Evidence:
    """A stretch of an article as evidence: its offsets count in the title or in the text."""
    text, base = hits.text, hits.base
    if start < base:
        return Evidence(start, end, text[start:end], phrase, True)  # noqa: FBT003 - by name it takes half as long again
    return Evidence(start - base, end - base, text[start:end], phrase)


def _in_turn(stretches: Sequence[Sequence[Match]]) -> Iterable[Match]:
    """The first match of each concept, then the second of each, and so on."""
    return filter(None, chain.from_iterable(zip_longest(*stretches)))
