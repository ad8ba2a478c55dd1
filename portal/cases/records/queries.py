"""Find cases by number, reporter, resident or main case; find contact points, and the number to call a reporter.

Also the conditions for cases that are overdue, or will be soon.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.cases.models import Case, Urgency
from portal.cases.rules.lifecycle import ENDED, OPEN, REOPEN_DAYS, UNRESOLVED, State
from portal.kernel.errors import NotFound
from portal.residents.models import ContactPoint
from portal.residents.service import mobile_numbers, select_points_of

# The same words whether the case does not exist or is not the caller's.
NOT_FOUND = "没有找到这件事，请核对编号，或用登记时给您的链接打开"


def get(s: Session, case_no: str, *, to_change: bool = False) -> Case:
    """The case of this number, for staff: checks nothing about the caller. `to_change` locks it. Raises NotFound."""
    query = sa.select(Case).where(Case.case_no == case_no)
    case = s.scalar(query.with_for_update(of=Case) if to_change else query)
    if case is None:
        raise NotFound(NOT_FOUND)
    return case


def get_to_show(s: Session, case_no: str, *, to_change: bool = False) -> Case:
    """The case of this number, for anybody but staff. Raises NotFound, also once the case or its reporter was erased, or somebody else
    said that they hold the telephone from which it was told.

    Checks nothing else about the caller. `to_change` locks it.
    """
    case = get(s, case_no, to_change=to_change)
    refuse_erased(s, case)
    if is_held(s, case):
        raise NotFound(NOT_FOUND)
    return case


def is_held(s: Session, case: Case) -> bool:
    """Whether somebody else has said since that they hold the telephone from which the case was told."""
    return is_told_before(case, s.get_one(ContactPoint, case.contact_point_id))


def is_told_before(case: Case, point: ContactPoint) -> bool:
    """Whether the case was told before somebody else said that they hold the telephone of its reporter, `point`."""
    return point.held_at is not None and case.created_at <= point.held_at


def is_kept_from_its_telephone(case: Case, point: ContactPoint) -> bool:
    """Whether nothing of the case may come to its reporter's telephone unasked: somebody else holds it, or danger at home was told of, whatever was allowed since."""
    return is_told_before(case, point) or (point.kept_quiet and case.urgency == Urgency.EMERGENCY)


def refuse_erased(s: Session, case: Case) -> None:
    """Raise NotFound if the case or its reporter was erased: no link, code or chat opens it any more."""
    if s.scalar(sa.select(Case.id).where(Case.id == case.id, _not_erased())) is None:
        raise NotFound(NOT_FOUND)


def is_shown() -> sa.ColumnElement[bool]:
    """The condition "not erased, and not told before somebody else said that they hold the telephone"."""
    held = sa.exists().where(ContactPoint.id == Case.contact_point_id, ContactPoint.held_at >= Case.created_at)
    return sa.and_(_not_erased(), ~held)


def _not_erased() -> sa.ColumnElement[bool]:
    """The condition "neither the case nor its reporter was erased"."""
    erased = sa.exists().where(ContactPoint.id == Case.contact_point_id, ContactPoint.erased_at.is_not(None))
    return sa.and_(Case.forgotten_at.is_(None), ~erased)


def contact_point(s: Session, contact: int) -> ContactPoint:
    """The contact point of this id. Raises NotFound, also once it was erased."""
    point = s.get(ContactPoint, contact)
    if point is None or point.erased_at is not None:
        raise NotFound("没有这个联系方式")
    return point


def cases_merged_into(s: Session, case: Case, *, to_change: bool = False) -> list[Case]:
    """The cases that are merged into this one, in whatever state, oldest first. `to_change` locks them."""
    query = sa.select(Case).where(Case.merged_into == case.id).order_by(Case.id)
    return list(s.scalars(query.with_for_update(of=Case) if to_change else query))


def has_open_merged(s: Session, case: Case) -> bool:
    """Whether an open case (OPEN) is merged into this one, which then can be neither rejected nor merged itself."""
    return any(one.state in OPEN for one in cases_merged_into(s, case))


def overdue(now: datetime) -> sa.ColumnElement[bool]:
    """`deadlines.is_overdue` as a condition for a query on `Case`, except merged cases, which are late with their main case."""
    return sa.and_(Case.state.in_(UNRESOLVED), Case.due_at < now, Case.merged_into.is_(None))


def pressing(now: datetime) -> sa.ColumnElement[bool]:
    """The condition for an unresolved case, not merged, of whose clock half has passed, but whose deadline has not."""
    return sa.and_(Case.state.in_(UNRESOLVED), Case.half_at <= now, Case.due_at >= now, Case.merged_into.is_(None))


def of_reporter(s: Session, contact: int) -> sa.ColumnElement[bool]:
    """The condition "reported from this contact point, or from another address of the resident who proved it".

    A web chat proves no identity: whoever holds its token sees only the cases reported in it. Raises NotFound.
    """
    point = contact_point(s, contact)
    if point.resident_id is None or point.channel == "webchat":
        return Case.contact_point_id == contact
    return sa.or_(Case.contact_point_id == contact, _of_addresses(point.resident_id))


def _of_addresses(resident_id: int) -> sa.ColumnElement[bool]:
    """The condition "reported from an address that this resident proved"; a web chat is no address."""
    theirs = sa.select(ContactPoint.id).where(ContactPoint.resident_id == resident_id)
    return Case.contact_point_id.in_(theirs)


def of_resident(resident_id: int) -> sa.ColumnElement[bool]:
    """The condition "reported from one of this resident's contact points" (`residents.service.select_points_of`)."""
    return Case.contact_point_id.in_(select_points_of(resident_id))


def get_of_reporter(s: Session, case_no: str, contact: int, *, to_change: bool = False, to_add: bool = False) -> Case:
    """The case, if it is this contact point's (`of_reporter`), else raise NotFound. `to_change` locks it.

    `to_add`: words are only added, which an emergency takes from whoever holds the telephone.
    """
    case = get(s, case_no, to_change=to_change)
    refuse_erased(s, case)
    if is_held(s, case) and not (to_add and case.urgency == Urgency.EMERGENCY):
        raise NotFound(NOT_FOUND)
    if not s.scalar(sa.select(Case.id).where(Case.id == case.id, of_reporter(s, contact))):
        raise NotFound(NOT_FOUND)
    return case


def cases_of(s: Session, contact: int, limit: int = 10, *, for_staff: bool = False) -> list[Case]:
    """The latest `limit` cases of a contact point (`of_reporter`), newest first, in whatever state; no erased ones.

    `for_staff`: also those told before somebody else said that they hold the telephone. Raises NotFound once the contact point was erased.
    """
    theirs = sa.select(Case).where(of_reporter(s, contact), _not_erased() if for_staff else is_shown())
    return list(s.scalars(theirs.order_by(Case.id.desc()).limit(limit)))


def withdrawn_last(s: Session, contact: int, now: datetime) -> datetime | None:
    """The latest time at which a case of the contact point (`of_reporter`) was withdrawn that can still be restored; None without one."""
    since = now - timedelta(days=REOPEN_DAYS)
    theirs = sa.select(sa.func.max(Case.closed_at)).where(
        of_reporter(s, contact), Case.state == State.WITHDRAWN, Case.closed_at >= since, is_shown()
    )
    return s.scalar(theirs)


def has_open(s: Session, contact: int) -> bool:
    """Whether a case of the contact point (`of_reporter`) has not ended, and is not erased."""
    theirs = sa.select(Case.id).where(of_reporter(s, contact), Case.state.not_in(ENDED), is_shown())
    return s.scalar(theirs.limit(1)) is not None


def cases_of_person(s: Session, resident_id: int | None, chat: int | None, limit: int) -> list[Case]:
    """The latest `limit` cases of the resident (`of_resident`) or of this web chat, newest first, in whatever state.

    `chat`: its contact point's id. No erased ones. Either may be None; [] if both are.
    """
    which = [Case.contact_point_id == chat] if chat is not None else []
    if resident_id is not None:
        which.append(of_resident(resident_id))
    if not which:
        return []
    theirs = sa.select(Case).where(sa.or_(*which), is_shown()).options(selectinload(Case.events))
    return list(s.scalars(theirs.order_by(Case.id.desc()).limit(limit)))


def reporter_number(s: Session, case: Case) -> str | None:
    """The mobile number (E.164) that the case was reported from, or that its reporter left as contact; else None.

    Raises NotFound once the reporter was erased.
    """
    point = contact_point(s, case.contact_point_id)
    if point.channel == "sms":
        return point.address or None
    return next(mobile_numbers(case.words.contact), None)
