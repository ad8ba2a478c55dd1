"""When a sender's waiting messages go to the bot, and in which order: as they were said, unless one of danger passes a flood.

A message that tells of danger goes before other senders' messages (`jobs.waiting_senders`), and before the same sender's only if
they are a flood (`_passes_flood`): 扑灭了 is said of what was said before it, and 3栋 of what comes after.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.channels import questions
from portal.channels.models import WAITING, InboxMessage

ASIDE_AFTER = 2  # failures of the bot on one message after which the sender's later messages go first
MOST_BEFORE = 3  # messages of one sender that a danger leaves before it; more are a flood


def first_waiting(s: Session, contact_point_id: int, now: datetime, *, eager: bool) -> InboxMessage | None:
    """The sender's oldest waiting row (`in_turn`), or a danger that passes a flood; None if it is not due yet, unless `eager`."""
    rows = sa.select(InboxMessage).where(InboxMessage.contact_point_id == contact_point_id, in_turn(now))
    row = s.scalars(rows.order_by(InboxMessage.id).limit(1)).first()
    if row is not None and not row.alarm:
        alarm = s.scalars(rows.where(InboxMessage.alarm != "").order_by(InboxMessage.id).limit(1)).first()
        row = alarm if alarm is not None and _passes_flood(s, alarm, now) else row
    if row is None or eager or row.due_at <= now:
        return row
    return None


def _passes_flood(s: Session, alarm: InboxMessage, now: datetime) -> bool:
    """Whether the sender's first waiting danger goes before what they said earlier.

    That is so if more than MOST_BEFORE messages stand before it, and none can be about an emergency, as there was none this hour.
    """
    before = sa.select(sa.func.count()).where(
        InboxMessage.contact_point_id == alarm.contact_point_id, in_turn(now), InboxMessage.id < alarm.id
    )
    if (s.scalar(before) or 0) <= MOST_BEFORE:
        return False
    return not questions.is_in_emergency(s, alarm.contact_point_id, alarm.received_at)


def in_turn(now: datetime) -> sa.ColumnElement[bool]:
    """The condition for rows that wait for their turn. One that was set aside (ASIDE_AFTER) is passed over until it is due."""
    aside = sa.and_(InboxMessage.refusals >= ASIDE_AFTER, InboxMessage.due_at > now)
    return sa.and_(InboxMessage.state.in_(WAITING), sa.not_(aside))


def pause_of(row: InboxMessage) -> timedelta:
    """After how long a row that the bot did not answer is tried again: at most 10 seconds; long, once it is set aside."""
    if row.refusals < ASIDE_AFTER:
        return timedelta(seconds=min(2.0 ** (row.tries - 1), 10.0))
    return timedelta(seconds=10.0 * 6 ** (row.refusals - ASIDE_AFTER))  # 10 s, 1 min, 6 min


def count_unanswered(row: InboxMessage) -> None:
    """Count a call that the bot did not finish (too slow, or without the portal) like a failure on this message, up to ASIDE_AFTER.

    So the row holds up the sender's later messages no longer, but is not given up for it.
    """
    if row.refusals < ASIDE_AFTER:
        row.refusals += 1
