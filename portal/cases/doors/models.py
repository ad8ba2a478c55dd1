"""The table of what browsers may do with cases, by a link that they opened or a code that they showed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base


class CaseGrant(Base):
    """A browser's access to a case until `until`: to read it, having opened its link; or `to_change` it, having shown a
    code sent to the reporter.

    `to_change` alone does not open a case (`case_access.enter`). `browser_key` is the keyed hash of a token in the browser's cookie.
    """

    __tablename__ = "case_grant"
    __table_args__ = (sa.UniqueConstraint("browser_key", "case_id", "to_change"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    browser_key: Mapped[str] = mapped_column(sa.String(64))
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), index=True)
    to_change: Mapped[bool]
    until: Mapped[datetime] = mapped_column(index=True)
