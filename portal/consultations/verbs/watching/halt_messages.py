"""Who is told by SMS that a vote may have to be halted, or that it was: supervisors, committee, scrutineers, voters by SMS."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.models import Consultation, NamedBallot, RollEntry
from portal.consultations.verbs import queries, scrutiny_status
from portal.consultations.verbs.watching import objections
from portal.kernel.roles import Role
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind, Purpose
from portal.staff.models import Account
from portal.wording import templates

_OF_COMMITTEE = (Role.CHAIR, Role.MEMBER, Role.SCRUTINEER)


def tell_supervisors(s: Session, community: Path, consultation_id: int, now: datetime) -> None:
    """Tell each supervisor who can decide on the last objection that the matter is not the committee's: the vote waits for them."""
    consultation = queries.get(s, consultation_id)
    objected = [one.id for one in objections.undecided(s, consultation)]
    for account in _able_supervisors(s, consultation) if objected else ():
        _tell(
            s,
            community,
            consultation,
            account.phone,
            template="vote_outside",
            key=f"{objected[-1]}:{account.id}",
            now=now,
        )


def tell_other_supervisors(
    s: Session, community: Path, consultation: Consultation, but: Collection[int], now: datetime
) -> None:
    """Tell each supervisor who can agree to the proposal that was made now, but these accounts: who made it, or refused it before."""
    for account in _able_supervisors(s, consultation):
        if account.id not in but:
            key = f"{consultation.id}:{account.id}:{now.isoformat()}"
            _tell(s, community, consultation, account.phone, template="vote_halt_proposed", key=key, now=now)


def tell_of_halt(s: Session, community: Path, consultation: Consultation, now: datetime) -> None:
    """Tell the committee and its scrutineers of the halt, and whoever voted by SMS, whose ballot is void."""
    accounts = sa.select(Account).where(
        Account.committee_id == consultation.committee_id,
        Account.role.in_(_OF_COMMITTEE),
        Account.active,
        Account.phone != "",
    )
    for account in s.scalars(accounts.order_by(Account.id)):
        _tell(
            s,
            community,
            consultation,
            account.phone,
            template="vote_halted_staff",
            key=f"{consultation.id}:{account.id}",
            now=now,
        )
    voters = sa.select(RollEntry.phone).join(NamedBallot, NamedBallot.roll_entry_id == RollEntry.id)
    voters = voters.where(NamedBallot.consultation_id == consultation.id, NamedBallot.channel == "sms")
    for number, phone in enumerate(sorted(set(s.scalars(voters)) - {""})):
        key = f"{consultation.id}:voter:{number}"
        _tell(s, community, consultation, phone, template="vote_halted", key=key, now=now, purpose=Purpose.PUSH)


def _able_supervisors(s: Session, consultation: Consultation) -> list[Account]:
    """The active supervisors with a phone who may decide on this vote."""
    accounts = sa.select(Account).where(Account.role == Role.SUPERVISOR, Account.active, Account.phone != "")
    found = s.scalars(accounts.order_by(Account.id))
    return [account for account in found if not scrutiny_status.prepares_votes_of(s, consultation, account)]


def _tell(
    s: Session,
    community: Path,
    consultation: Consultation,
    phone: str,
    *,
    template: str,
    key: str,
    now: datetime,
    purpose: Purpose = Purpose.STAFF,
) -> None:
    """Send the SMS of this template, which names the vote, once for this key."""
    outbox.put(
        s,
        kind=Kind.SEND_SMS,
        payload={"purpose": purpose, "template": template},
        now=now,
        dedupe_key=f"{template}:{key}",
        letter=(phone, templates.render(community, template, {"title": consultation.title[:20]})),
    )
