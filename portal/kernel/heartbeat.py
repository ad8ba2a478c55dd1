"""The worker's signs of life: the age of one file for each of its lanes under `LINLI_HOME/run`."""

from __future__ import annotations

import time
from pathlib import Path


def beat(home: Path, lane: str) -> None:
    """Say that the lane lives."""
    path = _path(home, lane)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def age(home: Path, lane: str) -> float:
    """Seconds since it last said so; infinite when never."""
    path = _path(home, lane)
    return time.time() - path.stat().st_mtime if path.exists() else float("inf")


def _path(home: Path, lane: str) -> Path:
    return home / "run" / f"worker-{lane}.alive"
