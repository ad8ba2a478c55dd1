"""What time takes away: sessions long over, forms that nobody sent again."""

from __future__ import annotations

import sqlalchemy as sa

from portal.staff import sessions, unsent_forms
from portal.staff.models import StaffSession
from portal.storage.parts import Parts


def forget_sessions(parts: Parts) -> int:
    """Drop sessions that nothing counts any more (half a year: until then they say which device is known)."""
    now = parts.clock.now()
    half = sa.and_(StaffSession.device_key.is_(None), StaffSession.created_at < now - sessions.WHOLE)
    old = sa.or_(StaffSession.created_at < now - sessions.REMEMBERED, half)
    with parts.db.write() as s:
        gone = int(s.execute(sa.delete(StaffSession).where(old)).rowcount)  # type: ignore[attr-defined]  # a DELETE's
        return gone + unsent_forms.forget(s, now)
