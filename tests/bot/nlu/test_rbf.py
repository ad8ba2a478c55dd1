"""The SVC of our own finds what scikit-learn's finds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.svm import SVC

from bot.reading.classifying.solving import rbf
from bot.reading.classifying.solving.rbf import balanced_costs, train_rbf

Vectors = npt.NDArray[np.float32]


def examples(count: int, seed: int) -> tuple[Vectors, npt.NDArray[np.bool_]]:
    """Vectors of length 1 in two overlapping clouds, a third of them true."""
    drawn = np.random.RandomState(seed)
    real = drawn.random_sample(count) < 1 / 3
    vectors = drawn.standard_normal((count, 8)) + 0.5 * real[:, None]
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), real


@pytest.mark.parametrize(("cost", "gamma"), [(0.3, 1.0), (3.0, 2.0), (50.0, 0.5)])
def test_it_scores_as_scikit_learns(cost: float, gamma: float) -> None:
    """Examples that count differently, classes of different size, some weights at their bound and some below."""
    vectors, real = examples(300, 1)
    counts = np.where(np.arange(300) % 3 == 0, 0.4, 1.0)
    asked, _ = examples(100, 2)
    theirs = SVC(C=cost, gamma=gamma, class_weight="balanced", tol=1e-6).fit(vectors, real, counts)
    ours = train_rbf(vectors, real, balanced_costs(cost, real, counts), gamma)
    assert np.allclose(ours(asked), theirs.decision_function(asked), atol=0.01)


def test_it_is_as_exact_as_wished(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a smaller tolerance it comes nearer to the optimum, as near as a kernel in two bytes allows."""
    vectors, real = examples(300, 3)
    theirs = SVC(C=3.0, gamma=2.0, tol=1e-8).fit(vectors, real).decision_function(vectors)

    def furthest(tolerance: float) -> float:
        monkeypatch.setattr(rbf, "TOLERANCE", tolerance)
        return float(np.abs(train_rbf(vectors, real, np.full(300, 3.0), 2.0)(vectors) - theirs).max())

    assert furthest(1e-6) < 6e-4 < furthest(3e-2)


def test_the_same_example_twice_does_not_stop_it() -> None:
    """Nor does the same example in both classes, where only the bounds end the search."""
    vectors, real = examples(40, 4)
    twice = np.concatenate([vectors, vectors])
    found = train_rbf(twice, np.concatenate([real, ~real]), np.full(80, 1.0), 2.0)
    assert np.allclose(found(vectors), 0, atol=0.01)
