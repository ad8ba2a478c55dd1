"""The on-call schedule: tells who is called now, finds gaps, and lets staff arrange the days ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.on_call.models import OnCallDay
from portal.staff import leave
from portal.staff.models import Account

MAY_BE_ON_CALL = (Role.DESK, Role.GRID, Role.SUPERVISOR)  # the roles that may be called
POSITIONS = (1, 2)  # of one day: who is called first, and who after them
CHANGES_AT = 9  # o'clock in Shanghai, when one day's people hand over to the next day's
FURTHEST = timedelta(weeks=26)  # how far ahead days can be arranged, from today
LOOKED_AHEAD = 7  # days, today included, whose gaps are shown
_IN_USE = timedelta(days=60)  # a schedule whose last day is longer ago is no longer in use

Days = Mapping[date, tuple[int | None, ...]]
"""Day → the account ids of its `POSITIONS`, None where nobody stands."""


def day_on_call(now: datetime) -> date:
    """The day of the schedule that is in force now: until CHANGES_AT o'clock still yesterday."""
    return (now.astimezone(SHANGHAI) - timedelta(hours=CHANGES_AT)).date()


def called_now(s: Session, now: datetime) -> list[Account]:
    """The accounts that the schedule names now and that can be called (`may_be_called`), in order; [] if there are none.

    A stand-in with a phone takes the position of a grid worker on leave.
    """
    return _reachable(s, day_on_call(now), now)


def gaps(s: Session, now: datetime) -> list[date]:
    """The days among the next LOOKED_AHEAD, today included, on which the schedule names nobody who can be called.

    [] if no schedule is in use: it has no day later than _IN_USE ago.
    """
    today = day_on_call(now)
    kept = sa.select(OnCallDay.id).where(OnCallDay.removed_at.is_(None), OnCallDay.day > today - _IN_USE)
    if s.scalar(kept.limit(1)) is None:
        return []
    days = [today + timedelta(days=number) for number in range(LOOKED_AHEAD)]
    return [day for day in days if not _reachable(s, day, max(now, _noon(day)))]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def _reachable(s: Session, day: date, moment: datetime) -> list[Account]:
    """The accounts of this day that can be called, in order; at `moment` on leave: whoever is paged for them."""
    found = sa.select(Account).join(OnCallDay, OnCallDay.account_id == Account.id)
    found = found.where(OnCallDay.day == day, OnCallDay.removed_at.is_(None)).order_by(OnCallDay.position)
    acting = {one.id: one for one in (leave.paged_for(s, account, moment) for account in s.scalars(found))}
    return [one for one in acting.values() if may_be_called(one)]


def may_be_called(account: Account) -> bool:
    """Whether an emergency can call this account: it is active, has a phone and one of the roles MAY_BE_ON_CALL."""
    return bool(account.active and account.phone and account.role in MAY_BE_ON_CALL)


def days_between(s: Session, first: date, last: date) -> dict[date, tuple[int | None, ...]]:
    """Each day from `first` to `last`, both included → the account ids of its positions (`Days`)."""
    return _by_day(s.scalars(_standing(first, last)).all(), first, last)


def arrange(s: Session, wanted: Days, seen: str, *, by: int, now: datetime) -> int:
    """Replace who stands on the days of `wanted`, which must be consecutive; returns how many positions changed.

    `by`: an account's id; `seen`: the `version` of those days that the page showed. Raises Conflict if they were changed
    since, and Invalid for a changed day that is over or too far ahead, a person who cannot be called, or one who stands
    twice on a day; then nothing is changed. On PostgreSQL raises IntegrityError if somebody else fills the same empty
    position at the same moment.
    """
    first, last = min(wanted), max(wanted)
    rows = list(s.scalars(_standing(first, last).with_for_update()))
    before = _by_day(rows, first, last)
    if version(before) != seen:
        raise Conflict(_("您打开这一页以后，值班表有了变化，请看一眼再改"))
    changed = [
        (day, position)
        for day, accounts in wanted.items()
        for position in POSITIONS
        if accounts[position - 1] != before[day][position - 1]
    ]
    for day in dict.fromkeys(day for day, _position in changed):
        _check_day(s, day, wanted[day], before[day], day_on_call(now))
    for row in rows:
        if (row.day, row.position) in changed:
            row.removed_by, row.removed_at = by, now
    s.flush()  # the positions are free before others take them
    for day, position in changed:
        account_id = wanted[day][position - 1]
        if account_id is not None:
            s.add(OnCallDay(day=day, position=position, account_id=account_id, entered_by=by, entered_at=now))
    s.flush()
    return len(changed)


def _check_day(
    s: Session, day: date, accounts: Sequence[int | None], before: Sequence[int | None], today: date
) -> None:
    """Raise Invalid unless the day can be changed and these accounts may stand on it; whoever stood on it `before` may stay."""
    if not today <= day <= today + FURTHEST:
        raise Invalid(_("只能改今天到半年以内的日子"))
    standing = [one for one in accounts if one is not None]
    if len(set(standing)) < len(standing):
        raise Invalid(_("%(day)s：先叫的和再叫的不能是同一个人", day=day))
    for number in set(standing) - set(before):
        account = s.get(Account, number)
        if account is None or not may_be_called(account):
            raise Invalid(_("%(day)s：要选在用的、留了手机的受理台、网格员或督查", day=day))


def version(days: Days) -> str:
    """The days' accounts as one text: a page whose version differs is outdated."""
    return ",".join("-".join(str(one or 0) for one in accounts) for _day, accounts in sorted(days.items()))


def last_changed(s: Session, most: int) -> Sequence[OnCallDay]:
    """At most `most` rows, those entered or removed last first."""
    latest = sa.func.coalesce(OnCallDay.removed_at, OnCallDay.entered_at)
    return s.scalars(sa.select(OnCallDay).order_by(latest.desc(), OnCallDay.id.desc()).limit(most)).all()


def _standing(first: date, last: date) -> sa.Select[OnCallDay]:
    return sa.select(OnCallDay).where(OnCallDay.removed_at.is_(None), OnCallDay.day.between(first, last))


def _by_day(rows: Sequence[OnCallDay], first: date, last: date) -> dict[date, tuple[int | None, ...]]:
    stands = {(row.day, row.position): row.account_id for row in rows}
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {day: tuple(stands.get((day, position)) for position in POSITIONS) for day in days}
