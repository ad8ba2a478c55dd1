"""Whose case is it? By the access code (kept in the session after the first visit), the chat token or the proven phone.

Everybody else gets 404: they do not learn that the number exists.
"""

from __future__ import annotations

import sqlalchemy as sa
from flask import request, session
from sqlalchemy.orm import Session

from portal.cases import numbers, service
from portal.cases.actors import Who
from portal.cases.finding import NOT_FOUND
from portal.cases.models import Case
from portal.errors import NotFound
from portal.residents.models import ContactPoint
from portal.web import caller_contact_point, caller_resident

KEPT = "cases"  # in the session: ids of cases whose code was shown
MOST_KEPT = 20


def enter(s: Session, case_no: str, *, to_change: bool = False, remember: bool = False) -> tuple[Case, Who]:
    """The case and its reporter as the actor. Raises NotFound."""
    case = service.get(s, case_no, to_change=to_change)
    if not (_by_code(case, remember) or _by_contact(s, case) or _by_resident(s, case)):
        raise NotFound(NOT_FOUND)
    return case, service.resident(case.contact_point_id)


def _by_code(case: Case, remember: bool) -> bool:
    code = request.args.get("access", "")
    if code and numbers.opens(case, code):
        if remember and case.id not in session.get(KEPT, []):
            session[KEPT] = [*session.get(KEPT, []), case.id][-MOST_KEPT:]
        return True
    return case.id in session.get(KEPT, [])


def _by_contact(s: Session, case: Case) -> bool:
    contact = caller_contact_point()
    if contact is None:
        return False
    mine = sa.select(Case.id).where(Case.id == case.id, service.of_reporter(s, contact))
    return s.scalar(mine) is not None


def _by_resident(s: Session, case: Case) -> bool:
    resident = caller_resident()
    if resident is None:
        return False
    point = s.get(ContactPoint, case.contact_point_id)
    return point is not None and point.resident_id == resident
