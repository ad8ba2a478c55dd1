"""Must hold 6: after closing, no written attacker does better than chance; against a leaky twin each of them wins."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.consultations.ballots import urn
from portal.consultations.models import OpenedBallot, RollEntry
from portal.consultations.verbs import closing, opening, voting
from portal.storage.db import Base, Database
from portal.storage.parts import Parts
from tests.portal.consultations.attacks.attackers import FAMILY
from tests.portal.consultations.attacks.chance import Score, bound
from tests.portal.consultations.attacks.evidence import Evidence, image_of
from tests.portal.consultations.consultations_world import World

REPEATS, VOTERS, SEED = 200, 30, 20261124
OPTIONS = [("zqx_first_gate", "东门"), ("zqx_west", "西门"), ("zqx_the_water_pond", "水池"), ("zqx_hall", "礼堂")]
QUESTIONS = [
    {"text": "先修哪里？", "kind": "choose", "options": [{"code": code, "label": label} for code, label in OPTIONS]}
]


@pytest.fixture
def ready(world: World, tmp_path: Path) -> tuple[World, Path, int]:
    """A small database with a consultation ready to open, to be copied for each repeat."""
    if not world.parts.db.is_sqlite:
        pytest.skip("files of SQLite; PostgreSQL has attackers of its own")
    with world.parts.db.write() as s:
        found = world.noticed(s, world.plan(questions=QUESTIONS), roll=VOTERS)
    path = tmp_path / "ready.db"
    with sqlite3.connect(world.parts.settings.home / "linli.db") as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table not in _needed() and not table.startswith("sqlite_"):
                connection.execute(f'DROP TABLE IF EXISTS "{table}"')  # a virtual table takes its own along
        connection.execute("VACUUM INTO ?", (str(path),))
    return world, path, found


def _needed() -> set[str]:
    """The tables of this room and of those that it stands on: a small file is searched faster."""
    rooms = ("portal.consultations.", "portal.staff.", "portal.residents.")
    return {m.local_table.name for m in Base.registry.mappers if m.class_.__module__.startswith(rooms)}  # type: ignore[attr-defined]


def choices_of(chance: random.Random) -> list[dict[str, list[str]]]:
    """Thirty known ballots, as uneven as a real vote."""
    codes = [code for code, _label in OPTIONS] + ["abstain"]
    return [{"q1": chance.choices(codes, weights=[5, 4, 3, 2, 1])} for _voter in range(VOTERS)]


def hold(parts: Parts, world: World, found_id: int, seed: int) -> tuple[Evidence, list[str]]:
    """One secret vote by the project's own verbs; what an attacker then holds, and the truth."""
    chance, path = random.Random(seed), Path(str(parts.db.url.database))
    cast = choices_of(chance)
    world = replace(world, parts=parts)
    with parts.db.write() as s:
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)
        voters = list(s.scalars(sa.select(RollEntry.id).where(RollEntry.consultation_id == found_id)))
    chance.shuffle(voters)
    images = [image_of(path)]
    for voter, given in zip(voters, cast, strict=True):
        with parts.db.write() as s:
            found = voting.lock_for_voting(s, found_id, world.now)
            voting.cast(s, world.ring, found, s.get_one(RollEntry, voter), given, channel="web", now=world.now)
        images.append(image_of(path))
    closing.close(parts, world.chair, found_id)
    with parts.db.read() as s:
        published = tuple(s.scalars(sa.select(OpenedBallot.content).order_by(OpenedBallot.position)))
    truth = [urn.canonical_choices(given) for given in cast]
    return Evidence(tuple(voters), published, tuple(images), image_of(path)), truth


def hold_leaky(seed: int) -> tuple[Evidence, list[str]]:
    """The same vote on clear rows: a hashed voter, a moment, a commit a vote, messages deleted in the end."""
    chance = random.Random(seed)
    cast = choices_of(chance)
    voters = list(range(1, VOTERS + 1))
    chance.shuffle(voters)
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA secure_delete=OFF")
    connection.execute("CREATE TABLE inbox (id INTEGER PRIMARY KEY, text TEXT)")
    connection.execute("CREATE TABLE ballot (voter TEXT PRIMARY KEY, cast_at TEXT, choices TEXT)")
    images, at = [connection.serialize()], datetime(2026, 11, 24, tzinfo=UTC)
    for number, (voter, given) in enumerate(zip(voters, cast, strict=True)):
        hashed, moment = hashlib.sha256(str(voter).encode()).hexdigest(), at + timedelta(minutes=number)
        row = (hashed, moment.strftime("%Y-%m-%d %H:%M:%S"), urn.canonical_choices(given))
        connection.execute("INSERT INTO inbox (text) VALUES (?)", row[2:])
        connection.execute("INSERT INTO ballot VALUES (?, ?, ?)", row)
        connection.commit()
        images.append(connection.serialize())
    truth = [urn.canonical_choices(given) for given in cast]
    connection.execute("DELETE FROM inbox")  # forgotten by the program, not by the file
    connection.commit()
    final = connection.serialize()
    connection.close()
    return Evidence(tuple(voters), tuple(sorted(truth)), tuple(images), final), truth


@pytest.mark.slow
def test_no_attacker_does_better_than_chance_and_each_wins_against_clear_rows(
    ready: tuple[World, Path, int], tmp_path: Path
) -> None:
    """200 seeded votes of 30; random permutations of the published ballots are the measure, 95% for the family."""
    world, template, found_id = ready
    ours = {name: Score() for name in FAMILY}
    leaky = {name: Score() for name in FAMILY}
    for repeat in range(REPEATS):
        seed = SEED + repeat
        folder = tmp_path / "repeat"
        folder.mkdir()
        shutil.copy(template, folder / "linli.db")
        db = Database(f"sqlite:///{folder / 'linli.db'}")
        sa.event.listen(db.engine, "connect", _in_haste)
        settings = replace(world.parts.settings, home=folder, keys=tmp_path / "repeat-keys" / str(seed))
        evidence, truth = hold(replace(world.parts, db=db, settings=settings), world, found_id, seed)
        twin, twin_truth = hold_leaky(seed)
        for name, attack in FAMILY.items():
            ours[name].add(attack(evidence), truth, seed)
            leaky[name].add(attack(twin), twin_truth, seed)
        db.engine.dispose()
        shutil.rmtree(folder)
    limit = bound(len(FAMILY))
    table = [(name, ours[name].share, ours[name].z, leaky[name].share, leaky[name].z) for name in FAMILY]
    print(f"\nseed {SEED}, {REPEATS} votes of {VOTERS}, bound z = {limit:.2f}")
    for name, share, z, leaky_share, leaky_z in table:
        print(f"{name:8} urn {share:6.1%} (z {z:+5.2f})   clear rows {leaky_share:6.1%} (z {leaky_z:+7.1f})")
    assert [row for row in table if row[2] >= limit] == [], "an attacker beats chance against the urn"
    assert [row for row in table if row[4] < 10 * limit] == [], "an attacker does not win against clear rows"


def _in_haste(connection: sqlite3.Connection, _record: object) -> None:
    """Nothing of this is kept: no waiting for the disk."""
    connection.execute("PRAGMA synchronous=OFF")
