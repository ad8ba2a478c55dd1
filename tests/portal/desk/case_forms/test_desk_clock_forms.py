"""The desk's forms for what stops, moves or hands back a case's clock."""

from __future__ import annotations

import pytest

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import returning
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import SignIn, actor, report

WHY = "路灯不是我们装的，归电力公司修"
WAITS = "灯头缺货，厂里下周才发来"


@pytest.fixture
def address(parts: Parts, reporter: int) -> str:
    """The desk's page of a case that the lamps have."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, actors.staff(s, actor(s, Role.DESK)), body="lamps")
        return f"/desk/cases/{case.case_no}"


def case_of(parts: Parts) -> Case:
    with parts.db.read() as s:
        return s.get_one(Case, 1)


def test_the_third_return_goes_by_the_supervisor(sign_in: SignIn, parts: Parts, address: str) -> None:
    """The body's form says so; the supervisor's has two answers, and an answer nobody gave is refused."""
    with parts.db.write() as s:
        case, desk, body = (
            s.get_one(Case, 1),
            actors.staff(s, actor(s, Role.DESK)),
            actors.staff(s, actor(s, Role.BODY)),
        )
        for _ in range(2):
            returning.send_back(s, parts, case, body, reason="不归我们")
            desk_actions.dispatch(s, parts, case, desk, body="lamps")
    client = sign_in(Role.BODY)
    assert "要督查同意才能退" in client.get(address).text
    short = client.post(f"{address}/return", data={"reason": "不归我们"})
    assert short.status_code == 422
    assert "不归我们" in short.text
    asked = client.post(f"{address}/return", data={"reason": WHY}, follow_redirects=True)
    assert "申请交给督查了" in asked.text
    assert case_of(parts).state == "dispatched"
    client = sign_in(Role.SUPERVISOR)
    page = client.get(address).text
    assert "承办方申请退回，请您定" in page
    assert WHY in page
    assert client.post(f"{address}/return-answer", data={}).status_code == 422
    client.post(f"{address}/return-answer", data={"answer": "return"})
    assert case_of(parts).state == "accepted"


@pytest.mark.parametrize("role", [Role.DESK, Role.GRID, Role.BODY])
def test_only_a_supervisor_answers(sign_in: SignIn, address: str, role: Role) -> None:
    """Nobody else, least of all whoever asked."""
    assert sign_in(role).post(f"{address}/return-answer", data={"answer": "return"}).status_code == 403


def test_a_body_asks_for_time_and_a_clerk_answers(sign_in: SignIn, parts: Parts, address: str) -> None:
    """The clerk sees the days, the new date and the reason, which may be put better for the resident."""
    client = sign_in(Role.BODY)
    assert "最多 5 个工作日，由受理台批" in client.get(address).text
    wrong = client.post(f"{address}/extension", data={"days": "many", "reason": WAITS})
    assert wrong.status_code == 422
    assert WAITS in wrong.text
    client.post(f"{address}/extension", data={"days": "3", "reason": WAITS})
    client = sign_in(Role.DESK)
    page = client.get(address).text
    assert "申请延 3 天，同意的话改到" in page
    assert page.count(WAITS) == 2  # on the timeline, and in the field for the resident
    done = client.post(f"{address}/extension-answer", data={"answer": "grant", "why": WAITS}, follow_redirects=True)
    assert "正在告诉居民新的日子和原因" in done.text
    assert case_of(parts).extended == 1


@pytest.mark.parametrize("role", [Role.GRID, Role.BODY])
def test_whoever_asked_for_time_does_not_grant_it(sign_in: SignIn, address: str, role: Role) -> None:
    """403, whatever is posted."""
    assert sign_in(role).post(f"{address}/extension-answer", data={"answer": "grant"}).status_code == 403


def test_a_body_asks_the_resident_and_the_pause_is_seen(sign_in: SignIn, parts: Parts, address: str) -> None:
    """The badge stands for everybody, and how often the clock stood still."""
    client = sign_in(Role.BODY)
    assert "question-text" not in client.get(address).text
    client.post(f"{address}/acknowledgement")
    assert "question-text" in client.get(address).text
    assert client.post(f"{address}/question", data={"question": " "}).status_code == 422
    done = client.post(f"{address}/question", data={"question": "是哪一盏灯？"}, follow_redirects=True)
    assert "问出去了" in done.text
    page = sign_in(Role.SUPERVISOR).get(address).text
    assert "等居民回话" in page
    assert "停过1次" in page


def test_the_clerk_picks_the_clock_when_accepting(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Both forms that accept have the choice."""
    with parts.db.write() as s:
        address = f"/desk/cases/{report(s, parts, reporter).case_no}"
    client = sign_in(Role.DESK)
    assert client.get(address).text.count('name="regime"') == 2
    assert client.post(f"{address}/acceptance", data={"regime": "letters"}).status_code == 422
    client.post(f"{address}/dispatch", data={"body": "lamps", "regime": "petition"})
    assert case_of(parts).regime == "petition"
    assert "信访件" in client.get(address).text
