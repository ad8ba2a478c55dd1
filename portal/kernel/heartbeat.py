"""The worker's heartbeat: one file for each of its lanes under `LINLI_HOME/run`, touched at every round."""

from __future__ import annotations

import time
from pathlib import Path


def beat(home: Path, lane: str) -> None:
    """Touch the lane's file."""
    path = _path(home, lane)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def age(home: Path, lane: str) -> float:
    """Seconds since the lane's last beat; infinite if there was none."""
    path = _path(home, lane)
    return time.time() - path.stat().st_mtime if path.exists() else float("inf")


def _path(home: Path, lane: str) -> Path:
    return home / "run" / f"worker-{lane}.alive"
