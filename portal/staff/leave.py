"""A grid worker's leave: from which day to which, and who stands in. In that time the stand-in sees the work and is paged.

A stand-in without a phone cannot be paged: then whoever is on leave is (`paged_for`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Covered, Role
from portal.kernel.time_zone import SHANGHAI
from portal.staff.models import Account, Leave

LONGEST = timedelta(days=366)  # from the first day to the last
_PAIRS = "linli_leaves"  # key in `Session.info`: (account, stand-in) of all leaves, as this session read them


def enter(s: Session, account_id: int, stand_in_id: int, days: tuple[date, date], *, by: int, now: datetime) -> Leave:
    """Enter a leave. `days`: its first and last; `by`: an account. Raises Invalid for wrong days or accounts.

    Raises Conflict if in that time either of them is on leave, or the one who goes stands in for another.
    """
    first, last = days
    if account_id == stand_in_id:
        raise Invalid(_("不能自己代自己"))
    for number in (account_id, stand_in_id):
        account = s.get(Account, number, with_for_update=True)
        if account is None or not account.active or account.role != Role.GRID:
            raise Invalid(_("请选两位在用账号的网格员"))
    if last < first or last - first > LONGEST or last < shanghai_day(now):
        raise Invalid(_("日子不对：最后一天不早于第一天和今天，一次不超过一年"))
    if _is_on_leave(s, account_id, first, last):
        raise Conflict(_("这位在这段日子已经有一条请假，先取消那一条"))
    if _is_on_leave(s, stand_in_id, first, last) or _stands_in(s, account_id, first, last):
        raise Conflict(_("代班的人这段日子自己也请了假，或者请假的人正代着别人，请先另排"))
    fresh = Leave(account_id=account_id, stand_in_id=stand_in_id, first_day=first, last_day=last, entered_by=by, entered_at=now)  # fmt: skip
    s.add(fresh)
    s.flush()
    s.info.pop(_PAIRS, None)
    return fresh


def cancel(s: Session, leave_id: int, *, by: int, now: datetime) -> Leave:
    """Cancel a leave; one that has begun ends now. Raises NotFound if there is none, or it is over or cancelled."""
    found = s.get(Leave, leave_id, with_for_update=True)
    if found is None or found.cancelled_at is not None or found.last_day < shanghai_day(now):
        raise NotFound()
    found.cancelled_by, found.cancelled_at = by, now
    s.flush()
    return found


def acting_for(s: Session, account: Account, now: datetime) -> Account:
    """Who does this account's work now: its stand-in, if it is on leave and the stand-in's account is active; else itself."""
    today = shanghai_day(now)
    number = s.scalar(
        sa.select(Leave.stand_in_id).where(Leave.account_id == account.id, *_not_cancelled_within(today, today))
    )
    stand_in = s.get(Account, number) if number is not None else None
    return stand_in if stand_in is not None and stand_in.active else account


def paged_for(s: Session, account: Account, now: datetime) -> Account:
    """Whom to page for this account now: its stand-in if they have a phone; else itself, although on leave."""
    acting = acting_for(s, account, now)
    return acting if acting.phone else account


def covered_by(s: Session, account_id: int, now: datetime) -> tuple[Covered, ...]:
    """The accounts, with their grids, for whom this account stands in now."""
    today = shanghai_day(now)
    found = sa.select(Account.id, Account.grid).join(Leave, Leave.account_id == Account.id)
    found = found.where(Leave.stand_in_id == account_id, *_not_cancelled_within(today, today)).order_by(Account.id)
    return tuple(Covered(number, grid) for number, grid in s.execute(found))


def coming(s: Session, account_id: int, now: datetime) -> list[tuple[Leave, str]]:
    """The leaves of today and later that this account takes or stands in for, the earliest first, each with the other's name."""
    theirs = sa.or_(Leave.account_id == account_id, Leave.stand_in_id == account_id)
    today = shanghai_day(now)
    found = sa.select(Leave).where(theirs, Leave.cancelled_at.is_(None), Leave.last_day >= today)
    rows = s.scalars(found.order_by(Leave.first_day, Leave.id)).all()
    others = [one.stand_in_id if one.account_id == account_id else one.account_id for one in rows]
    return [(one, s.get_one(Account, other).name) for one, other in zip(rows, others, strict=True)]


def stand_ins_of(s: Session, account_ids: Collection[int]) -> set[int]:
    """The ids of all who ever stand in for any of these accounts, before, now or later; cancelled leaves count too."""
    pairs = s.info.get(_PAIRS)
    if pairs is None:  # asked for each of many texts in one session
        pairs = s.info[_PAIRS] = s.execute(sa.select(Leave.account_id, Leave.stand_in_id).distinct()).all()
    return {stand_in for account, stand_in in pairs if account in account_ids}


def listed(s: Session, most: int) -> Sequence[Leave]:
    """At most `most` leaves, cancelled ones too, those that begin last first."""
    return s.scalars(sa.select(Leave).order_by(Leave.first_day.desc(), Leave.id.desc()).limit(most)).all()


def shanghai_day(now: datetime) -> date:
    """The day in Shanghai."""
    return now.astimezone(SHANGHAI).date()


def _not_cancelled_within(first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions "not cancelled, with a day in common with this span"."""
    return (Leave.cancelled_at.is_(None), Leave.first_day <= last, Leave.last_day >= first)


def _is_on_leave(s: Session, account_id: int, first: date, last: date) -> bool:
    """Whether the account is on leave on a day of this span."""
    found = sa.select(Leave.id).where(Leave.account_id == account_id, *_not_cancelled_within(first, last))
    return s.scalar(found.limit(1)) is not None


def _stands_in(s: Session, account_id: int, first: date, last: date) -> bool:
    """Whether the account stands in for another on a day of this span."""
    found = sa.select(Leave.id).where(Leave.stand_in_id == account_id, *_not_cancelled_within(first, last))
    return s.scalar(found.limit(1)) is not None
