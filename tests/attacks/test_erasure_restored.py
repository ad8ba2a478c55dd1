"""A backup, or an old file put back by hand, brings nobody back who was erased."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from portal.process import launch
from portal.storage.parts import Parts
from tests.attacks.erasure_world import ROOT, Person, Street, bot, on_sqlite, parts, street, two
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import world

__all__ = ["bot", "on_sqlite", "parts", "street", "two", "world"]


def linli(parts: Parts, *args: str, home: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    home = home or parts.settings.home
    environ = {
        "LINLI_HOME": str(home), "SECRET_KEY": "test", "DEMO": "1", "PATH": os.environ["PATH"], "HOME": str(home.parent),
    }  # fmt: skip
    command = [sys.executable, "-m", "portal.cli", *args]
    return subprocess.run(
        command, cwd=ROOT, env=environ | more, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.usefixtures("on_sqlite")
def test_a_restored_backup_erases_again(street: Street, two: tuple[Person, Person, int], tmp_path: Path) -> None:
    """A backup of before, restored elsewhere: who was erased since is erased there too, the neighbour is whole."""
    one, other, vote = two
    street.publish(vote)
    out = tmp_path / "before.backup"
    made = linli(street.parts, "backup", "--out", str(out))
    assert made.returncode == 0, made.stderr
    assert out.stat().st_mode & 0o077 == 0
    street.erase(one)
    home = tmp_path / "elsewhere" / "home"
    home.parent.mkdir()
    back = linli(street.parts, "restore", str(out), home=home)
    assert back.returncode == 0, back.stderr
    assert street.traces(one, home) == []
    assert {trace.rpartition(": ")[2] for trace in street.traces(other, home)} >= {other.marks()[0], other.words}
    assert (home / "media" / other.photo).exists()
    assert not (home / "media" / one.photo).exists()


@pytest.mark.usefixtures("on_sqlite")
def test_without_the_ledger_a_restore_is_refused(
    street: Street, two: tuple[Person, Person, int], tmp_path: Path
) -> None:
    """On another machine, without the ledger: refused, with what to do; with its copy: done, and erased again."""
    one, _, vote = two
    street.publish(vote)
    out = tmp_path / "before.backup"
    assert linli(street.parts, "backup", "--out", str(out)).returncode == 0
    ledger = street.parts.settings.erasures
    street.erase(one)
    carried = tmp_path / "carried.jsonl"
    ledger.rename(carried)
    home = tmp_path / "elsewhere" / "home"
    home.parent.mkdir()
    refused = linli(street.parts, "restore", str(out), home=home)
    assert refused.returncode == 1
    assert "--erasures" in refused.stderr
    assert not (home / "linli.db").exists()
    back = linli(street.parts, "restore", str(out), "--erasures", str(carried), home=home)
    assert back.returncode == 0, back.stderr
    assert street.traces(one, home) == []


@pytest.mark.usefixtures("on_sqlite")
def test_an_old_file_put_back_by_hand_is_erased_at_the_start(
    street: Street, two: tuple[Person, Person, int], tmp_path: Path, clock: HandClock
) -> None:
    """A copy of the database from before, put back without `linli restore`: the start erases again before it serves."""
    one, other, vote = two
    street.publish(vote)
    with (
        sqlite3.connect(street.parts.settings.home / "linli.db") as source,
        sqlite3.connect(tmp_path / "old.db") as target,
    ):
        source.backup(target)
    street.erase(one)
    street.parts.db.engine.dispose()
    home = street.parts.settings.home
    for beside in ("linli.db-wal", "linli.db-shm"):
        (home / beside).unlink(missing_ok=True)
    (tmp_path / "old.db").replace(home / "linli.db")
    launch.prepare_data(replace(street.parts.settings, demo=False))
    assert street.traces(one) == []
    assert street.traces(other)
