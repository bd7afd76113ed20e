"""A sparse matrix multiplies as the dense one does, rows and columns without entries among it."""

import numpy as np
import pytest

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
