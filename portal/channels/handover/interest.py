"""Whether a conversation is about the clerk who would read it (信访工作条例 28, 30): then it is a colleague's.

It is, if a case of this resident is hidden from the clerk, or if the conversation itself accuses them by name.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion
from portal.cases.models import Case
from portal.channels.models import Handover, InboxMessage
from portal.kernel.roles import StaffActor

READ = 60  # the resident's last messages that are read
_LONGEST = 8_000  # characters of them, the newest


def concerns(s: Session, actor: StaffActor, contact_point_id: int) -> bool:
    """Whether this resident's conversation is about the actor."""
    hidden = sa.select(Case.id).where(
        Case.contact_point_id == contact_point_id, discretion.hidden_from(actor.body, actor.id)
    )
    return s.scalar(hidden.limit(1)) is not None or discretion.accuses(s, _said(s, contact_point_id), actor.id)


def _said(s: Session, contact_point_id: int) -> str:
    """What the resident wrote lately, oldest first: messages, and the words with which they asked for a person."""
    messages = sa.select(InboxMessage.text).where(InboxMessage.contact_point_id == contact_point_id)
    asked = sa.select(Handover.text).where(Handover.contact_point_id == contact_point_id)
    found = [
        *reversed(list(s.scalars(asked.order_by(Handover.id.desc()).limit(READ)))),
        *reversed(list(s.scalars(messages.order_by(InboxMessage.id.desc()).limit(READ)))),
    ]
    return "\n".join(dict.fromkeys(filter(None, found)))[-_LONGEST:]
