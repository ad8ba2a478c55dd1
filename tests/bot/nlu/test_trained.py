"""The first trained component trains all heads; each stores its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import trained
from bot.nlu.act import ActHead
from bot.nlu.kind import KindHead
from bot.nlu.trained import TrainedComponent
from bot.reading.learning.model_archive import read_head
from bot.reading.trained import Heads


class Storage:
    """Rasa's storage of a model: a folder a component."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def write_to(self, resource: Resource) -> Iterator[Path]:
        folder = self._folder / resource.name
        folder.mkdir(exist_ok=True)
        yield folder


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[tuple[str, str]]]]:
    """The examples of each training that was run; its heads are strings."""
    run: list[list[tuple[str, str]]] = []

    def train(examples: list[tuple[str, str]]) -> Heads:
        run.append(examples)
        named: Any = {field: f"{field} {len(run)}" for field in Heads.__annotations__}
        return Heads(**named)

    trained._train_once.cache_clear()
    monkeypatch.setattr(trained, "train_installed", train)
    yield run
    trained._train_once.cache_clear()


def trained_head(component: type[TrainedComponent[Any]], folder: Path, *texts: str) -> Any:
    """Train a component on these texts, each a greeting; returns the head that it stored."""
    data = TrainingData([Message(data={"text": text, "intent": "greet"}) for text in texts])
    storage: Any = Storage(folder)
    made = component(storage, Resource(component.__name__))
    made.train(data)
    (stored,) = (folder / component.__name__).iterdir()
    with stored.open("rb") as file:
        return read_head(file)


def test_one_training_serves_all_components(trainings: list[list[tuple[str, str]]], tmp_path: Path) -> None:
    """Each stores the head that is its own."""
    assert trained_head(ActHead, tmp_path, "你好") == "act 1"
    assert trained_head(KindHead, tmp_path, "你好") == "kind 1"
    assert trainings == [[("你好", "greet")]]


@pytest.mark.parametrize("changed", ["examples", "files"])
def test_a_further_training_begins_anew(
    changed: str, trainings: list[list[tuple[str, str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same process, once the examples or any file of the training changed."""
    trained_head(KindHead, tmp_path, "你好")
    if changed == "files":
        monkeypatch.setattr(trained, "hash_of_data", lambda: "another")
    assert trained_head(KindHead, tmp_path, "早上好" if changed == "examples" else "你好") == "kind 2"
