"""Tables of cases, of whom they are about, who may see a sealed one, their words, events, contact claims and numbers,
corrections, looks, alarms, and who is on call for alarms.

A table that only one folder of this room writes is in that folder (`hotline`, `joint`, `inspections`, …).

`case` and `case_event` hold codes, dates and ids, but no words of people: these are in tables of their own, so that the
events can still be replayed into the row once the words are erased.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.reading.staff_words.contact_claims import How
from portal.cases.rules.lifecycle import State, name_of
from portal.storage.db import Base, PersonalText


class Kind(StrEnum):
    """The six kinds of cases (docs/glossary.md)."""

    COMPLAINT = "complaint"
    REQUEST = "request"
    INQUIRY = "inquiry"
    SUGGESTION = "suggestion"
    TIP_OFF = "tip_off"
    PRAISE = "praise"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.COMPLAINT: "投诉",
    Kind.REQUEST: "求助",
    Kind.INQUIRY: "咨询",
    Kind.SUGGESTION: "建议",
    Kind.TIP_OFF: "举报",
    Kind.PRAISE: "表扬",
}


class Urgency(StrEnum):
    """How urgent a case is. EMERGENCY: danger to life now."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"

    @property
    def label(self) -> str:
        return {"emergency": "险情", "urgent": "紧急", "normal": "一般"}[self]


class Ground(StrEnum):
    """Why the desk rejects a case, unless the ground is a way out (`offices.Way`). Residents never read it."""

    OTHER_BODY = "other_body"
    OUT_OF_AREA = "out_of_area"
    ALREADY_HANDLED = "already_handled"
    NO_MATTER = "no_matter"

    @property
    def label(self) -> str:
        return name_of("ground", self)


def _one_of(column: str, values: type[StrEnum]) -> str:
    """The condition of a CHECK constraint: the column holds one of the enum's values."""
    return f"{column} IN ({','.join(repr(str(value)) for value in values)})"


_MERGED = sa.text("merged_into IS NOT NULL")  # which cases the index of merged ones holds
_BY_GRID = sa.text("actor = 'grid'")  # which events the index of grid workers' acts holds


class Case(Base):
    """One case. The fields of `rules.projection.Projection` repeat what its events say, so that they can be queried."""

    __tablename__ = "case"
    __table_args__ = (
        sa.CheckConstraint(_one_of("state", State), name="state"),
        sa.CheckConstraint(_one_of("kind", Kind), name="kind"),
        sa.CheckConstraint(_one_of("urgency", Urgency), name="urgency"),
        sa.CheckConstraint("regime IN ('petition','hotline','community')", name="regime"),
        sa.CheckConstraint("close_reason IN ('confirmed','unconfirmed','answered','received')", name="close_reason"),
        sa.CheckConstraint("conduct IN ('','ask','conduct','service')", name="conduct"),
        sa.CheckConstraint("(state = 'closed') = (close_reason IS NOT NULL)", name="closed_with_reason"),
        sa.Index("ix_case_queue", "state", "rank", "due_at", "id"),
        sa.Index("ix_case_grid_queue", "grid", "state", "rank", "due_at", "id"),
        sa.Index("ix_case_body_queue", "body", "state", "rank", "due_at", "id"),
        sa.Index("ix_case_state_id", "state", "id"),
        sa.Index("ix_case_contact_point_id_id", "contact_point_id", "id"),
        sa.Index("ix_case_close_reason_closed_at", "close_reason", "closed_at"),
        # of the merged ones alone: an index of all would be taken to find those that are not, nearly every case
        sa.Index("ix_case_merged_into", "merged_into", sqlite_where=_MERGED, postgresql_where=_MERGED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_no: Mapped[str] = mapped_column(sa.String(30), unique=True)
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(sa.String(20))
    serial: Mapped[int] = mapped_column(default=0)  # of the last event
    state_serial: Mapped[int] = mapped_column(default=0)  # of the last event that changed the state; timers check it
    kind: Mapped[str] = mapped_column(sa.String(20))
    category: Mapped[str | None] = mapped_column(sa.String(10), index=True)
    urgency: Mapped[str] = mapped_column(sa.String(10))
    rank: Mapped[int]  # 0 emergency, 1 urgent, 2 normal: the queue's order
    danger: Mapped[str] = mapped_column(sa.String(30), default="")  # fire, gas, … of an emergency or in doubt
    regime: Mapped[str] = mapped_column(sa.String(10), default="community")  # a value of `Regime`
    channel: Mapped[str] = mapped_column(sa.String(10))  # the contact point's, a value of `TakenFrom`, or "hotline"
    grid: Mapped[str | None] = mapped_column(sa.ForeignKey("grid.code"))
    body: Mapped[str | None] = mapped_column(sa.ForeignKey("body.code"))  # suggested; once `dispatched`, the handler
    worker_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("account.id"), index=True
    )  # the grid's worker; once `dispatched` without a body, the handler
    dispatched: Mapped[bool] = mapped_column(default=False)  # given to `body` or, if that is None, to `worker_id`
    due_at: Mapped[datetime]
    half_at: Mapped[datetime | None]  # when 50 % of its clock will have passed; None: not counted (`warnings.moment`)
    most_at: Mapped[datetime | None]  # when 80 % will have passed; None likewise
    # the greatest `Share` of the clock that staff were told of; 0: none
    warned: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    # `due_at` may change once the holiday notice of its year is known
    provisional: Mapped[bool] = mapped_column(default=False)
    conduct: Mapped[str] = mapped_column(sa.String(10), default="")  # a value of `Conduct`
    confidential: Mapped[bool] = mapped_column(default=False)  # the reporter wishes not to be named
    may_be_named: Mapped[bool] = mapped_column(default=False)  # the reporter agreed that handlers learn who they are
    perhaps_minor: Mapped[bool | None]  # the reporter's words are plainly a child's; None: they are not, or were erased
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"))
    access_salt: Mapped[str] = mapped_column(sa.String(32))  # the salt of the codes in its links (`records.numbers`)
    access_hash: Mapped[str] = mapped_column(sa.String(64))  # the hash of the code given at registration
    close_reason: Mapped[str | None] = mapped_column(sa.String(20))  # a value of `CloseReason`
    reopened: Mapped[int] = mapped_column(default=0)  # how often
    sent_back: Mapped[int] = mapped_column(default=0)  # how often
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]  # when it was closed, rejected or withdrawn
    reminded_at: Mapped[datetime | None]  # last, by the reporter
    supervised_at: Mapped[datetime | None]  # last, by a supervisor
    extension_asked_at: Mapped[datetime | None]  # when the handler asked for more time, until that is decided
    extended: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))  # how often
    paused_until: Mapped[datetime | None]  # the reporter was asked; until then, at most, the clock stands still
    pauses: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))  # how often
    # when the handler asked a supervisor to be allowed to send the case back, until that is decided
    return_asked_at: Mapped[datetime | None]
    seal: Mapped[str] = mapped_column(sa.String(12), default="", server_default=sa.text("''"))  # a value of `Seal`
    merged_into: Mapped[int | None]  # the id of the case of the same trouble with which it is handled (并案)
    # joint handling (五联): a value of `JointKind`, and how many parts are neither done nor struck
    joint_kind: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    parts_open: Mapped[int] = mapped_column(default=0, server_default=sa.text("0"))
    # the reporter did what no clerk or handler has seen yet, or an inspection reopened it and no handler could be told
    unread: Mapped[bool] = mapped_column(default=False)
    photos: Mapped[list[str]]  # of the report: ids in the media store; later ones stand in the events
    forgotten_at: Mapped[datetime | None]  # when words, photos and numbers were erased; codes, dates and states stay
    hotline_no: Mapped[str | None] = mapped_column(
        sa.String(60), index=True, unique=True
    )  # the hotline's own number of its order
    # the backend that took it last, the built-in desk (`tasks.submit_case`) or that of an accepted dispatch, and its reference there
    backend: Mapped[str] = mapped_column(sa.String(20), default="")
    backend_reference: Mapped[str] = mapped_column(sa.String(200), default="")

    words: Mapped[CaseWords] = relationship(back_populates="case", lazy="joined", innerjoin=True)
    events: Mapped[list[CaseEvent]] = relationship(back_populates="case", order_by="CaseEvent.serial")
    accused: Mapped[list[Accused]] = relationship(lazy="selectin", order_by="Accused.id")
    contact_claims: Mapped[list[ContactClaim]] = relationship(viewonly=True)
    assigned: Mapped[list[Assigned]] = relationship(order_by="Assigned.id", cascade="all, delete-orphan")


class Accused(Base):
    """Whose conduct a case is about: a body or an account. `permitted_at`: a supervisor permitted a dispatch there."""

    __tablename__ = "case_accused"
    __table_args__ = (sa.CheckConstraint("body IS NOT NULL OR account_id IS NOT NULL", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), index=True)
    body: Mapped[str | None] = mapped_column(sa.ForeignKey("body.code"), index=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    permitted_at: Mapped[datetime | None]


class Assigned(Base):
    """A clerk or supervisor who may see a sealed case; its handler, who may too, stands in the case's own row."""

    __tablename__ = "case_assigned"
    __table_args__ = (sa.UniqueConstraint("case_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    at: Mapped[datetime]


class CaseWords(Base):
    """What the reporter said, and how to reach them. `draft` is the case draft as JSON; its spans quote their words.

    `bodies`: the bodies that the message names, in its words, joined by 、.
    """

    __tablename__ = "case_words"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), primary_key=True)
    text: Mapped[str] = mapped_column(PersonalText)
    place: Mapped[str] = mapped_column(PersonalText, default="")
    time: Mapped[str] = mapped_column(PersonalText, default="")
    contact: Mapped[str] = mapped_column(PersonalText, default="")
    bodies: Mapped[str] = mapped_column(PersonalText, default="")
    draft: Mapped[str] = mapped_column(PersonalText, default="{}")
    matter: Mapped[str] = mapped_column(PersonalText, default="")  # the clerk's words for handlers, if restated
    case: Mapped[Case] = relationship(back_populates="words")


class CaseEvent(Base):
    """Something that happened to a case. `actor_label` is the name of a role or a body, never of a person.

    One that another program, a staff form or the hotline's file asked for has that request's key in `source_key`, and the
    hash of the request, if there is one, in `source_hash` (`event_log.Source`): the same key again writes nothing.
    """

    __tablename__ = "case_event"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "serial"),
        sa.Index("ix_case_event_verb_at", "verb", "at"),
        sa.CheckConstraint(_one_of("from_state", State), name="from_state"),
        sa.CheckConstraint(_one_of("to_state", State), name="to_state"),
        sa.Index("ix_case_event_grid_worker", "actor_id", "at", sqlite_where=_BY_GRID, postgresql_where=_BY_GRID),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"))
    serial: Mapped[int]
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(sa.String(20))
    actor: Mapped[str] = mapped_column(sa.String(20))
    actor_id: Mapped[int | None]  # an account's id, or a contact point's where `actor` is resident (the reporter)
    actor_label: Mapped[str] = mapped_column(sa.String(100), default="")
    from_state: Mapped[str | None] = mapped_column(sa.String(20))
    to_state: Mapped[str] = mapped_column(sa.String(20))
    data: Mapped[dict[str, Any]]
    source_key: Mapped[str | None] = mapped_column(sa.String(200), unique=True)
    source_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    case: Mapped[Case] = relationship(back_populates="events")
    words: Mapped[list[EventWords]] = relationship(back_populates="event", lazy="selectin", order_by="EventWords.id")


class EventWords(Base):
    """Words that go with an event. `public`: the reporter reads them too; else staff only."""

    __tablename__ = "event_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("case_event.id"), index=True)
    public: Mapped[bool]
    text: Mapped[str] = mapped_column(PersonalText)
    event: Mapped[CaseEvent] = relationship(back_populates="words")


class ContactClaim(Base):
    """A claim of a body, grid worker or clerk, in the words or form of `event`, that they reached the reporter or called in vain (MISSED).

    `how`: a value of `How`; `on`: the day claimed; `by`: the role or body, as the reporter reads it; `body`: the one
    that had the case, NULL before a dispatch and of a grid worker's claim. `asked_at`: when the reporter was asked about it. `answer`: the reporter's last word, "" while
    they are silent, given in the event `answer_event`: the reporter's own door alone writes it (`verbs.reporter.attesting`).
    `heard_by`: the supervisor who acted on a denial.
    """

    __tablename__ = "contact_claim"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "how"),
        sa.CheckConstraint(_one_of("how", How), name="how"),
        sa.CheckConstraint("answer IN ('','confirmed','denied')", name="answer"),
        sa.CheckConstraint("(answer = '') = (answer_event_id IS NULL)", name="answered"),
        sa.Index("ix_contact_claim_answer_heard_by", "answer", "heard_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), index=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("case_event.id"))
    body: Mapped[str | None] = mapped_column(sa.ForeignKey("body.code"))
    by: Mapped[str] = mapped_column(sa.String(100))
    how: Mapped[str] = mapped_column(sa.String(10))
    on: Mapped[date] = mapped_column(sa.Date)
    asked_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(sa.String(10), default="")
    answer_event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("case_event.id"))
    heard_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    case: Mapped[Case] = relationship()
    event: Mapped[CaseEvent] = relationship(foreign_keys=[event_id])


class CaseDay(Base):
    """`last`: the last number given to a case on a day (Shanghai time); one upsert gives the next, so that there are no gaps."""

    __tablename__ = "case_day"

    day: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    last: Mapped[int]


class Correction(Base):
    """A clerk's correction of one field of a case from the value `was` to `now` ("": none), kept to train on."""

    __tablename__ = "case_correction"
    __table_args__ = (sa.CheckConstraint("field IN ('kind','category','urgency','grid')", name="field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    at: Mapped[datetime]
    field: Mapped[str] = mapped_column(sa.String(20))
    was: Mapped[str] = mapped_column(sa.String(40), default="")
    now: Mapped[str] = mapped_column(sa.String(40), default="")


class AccessLook(Base):
    """A look of a staff member at masked data (PIPL 28: only when needed, each look recorded).

    `what`: "contact" if the case's page showed contact and words unmasked, "print" if the printed form did; "search" if a search
    told that masked words hold what was typed; "export" if the case went into a file of replies for the hotline; "phone" if the
    number went onto a grid worker's phone, to be dialled. Of a sealed case every look at its words is recorded, masked or not:
    also "page", "photo" and "talk" (the conversation with its reporter).
    """

    __tablename__ = "access_look"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(sa.String(20))


class Alarm(Base):
    """An emergency that staff must acknowledge; one per case.

    `opened_at`: when it was opened, or last opened again `anew` (`alarms.open_alarm`); `next_at`: when the next on call is paged; None:
    nobody else. `ended_at`: when an all-clear ended it; then people are paged only until one was sent an SMS of it. `acked_at`,
    `acked_by`: when and by whom (an account) it was acknowledged; `acked_how`: "tap", "sms" (the code sent back), "case" (by acting on it).
    """

    __tablename__ = "alarm"
    __table_args__ = (
        sa.CheckConstraint("(acked_at IS NULL) = (acked_how = '')", name="acked"),
        sa.CheckConstraint("acked_how IN ('','tap','sms','case')", name="acked_how"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case.id"), unique=True)
    opened_at: Mapped[datetime]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    step: Mapped[int] = mapped_column(default=0)  # how far along the on-call list, counted on through its rounds
    acked_at: Mapped[datetime | None] = mapped_column(index=True)
    acked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    acked_how: Mapped[str] = mapped_column(sa.String(10), default="")
    case: Mapped[Case] = relationship()
    pages: Mapped[list[AlarmPage]] = relationship(back_populates="alarm", order_by="AlarmPage.id")


class AlarmPage(Base):
    """One page to one person about one alarm. Until `sent_at` it waits for that person's next SMS.

    `step`: along the on-call list what `Alarm.step` was then; 0, -2, -4 … beside the list, -1, -3 … where the reporter added
    words (one more each time the alarm is opened again). A page without `outbox_id` was never sent: `sent_at` then says when it was found to be needless. `code_hash`: the keyed hash of
    the code in the SMS.
    """

    __tablename__ = "alarm_page"
    __table_args__ = (
        sa.UniqueConstraint("alarm_id", "account_id", "step"),
        sa.Index("ix_alarm_page_waiting", "sent_at", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    alarm_id: Mapped[int] = mapped_column(sa.ForeignKey("alarm.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    step: Mapped[int]
    at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    code_hash: Mapped[str] = mapped_column(sa.String(64), default="", index=True)
    outbox_id: Mapped[int | None] = mapped_column(sa.ForeignKey("outbox.id"))
    alarm: Mapped[Alarm] = relationship(back_populates="pages")


class OnCall(Base):
    """The on-call list: who is paged for an emergency, in order, after those whom the schedule names for the day, and before
    the supervisors (`records.alarms.on_call`).

    While nobody on it has a phone, every clerk who has one is paged instead.
    """

    __tablename__ = "on_call"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), unique=True)
