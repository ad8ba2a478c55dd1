"""Halting a vote that is outside the committee's power, by a supervisor; and what everybody is told of it.

Nobody can bury a vote that goes against them: it is halted only before anything is counted, so nobody knows how it
stands; only by a supervisor, who is not of the committee; only on one of the grounds of `outside_power`; and the public
page says who did it, when and why. Nothing is left of what was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots.keys import KeyRing
from portal.consultations.ballots.tally import without_invisible
from portal.consultations.law import outside_power, phases
from portal.consultations.law.outside_power import Ground
from portal.consultations.law.phases import Act, State
from portal.consultations.models import (
    Consultation,
    ConsultationEvent,
    Envelope,
    NamedBallot,
    NamedBallotTrace,
    RollEntry,
    SmsVote,
)
from portal.consultations.verbs import acting, closing, queries, scrutiny_status
from portal.consultations.verbs.scrutiny_status import Matter
from portal.consultations.verbs.watching import objections
from portal.kernel.errors import Forbidden, Invalid
from portal.kernel.roles import Role, StaffActor
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind, Purpose
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wording import templates

RECENT, MOST = timedelta(days=30), 5  # for how long, and of how many, whoever asks in the chat is told


@dataclass(frozen=True)
class Halt:
    """Who halted a vote, when, on what ground and for what reason; `was_open`: voting had begun."""

    name: str
    at: datetime
    ground: Ground
    reason: str
    was_open: bool


def halt(parts: Parts, actor: StaffActor, consultation_id: int, ground_code: str, reason: str) -> None:
    """Halt a noticed or open vote for good, as supervisor: no ballot is counted, what was chosen is deleted, the key destroyed.

    Residents see the reason, residents of the roll masked in it. Raises Forbidden for anybody else, and for a supervisor who
    prepared the matter or shares a phone with chair or members; Invalid (`outside_power`); Conflict once it is counted,
    published or ended, and for a draft; NotFound.
    """
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    with parts.db.write() as s:
        consultation = queries.get(s, consultation_id, lock="change")
        if actor.role != Role.SUPERVISOR:
            raise Forbidden(_("只有督查能停止一次表决"))
        scrutiny_status.refuse_supervisor_who_prepared(s, consultation, actor)
        acting.require_allowed(consultation, Act.HALT)
        ground, reason = _checked(consultation, ground_code, reason)
        was_open = consultation.state == State.OPEN
        acting.advance(consultation, Act.HALT)
        if was_open:
            ring.put(consultation.id, closing.VOID, {"at": now.isoformat()})
            consultation.closed_at = now
            _delete_choices(s, consultation, now)
        (consultation.void_reason,) = objections.as_published(s, consultation, reason)
        acting.log_event(s, consultation, "halted", actor, now, ground=ground.code, was_open=was_open)
    closing.destroy_key(parts.db, ring, consultation_id, now)


def halt_of(s: Session, consultation: Consultation) -> Halt | None:
    """Who halted it and why; None if it is not halted, or nobody did it here."""
    if consultation.state != State.HALTED:
        return None
    events = sa.select(ConsultationEvent).where(
        ConsultationEvent.consultation_id == consultation.id, ConsultationEvent.verb == "halted"
    )
    event = s.scalars(events.order_by(ConsultationEvent.id.desc()).limit(1)).first()
    if event is None:  # the state was written into the database by hand
        return None
    who = s.get(Account, event.account_id) if event.account_id else None
    return Halt(
        name=who.name if who else "",
        at=event.at,
        ground=outside_power.load_grounds()[event.detail["ground"]],
        reason=consultation.void_reason,
        was_open=bool(event.detail["was_open"]),
    )


def recent_halts(s: Session, now: datetime) -> list[tuple[Consultation, datetime]]:
    """The votes halted within `RECENT`, newest first, with when."""
    halted = sa.select(Consultation, ConsultationEvent.at).join(
        ConsultationEvent, ConsultationEvent.consultation_id == Consultation.id
    )
    halted = halted.where(Consultation.state == State.HALTED, ConsultationEvent.verb == "halted")
    found = s.execute(
        halted.where(ConsultationEvent.at > now - RECENT).order_by(ConsultationEvent.id.desc()).limit(MOST)
    )
    return [(consultation, at) for consultation, at in found]


def may_halt(s: Session, consultation: Consultation, actor: StaffActor) -> bool:
    """Whether this account may halt the vote as it stands now."""
    allowed = actor.role == Role.SUPERVISOR and phases.allows(State(consultation.state), Act.HALT)
    return allowed and not scrutiny_status.prepares_votes_of(s, consultation, s.get_one(Account, actor.id))


def tell_supervisors(s: Session, community: Path, consultation_id: int, now: datetime) -> None:
    """Send an SMS to each supervisor who can decide on the last objection that the matter is not the committee's: the vote waits for them."""
    consultation = queries.get(s, consultation_id)
    objected = [
        one.id for one in objections.standing(s, consultation) if one.matter == Matter.OUTSIDE and not one.answer
    ]
    accounts = sa.select(Account).where(Account.role == Role.SUPERVISOR, Account.active, Account.phone != "")
    for account in s.scalars(accounts.order_by(Account.id)) if objected else ():
        if scrutiny_status.prepares_votes_of(s, consultation, account):
            continue
        outbox.put(
            s,
            kind=Kind.SEND_SMS,
            payload={"purpose": Purpose.KEYWORD, "template": "vote_outside"},
            now=now,
            dedupe_key=f"vote_outside:{objected[-1]}:{account.id}",
            letter=(account.phone, templates.render(community, "vote_outside", {"title": consultation.title[:20]})),
        )


def _checked(consultation: Consultation, ground_code: str, reason: str) -> tuple[Ground, str]:
    """The ground and the tidied reason. Raises Invalid."""
    possible = {ground.code: ground for ground in outside_power.grounds_for(queries.template_of(consultation))}
    ground = possible.get(ground_code)
    if ground is None:
        raise Invalid(_("请选是哪一种情形"), field="ground")
    reason = " ".join(without_invisible(reason).split())
    if not outside_power.says_why(reason):
        raise Invalid(_("停止的原因要写 10 到 500 个字，说清楚为什么不归本委员会定，居民会看到"), field="reason")
    if outside_power.lacks_article(ground, reason):
        raise Invalid(_("原因里要写明是哪部法律的哪一条"), field="reason")
    return ground, reason


def _delete_choices(s: Session, consultation: Consultation, now: datetime) -> None:
    """Empty the envelopes, and delete the choices of votes by name; that somebody voted stays."""
    entries = sa.select(RollEntry.id).where(RollEntry.consultation_id == consultation.id)
    s.execute(sa.update(Envelope).where(Envelope.consultation_id == consultation.id).values(sealed=None))
    s.execute(sa.update(NamedBallot).where(NamedBallot.consultation_id == consultation.id).values(choices={}))
    s.execute(sa.delete(NamedBallotTrace).where(NamedBallotTrace.roll_entry_id.in_(entries)))
    # One that still waits for its code is answered when that comes back, which its choices are part of.
    over = sa.and_(SmsVote.consultation_id == consultation.id, SmsVote.expires_at <= now)
    s.execute(sa.update(SmsVote).where(over).values(choices={}))
