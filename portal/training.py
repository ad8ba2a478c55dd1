"""The bot's model: trained again only when what it is made from has changed; kept by the hash of that."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from portal.child import die_with_parent
from portal.config import PROJECT

BOT_PYTHON = PROJECT / ".venv" / "bot" / "bin" / "python"
KEPT_MODELS = 3
_PARTS = ("config.yml", "domain.yml", "domain", "data", "bot", "contract", "lock/bot.txt")
_NOT_TRAINED_ON = ("data/community", "data/procedures", "data/demo", "data/sms_templates.csv", "data/README.md")
_KINDS = {".yml", ".yaml", ".csv", ".txt", ".json", ".py", ".tsv"}
_SCARCE = {"OMP_NUM_THREADS": "2", "TF_CPP_MIN_LOG_LEVEL": "3"}  # a small machine; TensorFlow is only imported


class TrainingFailed(Exception):
    """No model came of it; the message holds the end of the log."""


def model_name(root: Path = PROJECT) -> str:
    """The name that the model of the present data must have."""
    total = hashlib.sha256()
    for path in _ingredients(root):
        total.update(str(path.relative_to(root)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return f"linli-{total.hexdigest()[:16]}"


def model_path(home: Path) -> Path:
    """Where the model of the present data is kept, whether it is there yet or not."""
    return home / "models" / f"{model_name()}.tar.gz"


def ensure_model(home: Path) -> tuple[Path, bool]:
    """The model of the present data, and whether it had to be trained. Raises TrainingFailed."""
    path = model_path(home)
    if path.exists():
        return path, False
    (home / "logs").mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    log = home / "logs" / "train.log"
    begun = f".{path.name.removesuffix('.tar.gz')}-{os.getpid()}"  # no dot in it: Rasa takes that for a suffix
    sources = [name for name in ("data/nlu", "data/rules", "data/stories") if (PROJECT / name).exists()]
    command = [str(BOT_PYTHON), "-m", "rasa", "train", "--force", "--config", "config.yml", "--domain", "domain.yml"]
    command += ["--data", *sources, "--out", str(path.parent), "--fixed-model-name", begun]
    with log.open("wb") as file:
        code = _run(command, file.fileno())
    made = path.parent / f"{begun}.tar.gz"
    if code != 0 or not made.exists():
        made.unlink(missing_ok=True)
        raise TrainingFailed(log.read_text(encoding="utf-8", errors="replace")[-2000:])
    made.replace(path)
    _drop_old(path.parent)
    return path, True


def bot_environment() -> dict[str, str]:
    """What every process of the bot's environment is started with."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    quiet["PYTHONWARNINGS"] = "ignore"  # old pins speak of what they will not do in a Python that they never meet
    return quiet | _SCARCE


def _ingredients(root: Path) -> Iterator[Path]:
    for part in _PARTS:
        whole = root / part
        for path in [whole] if whole.is_file() else sorted(whole.rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and path.suffix in _KINDS and not name.startswith(_NOT_TRAINED_ON):
                yield path


def _run(command: list[str], output: int) -> int:
    """In a group of its own, so that stopping us stops all that training started."""
    child = subprocess.Popen(  # noqa: S603 (our own command)
        command,
        cwd=PROJECT,
        env=os.environ | bot_environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        preexec_fn=die_with_parent,  # noqa: PLW1509 (no threads here)
        start_new_session=True,
    )
    try:
        return child.wait()
    except BaseException:
        os.killpg(child.pid, 9)
        child.wait()
        raise


def _drop_old(folder: Path) -> None:
    models = sorted(folder.glob("linli-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in models[KEPT_MODELS:]:
        path.unlink()
    for path in folder.glob(".linli-*.tar.gz"):
        path.unlink()  # left by a training that was killed
