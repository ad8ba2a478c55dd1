"""An emergency says who could not be called: the grid worker who left no phone, and has no stand-in with one."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.models import Accused, AlarmPage, Case
from portal.cases.reading.conduct import Conduct
from portal.kernel.roles import Role
from portal.staff.models import Account, Leave
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import SignIn, account, actor, draft, report
from tests.portal.conftest import HandClock

SAID = "没有叫到网格员"


def emergency(parts: Parts, reporter: int, **more: Any) -> str:
    with parts.db.write() as s:
        urgent = {"level": "emergency", "reasons": [], "danger": "gas"}
        case = report(s, parts, reporter, "柳树里3栋有煤气味", draft=draft("柳树里3栋有煤气味", urgency=urgent))
        for name, value in more.items():
            setattr(case, name, value)
        return case.case_no


def phone(parts: Parts, role: Role, number: str = "+8613800000009") -> None:
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.role == role).values(phone=number))


def seen(sign_in: SignIn, case_no: str) -> tuple[bool, bool]:
    """Whether it is said (on the case's page, in the red box)."""
    desk = sign_in(Role.DESK)
    page = desk.get(f"/desk/cases/{case_no}").text.partition('id="danger"')[2].partition("</div>")[0]
    return SAID in page, SAID in desk.get("/desk/alarms").text


def test_without_a_phone_it_is_said(parts: Parts, reporter: int, sign_in: SignIn) -> None:
    case_no = emergency(parts, reporter)
    assert seen(sign_in, case_no) == (True, True)
    assert "张网格员" in sign_in(Role.DESK).get("/desk/alarms").text.partition(SAID)[2][:40]


def test_with_a_phone_it_is_not(parts: Parts, reporter: int, sign_in: SignIn) -> None:
    phone(parts, Role.GRID)
    case_no = emergency(parts, reporter)
    assert seen(sign_in, case_no) == (False, False)
    with parts.db.read() as s:
        assert actor(s, Role.GRID).id in s.scalars(sa.select(AlarmPage.account_id)).all()


def test_of_a_closed_account_it_is_said_although_it_has_a_phone(parts: Parts, reporter: int, sign_in: SignIn) -> None:
    """No SMS goes there; nothing is said of a phone that was not left."""
    case_no = emergency(parts, reporter)
    phone(parts, Role.GRID)
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.role == Role.GRID).values(active=False))
    assert seen(sign_in, case_no) == (True, True)
    assert "没有留手机，或者停用了" in sign_in(Role.DESK).get("/desk/alarms").text


def test_a_stand_in_with_a_phone_is_called(parts: Parts, reporter: int, sign_in: SignIn, clock: HandClock) -> None:
    with parts.db.write() as s:
        other = account(parts, Role.GRID, username="other", name="小李", grid="G-02", phone="+8613800000008")
        s.add(other)
        s.flush()
        day = clock.now().date()
        mine = actor(s, Role.GRID).id
        s.add(Leave(account_id=mine, stand_in_id=other.id, first_day=day, last_day=day, entered_by=mine, entered_at=clock.now()))  # fmt: skip
    assert seen(sign_in, emergency(parts, reporter)) == (False, False)


@pytest.mark.parametrize("state", ["in_progress", "resolved"])
def test_nothing_of_it_once_it_is_dealt_with(parts: Parts, reporter: int, sign_in: SignIn, state: str) -> None:
    assert seen(sign_in, emergency(parts, reporter, state=state))[0] is False


def test_nothing_of_whoever_must_not_be_called(parts: Parts, reporter: int, sign_in: SignIn) -> None:
    """The case is about them."""
    case_no = emergency(parts, reporter)
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        case.conduct = Conduct.CONDUCT
        case.accused.append(Accused(case_id=case.id, account_id=actor(s, Role.GRID).id))
    assert seen(sign_in, case_no) == (False, False)
