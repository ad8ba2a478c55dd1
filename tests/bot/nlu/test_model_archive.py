"""A trained head belongs to the code that made it, in whichever folder that code lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.nlu import untrained
from bot.reading.learning import model_archive


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with one module in a folder of the reading; returns that module."""
    module = tmp_path / "bot" / "reading" / "spotting" / "places.py"
    module.parent.mkdir(parents=True)
    module.write_text("WIDTH = 1\n", encoding="utf-8")
    monkeypatch.setattr(untrained, "ROOT", tmp_path)
    monkeypatch.setattr(model_archive, "ROOT", tmp_path)
    yield module
    model_archive.hash_of_code.cache_clear()


def stamp() -> str:
    """The archive's stamp, read anew."""
    model_archive.hash_of_code.cache_clear()
    return model_archive.hash_of_code()


@pytest.mark.parametrize("read", [stamp, untrained.hash_code_and_data], ids=["archive", "Rasa's fingerprint"])
def test_a_change_below_the_reading_makes_a_head_stale(tree: Path, read: Callable[[], str]) -> None:
    """The same code gives the same stamp, other code another."""
    before = read()
    assert read() == before
    tree.write_text("WIDTH = 2\n", encoding="utf-8")
    assert read() != before
