"""Tables of other systems: the apps that report by Open311, and what each of them filed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.models import Case
from portal.storage.db import Base


class ReportingApp(Base):
    """Another system that may report here by Open311. Only the keyed hash of its `api_key` is kept."""

    __tablename__ = "reporting_app"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    per_minute: Mapped[int]  # requests that it may send
    created_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]


class FiledRequest(Base):
    """Which app filed a case; it alone reads it by Open311."""

    __tablename__ = "filed_request"
    __table_args__ = (sa.Index("ix_filed_request_app_id_case_id", "app_id", "case_id"),)

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    app_id: Mapped[int] = mapped_column(sa.ForeignKey("reporting_app.id"))
    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
