"""Plan the inspection of a resolved case, and find the inspections that are still to be made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.inspections.models import Inspection
from portal.cases.models import Case
from portal.cases.records.actors import Who
from portal.cases.rules import deadlines, hazards
from portal.cases.rules.lifecycle import Actor, State


def plan(s: Session, case: Case, now: datetime) -> Inspection | None:
    """Plan the inspection of a case that was just resolved; None if it tells of no hazard, or is merged (its main case has one).

    After a resolution that was taken back it is the one planned before, which has its day from the second.

    In a year whose holidays are not known yet weekdays count, and the day stays.
    """
    days = hazards.days_until_inspection(case.kind, case.category, case.danger, case.urgency)
    if days is None or case.merged_into is not None:
        return None
    due_on = deadlines.shanghai_day(deadlines.due_after(now, days).at)
    round_ = sa.and_(Inspection.case_id == case.id, Inspection.round == case.reopened)
    planned = s.scalar(sa.select(Inspection).where(round_))
    if planned is None:
        planned = Inspection(case=case, round=case.reopened, due_on=due_on, next_on=due_on)
        s.add(planned)
    elif not planned.finding:
        planned.due_on = planned.next_on = due_on
    s.flush()
    return planned


def waiting() -> list[sa.ColumnElement[bool]]:
    """The conditions, in a query that joins the case, for inspections that are still to be made.

    One is not if its case was reopened since, merged, withdrawn or erased.
    """
    return [
        Inspection.finding == "",
        Inspection.round == Case.reopened,
        Case.state.in_((State.RESOLVED, State.CLOSED)),
        Case.merged_into.is_(None),
        Case.forgotten_at.is_(None),
    ]


def of_case(s: Session, case: Case) -> Inspection | None:
    """The case's inspection that is still to be made; None without one."""
    query = sa.select(Inspection).join(Case, Case.id == Inspection.case_id)
    return s.scalar(query.where(Inspection.case_id == case.id, *waiting()))


def listed(
    s: Session, who: Who, scope: Sequence[sa.ColumnElement[bool]], most: int, by: date | None = None
) -> list[Inspection]:
    """The inspections that are still to be made, at most `most`, by the day of the next try (`next_on`); `by`: only those with a try by then.

    A grid worker's are those in their grids, and of cases without a grid those whose worker they are. `scope`: the conditions
    for the cases that the actor may see.
    """
    query = sa.select(Inspection).join(Case, Case.id == Inspection.case_id).where(*waiting(), *scope)
    if who.actor is Actor.GRID:
        without_grid = sa.and_(Case.grid.is_(None), Case.worker_id.in_(who.worker_ids))
        query = query.where(sa.or_(Case.grid.in_(who.grids), without_grid))
    if by is not None:
        query = query.where(Inspection.next_on <= by)
    return list(s.scalars(query.order_by(Inspection.next_on, Inspection.id).limit(most)).unique())


def is_late(inspection: Inspection, today: date) -> bool:
    """Whether the inspection's first day (`due_on`) has passed, even if somebody tried and did not get there."""
    return today > inspection.due_on
