"""A grid worker's leave: the stand-in has the work and the pages in that time, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.cases.records import actors
from portal.cases.records.actors import Who, in_scope
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.desk import queue
from portal.desk.queue import Filters, Tab
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role
from portal.outbox.models import Letter
from portal.staff import leave
from portal.staff.models import Account
from portal.staff.sign_in import sessions
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, account, actor, community, draft, report, reporter, who
from tests.portal.conftest import HandClock

__all__ = ["community", "reporter", "who"]
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture
def other(parts: Parts, community: None) -> int:
    """Another grid's worker; both have phones."""
    with parts.db.write() as s:
        s.get_one(Account, actor(s, Role.GRID).id).phone = "+8613800000001"
        second = account(parts, Role.GRID, username="second", grid="G-02", phone="+8613800000002", name="李二")
        s.add(second)
        s.flush()
        return second.id


@pytest.fixture
def s(parts: Parts, other: int, reporter: int) -> Iterator[Session]:
    with parts.db.write() as session:
        yield session


def enter(s: Session, parts: Parts, other: int, first: date = TODAY, last: date = TOMORROW) -> int:
    worker, clerk = actor(s, Role.GRID).id, actor(s, Role.DESK).id
    return leave.enter(s, worker, other, (first, last), by=clerk, now=parts.clock.now()).id


def signed_in(s: Session, parts: Parts, number: int) -> Who:
    """The actor as a request sees them: through a session of their own."""
    token = "t" * 40
    secret, now = parts.settings.secret_key, parts.clock.now()
    row, _ = sessions.begin(s, secret, s.get_one(Account, number), device="测试", now=now)
    token = sessions.renew(s, secret, row, sessions.Origin("d", "a"), factor=True, now=now)
    found = sessions.open_session(s, secret, token, required=False, now=now)
    assert found is not None
    return actors.staff(s, found.actor)


def letters(s: Session) -> set[str]:
    return {one.address for one in s.query(Letter)}


def test_the_stand_in_has_the_work_while_it_lasts(
    s: Session, parts: Parts, other: int, reporter: int, clock: HandClock
) -> None:
    """In lists and on the page, from the first day to the last; before, after and once cancelled not."""
    case = report(s, parts, reporter)
    assert case.worker_id == actor(s, Role.GRID).id
    number = enter(s, parts, other, TOMORROW, TOMORROW)
    assert not in_scope(case, signed_in(s, parts, other))
    clock.move(days=1)
    found = signed_in(s, parts, other)
    assert in_scope(case, found)
    assert case in queue.page(s, found, Filters(Tab.OPEN), clock.now(), "").cases
    clock.move(days=1)
    assert not in_scope(case, signed_in(s, parts, other))
    clock.move(days=-1)
    leave.cancel(s, number, by=other, now=clock.now())
    assert not in_scope(case, signed_in(s, parts, other))


def test_the_stand_in_is_told_and_paged_and_works(
    s: Session, parts: Parts, other: int, reporter: int, who: Find
) -> None:
    """A dispatch and an emergency go to their phone, and not to the one on leave; the case is resolved by them."""
    enter(s, parts, other)
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=None, worker_id=actor(s, Role.GRID).id)
    report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}), text="柳树里3栋着火了")
    assert "+8613800000002" in letters(s)
    assert "+8613800000001" not in letters(s)
    handler_actions.resolve(s, parts, case, signed_in(s, parts, other), text="十一月二十四日我去换了灯泡，现在亮了")
    assert case.state == "resolved"


def test_a_stand_in_without_a_phone_leaves_the_page_with_the_one_on_leave(
    s: Session, parts: Parts, other: int, reporter: int
) -> None:
    """Nobody near is left out: only who has a phone can be paged, on leave or not."""
    s.get_one(Account, other).phone = ""
    enter(s, parts, other)
    report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}), text="柳树里3栋着火了")
    assert "+8613800000001" in letters(s)


def test_a_complaint_about_the_grid_worker_is_kept_from_the_stand_in(
    s: Session, parts: Parts, other: int, reporter: int
) -> None:
    """It may have been they; and a stand-in is no way around."""
    enter(s, parts, other)
    case = report(s, parts, reporter, text="柳树里3栋的网格员上门骂老人，态度恶劣")
    assert {one.account_id for one in case.accused} >= {actor(s, Role.GRID).id, other}
    assert not in_scope(case, signed_in(s, parts, other))


def test_what_cannot_be_is_refused(s: Session, parts: Parts, other: int) -> None:
    """Oneself, a clerk, days that are over or the wrong way round, two at once, a stand-in who is away."""
    clerk, worker, now = actor(s, Role.DESK).id, actor(s, Role.GRID).id, parts.clock.now()

    def refused(who: int, stand_in: int, first: date, last: date) -> str:
        with pytest.raises((Invalid, Conflict)) as found:
            leave.enter(s, who, stand_in, (first, last), by=clerk, now=now)
        return found.value.title

    assert "自己代自己" in refused(worker, worker, TODAY, TODAY)
    assert "网格员" in refused(worker, clerk, TODAY, TODAY)
    assert "日子不对" in refused(worker, other, TOMORROW, TODAY)
    assert "日子不对" in refused(worker, other, date(2026, 11, 1), date(2026, 11, 2))
    assert "日子不对" in refused(worker, other, TODAY, date(2028, 1, 1))
    number = enter(s, parts, other)
    assert "已经有一条" in refused(worker, other, TOMORROW, TOMORROW)
    assert "另排" in refused(other, worker, TODAY, TODAY)
    leave.cancel(s, number, by=clerk, now=now)
    with pytest.raises(NotFound):
        leave.cancel(s, number, by=clerk, now=now)
    enter(s, parts, other)


def test_a_stopped_stand_in_stands_in_for_nobody(s: Session, parts: Parts, other: int) -> None:
    """Then the worker has their own pages."""
    enter(s, parts, other)
    worker = s.get_one(Account, actor(s, Role.GRID).id)
    assert leave.acting_for(s, worker, parts.clock.now()).id == other
    s.get_one(Account, other).active = False
    assert leave.acting_for(s, worker, parts.clock.now()) is worker


def test_whoever_was_to_stand_in_stays_known(s: Session, parts: Parts, other: int, clock: HandClock) -> None:
    """A leave that was cancelled may have begun, and one that is over cannot be cancelled any more."""
    worker, clerk = actor(s, Role.GRID).id, actor(s, Role.DESK).id
    leave.cancel(s, enter(s, parts, other), by=clerk, now=clock.now())
    assert leave.stand_ins_of(s, [worker]) == {other}
    over = enter(s, parts, other)
    clock.move(days=3)
    with pytest.raises(NotFound):
        leave.cancel(s, over, by=clerk, now=clock.now())
