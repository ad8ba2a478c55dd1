"""A body that resolves a complaint about itself: the supervisors are told, and its reporter is asked whether they agree."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records.follow_up_wording import wording_for
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.desk.case_page.timeline import handler_timeline, staff_timeline
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, pushes, report

ABOUT_ITSELF = "投诉路灯队，3栋的灯报了三次都说没坏"


def resolved(s: Session, parts: Parts, reporter: int, who: Find, text: str, by: Role = Role.BODY) -> Case:
    s.execute(sa.text("UPDATE account SET phone='+8613900000009' WHERE role='supervisor'"))
    case = report(s, parts, reporter, text)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, by), text="已核实，反映不属实，灯没有坏")
    return case


def told(s: Session) -> bool:
    return any(row.payload.get("template") == "staff_by_accused" for row in s.scalars(sa.select(OutboxRow)))


def test_supervisors_are_told_and_the_reporter_is_asked_whether_they_agree(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """Not whether it was repaired; the body does not read that it is complained of."""
    case = resolved(s, parts, reporter, who, ABOUT_ITSELF)
    assert told(s)
    assert wording_for(case).yes == "认可"
    asked = next(one for one in pushes(s) if one["template"].startswith("follow_up"))
    assert (asked["template"], asked["expecting"]["choices"]["1"]) == ("follow_up_result", "认可")
    assert any("居民反映的那一家" in one.what for one in staff_timeline(s, case, who(s, Role.SUPERVISOR), str, str))
    assert not any("反映的那一家" in one.what for one in handler_timeline(s, case, who(s, Role.BODY), str))


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("柳树里3栋的路灯坏了三天了", Role.BODY),
        ("路灯队来过没修好，3栋的灯还是不亮", Role.BODY),
        ("别让路灯队知道是我说的，3栋的灯又灭了", Role.BODY),
        ("请路灯队来看看，投诉楼上扔烟头", Role.BODY),
        (ABOUT_ITSELF, Role.DESK),
    ],
)
def test_other_cases_are_resolved_as_ever(
    parts: Parts, reporter: int, s: Session, who: Find, text: str, by: Role
) -> None:
    """Nobody is complained of, or others resolved it."""
    case = resolved(s, parts, reporter, who, text, by)
    assert not told(s)
    assert wording_for(case).yes == "修好了"
