"""Store a reporter's rating of a case: how content they are with the attitude and the result."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.cases.models import Case, Kind
from portal.cases.ratings.models import Rating, Satisfaction
from portal.cases.records import contact_claims, truth
from portal.cases.records.actors import Who
from portal.cases.records.event_wording import sentence
from portal.cases.rules.lifecycle import Actor, State, Verb
from portal.cases.rules.truth import FIX_VERBS
from portal.kernel.errors import Conflict, Invalid
from portal.storage.parts import Parts

RATE_DAYS = 15  # after closing, during which the reporter may rate, or change a rating


def can_rate(case: Case, now: datetime) -> bool:
    """Whether the case may be rated now: it is resolved, or was closed within RATE_DAYS, or only a denied call reopened it.

    Praise is not rated, nor an erased case.
    """
    if case.kind == Kind.PRAISE or case.forgotten_at is not None:
        return False
    if case.state == State.CLOSED and case.closed_at is not None:
        return now <= case.closed_at + timedelta(days=RATE_DAYS)
    return case.state == State.RESOLVED or contact_claims.is_reopened_unmet(case)


def give(s: Session, parts: Parts, case: Case, who: Who, *, attitude: str = "", result: str = "") -> None:
    """Store the reporter's choice for either or both (`Satisfaction`); "" leaves the former one. The caller has locked the case.

    Raises Invalid without a choice or for an unknown one, Conflict for anybody but the reporter and when it may not be rated.
    """
    now = parts.clock.now()
    if who.actor is not Actor.RESIDENT or not can_rate(case, now):
        raise Conflict(sentence("refused.rating", days=str(RATE_DAYS)))
    said = {name: value for name, value in (("attitude", attitude), ("result", result)) if value}
    if not said or not set(said.values()) <= set(Satisfaction):
        raise Invalid(sentence("refused.no_rating"))
    facts = {**said, "body": _whose_work(s, case), "at": now}
    rating = s.get(Rating, case.id)
    if rating is None:
        s.add(Rating(case_id=case.id, **facts))
    else:
        for name, value in facts.items():
            setattr(rating, name, value)
    s.flush()


def of_case(s: Session, case: Case) -> Rating | None:
    """The case's rating, for its reporter's page; None without one."""
    return s.get(Rating, case.id)


def _whose_work(s: Session, case: Case) -> str | None:
    """The body that had the case (of a merged one, its main case); None if it was the desk's or a grid worker's work.

    Of a case that only a denied call reopened, the body that fixed it, whoever has it since.
    """
    if contact_claims.is_reopened_unmet(case):
        fix = truth.last_fix(case)
        return (fix.body or None) if fix is not None else None
    main = s.get(Case, case.merged_into) if case.merged_into else None
    handled = main or case
    last = next((event for event in reversed(handled.events) if event.verb in FIX_VERBS), None)
    on_spot = last is not None and last.verb == Verb.HANDLE_ON_SPOT
    return handled.body if handled.dispatched and not on_spot else None
