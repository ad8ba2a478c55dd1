"""What became of an SMS, as far as is known; and the failures of SMS that only the operator can mend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.outbox.kinds import Kind
from portal.outbox.models import OutboxRow, OutboxState, SmsDelivery
from portal.outbox.service import key_begins

PRETENDED = "console-"  # prefix of the references of SMS that were only shown (`portal.adapters.console`)
_HELD_BACK = "not sent"  # how the reference of a row begins that was held back
_UNDELIVERED = ("undelivered", "failed")  # states of a vendor's report of an SMS that did not arrive
RECENT = timedelta(hours=24)  # the greatest age of an SMS for which `delivery_trouble` reports a failure


class Fate(StrEnum):
    """What became of an SMS; for a WeChat message, on whose delivery nobody reports, never more than sent is known.

    sending: queued, or to be retried. sent: accepted by the vendor. delivered: the carrier reports delivery. failed:
    the carrier reports a failure, we gave up, the row was closed unsent (by the operator, an erasure or a recall), or it
    was held back (退订, an expired code). pretended: only shown (demo).
    """

    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    PRETENDED = "pretended"

    @property
    def label(self) -> str:
        """The Chinese word that staff see."""
        return _LABELS[self]


_LABELS = {
    Fate.SENDING: "正在发",
    Fate.SENT: "交给短信公司了，还没有回执",
    Fate.DELIVERED: "送到了",
    Fate.FAILED: "没送到",
    Fate.PRETENDED: "演示：没有真的发出",
}


def fate_of(s: Session, row: OutboxRow) -> Fate:
    """What became of a row that sends a message, by its state and, if there is one, the vendor's report."""
    if row.state == OutboxState.DEAD or _was_held_back(row):
        return Fate.FAILED
    if row.state == OutboxState.QUEUED:
        return Fate.SENDING
    if row.reference.startswith(PRETENDED):
        return Fate.PRETENDED
    report = s.get(SmsDelivery, row.reference[:80]) if row.reference else None
    if report is not None and report.state in ("delivered", "read"):
        return Fate.DELIVERED
    if report is not None and report.state in _UNDELIVERED:
        return Fate.FAILED
    return Fate.SENT


def has_failed() -> sa.ColumnElement[bool]:
    """`fate_of` a row is FAILED, as a condition for a query on `OutboxRow`."""
    held_back = sa.or_(
        OutboxRow.reference.startswith(_HELD_BACK, autoescape=True),
        sa.and_(OutboxRow.state == OutboxState.DONE, OutboxRow.code != ""),
    )
    reported = sa.exists().where(
        SmsDelivery.vendor_id == sa.func.substr(OutboxRow.reference, 1, 80),
        SmsDelivery.state.in_(_UNDELIVERED),
    )
    left = sa.and_(
        OutboxRow.state != OutboxState.QUEUED,
        OutboxRow.reference != "",
        sa.not_(OutboxRow.reference.startswith(PRETENDED, autoescape=True)),
    )
    return sa.or_(OutboxRow.state == OutboxState.DEAD, held_back, sa.and_(left, reported))


def _was_held_back(row: OutboxRow) -> bool:
    """Whether the row was closed without being sent: a sent one has no code of a failure (`service.mark_delivered`)."""
    return row.reference.startswith(_HELD_BACK) or (row.state == OutboxState.DONE and row.code != "")


def fate_of_last_push(s: Session, begins: str) -> Fate | None:
    """What became of the last push whose `dedupe_key` begins with `begins`; None if there is none, or it only went to a web chat."""
    pushes = sa.select(OutboxRow).where(key_begins(s, begins))
    push = s.scalar(pushes.order_by(OutboxRow.id.desc()).limit(1))
    if push is None:
        return None
    if push.state != OutboxState.DONE or _was_held_back(push):
        return fate_of(s, push)
    sent = s.scalar(sa.select(OutboxRow).where(OutboxRow.dedupe_key == f"{push.reference}:0"))
    return fate_of(s, sent) if sent is not None else None


@dataclass(frozen=True)
class Trouble:
    """What the operator must mend: the vendor's code and reason, and how many SMS wait or were given up for such failures."""

    code: str
    reason: str
    count: int


def delivery_trouble(s: Session, now: datetime) -> Trouble | None:
    """The failure that only the operator can mend (no money, …) of the newest SMS that has one, if written within RECENT; else None."""
    stuck = sa.select(OutboxRow).where(
        OutboxRow.kind == Kind.SEND_SMS,
        OutboxRow.state.in_((OutboxState.QUEUED, OutboxState.DEAD)),
        OutboxRow.needs_operator,
        OutboxRow.created_at > now - RECENT,
    )
    count = s.scalar(sa.select(sa.func.count()).select_from(stuck.subquery())) or 0
    last = s.scalar(stuck.order_by(OutboxRow.id.desc()).limit(1)) if count else None
    return Trouble(last.code, last.reason, count) if last is not None else None
