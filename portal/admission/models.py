"""Tables of the admission ledger: versions of the list's items, asks and decisions on them, numbers used, downloads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.admission.rules import Item, Kind, Work
from portal.staff.models import Account
from portal.storage.db import Base, PersonalText


class AdmissionItem(Base):
    """A version of an item of the list, in force from `since` to `until` (its last day; NULL: open).

    `serial` counts an item's versions from 1. A later version ends the earlier ones on the day before it begins; one that
    never came into force ends before its `since`. No row is deleted. `departments`, `aliases`: names, joined by 、.
    `kind`, `work`: `rules.Kind`, `rules.Work`; the other fields as in `rules.Item`.
    """

    __tablename__ = "admission_item"
    __table_args__ = (
        sa.UniqueConstraint("code", "serial"),
        sa.CheckConstraint("kind IN ('statutory','assisting','banned')", name="kind"),
        sa.CheckConstraint("every_days IS NULL OR every_days > 0", name="every_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20))
    serial: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(20))
    basis: Mapped[str] = mapped_column(sa.String(200))
    departments: Mapped[str] = mapped_column(sa.String(200), default="")
    work: Mapped[list[str]]
    every_days: Mapped[int | None]
    funds: Mapped[str] = mapped_column(sa.String(100), default="")
    people: Mapped[str] = mapped_column(sa.String(100), default="")
    aliases: Mapped[str] = mapped_column(sa.String(200), default="")
    since: Mapped[date] = mapped_column(sa.Date)
    until: Mapped[date | None] = mapped_column(sa.Date)
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]

    @property
    def rule_item(self) -> Item:
        """The version as the rules read it."""
        return Item(
            id=self.id,
            code=self.code,
            name=self.name,
            kind=Kind(self.kind),
            basis=self.basis,
            departments=tuple(filter(None, self.departments.split("、"))),
            work=frozenset(map(Work, self.work)),
            since=self.since,
            until=self.until,
            every_days=self.every_days,
            funds=self.funds,
            people=self.people,
            aliases=tuple(filter(None, self.aliases.split("、"))),
        )


class Ask(Base):
    """What a department asked of the community, as a clerk entered it, and its state after the last decision.

    `number`: year and number, like 2026-0012; `day`: on which it was entered, in Shanghai; `deadline`: the department's.
    `code`: the item that the clerk chose, "" for none; `item_id`: the version by
    which it was decided. `comes_with`: whether the funds and people that the item wants come along. `state`: admitted,
    refused, exception (a supervisor admitted it, until the day `until`), ended (the exception was), withdrawn.
    `rules`: the rules by which it was refused; statistics count the first. `source_key`: the account and the key of the
    form with which it was entered. `what`, `detail` and `basis` are blanked
    when cases of the same age are.
    """

    __tablename__ = "admission_ask"
    __table_args__ = (
        sa.CheckConstraint("state IN ('admitted','refused','exception','ended','withdrawn')", name="state"),
        sa.CheckConstraint("state <> 'exception' OR until IS NOT NULL", name="exception_ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    day: Mapped[date] = mapped_column(sa.Date, index=True)
    department: Mapped[str] = mapped_column(sa.String(40))
    what: Mapped[str] = mapped_column(PersonalText)
    detail: Mapped[str] = mapped_column(PersonalText, default="")
    basis: Mapped[str] = mapped_column(PersonalText, default="")
    code: Mapped[str] = mapped_column(sa.String(20), default="")
    work: Mapped[list[str]]
    deadline: Mapped[date] = mapped_column(sa.Date)
    comes_with: Mapped[bool]
    state: Mapped[str] = mapped_column(sa.String(20))
    rules: Mapped[list[str]]
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("admission_item.id"))
    until: Mapped[date | None] = mapped_column(sa.Date)
    entered_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    entered_at: Mapped[datetime]
    source_key: Mapped[str] = mapped_column(sa.String(100), unique=True)
    item: Mapped[AdmissionItem | None] = relationship()
    account: Mapped[Account] = relationship()


class Decision(Base):
    """One decision on an ask, `serial` from 1: by the rules (enter), or by a supervisor or clerk (except, end, withdraw).

    `state`: the ask's state after it. `findings`: a list of `{"rule", "facts"}`. `reason`: in the words of whoever
    decided; it and `comes` are blanked together with the ask's words.
    """

    __tablename__ = "admission_decision"
    __table_args__ = (
        sa.UniqueConstraint("ask_id", "serial"),
        sa.CheckConstraint("act IN ('enter','except','end','withdraw')", name="act"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(sa.ForeignKey("admission_ask.id"))
    serial: Mapped[int]
    act: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[str] = mapped_column(sa.String(20))
    findings: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(PersonalText, default="")
    comes: Mapped[str] = mapped_column(PersonalText, default="")  # the funds and people of an exception
    until: Mapped[date | None] = mapped_column(sa.Date)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime]
    account: Mapped[Account] = relationship()


class AdmissionYear(Base):
    """The last number used in a year. Entering an ask locks the row, so that asks are decided one after another."""

    __tablename__ = "admission_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class LedgerDownload(Base):
    """Who downloaded the ledger's file for which days, and when."""

    __tablename__ = "admission_download"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime]
    begin: Mapped[date] = mapped_column(sa.Date)
    end: Mapped[date] = mapped_column(sa.Date)
    account: Mapped[Account] = relationship()
