"""The table of downloads of weekly reports."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.staff.models import Account
from portal.storage.db import Base


class ReportDownload(Base):
    """Who downloaded the report of which week, by its Monday, and when."""

    __tablename__ = "report_download"

    id: Mapped[int] = mapped_column(primary_key=True)
    monday: Mapped[date] = mapped_column(sa.Date, index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime]
    account: Mapped[Account] = relationship()
