"""Accounts and committees."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, PersonalText


class Committee(Base):
    """居委会, 村委会 or 业委会: who opens consultations. `area` names what it stands for."""

    __tablename__ = "committee"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('residents_committee','villagers_committee','owners_committee')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    area: Mapped[str] = mapped_column(sa.String(100), default="")


class Account(Base):
    """One person of the staff. `role` is a `portal.web.Role`; body, grid, committee say for what."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(300))
    name: Mapped[str] = mapped_column(PersonalText)
    phone: Mapped[str] = mapped_column(PersonalText, default="")
    role: Mapped[str] = mapped_column(sa.String(20))
    body: Mapped[str | None] = mapped_column(sa.String(40))
    grid: Mapped[str | None] = mapped_column(sa.String(40))
    committee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("committee.id"))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
