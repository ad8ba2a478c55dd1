"""The worker's sign of life: the age of a file under `LINLI_HOME/run`."""

from __future__ import annotations

import time
from pathlib import Path


def beat(home: Path) -> None:
    """Say that the worker lives."""
    path = home / "run" / "worker.alive"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def age(home: Path) -> float:
    """Seconds since it last said so; infinite when never."""
    path = home / "run" / "worker.alive"
    return time.time() - path.stat().st_mtime if path.exists() else float("inf")
