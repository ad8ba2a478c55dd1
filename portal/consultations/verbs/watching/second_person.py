"""Who, besides the supervisor who halts a vote, says that it is not the committee's matter: no one person halts a vote.

That is a scrutineer, whose objection stands and says so, or else another supervisor, who proposed to halt it. A proposal
alone stops nothing: neither ballots nor the count wait for it, or one supervisor could bury a vote by leaving it so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.law import outside_power, phases
from portal.consultations.law.outside_power import Ground
from portal.consultations.law.phases import Act, State
from portal.consultations.models import Consultation, ConsultationEvent
from portal.consultations.verbs import queries, scrutiny_status
from portal.consultations.verbs.watching import objections, refusals
from portal.consultations.verbs.watching.course import Course
from portal.kernel.roles import Role
from portal.staff.models import Account

_ENDS = ("halt_dropped", "take_back_notice")  # verbs after which a proposal is none any more


@dataclass(frozen=True)
class Proposal:
    """A supervisor's proposal to halt a vote, as it would be published. `id`: of its event.

    `refused`: who did not agree, and why; `fallen`: nobody is left who could, so that it counts no more.
    """

    id: int
    account_id: int
    name: str
    at: datetime
    ground: Ground
    reason: str
    refused: tuple[refusals.Refusal, ...]
    fallen: bool


def proposal_of(s: Session, consultation: Consultation) -> Proposal | None:
    """The newest proposal to halt this vote that still counts; None if there is none or its author is no supervisor any more."""
    found = _proposed(s, consultation)
    if found is None:
        return None
    event, who = found
    ground = outside_power.load_grounds()[event.detail["ground"]]
    (reason,) = objections.as_published(s, consultation, consultation.void_reason)  # the roll may have changed since
    refused, fallen = _refused(s, consultation, event, who)
    return Proposal(event.id, who.id, who.name, event.at, ground, reason, tuple(refused), fallen)


def _refused(
    s: Session, consultation: Consultation, event: ConsultationEvent, who: Account
) -> tuple[list[refusals.Refusal], bool]:
    """Who did not agree to what this account proposed in this event, and whether nobody is left who could."""
    found = refusals.refusals(s, consultation.id, refusals.HALT, ground=event.detail["ground"])
    return found, refusals.has_fallen(s, consultation, who.id, found)


def _proposed(s: Session, consultation: Consultation) -> tuple[ConsultationEvent, Account] | None:
    """The event of `proposal_of`, and its author."""
    if not phases.allows(State(consultation.state), Act.HALT):
        return None
    event = queries.last_event(s, consultation, "halt_proposed", *_ENDS)
    if event is None or event.verb in _ENDS:
        return None
    who = s.get(Account, event.account_id) if event.account_id else None
    return None if who is None or not who.active or who.role != Role.SUPERVISOR else (event, who)


def objector_to(s: Session, consultation: Consultation, account: Account) -> Account | None:
    """The scrutineer, another person than this account, whose objection that the matter is not the committee's stands undecided."""
    found = objections.undecided(s, consultation)
    if not found:
        return None
    course = Course.of(s, consultation)
    others = (s.get_one(Account, row.account_id) for row in found if not course.of_earlier_notice(row))
    return next((one for one in others if not scrutiny_status.same_person(s, account, one.id)), None)


def is_alone(s: Session, account: Account) -> bool:
    """Whether no other supervisor could agree to what this one proposes."""
    others = sa.select(Account).where(Account.role == Role.SUPERVISOR, Account.active, Account.id != account.id)
    return all(scrutiny_status.same_person(s, account, one.id) for one in s.scalars(others))


def votes_waiting(s: Session, account: Account) -> list[Consultation]:
    """The votes on which this supervisor may decide: a scrutineer says that they are not the committee's, or another supervisor proposed to halt them."""
    states = [state for state in State if phases.allows(state, Act.HALT)]
    running = s.scalars(sa.select(Consultation).where(Consultation.state.in_(states)).order_by(Consultation.id))
    return [one for one in running if _waits_for(s, one, account)]


def votes_refused(s: Session, account: Account) -> list[tuple[Consultation, str]]:
    """The votes that this supervisor proposes to halt and another one would not, and who: whoever proposed it is told so on every page."""
    states = [state for state in State if phases.allows(state, Act.HALT)]
    running = s.scalars(sa.select(Consultation).where(Consultation.state.in_(states)).order_by(Consultation.id))
    found = []
    for one in running:
        proposed = _proposed(s, one)
        if proposed is not None and proposed[1].id == account.id:
            refused, _fallen = _refused(s, one, *proposed)
            found += [(one, refusals.names_of(refused))] if refused else []
    return found


def _waits_for(s: Session, consultation: Consultation, account: Account) -> bool:
    asked = objections.is_undecided(s, consultation) or _is_proposed_by_another(s, consultation, account)
    return asked and not scrutiny_status.prepares_votes_of(s, consultation, account)


def _is_proposed_by_another(s: Session, consultation: Consultation, account: Account) -> bool:
    """Whether another supervisor's proposal to halt it waits for this one, who has not refused it.

    Every supervisor's queue asks this, so it reads no roll, unlike `proposal_of`.
    """
    proposed = _proposed(s, consultation)
    if proposed is None or proposed[1].id == account.id:
        return False
    refused, fallen = _refused(s, consultation, *proposed)
    return not fallen and account.id not in {one.account_id for one in refused}
