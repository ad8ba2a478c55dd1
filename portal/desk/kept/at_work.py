"""Notes which clerks have a case open (nobody is kept out), and tells which clerk a case is with or may go to."""

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

OPEN_FOR = timedelta(seconds=90)  # for so long after its last request a page counts as open; it asks every 30 seconds
NOTE_EVERY = timedelta(seconds=20)  # a request sooner than this after the one noted last is not noted
DELETED_AFTER = timedelta(days=1)  # a row is deleted so long after the page's last request


def note_open(parts: Parts, case_id: int, me: int) -> list[tuple[str, datetime]]:
    """Note that this clerk (`me`: an account's id) has the case open; returns (name, since when) of the others, longest first."""
    now = parts.clock.now()
    with parts.db.read() as s:
        kept = s.get(CaseOpen, (case_id, me))
        fresh = kept is not None and now - kept.seen < NOTE_EVERY
        found = _others(s, case_id, me, now)
    if not fresh:
        with parts.db.write() as s:
            _note(s, case_id, me, now)
    return found


def _others(s: Session, case_id: int, me: int, now: datetime) -> list[tuple[str, datetime]]:
    """(name, since when) of the other clerks who have the case open, the longest first."""
    found = sa.select(Account.name, CaseOpen.since).join(Account, Account.id == CaseOpen.account_id)
    found = found.where(CaseOpen.case_id == case_id, CaseOpen.account_id != me, CaseOpen.seen > now - OPEN_FOR)
    return [(row[0], row[1]) for row in s.execute(found.order_by(CaseOpen.since))]


def _note(s: Session, case_id: int, me: int, now: datetime) -> None:
    """Note that this clerk has the case open, since now if not for OPEN_FOR before; delete old rows."""
    s.execute(sa.delete(CaseOpen).where(CaseOpen.seen < now - DELETED_AFTER))
    kept = s.get(CaseOpen, (case_id, me))
    if kept is None:
        s.add(CaseOpen(case_id=case_id, account_id=me, since=now, seen=now))
        return
    kept.since = kept.since if now - kept.seen <= OPEN_FOR else now
    kept.seen = now


def clerk_of(s: Session, case: Case) -> CaseClerk | None:
    """The row that says which clerk the case is with; None if with none in particular."""
    return s.get(CaseClerk, case.id)


def clerks(s: Session, case: Case) -> Sequence[Account]:
    """The active clerks to whom the case may be handed on: all from whom it is not hidden."""
    found = s.scalars(sa.select(Account).where(Account.role == Role.DESK, Account.active).order_by(Account.id))
    return [one for one in found if not discretion.is_hidden_from(case, None, one.id)]
