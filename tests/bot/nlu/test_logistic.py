"""The logistic regression of our own finds what scikit-learn's finds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.reading.classifying.heads import Head, Reading
from bot.reading.classifying.solving import logistic
from bot.reading.classifying.solving.logistic import Vectors, train_logistic

Truths = npt.NDArray[np.int64]
EXAMPLES = 400


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logistic, "TOLERANCE", 1e-8)


def examples(classes: int) -> tuple[Vectors, Truths]:
    """Some sparse features, some numbers, and the class of each example: the rarest has a few, and noise is in all."""
    drawn = np.random.RandomState(1)
    dense = drawn.standard_normal((EXAMPLES, 5))
    sparse = (drawn.random_sample((EXAMPLES, 40)) < 0.1).astype(np.float64)
    leaning = dense[:, :1] + sparse[:, :classes] + 0.5 * drawn.standard_normal((EXAMPLES, classes))
    return Vectors(csr_matrix(sparse), dense), (leaning + 0.3 * np.arange(classes)).argmax(axis=1)


def theirs(vectors: Vectors, truths: Truths, costs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The weights of scikit-learn's, the bias last; `costs`: of an error with each example."""
    model = LogisticRegression(C=1.0, solver="liblinear", tol=1e-10, max_iter=1000)
    model.fit(hstack([vectors.sparse, csr_matrix(vectors.dense)]), truths, sample_weight=costs)
    return np.append(model.coef_[0], model.intercept_[0])


@pytest.mark.parametrize("cost", [0.1, 10.0, 1000.0])
def test_each_class_gets_the_weights_that_scikit_learn_finds(cost: float) -> None:
    """Classes of different size at once, with examples that count differently; the bias, too."""
    vectors, truths = examples(4)
    real = truths[:, None] == np.arange(4)
    costs = cost * np.where(np.arange(EXAMPLES) % 3 == 0, 0.4, 1.0)[:, None] * np.where(real, 3.0, 1.0)
    found = train_logistic(vectors, real, costs)
    for at in range(4):
        assert np.allclose(found[:, at], theirs(vectors, real[:, at], costs[:, at]), rtol=1e-3, atol=1e-3)


def test_the_looser_the_tolerance_the_further_from_the_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the comparison above tells one solution from another."""
    vectors, truths = examples(2)
    real, costs = (truths == 1)[:, None], np.full((EXAMPLES, 1), 10.0)
    right = theirs(vectors, real[:, 0], costs[:, 0])
    monkeypatch.setattr(logistic, "TOLERANCE", 0.5)
    assert not np.allclose(train_logistic(vectors, real, costs)[:, 0], right, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("classes", [2, 3], ids=["two classes", "three"])
def test_a_head_weighs_its_classes_as_scikit_learn_does(classes: int) -> None:
    """Balanced, with examples that count differently: of two classes both weigh, of more each against the rest."""
    vectors, truths = examples(classes)
    matrix = csr_matrix(hstack([vectors.sparse, csr_matrix(vectors.dense)]))
    counts = np.where(np.arange(EXAMPLES) % 3 == 0, 0.4, 1.0)
    labels = [str(one) for one in truths]
    head = Head(lambda _: [], 5.0).fit_vectors(matrix, labels, counts.tolist())
    model = LogisticRegression(C=5.0, class_weight="balanced", solver="liblinear", tol=1e-10, max_iter=1000)
    model.fit(matrix, labels, sample_weight=counts)
    assert head.classes == [str(name) for name in model.classes_]
    expected = model.decision_function(matrix)
    ours = matrix @ head._weights + head._bias
    assert np.allclose(ours[:, -1] if classes == 2 else ours, expected, rtol=1e-3, atol=1e-3)


def test_a_reading_is_scored_by_what_was_learned() -> None:
    """End to end: words of each class, and one that neither has."""
    said = [Reading(text, (text,)) for text in ("水", "水", "火", "火")]
    head = Head(lambda reading: list(reading.words)).fit(said, ["wet", "wet", "hot", "hot"])
    assert head.scores([Reading("火", ("火",))])[0].argmax() == head.classes.index("hot")
    assert np.allclose(head.scores([Reading("土", ("土",))])[0], 0.5, atol=0.01)
