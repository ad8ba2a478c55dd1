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
    """TF-IDF over the features that `make` names, then a multinomial logistic regression. Deterministic."""

    def __init__(self, make: FeatureMaker, strength: float = 10.0, sharpness: float = 1.0) -> None:
        self._make = make
        self._strength = strength
        self.sharpness = sharpness
        """The logits are multiplied by it before the softmax, so that a score of 0.8 is right 8 times of 10."""
        self._vectors = TfidfVectorizer(analyzer=make, sublinear_tf=True, min_df=1, dtype=np.float32)
        self._model = LogisticRegression(C=strength, max_iter=300, class_weight="balanced", solver="lbfgs", tol=1e-3)
        self.classes: list[str] = []

    def fit(self, readings: Sequence[Reading], labels: Sequence[str], weights: Sequence[float] | None = None) -> Head:
        matrix = self._vectors.fit_transform(readings)
        self._model.fit(matrix, list(labels), sample_weight=weights)
        self.classes = [str(name) for name in self._model.classes_]
        return self

    def _logits(self, readings: Sequence[Reading]) -> np.ndarray:
        values = self._model.decision_function(self._vectors.transform(readings))
        if values.ndim == 1:
            values = np.stack([-values, values], axis=1)
        return np.asarray(values, dtype=np.float64)

    def scores(self, readings: Sequence[Reading]) -> np.ndarray:
        """Probabilities, one row a reading, one column a class."""
        values = self._logits(readings) * self.sharpness
        values -= values.max(axis=1, keepdims=True)
        powers = np.exp(values)
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def deciding(self, reading: Reading, label: str, most: int = 5) -> list[str]:
        """The features that spoke loudest for `label`, strongest first."""
        row: csr_matrix = self._vectors.transform([reading])
        weights = self._model.coef_[self.classes.index(label)][row.indices] * row.data
        names = self._vectors.get_feature_names_out()
        best = np.argsort(-weights)[: most * 4]
        return [str(names[row.indices[index]]) for index in best if weights[index] > 0]


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash over the names and contents of files, in order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()
