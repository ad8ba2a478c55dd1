"""`/desk/hotline`: a file is looked at before it is taken in; whoever may not, may not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.hotline import columns, orders, replies
from portal.cases.hotline.models import HotlineImport, HotlineRow
from portal.cases.models import AccessLook, Alarm, Case
from portal.cases.records.actors import Who, in_scope
from portal.desk.intake import hotline_page
from portal.kernel import workbook as xlsx
from portal.kernel.roles import Role
from portal.storage.db import Database
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import SignIn, account, actor
from tests.portal.cases.hotline_files import HEADINGS, bomb, naive, order, workbook
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
    """Each line with its words, what becomes of it, and what is wrong; no name, no telephone number."""
    address = upload(desk, workbook(order(), order(""), order("A002", 办结时限="尽快"))).headers["Location"]
    page = desk.get(address).text
    for said in (
        "新的 1 件",
        "不收的 2 行",
        "没有编号",
        "时限看不懂",
        "尽快",
        "JS20261128001",
        "3栋的路灯坏了",
        "投诉",
    ):
        assert said in page
    assert "13800001234" not in page
    assert count(parts, Case) == 0


FIRE = "柳树里8栋二楼着火了，有人困在里面"


def test_a_refused_line_with_a_fire_says_that_nothing_comes_of_it(desk: FlaskClient, parts: Parts) -> None:
    """Its words, masked, and a way to take it down at once, filled in and registered once; accepting the file drops its words."""
    told = f"{FIRE}，我是李某，电话13800001234"
    address = upload(desk, workbook(order("A001", told, 办结时限="28/11/2026 18时"), order("A002"))).headers["Location"]
    page = desk.get(address).text
    for said in ("第 2 行说到险情", "不会登记，也不会叫人", FIRE, "火情", "28/11/2026 18时"):
        assert said in page
    assert "13800001234" not in page
    link = re.search(r'href="(/desk/new\?line=\d+)"', page)
    assert link
    form = desk.get(link[1]).text
    for said in (told, 'value="13800001234"', 'role="alert"><div class="notice notice--danger"'):
        assert said in form
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key
    for _twice in range(2):
        desk.post("/desk/new", data={"key": key[1], "channel": "call", "text": told, "urgency": "emergency"})
    assert count(parts, Case) == 1
    after = desk.post(f"{address}/accept", follow_redirects=True).text
    assert "第 2 行说到险情" not in after
    assert FIRE not in after
    assert "代录了" in after
    assert told not in desk.get(link[1]).text


def test_what_tells_of_danger_stands_first_and_is_linked(desk: FlaskClient) -> None:
    """Before refused lines, wherever it stood in a file of thousands."""
    rows = [order(f"A00{number}", 办结时限="尽快") for number in range(1, 4)]
    address = upload(desk, workbook(*rows, order("A009", FIRE))).headers["Location"]
    page = desk.get(address).text
    assert re.findall(r'<tr id="line-(\d+)">', page) == ["5", "2", "3", "4"]
    assert '<a href="#line-5">' in page


def test_two_clerks_take_a_refused_line_down_once(desk: FlaskClient, parts: Parts) -> None:
    """Both have the form open: the second is led to the first one's case, and the file's page names it."""
    address = upload(desk, workbook(order("A001", FIRE, 办结时限="28/11/2026 18时"))).headers["Location"]
    link = re.search(r'href="(/desk/new\?line=\d+)"', desk.get(address).text)
    assert link
    with parts.db.write() as s:
        second = account(parts, Role.DESK, username="second")
        s.add(second)
        s.flush()
        clerks = [actor(s, Role.DESK).id, second.id]
    keys = [re.findall(r'name="key" value="([^"]+)"', sit_down(desk, parts, one).get(link[1]).text) for one in clerks]
    for clerk, (key,) in zip(clerks, keys, strict=True):
        told = {"key": key, "channel": "call", "text": FIRE}
        page = sit_down(desk, parts, clerk).post("/desk/new", data=told, follow_redirects=True).text
    assert "这一行已经代录过" in page
    assert count(parts, Case) == 1
    with parts.db.read() as s:
        case_no = s.scalars(sa.select(Case.case_no)).one()
    assert case_no in desk.get(address).text


def test_a_line_of_the_next_file_is_not_taken_for_one_of_a_discarded_file(desk: FlaskClient, parts: Parts) -> None:
    """Row ids come again after a discard (SQLite): the next file's line with a fire stays red, and can be taken down."""
    first = upload(desk, workbook(order("A001", "3栋的路灯坏了", 办结时限="尽快"))).headers["Location"]
    with parts.db.read() as s:
        row_id = s.scalars(sa.select(HotlineRow.id)).one()
    form = desk.get("/desk/new", query_string={"line": row_id}).text
    key = re.findall(r'name="key" value="([^"]+)"', form)[0]
    desk.post("/desk/new", data={"key": key, "channel": "call", "text": "3栋的路灯坏了"})
    desk.post(f"{first}/discard")
    page = desk.get(upload(desk, workbook(order("A001", FIRE, 办结时限="尽快"))).headers["Location"]).text
    assert "说到险情" in page
    assert "代录了" not in page


def test_a_clerk_who_may_not_take_a_line_down_does_not_settle_it(desk: FlaskClient, parts: Parts) -> None:
    """Its key in a form of their own with harmless words makes a case of theirs; the line stays as it was."""
    told = "受理台的人收了我一千块，" + FIRE
    address = upload(desk, workbook(order("A001", told, 办结时限="尽快"))).headers["Location"]
    assert "说的可能是您，请同事看" in desk.get(address).text
    with parts.db.read() as s:
        row_id = s.scalars(sa.select(HotlineRow.id)).one()
        key = hotline_page.key_of_line(s, row_id)
        assert hotline_page.line_of_key(s, key) == row_id
    desk.post("/desk/new", data={"key": key, "channel": "call", "text": "3栋的路灯坏了"})
    assert count(parts, Case) == 1
    assert "代录了" not in desk.get(address).text


def test_the_same_words_as_of_a_line_are_not_registered_twice(desk: FlaskClient, parts: Parts) -> None:
    """The clerk took the line down, and types the same words in an empty form: asked first."""
    address = upload(desk, workbook(order("A001", FIRE, 办结时限="尽快"))).headers["Location"]
    link = re.search(r'href="(/desk/new\?line=\d+)"', desk.get(address).text)
    assert link
    for form in (desk.get(link[1]).text, desk.get("/desk/new").text):
        key = re.findall(r'name="key" value="([^"]+)"', form)[0]
        page = desk.post("/desk/new", data={"key": key, "channel": "call", "text": FIRE}, follow_redirects=True).text
    assert "刚才登记过一样的话" in page
    assert count(parts, Case) == 1


def test_an_untaken_line_with_a_fire_stays_in_red(desk: FlaskClient, parts: Parts) -> None:
    """After the file was accepted, too, when its words are gone."""
    address = upload(desk, workbook(order("A001", FIRE, 办结时限="28/11/2026 18时"), order("A002"))).headers["Location"]
    after = desk.post(f"{address}/accept", follow_redirects=True).text
    assert "第 2 行说到险情" in after
    assert FIRE not in after


def test_a_good_line_with_a_fire_is_marked_before_it_is_taken_in(desk: FlaskClient, parts: Parts) -> None:
    """However many words stand around it; taken in while the bot is away it raises the alarm."""
    told = "市民来电反映，" + "该小区物业管理混乱，多次反映没有结果，" * 8 + f"。{FIRE}。请尽快处理。"
    address = upload(desk, workbook(order(), order("A002", told))).headers["Location"]
    page = desk.get(address).text
    assert "有 1 行说到险情，还没有登记" in page
    desk.post(f"{address}/accept")
    while orders.work_off(parts):
        pass
    assert "有 1 行说到险情" not in desk.get(address).text
    with parts.db.read() as s:
        fire = s.scalars(sa.select(Case).where(Case.hotline_no == "A002")).one()
        assert (fire.urgency, fire.danger) == ("emergency", "fire")
        assert s.scalars(sa.select(Alarm.case_id)).all() == [fire.id]


def test_what_tells_of_danger_is_taken_in_before_all_else(desk: FlaskClient, parts: Parts) -> None:
    """However far down it stands, whoever is to be called need not wait for the lamps; then the file's order."""
    rows = [order(f"A00{number}") for number in range(1, 5)]
    rows[2:2] = [order("B001", FIRE), order("B002", "柳树里5栋有人闻到很浓的煤气味，头都晕了")]
    address = upload(desk, workbook(*rows)).headers["Location"]
    desk.post(f"{address}/accept")
    while orders.work_off(parts):
        pass
    with parts.db.read() as s:
        made = s.scalars(sa.select(Case.hotline_no).order_by(Case.id)).all()
    assert made == ["B001", "B002", "A001", "A002", "A003", "A004"]


def test_a_line_that_may_accuse_the_clerk_is_left_to_a_colleague(desk: FlaskClient) -> None:
    """Before there is a case: its danger is marked, its words are not shown, and the form of its words stays empty."""
    told = "受理台的人收了我一千块，" + FIRE
    address = upload(desk, workbook(order("A001", told, 办结时限="尽快"), order("A002"))).headers["Location"]
    page = desk.get(address).text
    assert "说的可能是您，请同事看" in page
    assert "第 2 行说到险情" in page
    assert "一千块" not in page
    for line in range(1, 3):
        form = desk.get("/desk/new", query_string={"line": line}).text
        assert "<textarea" in form
        assert "一千块" not in form


def test_a_deadline_that_is_over_is_said(desk: FlaskClient) -> None:
    """Before the line is taken in."""
    past = naive(2025, 12, 2, 17)
    page = desk.get(upload(desk, workbook(order(办结时限=past), order("A002"))).headers["Location"]).text
    assert "有 1 行的时限已经过了" in page


def test_the_same_file_again_is_said_to_be_the_same(desk: FlaskClient) -> None:
    """Opened, and taken in."""
    data = workbook(order())
    address = upload(desk, data).headers["Location"]
    assert "打开过" not in desk.get(address).text
    assert upload(desk, data).headers["Location"] == address
    assert "打开过，还没有收下" in desk.get(address).text
    desk.post(f"{address}/accept", follow_redirects=True)
    upload(desk, data)
    assert "已经收下过，没有再登记" in desk.get(address).text


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


def test_who_handles_an_order_in_confidence_does_not_read_its_number(sign_in: SignIn, parts: Parts) -> None:
    """With it they could ask the hotline who called: it stands neither on their page nor on the sheet; the clerk reads it."""
    clerk, number = sign_in(Role.DESK), order()[1]
    address = upload(clerk, workbook([*order(), "是"], headings=[*HEADINGS, "是否保密"])).headers["Location"]
    clerk.post(f"{address}/accept")
    while orders.work_off(parts):
        pass
    with parts.db.read() as s:
        case = f"/desk/cases/{s.scalars(sa.select(Case.case_no)).one()}"
    clerk.post(f"{case}/dispatch", data={"body": "lamps", "worker": "", "matter": "3栋的路灯不亮"})
    assert number in clerk.get(case).text
    body = sign_in(Role.BODY)
    for page in (case, f"{case}/print"):
        shown = body.get(page)
        assert shown.status_code == 200
        assert number not in shown.text


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


def test_the_empty_sheet_has_the_columns_that_are_read(desk: FlaskClient) -> None:
    """Linked from the page; filled in, it is a file of orders."""
    assert "/desk/hotline/empty.xlsx" in desk.get("/desk/hotline").text
    (headings,) = xlsx.read(desk.get("/desk/hotline/empty.xlsx").data)
    layout = columns.find_layout([headings])
    assert layout is not None
    assert list(layout.headings) == columns.usual_headings()
    assert sorted(layout.at) == sorted(columns.columns_of(columns.usual_headings()))
    assert {"number", "text", "due_at", "secret"} <= set(layout.at)


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
