"""The table of ratings, and what a reporter may choose."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.cases.rules.lifecycle import name_of
from portal.storage.db import Base


class Satisfaction(StrEnum):
    """The three choices of 满意度: 满意, 基本满意, 不满意."""

    GOOD = "good"
    FAIR = "fair"
    BAD = "bad"

    @property
    def label(self) -> str:
        return name_of("satisfaction", self)


class Rating(Base):
    """What a case's reporter thinks of how it was handled: of the attitude and of the result, NULL while not said.

    `at`: when the reporter last chose; `body`: whose work it was then (NULL: the desk's or a grid worker's). No page of the
    case shows it to staff.
    """

    __tablename__ = "case_rating"
    __table_args__ = (
        sa.CheckConstraint("attitude IN ('good','fair','bad')", name="attitude"),
        sa.CheckConstraint("result IN ('good','fair','bad')", name="result"),
        sa.CheckConstraint("attitude IS NOT NULL OR result IS NOT NULL", name="said"),
    )

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True, autoincrement=False)
    body: Mapped[str | None] = mapped_column(sa.ForeignKey("body.code"))
    attitude: Mapped[str | None] = mapped_column(sa.String(10))
    result: Mapped[str | None] = mapped_column(sa.String(10))
    at: Mapped[datetime] = mapped_column(index=True)
