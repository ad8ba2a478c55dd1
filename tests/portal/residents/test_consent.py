"""What a contact point agreed to, withdrew, and allowed again."""

from __future__ import annotations

from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts


def test_resuming_also_allows_pushes_to_who_reported_violence_at_home(parts: Parts) -> None:
    """The danger answer promises it: nothing is sent until the reporter says 恢复."""
    now = parts.clock.now()
    with parts.db.write() as s:
        point = ContactPoint(channel="wechat", address_key="k", address="o1", created_at=now, no_push=True)
        s.add(point)
        s.flush()
        residents.opt_in(s, point, now)
        assert point.no_push is False
