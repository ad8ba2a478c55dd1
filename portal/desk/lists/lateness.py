"""`/desk/lateness`: the cases that are late or will be soon, by holder; for supervisors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors, queries, warnings
from portal.cases.records.actors import Who
from portal.cases.rules import deadlines
from portal.desk import queue
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.roles import Role

public = Blueprint("desk_lateness", __name__, url_prefix="/desk")

MOST_LISTED = 500  # late cases on the page, and as many pressing ones; those with the earliest deadlines


@dataclass(frozen=True)
class LateCase:
    """An unresolved case after its deadline; `days`: the working days since, at least 1."""

    case: Case
    days: int


@dataclass(frozen=True)
class LateCases:
    """The late cases of one holder (`_holder`), those late longest first.

    `name`: a body's, or words for the grid workers together or the desk.
    """

    name: str
    cases: Sequence[LateCase]

    @property
    def longest_days(self) -> int:
        """The most working days that one of them is late."""
        return max(one.days for one in self.cases)

    @property
    def median_days(self) -> float:
        """The median of the working days that they are late."""
        return median(one.days for one in self.cases)


@dataclass(frozen=True)
class PressingCases:
    """The pressing cases of one holder (half of the clock has passed, the deadline has not), the first due first.

    `past_80`: how many of them have used 80 % of their clock (`Share.MOST`).
    """

    name: str
    cases: Sequence[Case]
    past_80: int


@public.get("/lateness")
@access(Role.SUPERVISOR)
def page() -> Any:
    """Show the late and the pressing cases by holder."""
    now = parts().clock.now()
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        found = late_by_holder(s, who, now)
        return render_template(
            "desk/lateness.html",
            bodies=found,
            total=sum(len(one.cases) for one in found),
            most=MOST_LISTED,
            pressing=pressing_by_holder(s, who, now),
            passed=lambda case: warnings.passed(case, now),
        )


def late_by_holder(s: Session, who: Who, now: datetime) -> list[LateCases]:
    """The late cases that this actor may see (at most MOST_LISTED), by holder; the holder with the most first."""
    late = (
        sa.select(Case).where(queries.overdue(now), *queue.scope(who)).order_by(Case.due_at, Case.id).limit(MOST_LISTED)
    )
    groups: dict[str, list[LateCase]] = {}
    for case in s.scalars(late):
        groups.setdefault(_holder(s, case), []).append(LateCase(case, days_late(case, now)))
    return sorted((LateCases(name, cases) for name, cases in groups.items()), key=lambda one: -len(one.cases))


def pressing_by_holder(s: Session, who: Who, now: datetime) -> list[PressingCases]:
    """The pressing cases that this actor may see (at most MOST_LISTED), by holder.

    The holder with the most cases that have used 80 % of their clock comes first.
    """
    soon = (
        sa.select(Case)
        .where(queries.pressing(now), *queue.scope(who))
        .order_by(Case.due_at, Case.id)
        .limit(MOST_LISTED)
    )
    groups: dict[str, list[Case]] = {}
    for case in s.scalars(soon):
        groups.setdefault(_holder(s, case), []).append(case)
    found = (PressingCases(name, cases, _past_80(cases, now)) for name, cases in groups.items())
    return sorted(found, key=lambda one: (-one.past_80, -len(one.cases)))


def _past_80(cases: Sequence[Case], now: datetime) -> int:
    """How many of these cases have used 80 % of their clock."""
    return sum(warnings.passed(case, now) == warnings.Share.MOST for case in cases)


def days_late(case: Case, now: datetime) -> int:
    """The working days since the deadline's day, at least 1: a case is late from its first minute."""
    return max(1, deadlines.working_days_between(case.due_at, now))


def _holder(s: Session, case: Case) -> str:
    """The name of the case's holder: a body, 网格员 for any grid worker, or the desk while the case is not dispatched."""
    if not case.dispatched:
        return str(_("受理台（还没派）"))
    body = grids.body(s, case.body)
    return body.name if body else str(_("网格员"))
