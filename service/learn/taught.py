"""What is learned from: articles with their evidence made comparable, and while labels are few the topics' names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.learn.logistic import MOST_IN_SPAN, root_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.learn.design import Design
    from service.learn.sparse import Sparse

Floats = NDArray[np.float64]

STEM_TOLD, RUN_TOLD = 0.7, 0.3
"""How much beginnings of words and runs of words tell beside whole words, which they mostly repeat: where labels alone
give every article one topic."""


class Taught(NamedTuple):
    """Rows to learn from: articles, and names behind them.

    Attributes:
        scale: by phrase, what its counts were multiplied by.
        counts, meaning, concept_counts: by row, of phrases, of numbers of a meaning, of the prior's concepts.
        target, counted, prior: by row and topic, as in the design.
        root: the root of how alike the rows' counts are, the same for every pull; None of more than MOST_IN_SPAN.
    """

    scale: Floats
    counts: Sparse
    meaning: Floats
    concept_counts: Floats
    target: Floats
    counted: Floats
    prior: Floats
    root: Floats | None = None

    def without_phrases(self) -> Taught:
        """The rows as if no phrase stood in them: what is not learned need not be counted in every step."""
        return self._replace(counts=self.counts.without_columns(), meaning=self.meaning[:, :0], root=None)


def taught(design: Design) -> Taught:
    """The rows of a design."""
    scale = _scale(design)
    counts, meaning = design.counts.scaled(scale), design.counts.among(design.known).times(design.meaning)
    if design.one_topic:
        even = _evened(counts)
        counts, meaning = counts.rows_scaled(even), meaning * even[:, None]
    rows = Taught(scale, counts, meaning, design.concept_counts, design.target, design.counted, design.prior)
    few_alone = design.one_topic and design.few and not design.has_prior
    if few_alone:
        rows = _with_names(rows, design)
    return rows._replace(root=root_of(rows.counts)) if len(rows.target) <= MOST_IN_SPAN else rows


class Lesson(NamedTuple):
    """Articles to learn from, what they teach, whatever the pull, and those that are judged."""

    known: Design
    rows: Taught
    held: Design

    @classmethod
    def of(cls, design: Design, learned_from: Sequence[int], judged: Sequence[int]) -> Lesson:
        """The lesson of a round of cross-validation."""
        known = design.take(learned_from)
        return cls(known, taught(known), design.take(judged))


def _with_names(rows: Taught, design: Design) -> Taught:
    """The rows with a topic's name as one more, its evidence as large as that of the middle article."""
    names = design.names
    counts = names.counts.scaled(rows.scale)
    size = sizes(counts)
    counts = counts.rows_scaled(np.where(size > 0, middle(sizes(rows.counts)) / np.where(size > 0, size, 1.0), 1.0))
    length, usual = np.linalg.norm(names.meaning, axis=1), middle(np.linalg.norm(rows.meaning, axis=1))
    meaning = names.meaning * (usual / np.where(length > 0, length, 1.0))[:, None]
    target = np.eye(len(design.topics))[names.topics]
    return rows._replace(
        counts=rows.counts.above(counts),
        meaning=np.vstack([rows.meaning, meaning]),
        concept_counts=np.vstack([rows.concept_counts, np.zeros((len(target), rows.concept_counts.shape[1]))]),
        target=np.vstack([rows.target, target]),
        counted=np.vstack([rows.counted, np.ones_like(target)]),
        prior=np.vstack([rows.prior, np.zeros_like(target)]),
    )


def sizes(counts: Sparse) -> Floats:
    """The root of the sum of squares of each article's counts."""
    return np.sqrt(np.bincount(counts.rows, counts.values**2, minlength=counts.shape[0]))


def middle(sizes: Floats) -> float:
    """The middle one of the sizes above 0."""
    there = sizes[sizes > 0]
    return float(np.median(there)) if len(there) else 1.0


def _evened(counts: Sparse) -> Floats:
    """What makes the phrases of every article weigh the same in all, as those of the middle article do.

    Which topic of an article stands highest does not change when all its evidence is multiplied alike, so nothing is
    lost when it is used; but unless it is done, long articles alone decide what is learned.
    """
    size = sizes(counts)
    return np.where(size > 0, middle(size) / np.where(size > 0, size, 1.0), 1.0)


def _scale(design: Design) -> Floats:
    """A phrase in few articles tells more: the logarithm of articles by articles that hold it, at most.

    Of few labels alone its root: seventy articles hardly tell a common word from a topic's own.
    """
    holding = design.counts.holding()
    articles = len(design.target)
    told = np.where(holding > 0, np.log((1 + articles) / (1 + holding)), 0.0) / np.log(2 + articles)
    if not design.has_prior and design.one_topic:
        if design.few:
            told = np.sqrt(told)
        told *= [STEM_TOLD if p.endswith("*") else RUN_TOLD if " " in p else 1.0 for p in design.phrases]
    return np.asarray(told, np.float64)
