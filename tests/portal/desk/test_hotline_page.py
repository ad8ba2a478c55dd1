"""`/desk/hotline`: a file is looked at before it is taken in; whoever may not, may not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.hotline import orders, replies
from portal.cases.hotline import workbook as xlsx
from portal.cases.models import AccessLook, Case, HotlineImport
from portal.cases.records.actors import Who, in_scope
from portal.kernel.roles import Role
from portal.storage.db import Database
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor
from tests.portal.cases.hotline_files import bomb, order, workbook
from tests.portal.signed_in import sit_down


@pytest.fixture
def desk(client: FlaskClient, parts: Parts, reporter: int) -> FlaskClient:
    """A clerk at the desk."""
    with parts.db.read() as s:
        number = actor(s, Role.DESK).id
    return sit_down(client, parts, number)


def upload(desk: FlaskClient, data: bytes) -> Any:
    return desk.post("/desk/hotline", data={"file": (io.BytesIO(data), "12345.xlsx")})


def count(parts: Parts, what: type[Any]) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(what)) or 0


def test_a_file_is_shown_before_anything_is_registered(desk: FlaskClient, parts: Parts) -> None:
    """Each line with what becomes of it, and what is wrong; no name, no telephone number, no words."""
    address = upload(desk, workbook(order(), order(""), order("A002", 办结时限="尽快"))).headers["Location"]
    page = desk.get(address).text
    for said in ("新的 1 件", "看不懂的 2 行", "没有编号", "时限看不懂", "JS20261128001"):
        assert said in page
    assert "13800001234" not in page
    assert count(parts, Case) == 0


def test_accepted_it_is_worked_off_and_found_by_its_number(desk: FlaskClient, parts: Parts) -> None:
    """By the worker; the hotline's number finds the case, and stands on its page; the replies can be fetched."""
    address = upload(desk, workbook(order(), order("330120261128000123"))).headers["Location"]
    assert "还剩 2 行" in desk.post(f"{address}/accept", follow_redirects=True).text
    while orders.work_off(parts):
        pass
    page = desk.get(address).text
    assert "还剩" not in page
    with parts.db.read() as s:
        found = {case.hotline_no: case.case_no for case in s.scalars(sa.select(Case)).unique()}
    for number, case_no in found.items():
        assert case_no in page
        assert case_no in desk.get("/desk/search", query_string={"q": number}, follow_redirects=True).text
        assert number in desk.get(f"/desk/cases/{case_no}").text
    answer = desk.post(f"{address}/replies.xlsx")
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_file_that_is_not_wanted_is_dropped(desk: FlaskClient, parts: Parts) -> None:
    """An accepted one is not."""
    address = upload(desk, workbook(order())).headers["Location"]
    assert "什么也没有登记" in desk.post(f"{address}/discard", follow_redirects=True).text
    assert count(parts, HotlineImport) == 0
    address = upload(desk, workbook(order())).headers["Location"]
    desk.post(f"{address}/accept")
    assert desk.post(f"{address}/discard").status_code == 422
    assert count(parts, HotlineImport) == 1


def test_an_order_about_the_clerk_is_a_colleagues(
    desk: FlaskClient, parts: Parts, who: Callable[[Session, Role], Who]
) -> None:
    """Neither its words, number and case nor what differs in it; how many lines are kept back is said."""
    told = "我要投诉受理台，打电话过去态度恶劣还骂人"
    address = upload(desk, workbook(order("ABOUT001", told), order("B002"))).headers["Location"]
    desk.post(f"{address}/accept")
    while orders.work_off(parts):
        pass
    later = upload(desk, workbook(order("ABOUT001", f"{told}，还挂电话", 来电人="赵某"), order("B002")))
    pages = [desk.get(address).text, desk.get(later.headers["Location"]).text]
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.hotline_no == "ABOUT001")).one()
        assert not in_scope(case, who(s, Role.DESK))
        for page in pages:
            assert "B002" in page
            for kept in ("ABOUT001", case.case_no, "骂人", "赵某"):
                assert kept not in page
        data = replies.export(s, parts, s.get_one(HotlineImport, 1), actor(s, Role.DESK))
        assert b"B002" in text_of(data)
        assert b"ABOUT001" not in text_of(data)
        assert s.scalars(sa.select(AccessLook.id).where(AccessLook.case_id == case.id)).all() == []
    assert "有 1 行要请同事来答复" in pages[0]


def text_of(data: bytes) -> bytes:
    """The sheet of an XLSX file, as it is packed."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return b"".join(file.read(name) for name in file.namelist())


def test_a_file_is_unpacked_before_the_transaction(desk: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading takes seconds, and on SQLite nobody else writes meanwhile."""
    writing: list[bool] = []
    write, read = Database.write, xlsx.read

    @contextmanager
    def watched(db: Database) -> Iterator[Session]:
        with write(db) as session:
            writing.append(True)
            yield session
            writing.pop()

    def read_alone(data: bytes) -> list[xlsx.Row]:
        assert not writing
        return read(data)

    monkeypatch.setattr(Database, "write", watched)
    monkeypatch.setattr(xlsx, "read", read_alone)
    assert upload(desk, workbook(order())).status_code == 303


@pytest.mark.parametrize("data", [b"", b"hello", bomb(), b"x" * (6 * 1024 * 1024)])
def test_what_is_no_file_of_orders_is_refused(desk: FlaskClient, parts: Parts, data: bytes) -> None:
    """In words; nothing is stored."""
    answer = upload(desk, data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert count(parts, HotlineImport) == 0


@pytest.mark.parametrize("role", [Role.BODY, Role.GRID, Role.SUPERVISOR])
def test_only_the_desk_sees_the_file(client: FlaskClient, parts: Parts, reporter: int, role: Role) -> None:
    """It holds names and telephone numbers of callers."""
    with parts.db.write() as s:
        made = orders.store(s, parts, orders.read(workbook(order())), None).id
        number = actor(s, role).id
    other = sit_down(client, parts, number)
    assert other.get("/desk/hotline").status_code == 403
    assert other.get(f"/desk/hotline/{made}").status_code == 403
    assert other.post(f"/desk/hotline/{made}/replies.xlsx").status_code == 403
    assert other.post(f"/desk/hotline/{made}/accept").status_code == 403
