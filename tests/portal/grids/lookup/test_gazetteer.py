"""The community's lists are looked up before the one writer's transaction, never in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.grids import service
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from portal.wiring.app import create_app, create_internal_app
from tests.attacks.town import draft
from tests.portal.cases.cases_world import COMMUNITY, write_community
from tests.portal.conftest import bearer

PLACES = COMMUNITY["places.csv"] + "".join(f"桂花苑{n}栋,building,G-01,,桂花{n}号院\n" for n in range(1, 400))
_LISTS = re.compile(r"\bFROM (?:place|body|duty)\b", re.IGNORECASE)


@contextmanager
def lists_read_while_writing(parts: Parts) -> Iterator[list[str]]:
    """The queries for a whole list of the community that ran within a write transaction."""
    found: list[str] = []

    def hear(connection: sa.Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        if connection.get_execution_options().get("linli_write") and _LISTS.search(statement):
            found.extend([] if "WHERE" in statement.upper() else [statement])

    sa.event.listen(parts.db.engine, "before_cursor_execute", hear)
    yield found
    sa.event.remove(parts.db.engine, "before_cursor_execute", hear)


@pytest.fixture
def town(parts: Parts, tmp_path: Path) -> Parts:
    """A community with hundreds of names, loaded as the operator loads it."""
    with parts.db.write() as s:
        service.seed(s, write_community(tmp_path / "seed", places=PLACES))
    return parts


def reporter(parts: Parts) -> int:
    assert create_app(parts).test_client().post("/api/v1/chat/sessions").status_code == 201
    with parts.db.read() as s:
        return int(s.scalars(sa.select(ContactPoint.id)).one())


class Bot:
    """Reports and adds to cases as the bot does, by the internal API."""

    def __init__(self, parts: Parts, contact: int) -> None:
        self.client: FlaskClient = create_internal_app(parts).test_client()
        self.headers, self.contact, self.ids = bearer(parts), contact, itertools.count(1)

    def _post(self, path: str, verb: str, **body: Any) -> Any:
        key = {"Idempotency-Key": f"{next(self.ids)}:{verb}"}
        answer = self.client.post(
            f"/internal/v1{path}", json={"contact": self.contact, **body}, headers=self.headers | key
        )
        assert answer.status_code in (200, 201), answer.text
        return answer.json

    def reports(self, text: str, place: str = "") -> Any:
        answers = {"place": place} if place else {}
        return self._post("/cases", "report", text=text, draft=draft(text, places=[]), answers=answers, photos=[])

    def adds(self, case_no: str, text: str) -> Any:
        return self._post(f"/cases/{case_no}/details", "detail", text=text)


def test_no_list_is_read_while_a_case_is_written(town: Parts) -> None:
    """Reports of a service, of conduct, in confidence and without a place, and the place told later: all find it."""
    bot = Bot(town, reporter(town))
    with lists_read_while_writing(town) as found:
        placed = bot.reports("路灯坏了", "桂花苑217栋")
        bot.reports("物业的人打人，别说是我说的", "桂花苑3栋")
        unplaced = bot.reports("路灯坏了")
        bot.adds(unplaced["case_no"], "在桂花398号院门口")
    assert placed["grid"] == "G-01"
    with town.db.read() as s:
        told_later = s.scalars(sa.select(Case.grid).where(Case.case_no == unplaced["case_no"])).one()
    assert told_later == "G-01"
    assert found == []


def test_a_list_read_in_a_write_transaction_is_caught(town: Parts) -> None:
    """The broken twin: who reads the places while writing."""
    with lists_read_while_writing(town) as found, town.db.write() as s:
        s.execute(sa.text("SELECT name FROM place")).all()
    assert len(found) == 1


def test_new_lists_are_known_to_the_next_case(town: Parts, tmp_path: Path) -> None:
    """Loaded again, a new name finds its grid in the transaction that loaded it, and in the next; an old one is gone."""
    bot = Bot(town, reporter(town))
    assert bot.reports("路灯坏了", "桂花苑217栋")["grid"] == "G-01"
    with town.db.write() as s:
        service.seed(s, write_community(tmp_path / "again", places=COMMUNITY["places.csv"] + "梅园,estate,G-01,,\n"))
        assert service.grid_for(s, "梅园门口") == "G-01"
    assert bot.reports("路灯坏了", "梅园门口")["grid"] == "G-01"
    assert bot.reports("路灯坏了", "桂花苑217栋")["grid"] is None


def test_a_building_is_known_behind_each_name_of_its_estate(town: Parts, tmp_path: Path) -> None:
    """Of an estate in two grids the name alone leads to none."""
    more = (
        "梅园,estate,G-01,,老梅园|梅小区\n梅园,estate,G-02,,老梅园|梅小区\n"
        "梅园3栋,building,G-01,,\n梅园12栋,building,G-02,,\n"
    )
    with town.db.write() as s:
        service.seed(s, write_community(tmp_path / "again", places=COMMUNITY["places.csv"] + more))
        assert service.grid_for(s, "老梅园") is None
        assert [service.grid_for(s, said) for said in ("老梅园3幢楼下", "梅小区12-1-502")] == ["G-01", "G-02"]
        assert service.places_in(s, "梅小区十二号楼停水") == ["梅园12栋"]


def test_a_rolled_back_load_changes_nothing(town: Parts, tmp_path: Path) -> None:
    """The lists in force stay those that were committed."""
    folder = write_community(tmp_path / "again", places=COMMUNITY["places.csv"])

    def load_in_vain() -> None:
        with town.db.write() as s:
            service.seed(s, folder)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        load_in_vain()
    with town.db.write() as s:
        assert service.grid_for(s, "桂花苑217栋") == "G-01"
