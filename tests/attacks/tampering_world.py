"""A vote of fifty with its untouched twin, a copy of database and keys, and what is written into the one."""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.verbs import closing, queries
from portal.kernel.config import load
from portal.kernel.errors import Problem
from portal.kernel.roles import StaffActor
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, create_app
from tests.portal.consultations.committee_pages_world import act_as
from tests.portal.consultations.consultations_world import NO, YES, World, phone


@pytest.fixture(autouse=True)
def _on_sqlite(world: World) -> None:
    if not world.parts.db.is_sqlite:
        pytest.skip("speaks SQLite's dialect and copies its files")


ROLL = 50
AWAY = 50  # has not voted
TWICE = 7  # first YES, then NO


@dataclass
class Vote:
    """A vote of fifty, and what a tamperer may have kept from before. `other`: another open vote beside it."""

    world: World
    client: FlaskClient
    id: int
    other: int
    first_of_twice: bytes | None
    named: bool

    @property
    def parts(self) -> Parts:
        return self.world.parts

    def sql(self, statement: str, **values: Any) -> Any:
        with self.parts.db.engine.begin() as connection:
            found = connection.execute(sa.text(statement), {"id": self.id, "other": self.other} | values)
            return found.fetchall() if found.returns_rows else None

    def board(self, statement: str, **values: Any) -> None:
        """A statement over the board, where there is one."""
        if "board_line" in sa.inspect(self.parts.db.engine).get_table_names():
            self.sql(statement, **values)

    def entry(self, number: int, consultation: int | None = None) -> int:
        found = self.sql(
            "SELECT id FROM roll_entry WHERE consultation_id = :c AND phone = :p",
            c=consultation or self.id,
            p=phone(number),
        )
        return int(found[0][0])

    def cast(self, number: int, given: dict[str, list[str]], consultation: int | None = None) -> Any:
        return self.client.post(
            f"/api/v1/consultations/{consultation or self.id}/ballots",
            json={"answers": given},
            headers={"Authorization": f"Bearer {self.world.token(number)}"},
        )

    @property
    def actor(self) -> StaffActor:
        return self.world.chair


_KEPT: dict[tuple[bool, int], tuple[Path, int, int, bytes | None]] = {}


def held(world: World, client: FlaskClient, *, named: bool, votes: int = ROLL) -> Vote:
    """The vote, held once for each kind; afterwards its files are copied (on SQLite)."""
    if (named, votes) in _KEPT:
        kept, found, other, first = _KEPT[named, votes]
        world.parts.db.engine.dispose()
        for folder in (world.parts.settings.home, world.parts.settings.keys):
            shutil.rmtree(folder, ignore_errors=True)
            copy(kept / folder.name, folder)
        return Vote(world, client, found, other, first, named)
    vote = _held(world, client, named, votes)
    if world.parts.db.is_sqlite:
        world.parts.db.engine.dispose()
        kept = Path(tempfile.mkdtemp(prefix="tampering-", dir=world.parts.settings.home.parent.parent))  # pytest's own
        for folder in (world.parts.settings.home, world.parts.settings.keys):
            copy(folder, kept / folder.name)
        _KEPT[named, votes] = kept, vote.id, vote.other, vote.first_of_twice
    return vote


def _held(world: World, client: FlaskClient, named: bool, votes: int) -> Vote:
    plan = world.plan(secrecy="named" if named else "secret")
    found = Vote(world, client, world.open(plan, roll=ROLL), world.open(plan, roll=3), None, named)
    for number in range(1, votes):
        assert found.cast(number, YES if number % 3 else NO).status_code == 201
    if not named:
        rows = found.sql("SELECT sealed FROM envelope WHERE roll_entry_id = :e", e=found.entry(TWICE))
        found.first_of_twice = rows[0][0]
    assert found.cast(TWICE, NO).status_code == 201
    assert found.cast(1, NO, found.other).status_code == 201
    return found


def copy(folder: Path, to: Path) -> None:
    if folder.exists():
        shutil.copytree(folder, to)


@contextmanager
def twin_of(vote: Vote) -> Iterator[World]:
    """A copy of database and keys; its own parts, the same people and clock."""
    settings = vote.parts.settings
    vote.parts.db.engine.dispose()
    home = settings.home.with_name("twin")
    copy(settings.home, home)
    copy(settings.keys, settings.home.with_name("twin-keys"))
    environ = {
        "LINLI_HOME": str(home),
        "LINLI_KEYS": str(home.with_name("twin-keys")),
        "SECRET_KEY": "test",
        "DEMO": "1",
    }
    parts = replace(build_parts(load(environ)), clock=vote.parts.clock)
    yield replace(vote.world, parts=parts)
    parts.db.engine.dispose()


def is_settled(world: World, found_id: int, took_part: int = ROLL - 1) -> None:
    """Closed and counted, the honest votes as they were cast."""
    closing.close(world.parts, world.chair, found_id)
    with world.parts.db.read() as s:
        found = queries.get(s, found_id)
        assert found.state == "closed"
        assert found.result is not None
        assert found.result["took_part"]["count"] == took_part
        cast = [NO if number == TWICE or number % 3 == 0 else YES for number in range(1, took_part + 1)]
        options = {option["code"]: option["count"] for option in found.result["questions"][0]["options"]}
        assert options == {"yes": cast.count(YES), "no": cast.count(NO), "abstain": 0}


def stands_still(vote: Vote) -> None:
    """Closing stops; nothing is counted, written or published; scrutineer and supervisor read why."""
    before = vote.sql("SELECT count(*) FROM opened_ballot WHERE consultation_id = :id")
    sealed = vote.sql("SELECT count(sealed) FROM envelope WHERE consultation_id = :id")
    with pytest.raises(Problem) as stop:
        closing.close(vote.parts, vote.actor, vote.id)
    assert stop.value.status == 409
    assert vote.sql("SELECT result FROM consultation WHERE id = :id")[0][0] in (None, "null")
    assert vote.sql("SELECT count(*) FROM opened_ballot WHERE consultation_id = :id") == before
    assert vote.sql("SELECT count(sealed) FROM envelope WHERE consultation_id = :id") == sealed
    assert "result" not in vote.client.get(f"/api/v1/consultations/{vote.id}").get_json()
    is_reported(vote)


def is_reported(vote: Vote) -> None:
    """A page for the scrutineer and the supervisor, not for the one who pressed; a line in everybody's log."""
    for actor, status in ((vote.world.scrutineer, 200), (vote.world.supervisor, 200), (vote.world.chair, 403)):
        with client_of(vote, actor) as browser:
            assert browser.get(f"/committee/consultations/{vote.id}/report").status_code == status
            assert "对不上" in browser.get(f"/committee/consultations/{vote.id}").get_data(as_text=True)


@contextmanager
def client_of(vote: Vote, actor: StaffActor) -> Iterator[FlaskClient]:
    app = create_app(vote.parts)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    act_as(browser, actor)
    yield browser


Way = Callable[[Vote], None]


def deleted(vote: Vote) -> None:
    vote.sql("DELETE FROM envelope WHERE roll_entry_id = :e", e=vote.entry(4))


def phone_edited(vote: Vote) -> None:
    vote.sql("UPDATE roll_entry SET phone = '+8613900000000' WHERE id = :e", e=vote.entry(AWAY))


def name_edited(vote: Vote) -> None:
    vote.sql("UPDATE roll_entry SET name = '别人' WHERE id = :e", e=vote.entry(AWAY))


def entry_added(vote: Vote) -> None:
    columns = [
        column["name"]
        for column in sa.inspect(vote.parts.db.engine).get_columns("roll_entry")
        if column["name"] != "id"
    ]
    values = ", ".join(
        {"line": "9999", "name": "'新人'", "phone": "'+8613912345678'"}.get(name, name) for name in columns
    )
    vote.sql(
        f"INSERT INTO roll_entry ({', '.join(columns)}) SELECT {values} FROM roll_entry WHERE id = :e", e=vote.entry(1)
    )


def entry_added_and_all_figures_with_it(vote: Vote) -> None:
    """The fingerprint is computed anew with its salt, which lies in the database, and the number with it."""
    entry_added(vote)
    roll_hash_computed_anew(vote)
    vote.sql("UPDATE consultation SET roll_count = roll_count + 1 WHERE id = :id")


def roll_hash_computed_anew(vote: Vote) -> None:
    rows = vote.sql("SELECT name, phone, household, unit, area FROM roll_entry WHERE consultation_id = :id")
    salt = bytes.fromhex(vote.sql("SELECT roll_salt FROM consultation WHERE id = :id")[0][0])
    text = "\n".join(sorted("\t".join("" if cell is None else str(cell) for cell in row) for row in rows))
    vote.sql(
        "UPDATE consultation SET roll_hash = :h WHERE id = :id",
        h=hmac.new(salt, text.encode(), hashlib.sha256).hexdigest(),
    )


def entry_and_vote_deleted(vote: Vote) -> None:
    entry = vote.entry(4)
    for table in ("envelope", "named_ballot"):
        vote.sql(f"DELETE FROM {table} WHERE roll_entry_id = :e", e=entry)
    vote.sql("DELETE FROM roll_entry WHERE id = :e", e=entry)
    vote.sql("UPDATE consultation SET roll_count = roll_count - 1 WHERE id = :id")


def questions_edited(vote: Vote) -> None:
    text = json.loads(vote.sql("SELECT questions FROM consultation WHERE id = :id")[0][0])
    first, second = text[0]["options"][:2]
    first["label"], second["label"] = second["label"], first["label"]
    vote.sql("UPDATE consultation SET questions = :q WHERE id = :id", q=json.dumps(text))


def ballots_written_before(vote: Vote) -> None:
    vote.sql("INSERT INTO opened_ballot VALUES (:id, 5000, :c)", c=json.dumps({"q1": ["yes"]}))
