"""Decides whether the scrutineers' verdicts allow a vote to be opened: no chair may open one alone.

A verdict (confirmed, objected, withdrawn) counts as long as its author is an active scrutineer of the committee. A
confirmation counts only if the author is another person than those who prepared the matter, and as long as everything
that was confirmed is unchanged (`confirmed_digest`).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.law import roll
from portal.consultations.models import (
    Consultation,
    ConsultationEvent,
    Evidence,
    NoticePhoto,
    RollEntry,
    ScrutinyVerdict,
)
from portal.kernel.errors import Forbidden
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account

# The verbs in the log of events by which a scrutineer acts; "seconded" and "refused": `decide_further_entry`.
SCRUTINEER_VERBS = frozenset(
    {"scrutinised", "objected", "objected_outside", "withdrew", "seconded", "refused", "looked_roll"}
)
SUPERVISOR_VERBS = frozenset(
    {"halted", "halt_proposed", "halt_dropped", "ruled", "ruling_agreed", "halt_refused", "ruling_refused", "void"}
)
_PREPARES = (Role.CHAIR, Role.MEMBER)


class Verdict(StrEnum):
    """A scrutineer's verdict."""

    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"


class Matter(StrEnum):
    """What a scrutineer declares of the matter: that this committee may have it voted on here, or that it may not."""

    WITHIN = "within"
    OUTSIDE = "outside"


class ConfirmationState(StrEnum):
    """The state of the confirmation that a vote needs before it opens."""

    NOBODY = "nobody"  # the committee has no scrutineer who may give it
    WAITING = "waiting"
    LAPSED = "lapsed"  # something that was confirmed has changed since
    UNDECLARED = "undeclared"  # confirmed before the declaration was asked for
    OBJECTED = "objected"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class ScrutinyStatus:
    """The state of the confirmation, when it was given or objected to (`at`; None if neither), and the objection's reason.

    `posting_day_confirmed`: the scrutineer has also confirmed the day of the posting that the photo shows.
    """

    state: ConfirmationState
    at: datetime | None = None
    posting_day_confirmed: bool = False
    reason: str = ""


def scrutiny_of(s: Session, consultation: Consultation) -> ScrutinyStatus:
    """The status that follows from the active scrutineers' last verdicts. An objection outweighs all confirmations."""
    all_of_them = _scrutineers(s, consultation)
    able = {account.id for account in all_of_them if not conflict_of_interest(s, consultation, account)}
    latest = _latest(s, consultation, {account.id for account in all_of_them})
    for row in latest:
        if row.verdict == Verdict.OBJECTED:
            return ScrutinyStatus(ConfirmationState.OBJECTED, row.at, reason=row.reason)
    confirmed = [row for row in latest if row.verdict == Verdict.CONFIRMED and row.account_id in able]
    if confirmed:
        now = confirmed_digest(s, consultation)
        unchanged = [row for row in confirmed if row.digest == now]
        standing = [row for row in unchanged if row.matter == Matter.WITHIN]
        if standing:
            posting_day = any(row.confirms_posting_day for row in standing)
            return ScrutinyStatus(ConfirmationState.CONFIRMED, standing[-1].at, posting_day_confirmed=posting_day)
        if unchanged:
            return ScrutinyStatus(ConfirmationState.UNDECLARED, unchanged[-1].at)
        return ScrutinyStatus(ConfirmationState.LAPSED, confirmed[-1].at)
    return ScrutinyStatus(ConfirmationState.WAITING if able else ConfirmationState.NOBODY)


def objected_ids(s: Session, consultation_ids: list[int]) -> set[int]:
    """Those of the ids to which some account's last verdict objects, even if that account is not active now."""
    query = (
        sa.select(ScrutinyVerdict)
        .where(ScrutinyVerdict.consultation_id.in_(consultation_ids))
        .order_by(ScrutinyVerdict.id)
    )
    last = {(row.consultation_id, row.account_id): row.verdict for row in s.scalars(query)}
    return {consultation for (consultation, _account), verdict in last.items() if verdict == Verdict.OBJECTED}


def own_verdict(s: Session, consultation: Consultation, account_id: int) -> ScrutinyVerdict | None:
    """The last verdict of this account; None if there is none or it was taken back."""
    latest = _latest(s, consultation, {account_id})
    return latest[0] if latest and latest[0].verdict != Verdict.WITHDRAWN else None


def _latest(s: Session, consultation: Consultation, accounts: set[int]) -> list[ScrutinyVerdict]:
    """The last verdict of each account, oldest first."""
    query = (
        sa.select(ScrutinyVerdict)
        .where(ScrutinyVerdict.consultation_id == consultation.id)
        .order_by(ScrutinyVerdict.id)
    )
    last = {row.account_id: row for row in s.scalars(query) if row.account_id in accounts}
    return sorted(last.values(), key=lambda row: row.id)


def _scrutineers(s: Session, consultation: Consultation) -> list[Account]:
    query = sa.select(Account).where(
        Account.committee_id == consultation.committee_id, Account.role == Role.SCRUTINEER, Account.active
    )
    return list(s.scalars(query.order_by(Account.id)))


def conflict_of_interest(s: Session, consultation: Consultation, account: Account) -> str:
    """In Chinese, why this account is not independent; "" if it is.

    It is not if it acted in the matter other than as scrutineer, or shares a phone with the chair, a member or somebody
    who did.
    """
    acted = _actors(s, consultation)
    if account.id in acted:
        return str(_("您自己操作过这个议题，不能再当它的监票人，请另一位监票人来确认"))
    phone = _phone(account.phone)
    if phone and phone in {_phone(other.phone) for other in _preparers(s, consultation, acted)}:
        return str(_("您登记的手机号和主任、委员的一样。监票人要另有其人，请联系运维核对账号"))
    return ""


def declared_by(s: Session, consultation: Consultation, at: datetime | None) -> str:
    """The name of the scrutineer who confirmed it then and declared that it is the committee's matter; "" if nobody did."""
    rows = sa.select(Account.name).join(ScrutinyVerdict, ScrutinyVerdict.account_id == Account.id)
    rows = rows.where(ScrutinyVerdict.consultation_id == consultation.id, ScrutinyVerdict.matter == Matter.WITHIN)
    return s.scalar(rows.where(ScrutinyVerdict.at == at).order_by(ScrutinyVerdict.id.desc()).limit(1)) or ""


def declared_not_special(s: Session, consultation: Consultation, at: datetime | None) -> bool:
    """Whether the confirmation given then also declared that no larger part of the owners has to agree (民法典 278, second sentence)."""
    rows = sa.select(ConsultationEvent).where(
        ConsultationEvent.consultation_id == consultation.id, ConsultationEvent.verb == "scrutinised"
    )
    return any(event.detail.get("special") for event in s.scalars(rows.where(ConsultationEvent.at == at)))


def same_person(s: Session, one: Account, other_id: int | None) -> bool:
    """Whether two accounts are one, or share a phone."""
    if one.id == other_id:
        return True
    other = s.get(Account, other_id) if other_id is not None else None
    return other is not None and bool(_phone(one.phone)) and _phone(one.phone) == _phone(other.phone)


def prepares_votes_of(s: Session, consultation: Consultation, account: Account) -> bool:
    """Whether this account prepared the matter, or shares a phone with somebody who did, the chair or a member."""
    return bool(conflict_of_interest(s, consultation, account))


def refuse_supervisor_who_prepared(s: Session, consultation: Consultation, actor: StaffActor) -> None:
    """Raise Forbidden if this supervisor prepared the matter (`prepares_votes_of`): another one has to decide."""
    if prepares_votes_of(s, consultation, s.get_one(Account, actor.id)):
        raise Forbidden(_("您操作过这个议题，或者登记的手机号和主任、委员的一样，要由另一位督查来定"))


def _actors(s: Session, consultation: Consultation) -> set[int]:
    """The ids of all accounts that have acted in this matter other than as scrutineer or supervisor."""
    query = sa.select(ConsultationEvent.account_id).where(
        ConsultationEvent.consultation_id == consultation.id,
        ConsultationEvent.account_id.is_not(None),
        ConsultationEvent.verb.not_in(SCRUTINEER_VERBS | SUPERVISOR_VERBS),
    )
    return {account_id for account_id in s.scalars(query.distinct()) if account_id is not None}


def _preparers(s: Session, consultation: Consultation, acted: set[int]) -> list[Account]:
    """The active chairs and members of its committee, and the accounts that `acted` (ids), active or not."""
    own = sa.and_(Account.committee_id == consultation.committee_id, Account.role.in_(_PREPARES), Account.active)
    return list(s.scalars(sa.select(Account).where(sa.or_(own, Account.id.in_(acted)))))


def _phone(raw: str) -> str:
    """The last eleven digits, by which two numbers are compared."""
    return re.sub(r"\D", "", raw)[-11:]


def confirmed_digest(s: Session, consultation: Consultation) -> str:
    """SHA-256 (hex) of all that a confirmation covers: what the wizard sets, notice, photo, evidence, the whole roll, shared phones."""
    evidence = s.scalars(sa.select(Evidence).where(Evidence.consultation_id == consultation.id).order_by(Evidence.gate))
    photo = s.scalar(sa.select(NoticePhoto.digest).where(NoticePhoto.consultation_id == consultation.id))
    covered = [
        consultation.id,
        consultation.template_text,
        consultation.topic,
        consultation.title,
        consultation.text,
        consultation.questions,
        consultation.basis,
        consultation.secrecy,
        _moment(consultation.opens_at),
        _moment(consultation.closes_at),
        consultation.notice_on.isoformat() if consultation.notice_on else None,
        _moment(consultation.notice_recorded_at) if consultation.notice_recorded_at else None,
        consultation.notice_record,
        consultation.special_circumstances,
        photo,
        [[row.gate, row.on.isoformat() if row.on else None, row.record] for row in evidence],
        _roll(s, consultation),
        *_confirmed_lines(s, consultation),
    ]
    return hashlib.sha256(json.dumps(covered, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _confirmed_lines(s: Session, consultation: Consultation) -> list[list[int]]:
    """The lines for which a shared phone may vote, as one more thing that is covered; none if there is no such line."""
    lines = sa.select(RollEntry.line).where(RollEntry.consultation_id == consultation.id, RollEntry.confirmed)
    found = list(s.scalars(lines.order_by(RollEntry.line)))
    return [found] if found else []


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _roll(s: Session, consultation: Consultation) -> str:
    """The fingerprint of the roll as it is now, without a secret salt: only a digest over it and more is shown."""
    rows = s.execute(
        sa.select(
            RollEntry.line, RollEntry.name, RollEntry.phone, RollEntry.household, RollEntry.unit, RollEntry.area
        ).where(RollEntry.consultation_id == consultation.id)
    )
    return roll.fingerprint((roll.Entry(*row) for row in rows), str(consultation.id).encode())
