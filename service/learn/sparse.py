"""A sparse matrix with the two products that learning needs; numpy alone has none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_ROWS_AT_ONCE = 32
"""Rows that `alike` makes dense: of half a million columns they take 128 MB."""


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
        """The product with itself transposed, rows by rows: how much of the same each two rows hold."""
        out = np.empty((self.shape[0], self.shape[0]))
        for start in range(0, self.shape[0], _ROWS_AT_ONCE):
            end = min(start + _ROWS_AT_ONCE, self.shape[0])
            here = slice(*np.searchsorted(self.rows, [start, end]))
            dense = np.zeros((self.shape[1], end - start))
            dense[self.columns[here], self.rows[here] - start] = self.values[here]
            out[:, start:end] = self.times(dense)
        return out

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
