"""The stored answer to an Idempotency-Key."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base, PersonalText


class KeptAnswer(Base):
    """One key of one caller, and the answer. `status` is NULL while the request is being answered, which began `at`."""

    __tablename__ = "kept_answer"

    caller: Mapped[str] = mapped_column(sa.String(64), primary_key=True)  # keyed hash
    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    request: Mapped[str] = mapped_column(sa.String(64))  # keyed hash of method, path and body
    status: Mapped[int | None]
    answer: Mapped[str] = mapped_column(PersonalText, default="")
    at: Mapped[datetime] = mapped_column(index=True)
