"""A timed job of a room, and the record of its last run."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from portal.storage.parts import Parts

log = logging.getLogger(__name__)

BATCH = 500  # rows: a run that handled so many was a full batch, unless the job says another number (`Timer.full`)
RECORD_EVERY = 5.0  # seconds: runs that handled nothing are recorded at most this often
HOUR = 3600.0  # seconds
AFTER_FAULT = 60.0  # seconds, at most, from a fault of a job to its next run


class Lane(StrEnum):
    """The lane in which a job runs: one job after another, in a thread of its own, so that no slow job holds up an alarm."""

    URGENT = "urgent"  # texts to staff (alarms above all), codes, answers to danger; and the jobs about danger
    ORDINARY = "ordinary"  # all else
    APART = "apart"  # what waits for other systems: deliveries, and asking what became of the cases
    SLOW = "slow"  # may take minutes: retention, rewriting the database file


@dataclass
class Timer:
    """A job that runs every `seconds` (0: each round of its lane), and again at once after a full batch.

    `job` returns how many rows it handled; `full` or more of them are a full batch. `room`: the room that the job belongs to.
    """

    name: str
    room: str
    job: Callable[[Parts], int]
    seconds: float = 0
    lane: Lane = Lane.ORDINARY
    full: int = BATCH
    _next: float = field(default=0.0, init=False)
    _record_after: float = field(default=0.0, init=False)

    def __call__(self, parts: Parts) -> int:
        """Run the job if due; returns the rows handled, else 0. A fault is recorded and raised; the next run is due within AFTER_FAULT."""
        if time.monotonic() < self._next:
            return 0
        try:
            done = self.job(parts)
        except Exception as fault:
            self._next = time.monotonic() + min(self.seconds, AFTER_FAULT)
            self._record_run(parts, fault=type(fault).__name__)
            raise
        if done < self.full:
            self._next = time.monotonic() + self.seconds
        if done or time.monotonic() >= self._record_after:
            self._record_run(parts)
        return done

    def _record_run(self, parts: Parts, fault: str = "") -> None:
        self._record_after = time.monotonic() + RECORD_EVERY
        write_run(parts.settings.home, Run(self.name, parts.clock.now(), fault))


@dataclass(frozen=True)
class Run:
    """The last run of a timer. `fault`: the name of the exception that it raised, or ""."""

    name: str
    at: datetime
    fault: str = ""


def write_run(home: Path, run: Run) -> None:
    """Record the run under `LINLI_HOME/run/timers`. Failing to write (a full disk) is only logged."""
    path = home / "run" / "timers" / f"{run.name}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({"at": run.at.isoformat(), "fault": run.fault}), encoding="ascii")
        fresh.replace(path)
    except OSError:
        log.exception("timer %s: the last run cannot be written", run.name)


def last_runs(home: Path) -> dict[str, Run]:
    """The last run of each timer that ever ran, by its name; one whose record cannot be read is left out."""
    return {run.name: run for run in _read(home / "run" / "timers")}


def _read(folder: Path) -> Iterator[Run]:
    for path in sorted(folder.glob("*.json")):
        try:
            found = json.loads(path.read_text(encoding="ascii"))
            yield Run(path.stem, datetime.fromisoformat(found["at"]), str(found["fault"]))
        except (OSError, ValueError, KeyError, TypeError):
            log.warning("%s cannot be read", path.name)
