"""Which cases are late, whose delay it is, and for how many working days."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.handler import handler_actions
from portal.desk.lists.lateness import late_by_holder
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, actor, report
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down


def given(s: Session, parts: Parts, reporter: int, who: Find, body: str | None) -> str:
    """A case that this body has, or nobody; its number."""
    case = report(s, parts, reporter)
    if body:
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=body)
    return case.case_no


def test_late_cases_stand_by_whoever_has_them(
    client: FlaskClient, parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """Due on Tuesday 1 December; on Friday three working days late. What is resolved is not late any more."""
    with parts.db.write() as s:
        late = [given(s, parts, reporter, who, body) for body in ("lamps", "lamps", None)]
        done = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, done, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, done, who(s, Role.BODY), text="换了灯头")
    clock.move(days=10)
    with parts.db.read() as s:
        found = late_by_holder(s, who(s, Role.SUPERVISOR), clock.now())
        assert [(one.name, len(one.cases), one.longest_days) for one in found] == [
            ("路灯队", 2, 3),
            ("受理台（还没派）", 1, 3),
        ]
        number = actor(s, Role.SUPERVISOR).id
    page = sit_down(client, parts, number).get("/desk/lateness").text
    assert [case_no for case_no in late if case_no not in page] == []
    assert done.case_no not in page
    assert "停 0 次，延 0 次，退 0 次" in page


def test_nothing_late_says_so(client: FlaskClient, parts: Parts, reporter: int) -> None:
    """And no case is listed before its deadline has passed."""
    with parts.db.write() as s:
        case_no, number = report(s, parts, reporter).case_no, actor(s, Role.SUPERVISOR).id
    page = sit_down(client, parts, number).get("/desk/lateness").text
    assert "没有超期的工单" in page
    assert case_no not in page


def test_on_a_weekend_after_the_deadline_it_is_late_by_one(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """Late from the first minute, though no working day has passed since."""
    given(s, parts, reporter, who, "lamps")
    clock.move(days=7.7)
    [body] = late_by_holder(s, who(s, Role.SUPERVISOR), clock.now())
    assert [one.days for one in body.cases] == [1]


def test_a_case_about_the_supervisor_is_not_listed_for_them(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """As in every other list."""
    case = report(s, parts, reporter)
    supervisor = who(s, Role.SUPERVISOR)
    about = confidentiality.ConductAnswer(is_conduct=True, accounts=[supervisor.id or 0])
    confidentiality.record_conduct(s, parts, case, who(s, Role.DESK), about)
    clock.move(days=20)
    assert late_by_holder(s, supervisor, clock.now()) == []


@pytest.mark.parametrize("role", [Role.DESK, Role.BODY, Role.GRID])
def test_the_page_is_the_supervisors(client: FlaskClient, parts: Parts, community: None, role: Role) -> None:
    """403 for everybody else."""
    with parts.db.read() as s:
        number = actor(s, role).id
    assert sit_down(client, parts, number).get("/desk/lateness").status_code == 403
