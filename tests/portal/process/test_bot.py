"""The bot's process before it is the bot: it trains where there is no model."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from portal.bot_model import training
from portal.bot_model.training import TrainingFailed
from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.process import bot


class Became(Exception):
    """The process became a command (in place of exec). `model`: the LINLI_MODEL that it was given."""

    def __init__(self, command: list[str], model: str) -> None:
        super().__init__(command)
        self.command, self.model = command, model


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose model is to be `models/linli-m.tar.gz`; what the process becomes is raised."""
    model = tmp_path / "models" / "linli-m.tar.gz"
    model.parent.mkdir()
    monkeypatch.setenv("LINLI_HOME", str(tmp_path))
    monkeypatch.setenv("LINLI_MODEL", str(model))
    monkeypatch.setattr(bot.signal, "signal", lambda *_: None)
    monkeypatch.setattr(bot.training, "model_path", lambda _home: model)

    def become(_path: str, command: list[str], environ: dict[str, str]) -> None:
        raise Became(command, environ["LINLI_MODEL"])

    monkeypatch.setattr(os, "execve", become)
    return tmp_path


def test_a_model_that_exists_is_served_at_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if it is no more the one of the present data. If it does not come up that is an outage: no training is told."""
    bot_state.record(home, BotState.TRAINING)
    (home / "models" / "linli-m.tar.gz").write_bytes(b"a model")
    monkeypatch.setattr(training, "ensure_model", lambda _home: pytest.fail("trained"))
    with pytest.raises(Became) as became:
        bot.main()
    assert became.value.command[1:] == ["-m", "bot.serve"]
    assert became.value.model == str(home / "models" / "linli-m.tar.gz")
    assert bot_state.no_bot(home) is None


def test_a_model_made_since_the_start_is_served_without_a_training(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make train` with an export makes one of another name; after a crash of its bot no training is told either."""
    made = home / "models" / "linli-m-export.tar.gz"
    made.write_bytes(b"a model")
    bot_state.record(home, BotState.TRAINING)
    monkeypatch.setattr(training, "model_path", lambda _home: made)
    monkeypatch.setattr(training, "ensure_model", lambda _home: pytest.fail("trained"))
    with pytest.raises(Became) as became:
        bot.main()
    assert became.value.model == str(made)
    assert bot_state.no_bot(home) is None


def test_without_a_model_it_trains_and_serves_what_came_of_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state is told meanwhile, and stays until the bot answers."""
    seen: list[bool] = []

    def ensure_model(at: Path) -> tuple[Path, bool]:
        seen.append(bot_state.is_training(at))
        return at / "models" / "linli-new.tar.gz", True

    monkeypatch.setattr(training, "ensure_model", ensure_model)
    with pytest.raises(Became) as became:
        bot.main()
    assert seen == [True]
    assert became.value.model == str(home / "models" / "linli-new.tar.gz")
    assert bot_state.is_training(home)


@pytest.mark.parametrize(
    "error", [TrainingFailed("a\nno space left"), OSError("no space left"), ValueError("no space left")]
)
def test_after_a_failed_training_it_waits_for_make_train(
    home: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Nothing is trained again by itself; the state says so, and why, until there is a model, which is then loaded."""
    tried: list[int] = []
    states: list[tuple[BotState, str]] = []

    def ensure_model(_home: Path) -> tuple[Path, bool]:
        tried.append(1)
        raise error

    def sleep(_seconds: float) -> None:
        found = bot_state.no_bot(home)
        assert found is not None
        states.append((found.state, found.reason))
        if len(states) == 3:
            (home / "models" / "linli-m.tar.gz").write_bytes(b"of make train")

    monkeypatch.setattr(training, "ensure_model", ensure_model)
    monkeypatch.setattr(bot.time, "sleep", sleep)
    with pytest.raises(Became) as became:
        bot.main()
    assert tried == [1]
    assert states == [(BotState.FAILED, "no space left")] * 3
    assert became.value.model == str(home / "models" / "linli-m.tar.gz")
    assert bot_state.is_training(home)
