"""Find the unresolved cases that may tell of the same trouble at the same place as one case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.duplicates import comparing
from portal.cases.duplicates.comparing import ComparedReport
from portal.cases.models import Case
from portal.cases.records.alarms import was_emergency
from portal.cases.records.event_log import must_stay_apart
from portal.cases.rules.lifecycle import UNRESOLVED

WITHIN = timedelta(days=180)  # between both reports
MOST_COMPARED = 200  # cases, the newest


def report_of(case: Case) -> ComparedReport:
    """The case's report, to be compared with others."""
    return comparing.report_from(case.words.place, case.words.text, case.category, case.created_at)


def likely_duplicates(s: Session, case: Case, scope: Sequence[sa.ColumnElement[bool]], most: int = 5) -> list[Case]:
    """The unresolved cases likeliest to be the same matter (LIKELY and above), the likeliest first, at most `most`.

    [] for a case that is never merged (`must_stay_apart`), was an emergency (its words are of danger, and repeat nobody else's) or
    was erased. Of the others, those that are never merged, were erased or are merged are not returned.
    `scope`: more conditions, mostly for the cases that whoever looks may see. If the case has a grid, only cases in
    that grid or without one. Only cases reported at most WITHIN before or after it, and of all these the newest
    MOST_COMPARED.
    """
    if must_stay_apart(case) or was_emergency(case) or case.forgotten_at is not None:
        return []
    query = (
        sa.select(Case)
        .where(
            Case.id != case.id,
            Case.state.in_(UNRESOLVED),
            Case.merged_into.is_(None),
            Case.forgotten_at.is_(None),
            Case.created_at.between(case.created_at - WITHIN, case.created_at + WITHIN),
            *([sa.or_(Case.grid == case.grid, Case.grid.is_(None))] if case.grid else []),
            *scope,
        )
        .order_by(Case.id.desc())
        .limit(MOST_COMPARED)
    )
    ours = report_of(case)
    found = [(comparing.likeness(ours, report_of(one)), one) for one in s.scalars(query) if not must_stay_apart(one)]
    alike = sorted((one for one in found if one[0] >= comparing.LIKELY), key=lambda one: (-one[0], one[1].id))
    return [one for _likeness, one in alike[:most]]
