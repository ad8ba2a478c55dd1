"""The worker's hourly job for staff accounts: delete old sessions and unsent forms."""

from __future__ import annotations

import sqlalchemy as sa

from portal.staff.models import StaffSession
from portal.staff.sign_in import sessions, unsent_forms
from portal.storage.parts import Parts


def delete_old_sessions(parts: Parts) -> int:
    """Delete old sessions and expired unsent forms; returns how many rows.

    A session is kept for half a year (KNOWN_FOR), because it tells which devices are known; one whose sign-in was never
    completed (no `device_key`) for 12 hours.
    """
    now = parts.clock.now()
    abandoned = sa.and_(StaffSession.device_key.is_(None), StaffSession.created_at < now - sessions.LIFE)
    old = sa.or_(StaffSession.created_at < now - sessions.KNOWN_FOR, abandoned)
    with parts.db.write() as s:
        gone = int(s.execute(sa.delete(StaffSession).where(old)).rowcount)  # type: ignore[attr-defined]  # a DELETE's
        return gone + unsent_forms.delete_expired(s, now)
