"""A single dispatch while nobody has said whether the case is about how people behave."""

from __future__ import annotations

import re
from typing import Any

import pytest

from portal.cases.models import Accused, Case
from portal.cases.reading.conduct import Conduct
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import SignIn, actor, draft, report
from tests.portal.desk.desk_pages_world import case_no, state_of

__all__ = ["case_no"]
ASKS = "还没有答“是关于人的行为吗？”"


def doubt(parts: Parts, **more: Any) -> None:
    """The case may be about the grid worker's conduct; nobody has answered."""
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        case.conduct = Conduct.ASK
        case.accused.append(Accused(case_id=case.id, account_id=actor(s, Role.GRID).id))
        for name, value in more.items():
            setattr(case, name, value)


def test_the_clerk_is_asked_first(parts: Parts, case_no: str, sign_in: SignIn) -> None:
    """Nothing leaves with the first press; whoever read it and ticks that sends it."""
    doubt(parts)
    desk, address = sign_in(Role.DESK), f"/desk/cases/{case_no}/dispatch"
    refused = desk.post(address, data={"suggested": "lamps"})
    assert ASKS in refused.text
    assert state_of(parts) == "reported"
    (asked,) = re.findall(r'name="asked" value="([^"]+)"', refused.text)
    desk.post(address, data={"suggested": "lamps", "sure": "1", "asked": asked})
    assert state_of(parts) == "dispatched"


def test_once_it_is_answered_nobody_asks(parts: Parts, case_no: str, sign_in: SignIn) -> None:
    doubt(parts)
    desk = sign_in(Role.DESK)
    desk.post(f"/desk/cases/{case_no}/conduct", data={"conduct": "no", "reason": "看过原话，说的是路灯的事"})
    desk.post(f"/desk/cases/{case_no}/dispatch", data={"suggested": "lamps"})
    assert state_of(parts) == "dispatched"


def test_nobody_in_danger_waits_for_the_answer(parts: Parts, case_no: str, sign_in: SignIn) -> None:
    doubt(parts, urgency="emergency")
    sign_in(Role.DESK).post(f"/desk/cases/{case_no}/dispatch", data={"suggested": "lamps"})
    assert state_of(parts) == "dispatched"


@pytest.mark.parametrize("text", ["柳树里3栋的路灯坏了三天了", "柳树里3栋楼道堆了纸箱"])
def test_of_things_nothing_is_asked(parts: Parts, reporter: int, sign_in: SignIn, text: str) -> None:
    with parts.db.write() as s:
        number = report(s, parts, reporter, text, draft=draft(text)).case_no
    sign_in(Role.DESK).post(f"/desk/cases/{number}/dispatch", data={"suggested": "lamps"})
    assert state_of(parts) == "dispatched"
