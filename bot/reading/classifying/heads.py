"""Linear classifiers ("heads") over features of the text and, for some, its embedding; one for each question about a message."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.svm import LinearSVC

from bot.reading.classifying.counts import Counts, count_features
from bot.reading.classifying.embedding import Embeddings, embed
from bot.reading.classifying.solving.logistic import Array, Vectors, train_logistic

READ_FOR_CLASSES = 1_500
"""Characters of a message that the classifiers read; a longer one has stated its matter by then."""


@dataclass(frozen=True)
class Reading:
    """The input of a head: a normal text (of a message its beginning) and its words."""

    text: str
    words: tuple[str, ...]


class Row(NamedTuple):
    """One reading as a sparse feature vector and an embedding."""

    columns: npt.NDArray[np.int64]
    """The numbers of the features that the reading has."""
    values: npt.NDArray[np.float32]
    """The values of the features in `columns`; all other features are 0."""
    embedding: npt.NDArray[np.float32] | None
    """None for a head without `embed`."""


FeatureMaker = Callable[[Reading], list[str]]
Embedder = Callable[[Sequence[Reading]], Embeddings]
EMBEDDING_LENGTH = 0.7
"""Length to which the embedding is scaled; that of the feature vector is 1 (figures in docs/understanding.md)."""


def opening_embeddings(readings: Sequence[Reading]) -> Embeddings:
    """The embedding of each reading's beginning: readings × 512."""
    return embed([reading.text for reading in readings])


def grams(text: str, smallest: int, largest: int) -> Iterable[str]:
    """Every run of `smallest` to `largest` characters of the text."""
    for size in range(smallest, largest + 1):
        for at in range(len(text) - size + 1):
            yield text[at : at + size]


class Head:
    """A one-vs-rest linear classifier over TF-IDF of `features` and, with `embed`, an embedding. Deterministic.

    `quick`: a linear SVC, a hundred times faster to train over many classes, instead of logistic regression. `balanced`:
    weigh all classes alike, however many readings each has; by default unless `quick`. `min_readings`: in how many
    training readings a feature must occur to be used. `inverse_regularisation`: scikit-learn's C.
    """

    def __init__(
        self,
        features: FeatureMaker,
        inverse_regularisation: float = 10.0,
        quick: bool = False,
        *,
        balanced: bool | None = None,
        min_readings: int = 1,
        embed: Embedder | None = None,
    ) -> None:
        self._features = features
        self._embed = embed
        self.sharpness = 1.0
        """Factor of the logits before the softmax (an inverse temperature), so that a score of 0.8 is right 8 times out of 10."""
        self._min_readings = min_readings
        self._columns: dict[str, int] = {}
        """Each feature → its number."""
        self._rarity = np.zeros(0, dtype=np.float32)
        """The weight of each feature by how few readings have it (inverse document frequency)."""
        self._quick, self._inverse_regularisation = quick, inverse_regularisation
        self._balanced = (not quick) if balanced is None else balanced
        self.classes: list[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)

    def fit(self, readings: Sequence[Reading], labels: Sequence[str], weights: Sequence[float] | None = None) -> Head:
        """Train on readings and the class of each; `weights`: how much each reading counts. Returns this head."""
        return self.fit_vectors(self.fit_transform(readings), labels, weights)

    def fit_transform(self, readings: Sequence[Reading]) -> csr_matrix:
        """Learn the vocabulary of features; return the readings' vectors."""
        counts = self.count(readings)
        return self.fit_transform_counts(counts, self._embed(readings) if self._embed else None)

    def count(self, readings: Sequence[Reading]) -> Counts:
        """Count the features of readings, for `fit_transform_counts`."""
        return count_features(self._features, readings, self._min_readings)

    def fit_transform_counts(self, counts: Counts, embeddings: Embeddings | None) -> csr_matrix:
        """As `fit_transform`, of readings whose features are counted; `embeddings`: theirs, if the head has `embed`."""
        weighed = TfidfTransformer(sublinear_tf=True)
        sparse = weighed.fit_transform(counts.matrix)
        self._columns = {name: at for at, name in enumerate(counts.names)}
        self._rarity = np.asarray(weighed.idf_, dtype=np.float32)
        if embeddings is None:
            return sparse
        return hstack([sparse, csr_matrix(EMBEDDING_LENGTH * embeddings)], format="csr")

    def sparse_vectors(self, readings: Sequence[Reading]) -> csr_matrix:
        """The feature vectors of further readings, without the embedding, for training."""
        rows = [self._sparse_vector(one) for one in readings]
        ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns, values = (np.concatenate(part) for part in zip(*rows, strict=True))
        return csr_matrix((values, columns, ends), shape=(len(rows), len(self._columns)))

    def fit_counts(
        self, counts: Counts, readings: Sequence[Reading], labels: Sequence[str], weights: Array, some: Sequence[int]
    ) -> Head:
        """Train on some (by index) of the readings, whose features are counted. Returns this head."""
        vectors = self.fit_transform_some(counts, readings, some)
        return self.fit_vectors(vectors, [labels[at] for at in some], weights[list(some)].tolist())

    def fit_transform_some(self, counts: Counts, readings: Sequence[Reading], some: Sequence[int]) -> csr_matrix:
        """As `fit_transform`, of some (by index) of the readings, whose features are counted."""
        embeddings = self._embed([readings[at] for at in some]) if self._embed else None
        return self.fit_transform_counts(counts.of(some, self._min_readings), embeddings)

    def fit_vectors(self, matrix: csr_matrix, labels: Sequence[str], weights: Sequence[float] | None = None) -> Head:
        """Fit on vectors of this head's or of another's; after another's only `logits_of` works, on that head's rows. Returns this head."""
        self.classes = sorted(set(labels))
        fit = self._fit_quickly if self._quick else self._fit_logistic
        weighed, bias = fit(matrix, labels, np.ones(len(labels)) if weights is None else np.asarray(weights))
        if len(self.classes) == 2:
            weighed, bias = np.hstack([-weighed, weighed]), np.concatenate([-bias, bias])
        self._weights = np.ascontiguousarray(weighed, dtype=np.float32)
        self._bias = np.asarray(bias, dtype=np.float32)
        return self

    def _fit_quickly(self, matrix: csr_matrix, labels: Sequence[str], counts: Array) -> tuple[Array, Array]:
        """(the weights, features × classes; the bias of each class) of a linear SVC; of two classes only the second's. `counts`: how much each example counts."""
        weight = "balanced" if self._balanced else None
        model = LinearSVC(C=self._inverse_regularisation, class_weight=weight, random_state=0)
        model.fit(matrix, list(labels), sample_weight=counts)
        return model.coef_.T, model.intercept_

    def _fit_logistic(self, matrix: csr_matrix, labels: Sequence[str], counts: Array) -> tuple[Array, Array]:
        """The same of logistic regression."""
        sparse = len(self._columns) or matrix.shape[1]
        vectors = Vectors(matrix[:, :sparse].astype(np.float64), matrix[:, sparse:].toarray().astype(np.float64))
        real = np.array(labels)[:, None] == np.array(self.classes)
        even = len(labels) / (len(self.classes) * real.sum(axis=0)) if self._balanced else np.ones(len(self.classes))
        costs = np.where(real, even, 1.0)
        if len(self.classes) == 2:  # one problem, in which both classes weigh
            real, costs = real[:, 1:], np.where(real[:, 1:], even[1], even[0])
        found = train_logistic(vectors, real, self._inverse_regularisation * counts[:, None] * costs)
        return found[:-1], found[-1]

    def rows(self, readings: Sequence[Reading]) -> list[Row]:
        """The input vectors of readings, one Row each; features unknown from training are left out.

        Avoids scipy matrices: making one for one message took longer than classifying it.
        """
        embeddings = self._embed(readings) if self._embed else [None] * len(readings)
        return [Row(*self._sparse_vector(one), embedding) for one, embedding in zip(readings, embeddings, strict=True)]

    def _sparse_vector(self, reading: Reading) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """(columns, values) of one reading's feature vector, scaled to length 1."""
        known = self._columns
        counts = Counter(known[feature] for feature in self._features(reading) if feature in known)
        columns = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * self._rarity[columns]
        return columns, (values / max(float(np.sqrt((values**2).sum())), 1e-9)).astype(np.float32)

    def without_embedding(self, matrix: csr_matrix) -> csr_matrix:
        """Drop the embedding's columns from vectors."""
        return matrix[:, : len(self._columns)]

    def logits_of(self, row: Row) -> Array:
        """The logits of one row: a number per class."""
        logits = row.values @ self._weights[row.columns] + self._bias
        if self._embed:
            logits = logits + EMBEDDING_LENGTH * row.embedding @ self._weights[-len(row.embedding) :]
        return np.asarray(logits, dtype=np.float64)

    def logits(self, readings: Sequence[Reading]) -> Array:
        """Logits, readings × classes."""
        logits = [self.logits_of(row) for row in self.rows(readings)]
        return np.asarray(logits).reshape(len(readings), len(self.classes))

    def scores(self, readings: Sequence[Reading]) -> Array:
        """Probabilities, readings × classes."""
        return softmax(self.logits(readings) * self.sharpness)

    @cached_property
    def _names(self) -> list[str]:
        """The name of each feature, by its number."""
        return list(self._columns)

    def deciding_features(self, row: Row, label: str, most: int = 5) -> list[str]:
        """At most `most` features that contributed most to `label`, the strongest first."""
        contributions = self._weights[row.columns, self.classes.index(label)] * row.values
        return [self._names[row.columns[at]] for at in np.argsort(-contributions)[:most] if contributions[at] > 0]

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "_names"}


def softmax(values: Array) -> Array:
    """Probabilities from logits, row by row."""
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def best_sharpness(logits: Array, right: Sequence[int]) -> float:
    """The factor (0.2 to 6) with the least loss of the softmax on held-out logits; `right`: each one's class by index."""
    chosen = np.arange(len(right))

    def loss(factor: float) -> float:
        return float(-np.log(softmax(logits * factor)[chosen, list(right)] + 1e-12).mean())

    return min((step / 10 for step in range(2, 61)), key=loss)


def fit_calibrated(
    new_head: Callable[[], Head],
    readings: Sequence[Reading],
    labels: Sequence[str],
    weights: Sequence[float] | None = None,
) -> Head:
    """Fit a head on everything. Its sharpness is measured on a fifth held out from another head of the same kind."""
    shares = np.ones(len(readings)) if weights is None else np.asarray(weights)
    order = Random(3).sample(range(len(readings)), len(readings))  # noqa: S311 (a split, not a secret)
    held_out, kept = order[: len(order) // 5], order[len(order) // 5 :]
    whole, first = new_head(), new_head()
    counts = whole.count(readings)
    first.fit_counts(counts, readings, labels, shares, kept)
    whole.fit_counts(counts, readings, labels, shares, range(len(readings)))
    measured = [at for at in held_out if labels[at] in first.classes]
    if measured:
        right = [first.classes.index(labels[at]) for at in measured]
        whole.sharpness = best_sharpness(first.logits([readings[at] for at in measured]), right)
    return whole


def hash_files(paths: Iterable[Path]) -> str:
    """Hash the names and contents of files, sorted by path; one that is missing counts as empty."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()
