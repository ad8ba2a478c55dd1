"""Find a case: by its number, and only for those whose it is."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.errors import NotFound
from portal.residents.models import ContactPoint

# One and the same for a number that was never given and for a case that is not the caller's.
NOT_FOUND = "没有找到这件事，请核对编号，或用登记时给您的链接打开"


def get(s: Session, case_no: str, *, to_change: bool = False) -> Case:
    """The case of this number. Raises NotFound."""
    query = sa.select(Case).where(Case.case_no == case_no)
    case = s.scalar(query.with_for_update(of=Case) if to_change else query)
    if case is None:
        raise NotFound(NOT_FOUND)
    return case


def contact_point(s: Session, contact: int) -> ContactPoint:
    """The contact point. Raises NotFound."""
    point = s.get(ContactPoint, contact)
    if point is None:
        raise NotFound("没有这个联系方式")
    return point


def of_reporter(s: Session, contact: int) -> sa.ColumnElement[bool]:
    """The condition "this case is theirs": the same contact point, or one that the same resident proved."""
    point = contact_point(s, contact)
    if point.resident_id is None:
        return Case.contact_point_id == contact
    theirs = sa.select(ContactPoint.id).where(ContactPoint.resident_id == point.resident_id)
    return Case.contact_point_id.in_(theirs)


def get_of_reporter(s: Session, case_no: str, contact: int, *, to_change: bool = False) -> Case:
    """Their own case. Raises NotFound for anybody else's."""
    case = get(s, case_no, to_change=to_change)
    if not s.scalar(sa.select(Case.id).where(Case.id == case.id, of_reporter(s, contact))):
        raise NotFound(NOT_FOUND)
    return case


def cases_of(s: Session, contact: int, limit: int = 10) -> list[Case]:
    """Their cases, newest first."""
    return list(s.scalars(sa.select(Case).where(of_reporter(s, contact)).order_by(Case.id.desc()).limit(limit)))
