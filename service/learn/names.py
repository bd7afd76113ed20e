"""What the name of a topic says of it: `Coffee` is a word of the articles that get it.

From ten articles a topic its own name is seldom learned, though it is the one word that somebody chose for all of them.
So while labels are few a name stands beside the articles as one more, whose only words are its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from service.core.patterns import fold
from service.learn import meanings
from service.learn.grams import stem_of
from service.learn.sparse import Sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W\d_]{3,}")


class Names(NamedTuple):
    """Topics by what their names hold.

    Attributes:
        topics: those whose names say anything, by their place.
        counts: of them, by phrase: 1 where the name holds it.
        meaning: of them, by number of a meaning: the sum over the words.
    """

    topics: NDArray[np.int64]
    counts: Sparse
    meaning: NDArray[np.float64]


def names_of(names: Sequence[str], phrases: Sequence[str], *, english: bool) -> Names:
    """What names say.

    Args:
        names: of all topics, as people read them.
        phrases: of the articles.
        english: whether English meanings may be asked.
    """
    column = {phrase: place for place, phrase in enumerate(phrases)}
    table = meanings.english()
    meaning = np.zeros((len(names), table.numbers.shape[1]))
    entries: list[tuple[int, int]] = []
    for row, name in enumerate(names):
        for word in set(_WORD.findall(fold(name))):
            entries += [(row, column[phrase]) for phrase in (word, stem_of(word)) if phrase in column]
            if english and word in table.place:
                meaning[row] += table.numbers[table.place[word]]
    rows, columns = np.array(entries, np.int64).reshape(-1, 2).T
    counts = Sparse.of(rows, columns, np.ones(len(rows)), (len(names), len(phrases)))
    saying = np.union1d(rows, np.flatnonzero(meaning.any(axis=1)))
    return Names(saying, counts.take(saying), meaning[saying])
