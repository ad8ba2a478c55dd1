"""Tables of other systems: the apps that report by Open311 and what they filed; backends, deliveries to them, and their news."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.models import Case
from portal.storage.db import Base, PersonalText


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


class Backend(Base):
    """Another system that handles cases. `secrets_sealed`: its keys as a JSON list, the newest first, sealed.

    A webhook's keys sign what we send it and what it sends us; an Open311 endpoint's only one is its api_key.
    """

    __tablename__ = "backend"
    __table_args__ = (sa.CheckConstraint("kind IN ('webhook','open311')", name="kind"),)

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    url: Mapped[str] = mapped_column(sa.String(500))
    jurisdiction: Mapped[str] = mapped_column(sa.String(100), default="")
    secrets_sealed: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime]
    asked_until: Mapped[datetime | None]  # of Open311: up to when its news has been asked for


class BodyBackend(Base):
    """Where a body's cases go, if not to the default (GOVERNANCE_BACKEND). `backend` NULL: the built-in desk."""

    __tablename__ = "body_backend"

    body: Mapped[str] = mapped_column(sa.ForeignKey("body.code"), primary_key=True)
    backend: Mapped[str | None] = mapped_column(sa.ForeignKey("backend.name"))


class DeliveryState(StrEnum):
    """How far a delivery (`BackendDelivery`) is.

    pending: not sent, or it surely did not arrive. sent: on its way, or taken without a number yet. in_doubt: it may have
    arrived. accepted: it arrived. refused: the other system will not take it; or it was not sent, or not sent again after it
    was not found there, because there is nothing to tell any more (`deliveries.NEEDLESS`). failed: given up, and surely
    not arrived.
    """

    PENDING = "pending"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    FAILED = "failed"


UNSETTLED = (DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.IN_DOUBT)  # the worker goes on with it
NOT_THERE = (DeliveryState.REFUSED, DeliveryState.FAILED)  # settled: the other system did not take it


class BackendDelivery(Base):
    """One operation (`ports.Operation`) on a case of which one other system is told; each row is tried until it is settled.

    `key`: random letters, the same at every try, by which the other system knows the delivery. `backend`: its name, which
    need not be set up yet. `ended_at`: of a dispatch, when the case was taken away again, or replaced by a
    new dispatch. `reference`: the other system's number of the case; `token`: by which to ask for it until there is one.
    `code` and `reason`: of the last failure, or why it was not sent (again): `deliveries.NEEDLESS`.
    """

    __tablename__ = "backend_delivery"
    __table_args__ = (
        sa.CheckConstraint("operation IN ('dispatch','withdrawal','reopening','supervision')", name="operation"),
        sa.CheckConstraint("state IN ('pending','sent','in_doubt','accepted','refused','failed')", name="state"),
        sa.Index("ix_backend_delivery_state_created_at", "state", "created_at"),
        sa.Index("ix_backend_delivery_backend_reference", "backend", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), index=True)
    serial: Mapped[int]  # of the case's event
    operation: Mapped[str] = mapped_column(sa.String(20))
    backend: Mapped[str] = mapped_column(sa.String(40))
    body: Mapped[str] = mapped_column(sa.ForeignKey("body.code"))
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    state: Mapped[str] = mapped_column(sa.String(10), default=DeliveryState.PENDING)
    created_at: Mapped[datetime]
    first_sent_at: Mapped[datetime | None]
    last_sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # people were told that it is late, refused or given up
    tries: Mapped[int] = mapped_column(default=0)  # how often it was sent
    searches: Mapped[int] = mapped_column(
        "asks", default=0
    )  # how often it was looked for and not found since it was last sent
    reference: Mapped[str] = mapped_column(sa.String(200), default="")
    token: Mapped[str] = mapped_column(sa.String(200), default="")
    code: Mapped[str] = mapped_column(sa.String(40), default="")
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    case: Mapped[Case] = relationship()


class BackendNews(Base):
    """One item of news from a backend, as it was taken in (`verbs.news`). `reason`: why it was refused, "" if it was carried out.

    `news_id`: the backend's own id of the item, the same when it is sent again. `text` is kept only of a refused item, for the
    clerk; the text of one that was carried out is in the case's own event.
    """

    __tablename__ = "backend_news"
    __table_args__ = (sa.UniqueConstraint("backend", "news_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    backend: Mapped[str] = mapped_column(sa.ForeignKey("backend.name"))
    news_id: Mapped[str] = mapped_column(sa.String(200))
    signed_at: Mapped[datetime | None]  # when the latest request with it was signed; None if we asked for it
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("case.id"), index=True)
    status: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime]  # by the backend's clock
    received_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.String(20), default="")
    text: Mapped[str] = mapped_column(PersonalText, default="")
