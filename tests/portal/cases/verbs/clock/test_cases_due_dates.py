"""Due dates: provisional ones are recounted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.records.event_log import projection, replayed
from portal.cases.rules import deadlines
from portal.cases.verbs.clock import due_dates
from portal.grids.lookup import gazetteer
from portal.grids.models import Duty
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import report
from tests.portal.conftest import HandClock


def test_a_year_that_is_still_unknown_keeps_none_from_being_recounted(
    parts: Parts, reporter: int, s: Session, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many older cases wait for a later notice."""

    def known_until(last: date) -> Callable[[date], tuple[bool, bool]]:
        return lambda day: (day.weekday() < 5, day > last)

    clock.move(days=26)
    duty = s.scalars(sa.select(Duty).where(Duty.body == "lamps")).one()
    monkeypatch.setattr(deadlines, "look_up_day", known_until(date(2026, 12, 31)))
    cases = []
    for duty.working_days in (250, 15):
        s.flush()
        gazetteer.reread(s)
        cases.append(report(s, parts, reporter))
    monkeypatch.setattr(deadlines, "look_up_day", known_until(date(2027, 6, 30)))
    assert due_dates.recount_provisional(s, clock.now(), limit=1) == 1
    assert [case.provisional for case in cases] == [True, False]


def test_a_provisional_date_is_put_right_once_the_year_is_known(
    parts: Parts, reporter: int, s: Session, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifteen days from 20 December reach a year without notice: marked; with the notice: counted anew, unmarked."""

    def notice(known: bool) -> Callable[[date], tuple[bool, bool]]:
        def works(day: date) -> tuple[bool, bool]:
            holiday = known and day == date(2027, 1, 1)
            return day.weekday() < 5 and not holiday, not known and day.year == 2027

        return works

    clock.move(days=26)
    s.scalars(sa.select(Duty).where(Duty.body == "lamps")).one().working_days = 15
    s.flush()
    gazetteer.reread(s)
    monkeypatch.setattr(deadlines, "look_up_day", notice(known=False))
    case = report(s, parts, reporter)
    assert (case.provisional, deadlines.shanghai_day(case.due_at)) == (True, date(2027, 1, 8))
    assert due_dates.recount_provisional(s, clock.now()) == 0
    monkeypatch.setattr(deadlines, "look_up_day", notice(known=True))
    assert due_dates.recount_provisional(s, clock.now()) == 1
    assert (case.provisional, deadlines.shanghai_day(case.due_at)) == (False, date(2027, 1, 11))
    assert replayed(case) == projection(case)
