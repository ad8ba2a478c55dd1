"""A training that is killed: whatever dies, no half model serves, nothing goes on, and the next start trains again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.bot_model import model_versions, training
from portal.kernel.config import PROJECT

STARTER = "import sys; from pathlib import Path; from portal.bot_model import training; training.BOT_PYTHON = Path(sys.argv[1]); print(training.ensure_model(Path(sys.argv[2]))[0])"


@pytest.fixture
def trainer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the bot's Python."""
    script = tmp_path / "python"
    stand_in = PROJECT / "tests" / "devtools" / "stand_in_training.py"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} {stand_in} "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(training, "BOT_PYTHON", script)
    return script


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


def wait(until: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


def pids(home: Path) -> list[int]:
    """Both processes of the training that began last."""
    wait(lambda: (home / "pids").exists() and (home / "pids").read_text().endswith("\n"))
    return [int(pid) for pid in (home / "pids").read_text().splitlines()[-1].split()]


def lives(pid: int) -> bool:
    try:
        return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def models(home: Path) -> list[str]:
    """What could be served."""
    return [path.name for path in (home / "models").glob("linli-*.tar.gz")]


def test_a_killed_training_leaves_no_model_and_no_process(home: Path, trainer: Path) -> None:
    """It counts as failed, for a reason that its output does not know; asked for again, it trains anew."""
    failed: list[Exception] = []

    def train() -> None:
        try:
            training.ensure_model(home)
        except training.TrainingFailed as error:
            failed.append(error)

    thread = threading.Thread(target=train)
    thread.start()
    first, beside = pids(home)
    os.kill(first, signal.SIGKILL)
    thread.join(30)
    assert len(failed) == 1
    assert str(failed[0]).startswith("训练被信号 9 结束了，多半是内存不够")
    assert models(home) == []
    wait(lambda: not lives(beside))
    (home / "go").touch()
    path, trained = training.ensure_model(home)
    assert trained
    assert path.read_bytes() == b"a whole model"


def test_after_a_kill_of_the_starter_the_next_one_trains_again(home: Path, trainer: Path) -> None:
    """It ends what the killed one left behind, and serves nothing half."""
    starter = subprocess.Popen([sys.executable, "-c", STARTER, trainer, home], cwd=PROJECT, env=os.environ | {"PYTHONPATH": str(PROJECT)})  # fmt: skip
    first, beside = pids(home)
    starter.kill()
    starter.wait()
    wait(lambda: not lives(first))  # Linux tells it
    assert lives(beside)
    assert models(home) == []
    (home / "go").touch()
    path, trained = training.ensure_model(home)
    assert trained
    assert not lives(beside)
    assert path.read_bytes() == b"a whole model"
    assert list((home / "models").glob(".linli-*")) == []


def test_a_stop_ends_the_whole_training(home: Path, trainer: Path) -> None:
    """As the supervisor stops the bot's process: with SIGTERM, which this one turns into an exit."""
    stop = "import signal; signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(SystemExit)); "
    starter = subprocess.Popen([sys.executable, "-c", stop + STARTER, trainer, home], cwd=PROJECT, env=os.environ | {"PYTHONPATH": str(PROJECT)})  # fmt: skip
    both = pids(home)
    starter.terminate()
    starter.wait(30)
    wait(lambda: not any(lives(pid) for pid in both))
    assert models(home) == []


def test_one_trains_at_a_time_and_the_other_takes_what_came_of_it(home: Path, trainer: Path) -> None:
    """`make train` while the first start trains."""
    made: list[tuple[Path, bool]] = []
    threads = [threading.Thread(target=lambda: made.append(training.ensure_model(home))) for _ in range(2)]
    for thread in threads:
        thread.start()
    pids(home)
    (home / "go").touch()
    for thread in threads:
        thread.join(30)
    assert sorted(trained for _, trained in made) == [False, True]
    assert len((home / "pids").read_text().splitlines()) == 1


def test_an_export_that_waits_for_another_training_is_kept(home: Path, trainer: Path, tmp_path: Path) -> None:
    """The other one deletes exports that are not in use; who waits is told so."""
    made = tmp_path / "made"
    made.mkdir()
    (made / "corpus.csv").write_text("text,category\n", encoding="utf-8")
    (made / "figures.json").write_text("{}", encoding="utf-8")
    told: list[str] = []
    first = threading.Thread(target=training.ensure_model, args=(home,))
    second = threading.Thread(target=training.train_with_export, args=(home, made, told.append))
    first.start()
    pids(home)
    second.start()
    wait(lambda: len(told) == 1)
    assert told[0].startswith("另一次训练还没完，等着")
    (home / "go").touch()
    for thread in (first, second):
        thread.join(30)
    corpus = model_versions.current_corpus(home)
    assert corpus is not None
    assert training.model_path(home).name.endswith(f"-{corpus}.tar.gz")
    assert len(models(home)) == 2


def test_a_training_of_another_home_is_left_alone(home: Path, trainer: Path, tmp_path: Path) -> None:
    """Two copies run side by side; and so is one whose starter lives."""
    thread = threading.Thread(target=training.ensure_model, args=(home,))
    thread.start()
    both = pids(home)
    training.end_leftovers(tmp_path / "other")
    training.end_leftovers(home)
    assert all(lives(pid) for pid in both)
    (home / "go").touch()
    thread.join(30)
