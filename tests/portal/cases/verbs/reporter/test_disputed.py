"""A result that its reporter does not accept (不认可): a clerk decides who looks at it now."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records.actors import resident
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.desk.case_page.timeline import staff_timeline
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, report

DISPUTES = "投诉路灯队，3栋的灯报了三次都说没坏"


def resolve(s: Session, parts: Parts, case: Case, who: Find) -> None:
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="已核实，反映不属实，灯没有坏")


def told(s: Session) -> int:
    to_boss = [row for row in s.scalars(sa.select(OutboxRow)) if row.payload.get("template") == "staff_reopened"]
    return len(to_boss)


def test_it_comes_to_the_desk_and_the_second_time_to_supervisors(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """Not at once to those who said so; their name stays as the suggestion."""
    s.execute(sa.text("UPDATE account SET phone='+8613900000009' WHERE role='supervisor'"))
    case = report(s, parts, reporter, DISPUTES)
    for number in (0, 1):
        resolve(s, parts, case, who)
        reporter_actions.answer(s, parts, case, resident(reporter), fixed=False, text="不认可，灯就是坏的")
        assert (case.state, case.dispatched, case.body) == ("accepted", False, "lamps")
        assert case.unread
        assert told(s) == number
    assert any("居民不认可" in one.what for one in staff_timeline(s, case, who(s, Role.DESK), str, str))


@pytest.mark.parametrize("text", ["柳树里3栋的路灯坏了三天了", "路灯队来过没修好，3栋的灯还是不亮"])
def test_work_that_is_not_done_goes_back_to_whoever_did_it(
    parts: Parts, reporter: int, s: Session, who: Find, text: str
) -> None:
    """They finish it."""
    case = report(s, parts, reporter, text)
    resolve(s, parts, case, who)
    reporter_actions.answer(s, parts, case, resident(reporter), fixed=False, text="没修好")
    assert (case.state, case.dispatched, case.body) == ("dispatched", True, "lamps")
