"""The workload ledger (工作量): what each grid worker did in a week, counted from what was recorded; never a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import CaseEvent
from portal.cases.rules.lifecycle import Actor, Verb
from portal.kernel.roles import Role
from portal.kernel.time_zone import start_of_day
from portal.rounds.models import Sighting, Visit
from portal.staff.models import Account

WEEK = timedelta(days=7)
ACTS = (
    Verb.ACKNOWLEDGE,
    Verb.PROGRESS,
    Verb.RESOLVE,
    Verb.HANDLE_ON_SPOT,
)  # acts on cases, in the order of the columns
MOST_VISITS = 100  # visits of one worker in one week that the page lists


@dataclass
class Week:
    """What one worker did in a week. `grid`: a code, or ""; `minutes`: of all visits; `acts`: acts on cases by verb.

    `purposes`: visits by purpose code.
    """

    name: str
    grid: str
    visits: int = 0
    minutes: int = 0
    sightings: int = 0
    acts: Counter[Verb] = field(default_factory=Counter)
    purposes: Counter[str] = field(default_factory=Counter)


def weeks_of(s: Session, monday: date, account_ids: Sequence[int] | None = None) -> dict[int, Week]:
    """Account id → its week from `monday` on, in order of grid and name; for these accounts or, with None, all active workers."""
    workers = sa.select(Account).where(Account.role == Role.GRID).order_by(Account.grid, Account.name, Account.id)
    chosen = Account.active.is_(True) if account_ids is None else Account.id.in_(account_ids)
    found = {one.id: Week(one.name, one.grid or "") for one in s.scalars(workers.where(chosen))}
    _count_visits(s, monday, found)
    _count_sightings(s, monday, found)
    _count_acts(s, monday, found)
    return found


def visits_of(s: Session, account_id: int, monday: date) -> list[Visit]:
    """The worker's visits in the week from `monday` on, the latest first; at most MOST_VISITS."""
    mine = sa.select(Visit).where(Visit.account_id == account_id, Visit.on >= monday, Visit.on < monday + WEEK)
    return list(s.scalars(mine.order_by(Visit.on.desc(), Visit.id.desc()).limit(MOST_VISITS)))


def _count_visits(s: Session, monday: date, found: dict[int, Week]) -> None:
    rows = (
        sa.select(Visit.account_id, Visit.purpose, sa.func.count(), sa.func.sum(Visit.minutes))
        .where(Visit.account_id.in_(found), Visit.on >= monday, Visit.on < monday + WEEK)
        .group_by(Visit.account_id, Visit.purpose)
    )
    for account, purpose, count, minutes in s.execute(rows):
        found[account].visits += count
        found[account].minutes += int(minutes)
        found[account].purposes[purpose] += count


def _count_sightings(s: Session, monday: date, found: dict[int, Week]) -> None:
    begun, over = start_of_day(monday), start_of_day(monday + WEEK)
    rows = (
        sa.select(Sighting.account_id, sa.func.count())
        .where(Sighting.account_id.in_(found), Sighting.at >= begun, Sighting.at < over)
        .group_by(Sighting.account_id)
    )
    for account, count in s.execute(rows):
        found[account].sightings = count


def _count_acts(s: Session, monday: date, found: dict[int, Week]) -> None:
    """Count acts on cases. The condition on `actor` lets the query use the index of grid workers' events alone."""
    begun, over = start_of_day(monday), start_of_day(monday + WEEK)
    rows = (
        sa.select(CaseEvent.actor_id, CaseEvent.verb, sa.func.count())
        .where(CaseEvent.actor == Actor.GRID, CaseEvent.actor_id.in_(found), CaseEvent.at >= begun, CaseEvent.at < over)
        .where(CaseEvent.verb.in_(ACTS))
        .group_by(CaseEvent.actor_id, CaseEvent.verb)
    )
    for account, verb, count in s.execute(rows):
        found[account or 0].acts[Verb(verb)] = count
