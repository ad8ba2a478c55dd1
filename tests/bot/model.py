"""The trained model for tests: trained once, then kept under the hash of the code and data from which it was trained."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

from bot.reading.learning.ingredients import ingredients

ROOT = Path(__file__).resolve().parents[2]


def quiet_environment() -> dict[str, str]:
    """This process's environment, with Rasa's telemetry off, and its cache of trained components beside the models.

    So a change of only the domain or the rules retrains no head.
    """
    cache = {"RASA_CACHE_DIRECTORY": str(kept_models() / "components"), "RASA_MAX_CACHE_SIZE": "300"}
    return {**os.environ, **cache, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}


def kept_models() -> Path:
    """The folder for the models that tests trained."""
    folder = ROOT / ".pytest_cache" / "linli-models"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def model_of_the_present_data() -> Path:
    """Path of the model; trains it if code or data changed. Of two test runs at once only one trains."""
    folder = kept_models()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        path = folder / f"{ingredients_hash()}.tar.gz"
        if not path.exists():
            train(path)
    return path


def ingredients_hash(root: Path = ROOT) -> str:
    total = hashlib.sha256()
    for file in ingredients(root):
        total.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:16]


def train(path: Path) -> None:
    begun = f"new-{os.getpid()}"
    command = [sys.executable, "-m", "tests.bot.watched_training", "train"]
    command += ["--config", "config.yml", "--domain", "domain.yml"]
    command += ["--data", "data/nlu", "data/rules", "--out", str(path.parent), "--fixed-model-name", begun]
    done = subprocess.run(
        command, cwd=ROOT, env=quiet_environment(), capture_output=True, text=True, timeout=1100, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"training failed:\n{(done.stdout + done.stderr)[-3000:]}")
    (path.parent / f"{begun}.tar.gz").rename(path)
    for old in sorted(path.parent.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)[:-2]:
        old.unlink()


if __name__ == "__main__":
    print(model_of_the_present_data())
