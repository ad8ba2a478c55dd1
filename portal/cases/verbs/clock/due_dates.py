"""Set a case's deadline (`due_at`, the due date) as event data; recount provisional ones once their year's notice is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case, Urgency
from portal.cases.records.actors import SYSTEM
from portal.cases.records.event_log import CLOCK, act, last_deadline
from portal.cases.records.warnings import Share
from portal.cases.rules import deadlines, lifecycle, routing
from portal.cases.rules.lifecycle import Verb
from portal.cases.rules.regimes import ACCEPTANCE_DAYS, PETITION_DAYS, Regime, hotline_days
from portal.cases.verbs.suggesting import duty_rows

AT_ONCE = 200  # deadlines, at most, recounted in one transaction


def working_days_of(s: Session, case: Case) -> int:
    """In how many working days the case must be resolved: by duty.csv, under the hotline's regime by HOTLINE_DAYS; an emergency in 1.

    Says nothing of a petition, whose clock runs in calendar days (`calendar_facts`). A date that the hotline set is not looked at.
    """
    return 1 if case.urgency == Urgency.EMERGENCY else _ordinary_days(s, case, case.regime)


def _ordinary_days(s: Session, case: Case, regime: str | None) -> int:
    """In how many working days the case would have to be resolved under this regime if it were no emergency."""
    days = routing.route(case.category, case.kind, duty_rows(s)).working_days
    return hotline_days(days) if regime == Regime.HOTLINE else days


def regime_facts(s: Session, case: Case, regime: Regime, now: datetime) -> dict[str, Any]:
    """The event data of accepting a case now under this regime: the regime, and the clock that it brings.

    A petition's runs from its acceptance (`accepted_late`: that is more than ACCEPTANCE_DAYS after the report), any other from
    the report. The clock stays as it is for an emergency, a case that stays with the community, and a deadline that the
    hotline set, under its own regime.
    """
    facts: dict[str, Any] = {"regime": str(regime)}
    late = regime is Regime.PETITION and now > deadlines.due_after_days(case.created_at, ACCEPTANCE_DAYS).at
    facts |= {"accepted_late": True} if late else {}
    if case.urgency == Urgency.EMERGENCY or regime == case.regime == Regime.COMMUNITY:
        return facts
    if regime is Regime.HOTLINE and has_given_date(case):
        return facts
    if regime is Regime.PETITION:
        return facts | calendar_facts(now, PETITION_DAYS)
    return facts | due_date_facts(case.created_at, _ordinary_days(s, case, regime))


def new_round_facts(s: Session, case: Case, now: datetime, *, urgency: Urgency | None = None) -> dict[str, Any]:
    """The deadline, as event data, of a case whose clock begins anew now, by its regime. `urgency`: the new one, if it is corrected."""
    if (urgency or case.urgency) == Urgency.EMERGENCY:
        return due_date_facts(now, 1)
    if case.regime == Regime.PETITION:
        return calendar_facts(now, PETITION_DAYS)
    return due_date_facts(now, _ordinary_days(s, case, case.regime))


def due_date_facts(start: datetime, working_days: int, *, used: int = 0) -> dict[str, Any]:
    """A deadline as event data: `due_at`, `half_at`, `most_at`, whether it is provisional, and by what to recount it.

    `used`: the working days of the same clock that passed before it stopped; `half_at`, `most_at` count them.
    """
    due = deadlines.due_after(start, working_days)
    return {
        "due_at": due.at.isoformat(),
        **_share_facts(start, working_days, used=used),
        "provisional": due.provisional,
        "due_from": start.isoformat(),
        "working_days": working_days,
        "used_days": used,
    }


def given_date_facts(now: datetime, due_at: datetime) -> dict[str, Any]:
    """A deadline that the hotline set, as event data. Since it was not counted, no new category and no holiday notice changes it.

    `half_at` and `most_at` are counted from now; there are none if it is today or past, or further off than MAX_WORKING_DAYS.
    """
    days = deadlines.working_days_between(now, due_at)
    shares = _share_facts(now, days) | {"working_days": days} if 0 < days <= deadlines.MAX_WORKING_DAYS else {}
    return {"due_at": due_at.isoformat(), "provisional": False, "due_given": True} | shares


def _share_facts(start: datetime, days: int, *, used: int = 0, calendar: bool = False) -> dict[str, str]:
    """When half and most (80 %) of a clock will have passed, as event data; the parameters are those of `share_passed_at`."""
    shares = {"half_at": Share.HALF, "most_at": Share.MOST}
    return {
        name: deadlines.share_passed_at(start, days, share, used=used, calendar=calendar).isoformat()
        for name, share in shares.items()
    }


def clock_facts(case: Case) -> dict[str, Any]:
    """The case's deadline, as event data that gives another case the same clock; not a petition's, whose days are not among CLOCK."""
    last = last_deadline(case)
    data = last.data if last is not None else {}
    return {"due_at": case.due_at.isoformat()} | {name: data[name] for name in CLOCK if name in data}


def has_given_date(case: Case) -> bool:
    """Whether the case's deadline is still the one that the hotline set: no event has set another since."""
    last = last_deadline(case)
    return last is not None and bool(last.data.get("due_given"))


def rest_facts(case: Case, start: datetime, left: int) -> dict[str, Any]:
    """The deadline, as event data, of a clock that stood still and goes on at `start` with `left` working days."""
    counted = next((event.data for event in reversed(case.events) if "working_days" in event.data), {})
    total = int(counted.get("working_days", left)) + int(counted.get("used_days", 0))
    return due_date_facts(start, left, used=max(0, total - left))


def calendar_facts(start: datetime, days: int) -> dict[str, Any]:
    """A petition's deadline as event data, counted in calendar days; never provisional."""
    due = deadlines.due_after_days(start, days)
    return {
        "due_at": due.at.isoformat(),
        **_share_facts(start, days, calendar=True),
        "provisional": False,
        "due_from": start.isoformat(),
        "calendar_days": days,
    }


def counted_from(case: Case) -> Mapping[str, Any] | None:
    """The data of the last event that counted a deadline (`due_from`, and `working_days` or `calendar_days`); None if none did.

    A deadline that the hotline set was not counted.
    """
    return next((event.data for event in reversed(case.events) if "due_from" in event.data), None)


def later_facts(case: Case, days: int) -> dict[str, Any]:
    """The deadline `days` later, as event data: in working days, or in calendar days if it was counted in those.

    It is counted from the start of the last counted deadline (`counted_from`); from the deadline itself if there is none, or if
    more than MAX_WORKING_DAYS would follow that start.
    """
    counted = counted_from(case)
    if counted is None:
        return due_date_facts(case.due_at, days)
    start = datetime.fromisoformat(counted["due_from"])
    if "calendar_days" in counted:
        return calendar_facts(start, int(counted["calendar_days"]) + days)
    total, used = int(counted["working_days"]) + days, int(counted.get("used_days", 0))
    if total > deadlines.MAX_WORKING_DAYS:
        return due_date_facts(case.due_at, days)
    return due_date_facts(start, total, used=used)


def recount_provisional(s: Session, now: datetime, limit: int = AT_ONCE) -> int:
    """Recount up to `limit` provisional deadlines. Returns how many are final now that their year's notice is known.

    The soonest come first: years become known in order, so those that cannot be final yet do not hold up the others.
    """
    waiting = sa.select(Case).where(Case.provisional, Case.state.in_(lifecycle.UNRESOLVED))
    waiting = waiting.order_by(Case.due_at, Case.id)
    return sum(_recount(s, now, case) for case in s.scalars(waiting.limit(limit).with_for_update(of=Case)))


def _recount(s: Session, now: datetime, case: Case) -> bool:
    """Recount the case's deadline; returns whether it is final now. Writes no event if it is still provisional."""
    counted = counted_from(case)
    if counted is None:
        return False
    start, used = datetime.fromisoformat(counted["due_from"]), int(counted.get("used_days", 0))
    facts = due_date_facts(start, int(counted["working_days"]), used=used)
    if facts["provisional"]:
        return False
    act(s, now, case, Verb.CORRECT, SYSTEM, data=facts)
    return True
