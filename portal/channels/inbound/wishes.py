"""A wish not to be named, in a message or begun in the one before it."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import wishes
from portal.channels.models import InboxMessage

HALVES_WITHIN = timedelta(minutes=5)  # between two messages that may be halves of one sentence


def split_wish(s: Session, row: InboxMessage, text: str) -> tuple[str, str] | None:
    """(the wish not to be named in the words `text` of this message, perhaps begun before it, the rest); None if there is no wish."""
    return wishes.split_wish(text) or _wish_begun_before(s, row, text)


def _wish_begun_before(s: Session, row: InboxMessage, text: str) -> tuple[str, str] | None:
    """As `split_wish`, for a wish that the sender's previous message began and this one ends; the rest is that of both."""
    earlier = (
        sa.select(InboxMessage.text)
        .where(
            InboxMessage.contact_point_id == row.contact_point_id,
            InboxMessage.id < row.id,
            InboxMessage.received_at >= row.received_at - HALVES_WITHIN,
        )
        .order_by(InboxMessage.id.desc())
        .limit(1)
    )
    before = s.scalar(earlier)
    return wishes.split_wish_across(before, text) if before else None
