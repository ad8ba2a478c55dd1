"""The features of texts are counted as scikit-learn counts them."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from bot.reading.classifying.counts import count_features

TEXTS = ("路灯坏了路灯", "灯不亮", "", "路边有坑", "坑很大很大", "灯")


@pytest.mark.parametrize("least", [1, 2, 3])
def test_names_and_counts_are_scikit_learns(least: int) -> None:
    """Sorted by name, without the features of too few texts; an empty text has none."""
    theirs = CountVectorizer(analyzer=list, min_df=least, dtype=np.float32)
    matrix = theirs.fit_transform(TEXTS)
    ours = count_features(list, TEXTS, least)
    assert ours.names == list(theirs.get_feature_names_out())
    assert np.array_equal(ours.matrix.toarray(), matrix.toarray())


def test_some_of_the_texts_are_counted_as_if_alone() -> None:
    """In the given order: a feature that too few of them have is dropped, whatever the others have."""
    some = [4, 0, 1]
    alone, part = count_features(list, [TEXTS[at] for at in some], 2), count_features(list, TEXTS, 2).of(some, 2)
    assert part.names == alone.names
    assert np.array_equal(part.matrix.toarray(), alone.matrix.toarray())
