"""Which labelled articles tell the same story, so that one never helps to judge the other.

Articles are near-duplicates when of their runs of three words at least half are shared (Jaccard). MinHash finds the
candidates: the smallest of 128 hashes in 42 bands of three, of which one agrees with a chance of 1 - (1 - .5^3)^42 =
99.6% for two articles that share half; each candidate is then compared exactly.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.learn.labels import Labelled

ALIKE = 0.5
"""Jaccard similarity from which two articles tell one story."""

RUN = 3
"""Words of a run; characters where words are not spaced would be too short, so words there are their characters."""

_HASHES = 128
_BAND = 3
_PRIME = (1 << 31) - 1
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_MOST_OF_BAND = 50
"""Articles of one band that are compared each with each; more are all put into one story."""


def runs(article: Labelled) -> frozenset[int]:
    """The runs of words of an article, as 32-bit hashes."""
    words = _WORD.findall(f"{article.title} {article.text}".casefold())
    joined = (" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1)))
    return frozenset(zlib.crc32(run.encode("utf-8", "replace")) for run in joined)


def similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of all runs that both have."""
    return len(one & other) / len(one | other) if one or other else 1.0


def grouped(articles: Sequence[Labelled]) -> list[str]:
    """Each article's story: those that the labels call one, and near-duplicates; named after its first article."""
    found = [runs(article) for article in articles]
    leader = list(range(len(articles)))

    def root(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for one, other in _pairs(articles, found):
        a, b = sorted((root(one), root(other)))
        leader[b] = a
    return [articles[root(place)].story for place in range(len(articles))]


def _pairs(articles: Sequence[Labelled], found: Sequence[frozenset[int]]) -> Iterable[tuple[int, int]]:
    """Pairs of articles of one story."""
    named: dict[str, int] = {}
    for place, article in enumerate(articles):
        yield named.setdefault(article.story, place), place
    for same in _bands(found):
        if len(same) > _MOST_OF_BAND:
            yield from ((same[0], other) for other in same if similarity(found[same[0]], found[other]) >= ALIKE)
            continue
        yield from (pair for pair in combinations(same, 2) if similarity(found[pair[0]], found[pair[1]]) >= ALIKE)


def _bands(found: Sequence[frozenset[int]]) -> Iterable[list[int]]:
    """Articles whose smallest hashes agree in some band."""
    draw = np.random.default_rng(0)
    factor, shift = draw.integers(1, _PRIME, (2, _HASHES), dtype=np.int64)
    smallest = np.empty((len(found), _HASHES), np.int64)
    for place, hashes in enumerate(found):
        values = np.fromiter(hashes, np.int64, len(hashes)) % _PRIME if hashes else np.zeros(1, np.int64)
        smallest[place] = ((values[:, None] * (factor >> 2)[None, :] + shift) % _PRIME).min(axis=0)
    for band in range(0, _HASHES - _BAND + 1, _BAND):
        same: dict[bytes, list[int]] = defaultdict(list)
        for place in range(len(found)):
            same[smallest[place, band : band + _BAND].tobytes()].append(place)
        yield from (places for places in same.values() if len(places) > 1)
