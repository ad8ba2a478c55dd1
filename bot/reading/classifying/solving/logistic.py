"""Logistic regression, one class against the rest, for all classes at once.

It finds what scikit-learn's liblinear finds, in a third of the time and less: that goes through the examples anew for each class, and takes the
embedding, of which every number counts, for sparse as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

Array = npt.NDArray[np.float64]
TOLERANCE = 1e-4
"""How small the slope must be at the end, beside that at the beginning; smaller for a rare class, as in liblinear."""
_MOST_STEPS, _MOST_INNER_STEPS, _MOST_HALVINGS = 200, 100, 20
_NEAR = 0.1
"""How small what is left of a Newton step's equation must be beside the slope."""
_PRECONDITIONED = 0.01
"""How far the curvature along each weight scales the search for a step (as in liblinear)."""
_ENOUGH = 0.01
"""The least share of the fall promised by the slope that a step must bring."""


@dataclass(frozen=True)
class Vectors:
    """Vectors of examples: `sparse` (examples × features), and `dense` (examples × numbers, or × 0) beside it. A last number of each is 1, for the bias."""

    sparse: csr_matrix
    dense: Array

    def scores(self, weights: Array) -> Array:
        """Examples × classes. `weights`: numbers × classes."""
        features = self.sparse.shape[1]
        return np.asarray(self.sparse @ weights[:features] + self.dense @ weights[features:-1] + weights[-1])

    def sums(self, shares: Array) -> Array:
        """The sums of the vectors with the shares of each (examples × classes): numbers × classes."""
        return np.vstack([self.sparse.T @ shares, self.dense.T @ shares, shares.sum(axis=0)])

    def squared(self) -> Vectors:
        """With the square of each number in its place."""
        return Vectors(self.sparse.multiply(self.sparse).tocsr(), self.dense**2)


def train_logistic(vectors: Vectors, real: npt.NDArray[np.bool_], costs: Array) -> Array:
    """The weights, numbers × classes, the bias last. `real`: whether each example is of each class (examples × classes); `costs`: what an error costs.

    By Newton's method, with conjugate gradients, as liblinear (Lin, Weng and Keerthi, 2008).
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return _Search(vectors, real, costs).run()


class _Search:
    """The weights so far, and the examples' scores by them."""

    def __init__(self, vectors: Vectors, real: npt.NDArray[np.bool_], costs: Array) -> None:
        self._vectors, self._squared = vectors, vectors.squared()
        self._sign, self._costs = np.where(real, 1.0, -1.0), costs
        self._weights = np.zeros((vectors.sparse.shape[1] + vectors.dense.shape[1] + 1, real.shape[1]))
        self._scores = np.zeros(real.shape)
        rare = np.maximum(np.minimum(real.sum(axis=0), (~real).sum(axis=0)), 1) / len(real)
        self._least = TOLERANCE * rare * np.linalg.norm(self._slope(np.arange(real.shape[1])), axis=0)

    def run(self) -> Array:
        """Step until no class has a slope left."""
        left = np.arange(self._weights.shape[1])
        for _ in range(_MOST_STEPS):
            slope = self._slope(left)
            steep = np.linalg.norm(slope, axis=0) > self._least[left]
            left = left[steep]
            if not len(left):
                break
            self._move(left, slope[:, steep])
        return self._weights

    def _wrong(self, classes: npt.NDArray[np.int64]) -> Array:
        """How likely each example is taken to be on the wrong side, by class."""
        return np.asarray(1 / (1 + np.exp(np.minimum(self._sign[:, classes] * self._scores[:, classes], 500))))

    def _slope(self, classes: npt.NDArray[np.int64]) -> Array:
        """The slope of the objective, numbers × classes."""
        pull = self._costs[:, classes] * self._sign[:, classes] * self._wrong(classes)
        return np.asarray(self._weights[:, classes] - self._vectors.sums(pull))

    def _move(self, classes: npt.NDArray[np.int64], slope: Array) -> None:
        """One step of these classes: along Newton's direction as far as it falls enough."""
        way = self._direction(classes, slope)
        moved = self._vectors.scores(way)
        before, promised = self._losses(classes, 0 * way, 0 * moved), _dot(slope, way)
        length = np.ones(len(classes))
        for _ in range(_MOST_HALVINGS):
            short = self._losses(classes, length * way, length * moved) > before + _ENOUGH * length * promised
            if not short.any():
                break
            length[short] /= 2
        self._weights[:, classes] += length * way
        self._scores[:, classes] += length * moved

    def _losses(self, classes: npt.NDArray[np.int64], way: Array, moved: Array) -> Array:
        """The objective of each class, this way from here."""
        weights = self._weights[:, classes] + way
        margins = self._sign[:, classes] * (self._scores[:, classes] + moved)
        return np.asarray(
            _dot(weights, weights) / 2 + (self._costs[:, classes] * np.logaddexp(0, -margins)).sum(axis=0)
        )

    def _direction(self, classes: npt.NDArray[np.int64], slope: Array) -> Array:
        """Newton's direction, by preconditioned conjugate gradients; a class that is near enough waits for the others."""
        wrong = self._wrong(classes)
        curve = self._costs[:, classes] * wrong * (1 - wrong)
        scale = 1 + _PRECONDITIONED * self._squared.sums(curve)
        found, rest = np.zeros_like(slope), -slope
        aside = rest / scale
        way, size = aside.copy(), _dot(rest, aside)
        enough = _NEAR * np.sqrt(size)
        for _ in range(_MOST_INNER_STEPS):
            going = np.flatnonzero(np.sqrt(size) > enough)
            if not len(going):
                break
            on = way[:, going]
            bent = on + self._vectors.sums(curve[:, going] * self._vectors.scores(on))
            step = size[going] / _dot(on, bent)
            found[:, going] += step * on
            rest[:, going] -= step * bent
            aside = rest[:, going] / scale[:, going]
            further = _dot(rest[:, going], aside)
            way[:, going] = aside + further / size[going] * on
            size[going] = further
        return found


def _dot(one: Array, other: Array) -> Array:
    """The product of each pair of columns."""
    return np.asarray(np.einsum("ij,ij->j", one, other))
