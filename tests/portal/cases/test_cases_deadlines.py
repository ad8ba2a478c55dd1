"""Working days of the State Council's calendar, and when a case is overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, Urgency
from portal.cases.records import alarms, presentation, queries
from portal.cases.rules.deadlines import due_after, is_overdue, look_up_day, shanghai_day
from portal.cases.rules.lifecycle import CloseReason, State
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import draft, report


def day(text: str) -> datetime:
    """Nine o'clock in Shanghai."""
    return datetime.fromisoformat(f"{text}T09:00:00+08:00")


@pytest.mark.parametrize(
    ("reported", "days", "last"),
    [
        ("2026-11-24", 1, "2026-11-25"),
        ("2026-11-24", 5, "2026-12-01"),  # a week-end between
        ("2026-11-27", 1, "2026-11-30"),  # Friday → Monday
        ("2026-11-28", 1, "2026-11-30"),  # reported on a Saturday
        ("2026-09-30", 1, "2026-10-08"),  # the National Day holiday is skipped
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday worked to make up for the Spring Festival
    ],
)
def test_the_first_day_is_not_counted_and_holidays_are_skipped(reported: str, days: int, last: str) -> None:
    """民法典 201; make-up days count, holidays do not."""
    found = due_after(day(reported), days)
    assert shanghai_day(found.at) == date.fromisoformat(last)
    assert not found.provisional


def test_the_last_day_lasts_to_its_end() -> None:
    """One second before midnight in Shanghai."""
    assert due_after(day("2026-11-24"), 1).at.isoformat() == "2026-11-25T23:59:59+08:00"


def test_a_report_after_midnight_in_shanghai_counts_from_that_day() -> None:
    """16:30 UTC is the next day there."""
    assert shanghai_day(due_after(datetime(2026, 11, 24, 16, 30, tzinfo=UTC), 1).at) == date(2026, 11, 26)


def test_a_year_without_notice_counts_weekdays_and_says_so() -> None:
    """Fifteen working days from 20 December 2026 reach into 2027, whose notice the calendar may lack."""
    found = due_after(day("2026-12-20"), 15)
    unknown = look_up_day(date(2027, 1, 4))[1]
    assert found.provisional is unknown
    if unknown:
        assert shanghai_day(found.at) == date(2027, 1, 8)


@pytest.mark.parametrize("days", [0, -1, 251])
def test_a_senseless_count_is_refused(days: int) -> None:
    """ValueError, naming the bounds."""
    with pytest.raises(ValueError, match="1 to 250"):
        due_after(day("2026-11-24"), days)


@pytest.mark.parametrize("urgency", list(Urgency))
@pytest.mark.parametrize("state", list(State))
def test_overdue_is_unresolved_after_the_due_date(
    parts: Parts, reporter: int, s: Session, state: State, urgency: Urgency
) -> None:
    """The function and the condition say the same: of every urgency, and not at the last moment itself."""
    case = report(s, parts, reporter)
    case.state, case.urgency = state, urgency
    case.close_reason = CloseReason.CONFIRMED if state is State.CLOSED else None
    s.flush()
    unresolved = state in (State.REPORTED, State.ACCEPTED, State.DISPATCHED, State.IN_PROGRESS)
    for now, late in ((case.due_at, False), (case.due_at + timedelta(seconds=1), unresolved)):
        assert is_overdue(case.state, case.due_at, now) is late
        assert (s.scalar(sa.select(Case.id).where(queries.overdue(now))) == case.id) is late


def _days(first: str, last: str) -> set[date]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return {begin + timedelta(days=n) for n in range((end - begin).days + 1)}


NOTICES = {  # copied from the notices: (days off, first and last; Saturdays and Sundays worked)
    2025: (  # 国办发明电〔2024〕12号
        [
            ("2025-01-01", "2025-01-01"),
            ("2025-01-28", "2025-02-04"),
            ("2025-04-04", "2025-04-06"),
            ("2025-05-01", "2025-05-05"),
            ("2025-05-31", "2025-06-02"),
            ("2025-10-01", "2025-10-08"),
        ],
        ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    ),
    2026: (  # 国办发明电〔2025〕7号
        [
            ("2026-01-01", "2026-01-03"),
            ("2026-02-15", "2026-02-23"),
            ("2026-04-04", "2026-04-06"),
            ("2026-05-01", "2026-05-05"),
            ("2026-06-19", "2026-06-21"),
            ("2026-09-25", "2026-09-27"),
            ("2026-10-01", "2026-10-07"),
        ],
        ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    ),
}


@pytest.mark.parametrize("year", NOTICES)
def test_every_day_is_as_the_notice_says(year: int) -> None:
    """All days of the year, those off and those worked to make up for them."""
    holidays, worked = NOTICES[year]
    off = set().union(*(_days(*span) for span in holidays))
    made_up = {date.fromisoformat(one) for one in worked}
    expected = {
        one: (one.weekday() < 5 and one not in off) or one in made_up for one in _days(f"{year}-01-01", f"{year}-12-31")
    }
    assert {one: look_up_day(one) for one in expected} == {one: (works, False) for one, works in expected.items()}


def test_an_emergencys_clock_is_minutes(parts: Parts, reporter: int, s: Session) -> None:
    """Whoever is on call has minutes, on a holiday too; its reporter is shown no day to wait for."""
    case = report(s, parts, reporter, "着火了", draft=draft("着火了", urgency={"level": "emergency", "reasons": []}))
    alarm = alarms.alarm_of(s, case)
    assert alarm is not None
    assert alarm.next_at is not None
    assert timedelta() < alarm.next_at - parts.clock.now() <= timedelta(minutes=5)
    assert presentation.shown_due_date(case) is None
