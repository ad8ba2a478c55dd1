"""Tables of the desk: texts for replies, saved views of the queue, who has a case open, and which clerk a case is with."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.staff.models import Account
from portal.storage.db import Base


class ReplyText(Base):
    """A short text that the desk keeps for replies, with placeholders of known facts (`desk.kept.texts`).

    `category`: the code, perhaps cut short, of the cases for which it is offered; "" for all.
    """

    __tablename__ = "reply_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(30))
    category: Mapped[str] = mapped_column(sa.String(10), default="")
    text: Mapped[str] = mapped_column(sa.String(500))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))  # who wrote it last
    at: Mapped[datetime]


class SavedView(Base):
    """A saved view of the queue: its filters as a query string. `shared`: with all of the owner's role (and body)."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(sa.String(20))
    query: Mapped[str] = mapped_column(sa.String(300))
    shared: Mapped[bool]
    account: Mapped[Account] = relationship()


class CaseOpen(Base):
    """A clerk has, or lately had, the page of a case open, since `since`. `seen`: its last noted request (`kept.at_work`)."""

    __tablename__ = "case_open"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    since: Mapped[datetime]
    seen: Mapped[datetime] = mapped_column(index=True)


class CaseClerk(Base):
    """Which clerk a case is with, and since when. The word with which it was handed on is a note on the case."""

    __tablename__ = "case_clerk"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    since: Mapped[datetime]
    account: Mapped[Account] = relationship()
