"""The record of looks at masked data of a case (PIPL 28)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import AccessLook, Case
from portal.kernel.roles import StaffActor
from portal.storage.parts import Parts


def record_look(s: Session, parts: Parts, case: Case, account: StaffActor, what: str) -> None:
    """Record that a staff member saw masked data of the case, or found it by them, or of a sealed case saw anything (PIPL 28).

    `what`: how they saw it, as `AccessLook` lists it.
    """
    s.add(AccessLook(case_id=case.id, account_id=account.id, at=parts.clock.now(), what=what[:20]))
    s.flush()


def latest_looks(s: Session, case: Case, limit: int = 20) -> list[AccessLook]:
    """The last `limit` recorded looks at the case, the latest first."""
    found = sa.select(AccessLook).where(AccessLook.case_id == case.id).order_by(AccessLook.id.desc()).limit(limit)
    return list(s.scalars(found))
