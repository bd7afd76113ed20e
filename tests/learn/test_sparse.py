"""A sparse matrix multiplies as the dense one does, rows and columns without entries among it."""

import numpy as np
import pytest

from service.learn import sparse as sparse_module
from service.learn.sparse import Sparse


@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
def test_products_are_those_of_the_dense_matrix(share):
    chance = np.random.default_rng(7)
    dense = chance.random((9, 14)) * (chance.random((9, 14)) < share)
    dense[0] = dense[4] = dense[8] = 0
    dense[:, 13] = 0
    rows, columns = np.nonzero(dense)
    sparse = Sparse.of(rows, columns, dense[rows, columns], dense.shape)
    right, left = chance.random((14, 3)), chance.random((9, 3))
    np.testing.assert_allclose(sparse.times(right), dense @ right, atol=1e-12)
    np.testing.assert_allclose(sparse.transposed_times(left), dense.T @ left, atol=1e-12)
    every = np.eye(14)
    np.testing.assert_allclose(sparse.among(np.array([9, 2, 13])).times(np.eye(3)), dense[:, [9, 2, 13]])
    np.testing.assert_allclose(
        sparse.above(sparse.take(np.array([5, 1]))).times(every), np.vstack([dense, dense[[5, 1]]])
    )
    np.testing.assert_allclose(sparse.without_columns().times(np.zeros((0, 2))), np.zeros((9, 2)))


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("common", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("at_once", [1, 100])
def test_rows_are_alike_as_the_product_of_the_dense_matrix_with_itself_says(monkeypatch, share, common, at_once):
    monkeypatch.setattr(sparse_module, "_COMMON", common)
    monkeypatch.setattr(sparse_module, "_COLUMNS_AT_ONCE", at_once)
    monkeypatch.setattr(sparse_module, "_PAIRS_AT_ONCE", at_once)
    chance = np.random.default_rng(3)
    dense = chance.random((9, 14)) * (chance.random((9, 14)) < share)
    dense[3] = dense[:, 5] = 0
    rows, columns = np.nonzero(dense)
    found = Sparse.of(rows, columns, dense[rows, columns], dense.shape).alike()
    np.testing.assert_allclose(found, dense @ dense.T, atol=1e-12)
