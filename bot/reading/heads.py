"""Linear models over characters, words and the lexicon: one for each question asked of a message."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

READ_FOR_CLASSES = 1_500
"""Characters that the classifiers look at; a longer letter says what it is about before that."""


@dataclass(frozen=True)
class Reading:
    """What a head reads: the normal text, and its words."""

    text: str
    words: tuple[str, ...]


FeatureMaker = Callable[[Reading], list[str]]


def grams(text: str, smallest: int, largest: int) -> Iterable[str]:
    for size in range(smallest, largest + 1):
        for at in range(len(text) - size + 1):
            yield text[at : at + size]


class Head:
    """TF-IDF over the features that `make` names, then a linear model. Deterministic.

    `quick` takes a linear SVC, which trains a hundred times faster over many classes and whose scores are less fine.
    """

    def __init__(self, make: FeatureMaker, strength: float = 10.0, quick: bool = False) -> None:
        self._make = make
        self.sharpness = 1.0
        """The logits are multiplied by it before the softmax, so that a score of 0.8 is right 8 times of 10."""
        self._vectors = TfidfVectorizer(analyzer=make, sublinear_tf=True, dtype=np.float32)
        self._model: LinearSVC | LogisticRegression = (
            LinearSVC(C=strength, random_state=0)
            if quick
            else LogisticRegression(C=strength, max_iter=300, class_weight="balanced", solver="lbfgs", tol=1e-3)
        )
        self.classes: list[str] = []
        self._names: list[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)

    def fit(self, readings: Sequence[Reading], labels: Sequence[str], weights: Sequence[float] | None = None) -> Head:
        matrix = self._vectors.fit_transform(readings)
        self._model.fit(matrix, list(labels), sample_weight=weights)
        self.classes = [str(name) for name in self._model.classes_]
        weighed, bias = self._model.coef_, self._model.intercept_
        if len(self.classes) == 2:
            weighed, bias = np.vstack([-weighed, weighed]), np.concatenate([-bias, bias])
        self._weights = np.ascontiguousarray(weighed.T, dtype=np.float32)
        self._bias = np.asarray(bias, dtype=np.float32)
        self._names = [str(name) for name in self._vectors.get_feature_names_out()]
        return self

    def vector(self, reading: Reading) -> csr_matrix:
        return self._vectors.transform([reading])

    def logits(self, readings: Sequence[Reading]) -> np.ndarray:
        return np.asarray(self._vectors.transform(readings) @ self._weights + self._bias, dtype=np.float64)

    def scores(self, readings: Sequence[Reading]) -> np.ndarray:
        """Probabilities, one row a reading, one column a class."""
        return softmax(self.logits(readings) * self.sharpness)

    def deciding(self, reading: Reading, label: str, most: int = 5) -> list[str]:
        """The features that spoke loudest for `label`, strongest first."""
        row = self.vector(reading)
        loud = self._weights[row.indices, self.classes.index(label)] * row.data
        best = np.argsort(-loud)[: most * 4]
        return [self._names[row.indices[index]] for index in best if loud[index] > 0]

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_model": None}


def softmax(values: np.ndarray) -> np.ndarray:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def best_sharpness(logits: np.ndarray, right: Sequence[int]) -> float:
    """The factor under which the softmax of held-back logits loses least (temperature scaling)."""
    chosen = np.arange(len(right))

    def loss(factor: float) -> float:
        return float(-np.log(softmax(logits * factor)[chosen, list(right)] + 1e-12).mean())

    return min((step / 10 for step in range(5, 61)), key=loss)


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over the names and contents of files, in order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()
