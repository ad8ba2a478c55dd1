"""Reads consultations and what belongs to them, for the committee, for everybody, for the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots.tally import Question, questions_from
from portal.consultations.law.phases import State
from portal.consultations.law.template import Secrecy, Template
from portal.consultations.law.template_loader import parse_template
from portal.consultations.models import Consultation, ConsultationEvent, ConsultationOrigin, NoticePhoto, RollChange
from portal.kernel.errors import Forbidden, NotFound
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Committee
from portal.storage.db import MAX_ID

ACT_ROLES = (Role.CHAIR, Role.MEMBER)  # who may act on their committee's consultations
READ_ROLES = (
    Role.CHAIR,
    Role.MEMBER,
    Role.SCRUTINEER,
    Role.SUPERVISOR,
)  # who may read them, supervisors of all committees

LOOK_ROLES = (Role.CHAIR, Role.MEMBER, Role.SCRUTINEER)  # who may see the roll unmasked, each look recorded


def get(s: Session, consultation_id: int, *, lock: str = "") -> Consultation:
    """One consultation. `lock`: "change" (nobody else can change it or vote), "share" (to vote). Raises NotFound."""
    if not 0 < consultation_id <= MAX_ID:
        raise NotFound("没有这个议题")
    query = sa.select(Consultation).where(Consultation.id == consultation_id)
    if lock:
        query = query.with_for_update(read=lock == "share").execution_options(populate_existing=True)
    found = s.scalar(query)
    if found is None:
        raise NotFound("没有这个议题")
    return found


def get_for(s: Session, actor: StaffActor, consultation_id: int, *, act: bool = False) -> Consultation:
    """One consultation that this account may read; with `act`, one that it may change, locked.

    Raises NotFound for a consultation of another committee (supervisors may read all), and Forbidden if somebody other
    than chair or member wants to act.
    """
    consultation = get(s, consultation_id, lock="change" if act else "")
    if actor.role != Role.SUPERVISOR and actor.committee_id != consultation.committee_id:
        raise NotFound("没有这个议题")
    if act and actor.role not in ACT_ROLES:
        raise Forbidden("只有本委员会的主任和委员能操作")
    return consultation


def kind_of(s: Session, actor: StaffActor) -> str:
    """The kind of the actor's committee, "" for an account of none."""
    found = s.get(Committee, actor.committee_id) if actor.committee_id else None
    return found.kind if found else ""


def refused_phones(s: Session, consultation: Consultation) -> dict[int, datetime]:
    """Roll entry's id → when the scrutineer last refused its shared phone, unless they agreed after that."""
    decided = sa.select(ConsultationEvent).where(
        ConsultationEvent.consultation_id == consultation.id, ConsultationEvent.verb.in_(("refused", "seconded"))
    )
    last = {event.detail.get("entry", 0): event for event in s.scalars(decided.order_by(ConsultationEvent.id))}
    return {entry: event.at for entry, event in last.items() if event.verb == "refused"}


def listed_for(s: Session, actor: StaffActor) -> list[Consultation]:
    """The consultations of the actor's committee (for a supervisor: of all), newest first, at most 200."""
    query = sa.select(Consultation).order_by(Consultation.id.desc()).limit(200)
    if actor.role != Role.SUPERVISOR:
        query = query.where(Consultation.committee_id == actor.committee_id)
    return list(s.scalars(query))


def public_list(s: Session, before: int | None = None, limit: int = 20) -> list[Consultation]:
    """The consultations that residents may read (all but drafts), newest first, with ids below `before`."""
    query = sa.select(Consultation).where(Consultation.state != State.DRAFT)
    if before is not None:
        query = query.where(Consultation.id < min(before, MAX_ID))
    return list(s.scalars(query.order_by(Consultation.id.desc()).limit(limit)))


def public_get(s: Session, consultation_id: int) -> Consultation:
    """One consultation that residents may read. Raises NotFound, also for a draft."""
    consultation = get(s, consultation_id)
    if consultation.state == State.DRAFT:
        raise NotFound("没有这个议题")
    return consultation


def open_votes(s: Session, now: datetime) -> list[Consultation]:
    """The consultations that are open for voting now, in order of closing."""
    query = sa.select(Consultation).where(Consultation.state == State.OPEN, Consultation.closes_at > now)
    return list(s.scalars(query.order_by(Consultation.closes_at, Consultation.id)))


@dataclass(frozen=True)
class OpenVoteTexts:
    """The texts of a vote that is not counted yet, even if its time is over. `labels`: of all questions' options."""

    id: int
    title: str
    questions: tuple[str, ...]
    labels: tuple[str, ...]


def texts_of_secret_votes(s: Session) -> list[OpenVoteTexts]:
    """The texts of the secret votes that are not counted yet, by closing time. A message with a choice for one must never be stored."""
    return _texts_of_votes_where(s, Consultation.secrecy == Secrecy.SECRET)


def texts_of_named_votes(s: Session) -> list[OpenVoteTexts]:
    """The texts of the votes by name that are not counted yet, by closing time. Their choices may be typed in the chat."""
    return _texts_of_votes_where(s, Consultation.secrecy != Secrecy.SECRET)


def _texts_of_votes_where(s: Session, which: sa.ColumnElement[bool]) -> list[OpenVoteTexts]:
    query = sa.select(Consultation).where(Consultation.state == State.OPEN, which)
    query = query.order_by(Consultation.closes_at, Consultation.id)
    return [
        OpenVoteTexts(
            id=consultation.id,
            title=consultation.title,
            questions=tuple(q["text"] for q in consultation.questions),
            labels=tuple(o["label"] for q in consultation.questions for o in q["options"]),
        )
        for consultation in s.scalars(query)
    ]


def template_of(consultation: Consultation) -> Template:
    """The template as it was when the draft was last saved."""
    return parse_template(consultation.template_text, f"{consultation.template}.yml")


def questions_of(consultation: Consultation) -> tuple[Question, ...]:
    """The questions, checked again as they are read."""
    return questions_from(consultation.questions)


def committee_of(s: Session, consultation: Consultation) -> Committee:
    """The committee that holds the consultation."""
    return s.get_one(Committee, consultation.committee_id)


def notice_photo_digest(s: Session, consultation: Consultation) -> str | None:
    """SHA-256 (hex) of the photo that shows the notice posted, or None if none is on file."""
    query = sa.select(NoticePhoto.digest).where(NoticePhoto.consultation_id == consultation.id)
    return s.scalar(query)


def roll_changes_of(s: Session, consultation: Consultation) -> list[RollChange]:
    """The changes of the roll after a notice, oldest first; those after one that was taken back, too."""
    return list(
        s.scalars(sa.select(RollChange).where(RollChange.consultation_id == consultation.id).order_by(RollChange.id))
    )


def phone_changes_while_open(s: Session, consultation: Consultation) -> int:
    """How often, while the vote was open, a shared phone was allowed to vote for an entry, or no longer. Public."""
    verbs = ("confirm", "unconfirm")
    query = sa.select(sa.func.count()).select_from(RollChange)
    return s.scalar(query.where(RollChange.consultation_id == consultation.id, RollChange.verb.in_(verbs))) or 0


def origin_of(s: Session, consultation: Consultation) -> ConsultationOrigin | None:
    """The hot issue from which it was drafted, or None."""
    return s.get(ConsultationOrigin, consultation.id)


def events_of(s: Session, consultation: Consultation) -> list[ConsultationEvent]:
    """The consultation's log, oldest first."""
    query = sa.select(ConsultationEvent).where(ConsultationEvent.consultation_id == consultation.id)
    return list(s.scalars(query.order_by(ConsultationEvent.id)))


def last_event(s: Session, consultation: Consultation, *verbs: str) -> ConsultationEvent | None:
    """The newest event of these verbs in its log, or None."""
    query = sa.select(ConsultationEvent).where(
        ConsultationEvent.consultation_id == consultation.id, ConsultationEvent.verb.in_(verbs)
    )
    return s.scalar(query.order_by(ConsultationEvent.id.desc()).limit(1))
