"""Trains the bot's model, only when its data or code has changed: its name is the hash of what it is made from."""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from portal.bot_model import model_versions
from portal.kernel.child import die_with_parent
from portal.kernel.config import PROJECT

log = logging.getLogger(__name__)

BOT_PYTHON = PROJECT / ".venv" / "bot" / "bin" / "python"
_INGREDIENTS = "contract/model_ingredients.txt"  # the files that a model is made from, a glob a line
_STARTER = "LINLI_TRAINED_BY"  # in the environment of a training's processes: the pid of whoever started it
_WAITING = "另一次训练还没完，等着 (waiting for another training)…"
_SMALL_MACHINE = {"OMP_NUM_THREADS": "2", "TF_CPP_MIN_LOG_LEVEL": "3"}  # few threads; TensorFlow is only imported


class TrainingFailed(Exception):
    """The training made no model; the message says what ended it, or is the end of its log."""


def last_line(error: Exception) -> str:
    """The last line of the error's message, at most 200 characters; "?" if it has none."""
    return (str(error).strip().splitlines() or ["?"])[-1][:200]


def model_name(root: Path = PROJECT, corpus: str | None = None) -> str:
    """The name of the model of the present data and code, with the operator's export of hash `corpus` if given."""
    return f"linli-{_hash(root, '')}" + (f"-{corpus}" if corpus else "")


def bot_code_hash(root: Path = PROJECT) -> str:
    """The hash of the bot's code, pinned dependencies and pipeline: while it is unchanged, kept models can be read."""
    return _hash(root, ("bot", "lock", "config.yml"))


def data_hash(root: Path = PROJECT) -> str:
    """The hash of the shipped training data."""
    return _hash(root, "data")


def model_path(home: Path) -> Path:
    """The path of the model that is to serve, whether it exists yet or not."""
    went_back = model_versions.chosen_model(home, bot_code_hash())
    return went_back.path if went_back else _present_path(home, model_versions.current_corpus(home))


def ensure_model(home: Path) -> tuple[Path, bool]:
    """(path of the model that is to serve, whether it had to be trained now). Raises TrainingFailed."""
    path = model_path(home)
    if path.exists():
        return path, False
    with _alone(home, log.info):
        path = model_path(home)  # another process may just have made it, or another one
        return (path, False) if path.exists() else (_train(home, path, model_versions.current_corpus(home)), True)


def train_present_data(home: Path, corpus: str | None, tell: Callable[[str], None] = log.info) -> Path:
    """Have the model of the present data and the export of hash `corpus` (None: no export) serve from the next start on.

    It is trained if it does not exist. A model that the operator went back to serves no longer. `tell` is called with what it waits for. Raises TrainingFailed; then nothing has changed in what serves.
    """
    with _alone(home, tell):
        return _train_for_next_start(home, corpus)


def train_with_export(home: Path, made: Path, tell: Callable[[str], None] = log.info) -> Path:
    """As `train_present_data`, with the new export in the folder `made` (`model_versions.store_corpus`)."""
    with _alone(home, tell):  # stored sooner, it would be deleted by whoever trains now (`model_versions.delete_old`)
        return _train_for_next_start(home, model_versions.store_corpus(home, made))


def _train_for_next_start(home: Path, corpus: str | None) -> Path:
    path = _present_path(home, corpus)
    if not path.exists():
        _train(home, path, corpus)
    path.touch()  # counts as the newest, so it is the last to be deleted
    model_versions.set_model_and_corpus(home, corpus)
    return path


def _present_path(home: Path, corpus: str | None) -> Path:
    return home / "models" / f"{model_name(corpus=corpus)}.tar.gz"


def end_leftovers(home: Path) -> None:
    """Kill what a training left behind whose starter was killed: its second process does not notice (`learning/side_by_side.py`)."""
    for entry in Path("/proc").iterdir():
        starter = _starter_of(entry, home) if entry.name.isdigit() else None
        if starter is not None and not Path("/proc", starter).exists():
            with suppress(ProcessLookupError):
                os.kill(int(entry.name), signal.SIGKILL)


def _starter_of(process: Path, home: Path) -> str | None:
    """The pid of whoever started the training for this home to which the process belongs; None if it belongs to none."""
    try:
        environ = (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return None
    starter = next((one for one in environ if one.startswith(f"{_STARTER}=".encode())), None)
    if starter is None or f"LINLI_HOME={home}".encode() not in environ:
        return None
    return starter.decode("ascii").partition("=")[2]


@contextmanager
def _alone(home: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Of a home, one trains at a time; the others wait, and `tell` so. Then what a killed training left is ended."""
    for name in ("run", "logs", "models"):
        (home / name).mkdir(parents=True, exist_ok=True)
    with (home / "run" / "training.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell(_WAITING)
            fcntl.flock(file, fcntl.LOCK_EX)
        end_leftovers(home)
        yield


def _train(home: Path, path: Path, corpus: str | None) -> Path:
    """Train the model of the present data, record it and delete old ones; returns its path."""
    output = home / "logs" / "train.log"
    temporary_name = (
        f".{path.name.removesuffix('.tar.gz')}-{os.getpid()}"  # no further dot, which Rasa would take for a suffix
    )
    sources = [name for name in ("data/nlu", "data/rules", "data/stories") if (PROJECT / name).exists()]
    command = [str(BOT_PYTHON), "-m", "bot.lean", "train", "--force"]
    command += ["--skip-validation"]  # the training of the tests validates (tests/bot/model.py)
    command += ["--config", "config.yml", "--domain", "domain.yml"]
    command += ["--data", *sources, "--out", str(path.parent), "--fixed-model-name", temporary_name]
    with output.open("wb") as file:
        code = _run(command, home, file.fileno(), model_versions.corpus_file(home, corpus) if corpus else None)
    made = path.parent / f"{temporary_name}.tar.gz"
    if code != 0 or not made.exists():
        made.unlink(missing_ok=True)
        raise TrainingFailed(_what_ended_it(code, output))
    model_versions.record_version(home, path, bot_code_hash(), data_hash(), corpus)
    _sync(made)
    made.replace(path)
    model_versions.delete_old(home)
    return path


def _what_ended_it(code: int, output: Path) -> str:
    """Of a training with this exit code: the signal that killed it, which its output does not know, or the end of its output."""
    if code >= 0:
        return output.read_text(encoding="utf-8", errors="replace")[-2000:]
    memory, also = ("，多半是内存不够", "; out of memory?") if -code == signal.SIGKILL else ("", "")
    return f"训练被信号 {-code} 结束了{memory} (killed by signal {-code}{also})"


def _sync(path: Path) -> None:
    """Have the file on the disk before it gets its name: a half one would never be trained again."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def bot_environment() -> dict[str, str]:
    """The environment variables that are added for every process in the bot's Python environment."""
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    quiet["PYTHONWARNINGS"] = "ignore"  # the old pinned packages warn about future Pythons
    return quiet | _SMALL_MACHINE


def _ingredients(root: Path) -> Iterator[Path]:
    for line in (root / _INGREDIENTS).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield from sorted(root.glob(line))


def _hash(root: Path, beginnings: str | tuple[str, ...]) -> str:
    """The hash of the ingredients (names and contents) whose paths begin with one of `beginnings`; "": of all."""
    total = hashlib.sha256()
    for path in _ingredients(root):
        name = str(path.relative_to(root))
        if name.startswith(beginnings):
            total.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def _run(command: list[str], home: Path, output: int, corpus: Path | None) -> int:
    """Run the training in a process group that ends with it, and with us unless we are killed (`end_leftovers`); returns its exit code."""
    more = {"LINLI_HOME": str(home), "LINLI_CORPUS": str(corpus or ""), _STARTER: str(os.getpid())}
    child = subprocess.Popen(  # noqa: S603 (our own command)
        command,
        cwd=PROJECT,
        env=os.environ | bot_environment() | more,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        preexec_fn=die_with_parent,  # noqa: PLW1509 (no threads here)
        start_new_session=True,
    )
    try:
        return child.wait()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
