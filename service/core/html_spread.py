"""How the text of an HTML page is spread over its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from service.core.html_blocks import Blocks
from service.core.network import Matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONG: Final = 80
"""Letters; a block so long is running text whatever its tag."""


def _lasts(parents: list[int]) -> NDArray[np.int64]:
    """The last element below each one, itself where it has none below; elements stand in document order."""
    lasts = list(range(len(parents)))
    for i in range(len(parents) - 1, 0, -1):
        parent = parents[i]
        if lasts[parent] < lasts[i]:  # noqa: PLR1730 - a call of `max` would take twice as long
            lasts[parent] = lasts[i]
    return np.array(lasts)


def _summed_up(own: NDArray[np.float64], lasts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sums of each element and all below it, row by row: what lies between two running sums.

    The differences are exact: sizes are 32-bit floats of one letter or more, whose sums have room in 64 bits.

    Args:
        own: of one measure each row, of one element each column.
        lasts: the last element below each.
    """
    sums = np.zeros((len(own), own.shape[1] + 1))
    np.cumsum(own, axis=1, out=sums[:, 1:])
    found: NDArray[np.float64] = sums[:, lasts + 1] - sums[:, :-1]
    return found


class Spread:
    """How a page's text is spread over its elements: sums of each and all below it."""

    def __init__(self, blocks: Blocks, size: Matrix, ends: Matrix) -> None:
        elements = blocks.elements
        count = len(elements.tag)
        self.parent, self.depth = np.array(elements.parent), np.array(elements.depth)
        at = self.at = np.array(blocks.element)
        linked = np.minimum(np.array(blocks.linked, np.float32), size)
        tags = [elements.tag[i] for i in blocks.element]
        prose = (np.array([t == "p" for t in tags]) | (size > LONG)) & (linked < 0.5 * size)
        weight = np.where(size >= 25, (1 + np.minimum(size / 100, 3) + ends) * (1 - linked / size), 0)
        weights = (size * prose, size, linked, np.ones_like(size), weight)
        own = np.stack([np.bincount(at, w, count).astype(np.float64, copy=False) for w in weights])
        self.lasts = _lasts(elements.parent)
        self.prose, self.text, self.linked, self.count = _summed_up(own[:4], self.lasts)
        self.top = self._top(own[4])
        self.is_prose = prose.astype(np.float32)

    def _top(self, own: NDArray[np.float64]) -> int:
        """The element around which running text gathers: each gives its weight upwards, halved at each level."""
        up = np.maximum(self.parent, 0)
        first = np.bincount(up, own, len(own))
        second = np.bincount(up[up], own, len(own))
        third = np.bincount(up[up[up]], own, len(own))
        worth = (first + second / 2 + third / 4) * (1 - self.linked / np.maximum(self.text, 1))
        return int(worth.argmax())

    def ways(self) -> tuple[Matrix, Matrix]:
        """For each block: levels up from the top to the common ancestor, and down from there to the block."""
        chain, i = [], self.top
        while i >= 0:
            chain.append(i)
            i = int(self.parent[i])
        up = np.zeros(len(self.parent), np.int64)
        for steps, i in reversed(list(enumerate(chain))):  # from the body down: each overwrites what lies below it
            up[i : self.lasts[i] + 1] = steps
        down = self.depth - self.depth[self.top] + up
        return up[self.at].astype(np.float32), down[self.at].astype(np.float32)
