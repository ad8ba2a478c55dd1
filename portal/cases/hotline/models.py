"""Tables of the hotline: the files of its orders, line by line."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.db import Base, PersonalText


class HotlineImport(Base):
    """One file of the hotline's orders. `headings`: as the file has them; `digest`: SHA-256 of its bytes.

    Until `accepted_at` it is only shown (and is gone after a day); then its new orders become cases, until `done_at`.
    `at`: when it was read; `account_id`: the clerk who brought it, None for the operator's command.
    """

    __tablename__ = "hotline_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    digest: Mapped[str] = mapped_column(sa.String(64))
    headings: Mapped[list[str]]
    accepted_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class HotlineRow(Base):
    """A line of an import, the `row`th of its sheet, with the texts of its `cells` as JSON: "[]" once a bad line's import was
    accepted, "" once the case was erased.

    `state`: new (it becomes a case), same (the number is known, and nothing differs, or its case was erased), changed (the
    number is known: the case stays as it is, and a note says what differs), bad (`faults`: the codes of why). `number`: the
    hotline's, cut to 60 characters; `case_id`: the case of that number, once there is one.
    """

    __tablename__ = "hotline_row"
    __table_args__ = (
        sa.CheckConstraint("state IN ('new','same','changed','bad')", name="state"),
        sa.UniqueConstraint("import_id", "row"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("hotline_import.id"))
    row: Mapped[int]
    number: Mapped[str] = mapped_column(sa.String(60), default="")
    state: Mapped[str] = mapped_column(sa.String(10))
    faults: Mapped[list[str]]
    cells: Mapped[str] = mapped_column(PersonalText)
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("case.id"), index=True)
    settled: Mapped[bool] = mapped_column(default=False)  # a new line has its case, a changed one its note
