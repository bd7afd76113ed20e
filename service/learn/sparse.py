"""A sparse matrix with the two products that learning needs; numpy alone has none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_COMMON = 1 / 16
"""Share of rows from which `alike` takes a column for one that many hold; half or twice as much takes as long."""

_COLUMNS_AT_ONCE = 1_024
"""Columns that `alike` makes dense: of 3,000 rows they take 25 MB."""

_PAIRS_AT_ONCE = 2_000_000
"""Pairs of rows that `alike` gathers before it adds them up: 32 MB."""


@dataclass(frozen=True, slots=True)
class Sparse:
    """Numbers by row and column; what is not held is 0.

    Attributes:
        rows, columns, values: one entry each, ordered by row, then column; no place twice.
        shape: rows and columns of the matrix.
    """

    rows: Ints
    columns: Ints
    values: Floats
    shape: tuple[int, int]

    @classmethod
    def of(cls, rows: Ints, columns: Ints, values: Floats, shape: tuple[int, int]) -> Sparse:
        """A matrix of entries in any order; of several at one place the largest stands."""
        order = np.lexsort((-values, columns, rows))
        rows, columns, values = rows[order], columns[order], values[order]
        first = np.ones(len(rows), bool)
        first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        return cls(rows[first], columns[first], values[first], shape)

    def times(self, other: Floats) -> Floats:
        """The product with a dense matrix (columns by k): rows by k."""
        out = np.zeros((self.shape[0], other.shape[1]))
        if not len(self.rows):
            return out
        starts = np.flatnonzero(np.r_[True, self.rows[1:] != self.rows[:-1]])
        held, products = self.rows[starts], np.empty(len(self.values))
        # A column of the other at a time, each made contiguous: read across, most of the time goes to the cache. All
        # products lie in one place, and no index need be checked ("clip"): a third of the time.
        for k, column in enumerate(np.ascontiguousarray(other.T)):
            column.take(self.columns, out=products, mode="clip")
            np.multiply(self.values, products, out=products)
            out[held, k] = np.add.reduceat(products, starts)
        return out

    def transposed_times(self, other: Floats) -> Floats:
        """The product of the transposed matrix with a dense one (rows by k): columns by k."""
        out = np.empty((other.shape[1], self.shape[1]))
        for k, column in enumerate(np.ascontiguousarray(other.T)):
            out[k] = np.bincount(self.columns, self.values * column.take(self.rows), minlength=self.shape[1])
        return out.T

    def alike(self) -> Floats:
        """The product with itself transposed, rows by rows: how much of the same each two rows hold.

        Columns that many rows hold are multiplied as dense ones; of the others, which are most, the pairs of rows that
        hold one are few enough to be gone through.
        """
        often = (self.holding() > _COMMON * self.shape[0])[self.columns]
        return _alike_dense(self._by_column(often)) + _alike_in_pairs(self._by_column(~often))

    def _by_column(self, chosen: NDArray[np.bool_]) -> Sparse:
        """The entries chosen, ordered by column, then row."""
        there = np.flatnonzero(chosen)
        there = there[np.argsort(self.columns[there], kind="stable")]
        return Sparse(self.rows[there], self.columns[there], self.values[there], self.shape)

    def take(self, rows: Ints) -> Sparse:
        """Some of the rows, in the order given."""
        place = np.full(self.shape[0], -1, np.int64)
        place[rows] = np.arange(len(rows))
        kept = place[self.rows] >= 0
        return Sparse.of(place[self.rows[kept]], self.columns[kept], self.values[kept], (len(rows), self.shape[1]))

    def scaled(self, factors: Floats) -> Sparse:
        """Each column multiplied by its factor."""
        return Sparse(self.rows, self.columns, self.values * factors[self.columns], self.shape)

    def rows_scaled(self, factors: Floats) -> Sparse:
        """Each row multiplied by its factor."""
        return Sparse(self.rows, self.columns, self.values * factors[self.rows], self.shape)

    def among(self, columns: Ints) -> Sparse:
        """Some of the columns, in the order given."""
        place = np.full(self.shape[1], -1, np.int64)
        place[columns] = np.arange(len(columns))
        kept = place[self.columns] >= 0
        shape = (self.shape[0], len(columns))
        return Sparse.of(self.rows[kept], place[self.columns[kept]], self.values[kept], shape)

    def above(self, other: Sparse) -> Sparse:
        """Its rows, then the other's."""
        below = other.rows + self.shape[0]
        rows, columns = np.r_[self.rows, below], np.r_[self.columns, other.columns]
        return Sparse(rows, columns, np.r_[self.values, other.values], (self.shape[0] + other.shape[0], self.shape[1]))

    def without_columns(self) -> Sparse:
        """The rows with nothing in them."""
        return Sparse(self.rows[:0], self.columns[:0], self.values[:0], (self.shape[0], 0))

    def holding(self) -> Ints:
        """How many rows hold each column."""
        return np.bincount(self.columns, minlength=self.shape[1])

    def column(self, number: int) -> tuple[Ints, Floats]:
        """The rows that hold a column, and what they hold."""
        there = np.flatnonzero(self.columns == number)
        return self.rows[there], self.values[there]


def _alike_dense(held: Sparse) -> Floats:
    """What `alike` makes of entries ordered by column, as few columns at a time as memory holds."""
    rows = held.shape[0]
    out = np.zeros((rows, rows))
    number = np.unique(held.columns, return_inverse=True)[1]
    for first in range(0, int(number.max(initial=-1)) + 1, _COLUMNS_AT_ONCE):
        here = slice(*np.searchsorted(number, [first, first + _COLUMNS_AT_ONCE]))
        dense = np.zeros((rows, min(_COLUMNS_AT_ONCE, int(number[-1]) + 1 - first)))
        dense[held.rows[here], number[here] - first] = held.values[here]
        out += dense @ dense.T
    return out


def _alike_in_pairs(held: Sparse) -> Floats:
    """The same, pair by pair: each entry with the first after it in its column, then with the second, and so on."""
    rows = held.shape[0]
    upper = np.zeros(rows * rows)
    ends = np.searchsorted(held.columns, held.columns, side="right")
    places: list[Ints] = []
    products: list[Floats] = []
    waiting, step = 0, 0
    entries = np.arange(len(held.columns))
    while len(entries):
        step += 1
        entries = entries[entries + step < ends[entries]]
        places.append(held.rows[entries] * rows + held.rows[entries + step])
        products.append(held.values[entries] * held.values[entries + step])
        waiting += len(entries)
        if waiting >= _PAIRS_AT_ONCE or not len(entries):
            upper += np.bincount(np.concatenate(places), np.concatenate(products), rows * rows)
            places, products, waiting = [], [], 0
    out = upper.reshape(rows, rows)
    out += out.T.copy()
    out[np.diag_indices(rows)] = np.bincount(held.rows, held.values**2, rows)
    return out
