"""A trained head belongs to the code that made it, in whichever folder that code lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.nlu.kind import KindHead
from bot.reading.learning import model_archive
from bot.reading.learning.ingredients import LIST


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with one module in a folder of the reading; returns that module."""
    module = tmp_path / "bot" / "reading" / "spotting" / "places.py"
    module.parent.mkdir(parents=True)
    module.write_text("WIDTH = 1\n", encoding="utf-8")
    (tmp_path / "contract").mkdir()
    (tmp_path / LIST).write_text("# a comment\nbot/reading/spotting/places.py\n", encoding="utf-8")
    monkeypatch.setattr(model_archive, "ROOT", tmp_path)
    yield module
    model_archive.hash_of_code.cache_clear()


def stamp() -> str:
    """The archive's stamp, read anew."""
    model_archive.hash_of_code.cache_clear()
    return model_archive.hash_of_code()


def rasas_fingerprint() -> str:
    """Rasa's fingerprint of a trained component, read anew."""
    model_archive.hash_of_code.cache_clear()
    return str(KindHead.fingerprint_addon({}))


@pytest.mark.parametrize("read", [stamp, rasas_fingerprint], ids=["archive", "Rasa's fingerprint"])
def test_a_change_below_the_reading_makes_a_head_stale(tree: Path, read: Callable[[], str]) -> None:
    """The same code gives the same stamp, other code another."""
    before = read()
    assert read() == before
    tree.write_text("WIDTH = 2\n", encoding="utf-8")
    assert read() != before
