"""The on-call schedule: whom a day names, who stands in, and the days on which nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.records import alarms
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.on_call import schedule
from portal.on_call.models import OnCallDay
from portal.staff import leave
from portal.staff.models import Account
from portal.storage.db import add_if_new
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, community
from tests.portal.conftest import HandClock

__all__ = ["community"]
TODAY = date(2026, 11, 24)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def ids(parts: Parts, community: None) -> dict[str, int]:
    """Username → id: clerk, grid worker and supervisor with phones, a second grid worker with one, a clerk without."""
    with parts.db.write() as session:
        session.add(account(parts, Role.GRID, username="second", grid="G-02"))
        session.add(account(parts, Role.DESK, username="mute"))
        session.flush()
        for number, one in enumerate(session.scalars(sa.select(Account).order_by(Account.id))):
            one.phone = "" if one.username == "mute" else f"+861380000000{number}"
        return {one.username: one.id for one in session.scalars(sa.select(Account))}


@pytest.fixture
def s(parts: Parts, ids: dict[str, int]) -> Iterator[Session]:
    """A write transaction, committed at the end of the test."""
    with parts.db.write() as session:
        yield session


def stand(s: Session, parts: Parts, ids: dict[str, int], day: date, *names: str) -> int:
    """Let these stand on the day, in this order."""
    accounts = tuple(ids[name] if name else None for name in (*names, "", "")[:2])
    seen = schedule.version(schedule.days_between(s, day, day))
    return schedule.arrange(s, {day: accounts}, seen, by=ids["supervisor"], now=parts.clock.now())


def called(s: Session, parts: Parts) -> list[str]:
    """Who is paged now, in order."""
    return [one.username for one in alarms.on_call(s, parts.clock.now())]


def test_whom_the_day_names_is_called_first_then_all_as_before(s: Session, parts: Parts, ids: dict[str, int]) -> None:
    """The list, and the supervisors; nobody twice."""
    before = called(s, parts)
    assert before == ["desk", "supervisor"]
    stand(s, parts, ids, TODAY, "supervisor", "grid")
    assert called(s, parts) == ["supervisor", "grid", "desk"]
    alarms.set_on_call_list(s, [s.get_one(Account, ids["second"])])
    assert called(s, parts) == ["supervisor", "grid", "second"]


def test_a_day_that_is_empty_calls_as_before(s: Session, parts: Parts, ids: dict[str, int]) -> None:
    stand(s, parts, ids, TOMORROW, "grid")
    assert called(s, parts) == ["desk", "supervisor"]


def test_a_day_ends_at_nine_in_the_morning(s: Session, parts: Parts, clock: HandClock, ids: dict[str, int]) -> None:
    """Whoever stands on a day is called through the night after it."""
    stand(s, parts, ids, TODAY, "grid")
    stand(s, parts, ids, TOMORROW, "second")
    clock.move(hours=23, minutes=59)
    assert called(s, parts)[0] == "grid"
    clock.move(minutes=1)
    assert called(s, parts)[0] == "second"


def test_for_a_worker_on_leave_the_stand_in_is_called(s: Session, parts: Parts, ids: dict[str, int]) -> None:
    leave.enter(s, ids["grid"], ids["second"], (TODAY, TODAY), by=ids["desk"], now=parts.clock.now())
    stand(s, parts, ids, TODAY, "grid")
    assert called(s, parts) == ["second", "desk", "supervisor"]


@pytest.mark.parametrize("out", [{"active": False}, {"phone": ""}, {"role": Role.BODY}])
def test_who_cannot_be_called_any_more_is_passed_over(
    s: Session, parts: Parts, ids: dict[str, int], out: dict[str, object]
) -> None:
    """Stopped, without a phone, or moved to another role: the second of the day is called, and the day is no gap for that."""
    stand(s, parts, ids, TODAY, "grid", "second")
    for name, value in out.items():
        setattr(s.get_one(Account, ids["grid"]), name, value)
    assert called(s, parts) == ["second", "desk", "supervisor"]
    assert TODAY not in schedule.gaps(s, parts.clock.now())
    s.get_one(Account, ids["second"]).phone = ""
    s.flush()
    assert TODAY in schedule.gaps(s, parts.clock.now())


def test_no_gap_is_told_where_no_schedule_is_kept(s: Session, parts: Parts, ids: dict[str, int]) -> None:
    assert schedule.gaps(s, parts.clock.now()) == []


def test_a_gap_of_the_next_seven_days_is_told(s: Session, parts: Parts, clock: HandClock, ids: dict[str, int]) -> None:
    """Also once the schedule has run out; no more when it was last kept two months ago."""
    for number in (0, 1, 3, 4, 5, 6):
        stand(s, parts, ids, TODAY + timedelta(days=number), "grid")
    assert schedule.gaps(s, parts.clock.now()) == [TODAY + timedelta(days=2)]
    clock.move(days=30)
    assert len(schedule.gaps(s, parts.clock.now())) == 7
    clock.move(days=60)
    assert schedule.gaps(s, parts.clock.now()) == []


def test_a_change_keeps_what_stood_before(s: Session, parts: Parts, ids: dict[str, int]) -> None:
    """Who entered and who removed it; the same again changes nothing."""
    assert stand(s, parts, ids, TODAY, "grid", "second") == 2
    assert stand(s, parts, ids, TODAY, "grid", "second") == 0
    assert stand(s, parts, ids, TODAY, "desk", "second") == 1
    gone = s.scalars(sa.select(OnCallDay).where(OnCallDay.removed_at.is_not(None))).one()
    assert (gone.account_id, gone.position, gone.removed_by) == (ids["grid"], 1, ids["supervisor"])
    assert len(schedule.last_changed(s, 10)) == 3


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (TODAY - timedelta(days=1), ("grid",)),
        (TODAY + schedule.FURTHEST + timedelta(days=1), ("grid",)),
        (TODAY, ("mute",)),
        (TODAY, ("body",)),
        (TODAY, ("grid", "grid")),
    ],
    ids=["a day that is over", "too far ahead", "without a phone", "of a role that is not called", "twice on a day"],
)
def test_what_is_refused(s: Session, parts: Parts, ids: dict[str, int], day: date, names: tuple[str, ...]) -> None:
    """With a sentence, and nothing is changed."""
    with pytest.raises(Invalid):
        stand(s, parts, ids, day, *names)
    assert s.scalars(sa.select(OnCallDay)).all() == []


def test_an_unknown_account_is_refused(s: Session, parts: Parts, ids: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        stand(s, parts, ids | {"nobody": 999_999}, TODAY, "nobody")


def test_who_can_no_longer_be_called_may_stay_where_they_stand(s: Session, parts: Parts, ids: dict[str, int]) -> None:
    """So that a page with them on it can be saved for its other days."""
    stand(s, parts, ids, TODAY, "grid")
    s.get_one(Account, ids["grid"]).phone = ""
    assert stand(s, parts, ids, TODAY, "grid", "second") == 1


def test_a_page_that_is_outdated_changes_nothing(s: Session, parts: Parts, ids: dict[str, int]) -> None:
    seen = schedule.version(schedule.days_between(s, TODAY, TODAY))
    stand(s, parts, ids, TODAY, "grid")
    with pytest.raises(Conflict):
        schedule.arrange(s, {TODAY: (ids["desk"], None)}, seen, by=ids["desk"], now=parts.clock.now())
    assert called(s, parts)[0] == "grid"


def test_one_place_of_a_day_is_given_once(parts: Parts, ids: dict[str, int]) -> None:
    """By the table itself: two writers of PostgreSQL that both found it empty."""
    now = parts.clock.now()
    with parts.db.write() as s:
        rows = [
            OnCallDay(day=TODAY, position=1, account_id=ids[name], entered_by=ids["desk"], entered_at=now)
            for name in ("grid", "desk")
        ]
        assert [add_if_new(s, row) for row in rows] == [True, False]
