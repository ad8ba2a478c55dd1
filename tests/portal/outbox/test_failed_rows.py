"""What became of a row, read one by one or asked of the database for all at once, is the same."""

from __future__ import annotations

from itertools import product

import sqlalchemy as sa

from portal.outbox import outcome
from portal.outbox import service as outbox
from portal.outbox.models import OutboxRow, OutboxState, SmsDelivery
from portal.outbox.outcome import Fate
from portal.storage.parts import Parts

REPORTS = ("", "queued", "delivered", "read", "undelivered", "failed")


def test_the_condition_is_the_fate(parts: Parts) -> None:
    """For every state, reference, code and report."""
    now = parts.clock.now()
    with parts.db.write() as s:
        for number, (state, begins, code, report) in enumerate(
            product(OutboxState, ("", "SM", "not sent: opted out", "console-", "L" * 90), ("", "30005"), REPORTS)
        ):
            row = outbox.put(s, kind="x", payload={}, now=now)
            row.state, row.code = state, code
            row.reference = begins and f"{number:04d}{begins}" if begins[:1] in ("S", "L") else begins
            if report and row.reference and begins[:1] in ("S", "L"):
                s.add(SmsDelivery(vendor_id=row.reference[:80], state=report, at=now))
    with parts.db.read() as s:
        failed = set(s.scalars(sa.select(OutboxRow.id).where(outcome.has_failed())))
        rows = list(s.scalars(sa.select(OutboxRow)))
        assert failed == {row.id for row in rows if outcome.fate_of(s, row) is Fate.FAILED}
    assert 0 < len(failed) < len(rows)
