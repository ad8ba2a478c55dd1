"""The clock of the real world, or one that started at `LINLI_NOW` and runs on (the demo)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SystemClock:
    """Now, shifted by a constant."""

    def __init__(self, shift: timedelta = timedelta()) -> None:
        self._shift = shift

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), UTC) + self._shift


def clock_from(now: datetime | None, run_folder: Path) -> SystemClock:
    """All processes of one start share one shift, kept in `run_folder/clock_shift` (seconds) by the launcher."""
    if now is None:
        return SystemClock()
    path = run_folder / "clock_shift"
    if path.exists():
        return SystemClock(timedelta(seconds=float(path.read_text(encoding="ascii"))))
    return SystemClock(now - datetime.now(UTC))
