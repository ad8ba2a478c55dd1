"""The import of the hotline's orders, killed with kill -9 wherever it stands and run again: each order is one case.

`LINLI_FAULT_SEED` repeats a run; the seed is printed.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.cases.hotline.models import HotlineImport, HotlineRow
from portal.cases.models import Case, CaseEvent
from portal.grids import service as grids
from portal.kernel.config import PROJECT, load
from portal.storage.db import Base
from portal.storage.parts import Parts
from portal.wiring.app import build_parts
from tests.portal.cases.cases_world import write_community
from tests.portal.cases.hotline_files import order, workbook

pytestmark = pytest.mark.faults
ORDERS = 60
MOST_RUNS = 80


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"LINLI_HOME": str(tmp_path / "home"), "SECRET_KEY": "test", "DEMO": "1", "LINLI_RASA_PORT": "9"}


@pytest.fixture
def parts(environ: dict[str, str], tmp_path: Path) -> Parts:
    """A small community, and no bot to be reached."""
    made = build_parts(load(environ))
    Base.metadata.create_all(made.db.engine)
    with made.db.write() as s:
        grids.seed(s, write_community(tmp_path / "community"))
    return made


def run(environ: dict[str, str], file: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "portal.cli", "cases", "import-12345", str(file)]
    return subprocess.Popen(
        command, cwd=PROJECT, env=os.environ | environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def killed_on_the_way(process: subprocess.Popen[str], lines: int, pause: float) -> bool:
    """Kill it a moment after so many lines were told; whether it was killed before its end."""
    assert process.stdout is not None
    for _ in range(lines):
        if not process.stdout.readline():
            break
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    return process.wait() == -signal.SIGKILL


def test_an_import_killed_on_the_way_leaves_nothing_double(
    environ: dict[str, str], parts: Parts, tmp_path: Path
) -> None:
    """Killed again and again, then run to its end: every order has one case, one report and one number."""
    seed = int(os.environ.get("LINLI_FAULT_SEED") or random.SystemRandom().randrange(2**32))
    dice = random.Random(seed)
    print(f"LINLI_FAULT_SEED={seed}")
    file = tmp_path / "12345.xlsx"
    file.write_bytes(workbook(*[order(f"A{number:04}", f"第{number}件：路灯坏了") for number in range(ORDERS)]))
    kills = 0
    for _ in range(MOST_RUNS):
        if not killed_on_the_way(run(environ, file), dice.randrange(9), dice.random() * 0.05):
            break
        kills += 1
        assert doubles(parts) == []
        if taken_in(parts) == ORDERS:
            break
    done = run(environ, file)
    told, _none = done.communicate(timeout=300)
    assert done.returncode == 0
    assert len([line for line in told.splitlines() if "LL-" in line]) == ORDERS
    assert (taken_in(parts), doubles(parts)) == (ORDERS, [])
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(HotlineImport)) == 1
        assert s.scalar(sa.select(sa.func.count()).select_from(HotlineRow).where(HotlineRow.case_id.is_(None))) == 0
        assert s.scalar(sa.select(sa.func.count()).select_from(CaseEvent)) == ORDERS
    print(f"{kills} kills, {ORDERS} orders")
    assert kills >= 3


def taken_in(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count(sa.distinct(Case.hotline_no)))) or 0


def doubles(parts: Parts) -> list[str]:
    """The words that more than one case has."""
    with parts.db.read() as s:
        texts = [case.words.text for case in s.scalars(sa.select(Case)).unique()]
    return sorted({text for text in texts if texts.count(text) > 1})
