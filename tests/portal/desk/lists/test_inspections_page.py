"""`/desk/inspections`: what is to be inspected, late ones marked; the form records what was found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.inspections.models import Inspection
from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, draft, report
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down

Sit = Callable[[Role], FlaskClient]
FIRE_LANE = {"code": "0416", "path": ["城乡建设", "消防通道与安全隐患"], "score": 0.9, "alternatives": []}
TEXT = "我是王小花，柳树里3栋的消防通道堆了电动车，打13912345678找我"


@pytest.fixture
def sit(client: FlaskClient, parts: Parts, community: None) -> Sit:
    with parts.db.read() as s:
        ids = {role: actor(s, role).id for role in (Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR)}
    return lambda role: sit_down(client, parts, ids[role])


@pytest.fixture
def case_no(parts: Parts, reporter: int) -> str:
    """A hazard that the lamps say is done."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, TEXT, draft=draft(TEXT, category=FIRE_LANE, times=[]))
        desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="lamps")
        body = actors.staff(s, actor(s, Role.BODY))
        handler_actions.resolve(s, parts, case, body, text="电动车拖走了，通道清出来了")
        return case.case_no


def send(client: FlaskClient, case_no: str, **fields: str) -> str:
    form = {"inspection": "1", **fields}
    return client.post(f"/desk/cases/{case_no}/inspection", data=form, follow_redirects=True).text


def test_the_form_waits_for_the_day(sit: Sit, clock: HandClock, case_no: str) -> None:
    """Before it the list only says when."""
    grid = sit(Role.GRID)
    page = grid.get("/desk/inspections").text
    assert case_no in page
    assert "去看过了" not in page
    clock.move(days=7)
    assert "去看过了" in sit(Role.GRID).get("/desk/inspections").text


def test_a_handler_reads_nothing_of_the_reporter(sit: Sit, case_no: str) -> None:
    """Neither name nor number stands in the grid worker's list."""
    page = sit(Role.GRID).get("/desk/inspections").text
    assert "王小花" not in page
    assert "13912345678" not in page


def test_what_was_found_is_recorded(sit: Sit, parts: Parts, clock: HandClock, case_no: str) -> None:
    """And the case leaves the list."""
    clock.move(days=7)
    assert "没问题" in send(sit(Role.GRID), case_no, finding="fine")
    assert case_no not in sit(Role.DESK).get("/desk/inspections").text
    with parts.db.read() as s:
        assert s.scalars(sa.select(Inspection.finding)).one() == "fine"


def test_a_hazard_that_is_back_is_open_again(sit: Sit, parts: Parts, clock: HandClock, case_no: str) -> None:
    """The inspector reads so, and that the reporter was written to."""
    clock.move(days=7)
    page = send(sit(Role.GRID), case_no, finding="back", text="又堆了三辆")
    assert f"{case_no} 又有了，重新办了；给居民也发了消息" in page
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case.state)).one() == "dispatched"


def test_the_inspector_is_told_only_what_was_done(sit: Sit, parts: Parts, clock: HandClock, reporter: int, case_no: str) -> None:  # fmt: skip
    """Of danger that people are called; nothing of a reporter who wants no messages."""
    with parts.db.write() as s:
        s.get_one(ContactPoint, reporter).no_push = True
    clock.move(days=7)
    page = send(sit(Role.GRID), case_no, finding="back", text="楼道里电瓶车烧起来了，全是烟")
    assert ("按险情办，已经叫人" in page, "给居民" in page) == (True, False)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "请选看得怎么样"),
        ({"finding": "closed"}, "请选看得怎么样"),
        ({"finding": "back"}, "看见了什么"),
        ({"finding": "unreached"}, "为什么去不成"),
        ({"finding": "fine", "inspection": "99999999999999999999"}, "不用复查"),
        ({"finding": "back", "text": "字" * 2001}, "最多 2000"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    sit: Sit, clock: HandClock, case_no: str, fields: dict[str, str], why: str
) -> None:
    """The reason stands at the top, and nothing is recorded."""
    clock.move(days=7)
    page = send(sit(Role.GRID), case_no, **{"text": "", **fields})
    assert why in page
    assert case_no in page
    assert fields.get("text", "") in page


def test_late_ones_are_marked_for_the_supervisor(sit: Sit, clock: HandClock, case_no: str) -> None:
    """Who watches and does not inspect."""
    clock.move(days=8)
    page = sit(Role.SUPERVISOR).get("/desk/inspections").text
    assert "过了日子的 1 件" in page
    assert "去看过了" not in page
    assert sit(Role.SUPERVISOR).post(f"/desk/cases/{case_no}/inspection").status_code == 403
