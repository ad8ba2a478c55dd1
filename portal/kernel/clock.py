"""The real clock, or, in a demo, one that started at `LINLI_NOW` and runs on."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SystemClock:
    """The present time, shifted by a constant."""

    def __init__(self, shift: timedelta = timedelta()) -> None:
        self._shift = shift

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), UTC) + self._shift


def clock_from(now: datetime | None, run_folder: Path) -> SystemClock:
    """The clock for a LINLI_NOW (None: the real one). The launcher keeps the shift, in seconds, in `clock_shift`.

    All processes of one start share that file in `run_folder`; without it the clock starts at `now` with this call.
    """
    if now is None:
        return SystemClock()
    path = run_folder / "clock_shift"
    if path.exists():
        return SystemClock(timedelta(seconds=float(path.read_text(encoding="ascii"))))
    return SystemClock(now - datetime.now(UTC))
