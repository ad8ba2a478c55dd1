"""Tables of the registers: entries, the values of their fields, recorded looks, and exports."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.staff.models import Account
from portal.storage.db import Base, PersonalText

OPEN = sa.text("ended_at IS NULL")  # this and the next: conditions of partial indexes
CURRENT = sa.text("replaced_at IS NULL")


class RegisterEntry(Base):
    """A home, a shop or an organisation at one place of a grid; open until `ended_at`.

    `place`: a name of the town's list. `spot_key`: `entries.spot_key` of its register, grid, place and unit; "" once it has
    ended. `version`: 1, plus one for each change. `end_reason`: one of `entries.REASONS`. `source_key`: the account and the
    key of the form with which it was entered.
    """

    __tablename__ = "register_entry"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('home','shop','organisation')", name="kind"),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name="ended"),
        sa.Index("uq_register_entry_open", "spot_key", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_register_entry_list", "kind", "grid", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    grid: Mapped[str] = mapped_column(sa.ForeignKey("grid.code"))
    place: Mapped[str] = mapped_column(sa.String(100))
    spot_key: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column(default=1)
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    end_reason: Mapped[str] = mapped_column(sa.String(20), default="")
    source_key: Mapped[str] = mapped_column(sa.String(60), unique=True)


class RegisterValue(Base):
    """The value of a field of an entry: the present one, or one that was replaced at `replaced_at`.

    The value of a personal field (`Field.person`) is emptied when it is replaced, so that the row still tells who corrected it and when, not what it was.
    """

    __tablename__ = "register_value"
    __table_args__ = (
        sa.Index(
            "uq_register_value_current",
            "entry_id",
            "field",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
        sa.Index("ix_register_value_value", "value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("register_entry.id"), index=True)
    field: Mapped[str] = mapped_column(sa.String(20))
    value: Mapped[str] = mapped_column(PersonalText)
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    replaced_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    replaced_at: Mapped[datetime | None]


class RegisterExport(Base):
    """Who exported which register, when, for which purpose and recipient, with how many entries."""

    __tablename__ = "register_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    purpose: Mapped[str] = mapped_column(sa.String(20))
    recipient: Mapped[str] = mapped_column(sa.String(40))
    grid: Mapped[str] = mapped_column(sa.String(40), default="")  # "": of all grids
    count: Mapped[int]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime]
    account: Mapped[Account] = relationship()


class RegisterLook(Base):
    """A staff member's look at the people of an entry, for a purpose; `export_id`: the export, if it was in a file."""

    __tablename__ = "register_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("register_entry.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    purpose: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime]
    export_id: Mapped[int | None] = mapped_column(sa.ForeignKey("register_export.id"))
    account: Mapped[Account] = relationship()
