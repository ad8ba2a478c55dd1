"""Halting a vote that is outside the committee's power, by a supervisor; and what everybody is told of it.

Nobody can bury a vote that goes against them: it is halted only before anything is counted, so nobody knows how it
stands; only by a supervisor, who is not of the committee, and a second person (`second_person`); only on one of the
grounds of `outside_power`; and the public page says who did it, when and why. Nothing is left of what was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots import deed
from portal.consultations.ballots.keys import FileMissing, KeyRing
from portal.consultations.ballots.opening_record import VOID
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
from portal.consultations.verbs.watching import halt_messages, objections, refusals, second_person
from portal.consultations.verbs.watching.second_person import Proposal
from portal.kernel.errors import Conflict, Forbidden, Invalid
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account
from portal.storage.parts import Parts

RECENT, MOST = timedelta(days=30), 5  # for how long, and of how many, whoever asks in the chat is told


@dataclass(frozen=True)
class Halt:
    """Who halted a vote, when, on what ground and for what reason; `was_open`: voting had begun.

    `second`: the name of the second person, "" of a vote that was halted before there had to be one; `by_scrutineer`: it is
    a scrutineer, whose objection said so, and else the supervisor who proposed it.
    """

    name: str
    second: str
    by_scrutineer: bool
    at: datetime
    ground: Ground
    reason: str
    was_open: bool


def halt(parts: Parts, actor: StaffActor, consultation_id: int, ground_code: str, reason: str) -> bool:
    """Halt a noticed or open vote for good, as supervisor, if a scrutineer's objection says so too; else propose it to another one.

    Halted, no ballot is counted, what was chosen is deleted, the key destroyed. Returns whether it is halted.

    Residents see the reason, residents of the roll masked in it. Raises Forbidden for anybody else, and for a supervisor who
    prepared the matter or shares a phone with chair or members; Invalid (`outside_power`); Conflict once it is counted,
    published or ended, and for a draft; NotFound.
    """
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    with parts.db.write() as s:
        consultation = _to_halt(s, actor, consultation_id)
        ground, reason = checked(consultation, ground_code, reason)
        (consultation.void_reason,) = objections.as_published(s, consultation, reason)
        objector = second_person.objector_to(s, consultation, s.get_one(Account, actor.id))
        if objector is None:
            but = {actor.id} | _refuse_asking_again(s, consultation, actor, ground)
            acting.log_event(s, consultation, "halt_proposed", actor, now, ground=ground.code)
            halt_messages.tell_other_supervisors(s, parts.settings.community, consultation, but, now)
            return False
        _stop(s, ring, consultation, actor, ground=ground, second=objector, objected=True, now=now)
        halt_messages.tell_of_halt(s, parts.settings.community, consultation, now)
    closing.destroy_key(parts.db, ring, consultation_id, now)
    return True


def agree(parts: Parts, actor: StaffActor, consultation_id: int, proposal_id: int) -> None:
    """Halt a vote as another supervisor proposed it (`Proposal.id`), for the reason that is published then.

    Raises as `halt`; Forbidden also for the proposer, or who shares their phone; Conflict if that is not the proposal any more.
    """
    ring, now = KeyRing(parts.settings.keys), parts.clock.now()
    with parts.db.write() as s:
        consultation = _to_halt(s, actor, consultation_id)
        own = _("停止要两个人：要由另一位督查同意，或者监票人提出这件事不归本委员会定")
        proposal = _proposal_of_another(s, consultation, actor, proposal_id, own=own)
        second, consultation.void_reason = s.get_one(Account, proposal.account_id), proposal.reason
        _stop(s, ring, consultation, actor, ground=proposal.ground, second=second, objected=False, now=now)
        halt_messages.tell_of_halt(s, parts.settings.community, consultation, now)
    closing.destroy_key(parts.db, ring, consultation_id, now)


def refuse(s: Session, actor: StaffActor, consultation_id: int, proposal_id: int, why: str, *, now: datetime) -> None:
    """Say no, as another supervisor, to the proposal to halt a vote, with a reason that whoever proposed it reads.

    Raises as `agree`; Invalid for a reason that says nothing.
    """
    consultation = _to_halt(s, actor, consultation_id)
    proposal = _proposal_of_another(s, consultation, actor, proposal_id, own=_("自己提议的，用“撤回提议”"))
    masked = objections.reason_for_refusing(s, consultation, why)
    acting.log_event(s, consultation, refusals.HALT, actor, now, ground=proposal.ground.code, why=masked)


def _proposal_of_another(
    s: Session, consultation: Consultation, actor: StaffActor, proposal_id: int, *, own: str
) -> Proposal:
    """The proposal that this supervisor may agree to or refuse. Raises Conflict if it is not that one any more.

    Raises Forbidden, saying `own`, for whoever made it, or shares their phone.
    """
    proposal = second_person.proposal_of(s, consultation)
    if proposal is None or proposal.id != proposal_id or proposal.fallen:
        raise Conflict(_("这个提议已经撤回，或者换过了。请重新看一遍"))
    if scrutiny_status.same_person(s, s.get_one(Account, actor.id), proposal.account_id):
        raise Forbidden(own)
    return proposal


def _refuse_asking_again(s: Session, consultation: Consultation, actor: StaffActor, ground: Ground) -> set[int]:
    """The accounts that refused this ground, and are not asked for it again. Raises Conflict if nobody else is left to ask."""
    refused = refusals.refusals(s, consultation.id, refusals.HALT, ground=ground.code)
    if refusals.has_fallen(s, consultation, actor.id, refused):
        raise Conflict(
            _(
                "这一种情形已经提议过，督查%(names)s没有同意（%(why)s）。同一种情形不再问一遍：另有情形的，选那一种；监票人提出不归本委员会定的，也可以停。",
                names=refusals.names_of(refused),
                why=refused[-1].why,
            )
        )
    return {one.account_id for one in refused}


def take_back(s: Session, actor: StaffActor, consultation_id: int, now: datetime) -> None:
    """Take back one's own proposal to halt a vote. Raises Conflict if there is none, Forbidden for another's."""
    consultation = queries.get(s, consultation_id, lock="change")
    proposal = second_person.proposal_of(s, consultation)
    if proposal is None:
        raise Conflict(_("没有可以撤回的"))
    if proposal.account_id != actor.id:
        raise Forbidden(_("只有提议的督查自己能撤回"))
    acting.log_event(s, consultation, "halt_dropped", actor, now)


def _to_halt(s: Session, actor: StaffActor, consultation_id: int) -> Consultation:
    """The consultation, locked, for a supervisor who may halt it. Raises NotFound, Forbidden, Conflict."""
    consultation = queries.get(s, consultation_id, lock="change")
    if actor.role != Role.SUPERVISOR:
        raise Forbidden(_("只有督查能停止一次表决"))
    scrutiny_status.refuse_supervisor_who_prepared(s, consultation, actor)
    acting.require_allowed(consultation, Act.HALT)
    return consultation


def _stop(
    s: Session,
    ring: KeyRing,
    consultation: Consultation,
    actor: StaffActor,
    *,
    ground: Ground,
    second: Account,
    objected: bool,
    now: datetime,
) -> None:
    """Halt it in the caller's transaction; `second`: who said so before `actor`, as scrutineer if `objected`. The key is left to `closing.destroy_key`."""
    was_open = consultation.state == State.OPEN
    acting.advance(consultation, Act.HALT)
    detail = {"ground": ground.code, "was_open": was_open, "second": second.id, "objected": objected}
    ring.put(consultation.id, VOID, {"at": now.isoformat(), "halt": _proof(consultation, actor.id, detail)})
    if was_open:
        consultation.closed_at = now
        _delete_choices(s, consultation, now)
    acting.log_event(s, consultation, "halted", actor, now, **detail)


def _proof(consultation: Consultation, account_id: int | None, detail: Mapping[str, Any]) -> str:
    """The hash that LINLI_KEYS keeps of who halted it, with whom, on what ground and for what reason."""
    return deed.hash_value([account_id, dict(detail), consultation.void_reason])


def halt_of(s: Session, ring: KeyRing, consultation: Consultation) -> Halt | None:
    """Who halted it and why; None if it is not halted, or not so: LINLI_KEYS does not say what the database says."""
    if consultation.state != State.HALTED:
        return None
    event = queries.last_event(s, consultation, "halted")
    try:
        proof = ring.get(consultation.id, VOID).get("halt")
    except FileMissing:
        return None
    if event is None or proof != _proof(consultation, event.account_id, event.detail):
        return None
    who = s.get(Account, event.account_id) if event.account_id else None
    second = s.get(Account, event.detail["second"]) if event.detail.get("second") else None
    return Halt(
        name=who.name if who else "",
        second=second.name if second else "",
        by_scrutineer=bool(event.detail.get("objected")),
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


def checked(consultation: Consultation, ground_code: str, reason: str) -> tuple[Ground, str]:
    """The ground and the tidied reason, as `halt` takes them. Raises Invalid."""
    possible = {ground.code: ground for ground in outside_power.grounds_for(queries.template_of(consultation))}
    ground = possible.get(ground_code)
    if ground is None:
        raise Invalid(_("请选是哪一种情形"), field="ground")
    reason = " ".join(without_invisible(reason).split())
    if not outside_power.says_why(reason):
        raise Invalid(_("停止的原因要写 10 到 500 个字，说清楚为什么不归本委员会定，居民会看到"), field="reason")
    if outside_power.is_of_liking(reason):
        raise Invalid(
            _("赞成不赞成、通过不通过、结果怎样，都不是停止的理由。请写这件事为什么不归本委员会定"), field="reason"
        )
    if outside_power.lacks_article(ground, reason):
        raise Invalid(_("原因里要写明是哪部法律的哪一条"), field="reason")
    if not outside_power.is_of_power(reason):
        raise Invalid(
            _("请写题目问的是哪样不归本委员会定的事：选谁、罢免谁、什么要由业主定、哪部法律的哪一条"), field="reason"
        )
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
