"""A timer: when it runs, what it leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.storage.parts import Parts
from portal.timers.timer import HOUR, Timer, last_runs
from portal.wiring.rooms import timers


def test_a_full_batch_goes_on_at_once_and_an_empty_one_waits(parts: Parts) -> None:
    """Hourly, but not while there is a full batch of it."""
    left = [500, 500, 3, 7]
    timer = Timer("sweep", "privacy", lambda _parts: left.pop(0), seconds=HOUR, full=500)
    assert [timer(parts) for _ in range(4)] == [500, 500, 3, 0]
    assert left == [7]


def test_each_run_is_written_down_and_a_fault_with_its_name(parts: Parts) -> None:
    """What the operator reads with `linli timers`; a later run without a fault clears it."""
    broken = [True]

    def job(_parts: Parts) -> int:
        if broken.pop():
            raise ZeroDivisionError
        return 1

    timer = Timer("sweep", "privacy", job)
    with pytest.raises(ZeroDivisionError):
        timer(parts)
    assert last_runs(parts.settings.home)["sweep"].fault == "ZeroDivisionError"
    broken.append(False)
    timer(parts)
    run = last_runs(parts.settings.home)["sweep"]
    assert (run.at, run.fault) == (parts.clock.now(), "")


@pytest.mark.parametrize(("every", "pause"), [(HOUR, 60.0), (5.0, 5.0)])
def test_a_job_that_fails_is_not_run_in_every_round(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, every: float, pause: float
) -> None:
    """It is due again after a minute, or when it would be anyway."""
    now, runs = [1000.0], []

    def job(_parts: Parts) -> int:
        runs.append(now[0])
        raise ZeroDivisionError

    monkeypatch.setattr("portal.timers.timer.time.monotonic", lambda: now[0])
    timer = Timer("sweep", "privacy", job, seconds=every)
    with pytest.raises(ZeroDivisionError):
        timer(parts)
    now[0] += pause - 1
    assert timer(parts) == 0
    now[0] += 1
    with pytest.raises(ZeroDivisionError):
        timer(parts)
    assert runs == [1000.0, 1000.0 + pause]


def test_a_torn_note_is_no_run(tmp_path: Path) -> None:
    """Half a file says nothing."""
    folder = tmp_path / "run" / "timers"
    folder.mkdir(parents=True)
    (folder / "sweep.json").write_text('{"at": "2026', encoding="ascii")
    assert last_runs(tmp_path) == {}


def test_every_timer_has_a_name_of_its_own() -> None:
    """Two of one name would hide each other's last run."""
    names = [timer.name for timer in timers()]
    assert len(names) == len(set(names))
