"""Which clerks are at work on a case: who has its page open (nobody is kept out), and whom it is with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.models import Case
from portal.desk.models import CaseClerk, CaseOpen
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts

STAYS = timedelta(seconds=90)  # after the page was last heard of; it asks every 30 seconds
OFTEN = timedelta(seconds=20)  # a page that asks again sooner than this is not noted anew
FORGOTTEN = timedelta(days=1)  # after a page was last heard of, its row is deleted


def note_open(parts: Parts, case_id: int, me: int) -> list[tuple[str, datetime]]:
    """Note that this clerk has the case open; return (name, since when) of the others, the longest first."""
    now = parts.clock.now()
    with parts.db.read() as s:
        kept = s.get(CaseOpen, (case_id, me))
        fresh = kept is not None and now - kept.seen < OFTEN
        found = _others(s, case_id, me, now)
    if not fresh:
        with parts.db.write() as s:
            _note(s, case_id, me, now)
    return found


def _others(s: Session, case_id: int, me: int, now: datetime) -> list[tuple[str, datetime]]:
    """(name, since when) of the other clerks who have the case open, the longest first."""
    found = sa.select(Account.name, CaseOpen.since).join(Account, Account.id == CaseOpen.account_id)
    found = found.where(CaseOpen.case_id == case_id, CaseOpen.account_id != me, CaseOpen.seen > now - STAYS)
    return [(row[0], row[1]) for row in s.execute(found.order_by(CaseOpen.since))]


def _note(s: Session, case_id: int, me: int, now: datetime) -> None:
    """Note that this clerk has the case open, since now if it was not heard of for STAYS; delete old rows."""
    s.execute(sa.delete(CaseOpen).where(CaseOpen.seen < now - FORGOTTEN))
    kept = s.get(CaseOpen, (case_id, me))
    if kept is None:
        s.add(CaseOpen(case_id=case_id, account_id=me, since=now, seen=now))
        return
    kept.since = kept.since if now - kept.seen <= STAYS else now
    kept.seen = now


def clerk_of(s: Session, case: Case) -> CaseClerk | None:
    """The row that says which clerk the case is with; None if with none in particular."""
    return s.get(CaseClerk, case.id)


def clerks(s: Session, case: Case) -> Sequence[Account]:
    """The active clerks to whom the case may be handed on: none from whom it is hidden."""
    found = s.scalars(sa.select(Account).where(Account.role == Role.DESK, Account.active).order_by(Account.id))
    return [one for one in found if not discretion.is_hidden_from(case, None, one.id)]
