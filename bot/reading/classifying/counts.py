"""Count the features of texts: what the training of a head begins with.

As scikit-learn's CountVectorizer does, in a third of the time, and once for both heads of one calibration (`heads.fit_calibrated`).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy.sparse import csr_matrix

Text = TypeVar("Text")


@dataclass(frozen=True)
class Counts:
    """How often each text has each feature. `names`: of the features, sorted; `matrix`: texts × features."""

    names: list[str]
    matrix: csr_matrix

    def of(self, texts: Sequence[int], least: int) -> Counts:
        """Those of some of the texts (by index), without the features that fewer than `least` of them have."""
        matrix = self.matrix[list(texts)]
        common = np.flatnonzero(np.bincount(matrix.indices, minlength=len(self.names)) >= least)
        return Counts([self.names[at] for at in common], matrix[:, common])


def count_features(features: Callable[[Text], list[str]], texts: Sequence[Text], least: int) -> Counts:
    """Count the features of texts, but for those that fewer than `least` of the texts have."""
    numbers: dict[str, int] = {}
    columns, values, ends = array("i"), array("f"), array("i", [0])
    for text in texts:
        counted = Counter(features(text))
        columns.extend(numbers.setdefault(name, len(numbers)) for name in counted)
        values.extend(counted.values())
        ends.append(len(columns))
    names, column = list(numbers), np.frombuffer(columns, dtype=np.int32)
    has = np.bincount(column, minlength=len(names))
    order = sorted(np.flatnonzero(has >= least).tolist(), key=names.__getitem__)
    number = np.full(len(names), -1, dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    kept = number[column] >= 0
    matrix = csr_matrix(
        (
            np.frombuffer(values, dtype=np.float32)[kept],
            number[column[kept]],
            np.concatenate([[0], np.cumsum(kept)])[np.frombuffer(ends, dtype=np.int32)].astype(np.int32),
        ),
        shape=(len(texts), len(order)),
    )
    matrix.sort_indices()
    return Counts([names[at] for at in order], matrix)
