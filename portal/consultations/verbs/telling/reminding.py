"""Reminds voters once that a vote soon ends: who wrote to us by SMS, was told what for, and proved the number on the roll.

Nobody is told on a number that only the committee's file has, nor after 退订, 撤回同意 or a wish for quiet, nor where somebody else
said that they hold the number now. A secret vote reminds all of these, whether they voted or not: a list of those who had not by
then would tell who voted first. The words name the vote and its end, and neither whether somebody voted nor what.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.law.phases import State
from portal.consultations.law.template import Secrecy
from portal.consultations.models import Consultation, NamedBallot, RollEntry
from portal.consultations.verbs import acting, queries, voting
from portal.consultations.verbs.watching import objections
from portal.kernel.time_zone import SHANGHAI
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind
from portal.residents import service as residents
from portal.residents.models import Consent, ContactPoint
from portal.storage.parts import Parts

REMINDED = "reminded"  # the verb of the event: once a vote
FIRST, LAST = timedelta(hours=24), timedelta(hours=3)  # before the end: not earlier, not later
LEAST_OPEN = timedelta(hours=6)  # that it was open before: whoever wanted to vote at once has
MORNING, EVENING = 9, 20  # o'clock, Shanghai time, between which nobody is woken
TITLE = 20  # characters of the title


def remind(parts: Parts) -> int:
    """The worker's job: remind the voters of each vote that is about to end; returns how many there were."""
    now = parts.clock.now()
    if not MORNING <= now.astimezone(SHANGHAI).hour < EVENING:
        return 0
    with parts.db.read() as s:
        due = [one.id for one in _ending(s, now) if _is_due(s, one, now)]
    for consultation_id in due:
        with parts.db.write() as s:
            consultation = queries.get(s, consultation_id, lock="change")
            if _is_due(s, consultation, now):
                _remind_of(s, consultation, now)
    return len(due)


def _ending(s: Session, now: datetime) -> list[Consultation]:
    """The open votes that end soon, but not at once."""
    soon = sa.select(Consultation).where(
        Consultation.state == State.OPEN, Consultation.closes_at <= now + FIRST, Consultation.closes_at >= now + LAST
    )
    return list(s.scalars(soon.order_by(Consultation.id)))


def _is_due(s: Session, consultation: Consultation, now: datetime) -> bool:
    """Whether its voters are to be reminded: never twice, nor while a supervisor has to decide whether it may be held at all."""
    if consultation.state != State.OPEN or now - (consultation.opened_at or now) < LEAST_OPEN:
        return False
    if queries.last_event(s, consultation, REMINDED) is not None:
        return False
    return not objections.is_undecided(s, consultation)


def _remind_of(s: Session, consultation: Consultation, now: datetime) -> None:
    ends = consultation.closes_at.astimezone(SHANGHAI)
    for point in _to_remind(s, consultation):
        outbox.put(
            s,
            kind=Kind.PUSH_RESIDENT,
            payload={
                "contact_point_id": point.id,
                "template": "vote_ends",
                "params": {"month": ends.month, "day": ends.day, "clock": f"{ends:%H:%M}"},
            },
            now=now,
            dedupe_key=f"vote_ends:{consultation.id}:{point.id}",
            letter=("", consultation.title[:TITLE]),
        )
    acting.log_event(s, consultation, REMINDED, None, now)


def _to_remind(s: Session, consultation: Consultation) -> list[ContactPoint]:
    """The numbers on the roll that their owners proved, that were told what we use them for, and may be written to unasked."""
    told = sa.select(Consent.contact_point_id).where(Consent.basis.in_(("told", "consent")))
    on_roll = sa.select(RollEntry.phone).where(RollEntry.consultation_id == consultation.id, RollEntry.phone != "")
    points = sa.select(ContactPoint).where(
        ContactPoint.channel == "sms",
        ContactPoint.address.in_(on_roll),
        ContactPoint.resident_id.is_not(None),
        ContactPoint.opted_out_at.is_(None),
        ContactPoint.unreachable_at.is_(None),
        ContactPoint.erased_at.is_(None),
        ContactPoint.no_push.is_(False),
        ContactPoint.held_at.is_(None),
        ContactPoint.id.in_(told),
        ContactPoint.id.not_in(residents.withdrawn_points()),
    )
    found = s.scalars(points.order_by(ContactPoint.id)).all()
    may_vote = _phones_that_may_vote(s, consultation, [one.address for one in found])
    return [one for one in found if one.address in may_vote]


def _phones_that_may_vote(s: Session, consultation: Consultation, phones: Sequence[str]) -> set[str]:
    """Those of the numbers that may vote for an entry, of a named vote for one without a ballot."""
    voted: set[int] = set()
    if consultation.secrecy != Secrecy.SECRET:
        ballots = sa.select(NamedBallot.roll_entry_id).where(NamedBallot.consultation_id == consultation.id)
        voted = set(s.scalars(ballots))
    entries = voting.rights_by_phones(s, consultation, phones).entries
    return {entry.phone for entry in entries if entry.id not in voted}
