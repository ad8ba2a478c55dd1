"""The tables of downloads of weekly reports, and of the cases for which consultations were drafted from hot issues."""

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


class HotDraftCase(Base):
    """A case of the hot issue from which a consultation was drafted. A case counts for one draft only, so an issue has one."""

    __tablename__ = "hot_draft_case"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
