"""Choosers: the probability that a candidate is of the matter, by logistic regression over hashed clues. Deterministic."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from bot.reading.tagging.candidates import Clue
from bot.reading.tagging.field import Floats

SIZE = 1 << 18
"""How many weights a chooser has; the names of clues are hashed to numbers below this."""
INVERSE_REGULARISATION = 0.1  # scikit-learn's C


@dataclass
class Chooser:
    """A trained chooser. `weights`: one for each hashed clue."""

    weights: Floats
    bias: float

    def likely(self, rows: Sequence[Sequence[Clue]]) -> list[float]:
        """The probability of each candidate, from its clues."""
        return [self._one(row) for row in rows]

    def _one(self, row: Sequence[Clue]) -> float:
        columns = [_column(name) for name, _ in row]
        score = float(
            self.weights[columns] @ np.fromiter((value for _, value in row), dtype=np.float32, count=len(row))
        )
        return 1 / (1 + float(np.exp(-score - self.bias)))


def _column(name: str) -> int:
    """The number to which the name of a clue is hashed."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % SIZE


def matrix_of(rows: Sequence[Sequence[Clue]]) -> csr_matrix:
    """The clues of candidates as a sparse matrix."""
    columns = [_column(name) for row in rows for name, _ in row]
    values = np.array([value for row in rows for _, value in row], dtype=np.float32)
    ends = np.cumsum([0, *(len(row) for row in rows)])
    return csr_matrix((values, columns, ends), shape=(len(rows), SIZE))


def train_chooser(matrix: csr_matrix, shares: Sequence[float]) -> Chooser:
    """Train on the clues of candidates. `shares`: how far each is right (0 to 1).

    A candidate counts as a right example with its share as weight, and as a wrong one with the rest.
    """
    share = np.asarray(shares, dtype=np.float64)
    right, wrong = np.flatnonzero(share > 0), np.flatnonzero(share < 1)
    model = LogisticRegression(C=INVERSE_REGULARISATION, solver="liblinear", max_iter=200, random_state=0)
    model.fit(
        vstack([matrix[right], matrix[wrong]]).tocsr(),
        [1] * len(right) + [0] * len(wrong),
        sample_weight=np.concatenate([share[right], 1 - share[wrong]]),
    )
    return Chooser(np.asarray(model.coef_[0], dtype=np.float32), float(model.intercept_[0]))
