"""The table of open drafts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base, PersonalText


class OpenDraft(Base):
    """What the bot needs to go on with a report that is not confirmed yet; one per contact point.

    `inbox_id`: the message after which it was stored, or dropped: then `state` is empty.
    """

    __tablename__ = "open_draft"

    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), primary_key=True)
    inbox_id: Mapped[int]
    state: Mapped[str] = mapped_column(PersonalText)  # JSON
    updated_at: Mapped[datetime]
