"""kill -9 at any point of closing: every ballot is counted exactly once, and the key is destroyed in the end."""

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

from portal.consultations.ballots import urn
from portal.consultations.law.phases import State
from portal.consultations.models import Envelope, OpenedBallot
from portal.consultations.verbs import closing, queries, voting
from portal.kernel.config import PROJECT
from tests.portal.consultations.closing_child import NEVER, POINTS
from tests.portal.consultations.consultations_world import NO, YES, World

pytestmark = pytest.mark.faults
SEED = int(os.environ.get("LINLI_SEED", "20261124"))
VOTERS = 12


def ready(world: World) -> int:
    """An open vote of twelve, all cast."""
    found_id = world.open(roll=VOTERS)
    for number in range(1, VOTERS + 1):
        with world.parts.db.write() as s:
            found = voting.lock_for_voting(s, found_id, world.now)
            given = YES if number % 3 else NO
            voting.cast(s, world.ring, found, world.entry(s, found_id, number), given, channel="web", now=world.now)
    return found_id


def child(world: World, found_id: int, point: str) -> subprocess.Popen[str]:
    settings = world.parts.settings
    environ = {
        "PATH": os.environ.get("PATH", ""),
        "LINLI_HOME": str(settings.home),
        "LINLI_KEYS": str(settings.keys),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": "test",
        "DEMO": "1",
    }
    script = Path(__file__).with_name("closing_child.py")
    command = [sys.executable, "-c", f"import runpy, sys; sys.argv = sys.argv[1:]; sys.path.insert(0, {str(PROJECT)!r}); "
               f"runpy.run_path({str(script)!r}, run_name='__main__')",
               "closing_child.py", point, str(found_id), str(world.chair.id)]  # fmt: skip
    return subprocess.Popen(command, env=environ, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def all_is_well(world: World, found_id: int) -> None:
    """Counted once, exactly; envelopes empty; the key gone."""
    cast = [YES if number % 3 else NO for number in range(1, VOTERS + 1)]
    expected = sorted(urn.canonical_choices({key: codes}) for ballot in cast for key, codes in ballot.items())
    with world.parts.db.read() as s:
        found = queries.get(s, found_id)
        assert (found.state, found.key_destroyed, found.key_end) == (State.CLOSED, True, "destroyed")
        rows = sa.select(OpenedBallot.content).where(OpenedBallot.consultation_id == found_id)
        assert list(s.scalars(rows.order_by(OpenedBallot.position))) == expected
        assert found.result is not None
        assert found.result["took_part"]["count"] == VOTERS
        sealed = sa.select(Envelope.sealed).where(Envelope.consultation_id == found_id)
        assert set(s.scalars(sealed)) == {None}
    assert world.ring.key_files(found_id) == []


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point_and_closed_again(world: World, point: str) -> None:
    """The same button pressed again finishes what was cut off."""
    found_id = ready(world)
    process = child(world, found_id, point)
    out, _err = process.communicate(timeout=60)
    assert (process.returncode, out) == (-signal.SIGKILL, "closing\n")
    if point in {"opened", "written", "counted", "noted"}:
        with world.parts.db.read() as s:
            assert queries.get(s, found_id).state == State.OPEN
            assert s.scalars(sa.select(OpenedBallot)).all() == []
        closing.close(world.parts, world.chair, found_id)
    else:  # counted and committed: the worker's job has the key to destroy
        assert closing.destroy_leftover_keys(world.parts) == 1
    all_is_well(world, found_id)


def test_killed_in_between_again_and_again(world: World) -> None:
    """At six random moments of one closing, by another process; then it is closed."""
    print(f"seed {SEED}")
    chance, found_id, killed = random.Random(SEED), ready(world), 0
    for _try in range(6):
        process = child(world, found_id, NEVER)
        assert process.stdout is not None
        assert process.stdout.readline() == "closing\n"
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        process.wait(timeout=60)
        killed += process.stdout.read() == ""
    print(f"{killed} of 6 kills landed before the end")
    assert killed, "no kill landed in mid-work"
    closing.close(world.parts, world.chair, found_id)
    all_is_well(world, found_id)


def test_nobody_kills_it(world: World) -> None:
    """The child itself closes, so that the tests above would show a fault of its own."""
    found_id = ready(world)
    process = child(world, found_id, NEVER)
    out, _err = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "closing\nclosed\n")
    all_is_well(world, found_id)
