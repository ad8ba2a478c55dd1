"""Run `linli run` with a training that waits for the file `go` in LINLI_HOME, and then takes the tests' model, or trains if there is none.

`python -m tests.doors.late_training` is the system; with the argument `bot` it is its bot's process, with `train` it is `make train`.
With an executable `python` in LINLI_HOME the training is Linli's own, run by that in place of the bot's Python.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

from portal.bot_model import training
from portal.kernel.config import load
from portal.process import bot, launch, supervising
from tests.running_system import MODELS

_train, _processes = training._train, supervising.supervised_processes
BOT = (sys.executable, "-m", "tests.doors.late_training", "bot")


def train_late(home: Path, path: Path, corpus: str | None) -> Path:
    """In place of `training._train`. With the file `fail` in LINLI_HOME it fails, as for a full disk."""
    while not (home / "go").exists():
        time.sleep(0.1)
    if (home / "fail").exists():
        (home / "logs" / "train.log").write_text("OSError: no space left\n", encoding="ascii")
        raise training.TrainingFailed("OSError: no space left")
    if not (MODELS / path.name).exists():
        return _train(home, path, corpus)
    beside = path.with_name(f".{path.name}")
    shutil.copy2(MODELS / path.name, beside)
    beside.replace(path)
    return path


def processes() -> tuple[supervising.SupervisedProcess, ...]:
    """Linli's own, but the bot trains late."""
    return tuple(replace(one, command=BOT) if one.name == "rasa" else one for one in _processes())


if __name__ == "__main__":
    own = Path(os.environ["LINLI_HOME"]) / "python"
    if sys.argv[1:] == ["bot"] and own.exists():
        training.BOT_PYTHON = own
    else:
        training._train = train_late
    if sys.argv[1:] == ["bot"]:
        bot.main()
    if sys.argv[1:] == ["train"]:
        launch.retrain(load(), None)
        sys.exit()
    supervising.supervised_processes = processes
    os.environ["PYTHONPATH"] = str(launch.PROJECT)
    launch.run()
