"""The queues: which cases a staff member sees, in which order, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal.cases.disclosure import discretion, sealed
from portal.cases.models import Case, CaseEvent, Urgency
from portal.cases.records import alarms, contact_claims, queries
from portal.cases.records.actors import Who, oversees
from portal.cases.rules.lifecycle import ENDED, OPEN, REOPEN_DAYS, UNRESOLVED, Actor, CloseReason, State, Verb
from portal.cases.verbs.notifying import in_person
from portal.desk.models import CaseClerk
from portal.http.current import row_id
from portal.kernel.errors import Invalid

PAGE = 30  # cases on one page


class Tab(StrEnum):
    """The tabs of the queue: cases by their states; in DENIED those that are `contradicted`, whatever their state.

    The tabs of open cases leave out those that are merged into another.
    """

    TODO = "todo"
    RUNNING = "running"
    RESOLVED = "resolved"
    OPEN = "open"
    ENDED = "ended"
    DENIED = "denied"

    @property
    def label(self) -> str:
        return {
            "todo": "待受理、待派发",
            "running": "在办",
            "resolved": "待居民确认",
            "open": "全部未结",
            "ended": "已了结",
            "denied": "居民说不是这样",
        }[self]

    @property
    def states(self) -> frozenset[State]:
        """The states that the cases in this tab may have."""
        return _STATES[self]


_STATES = {
    Tab.TODO: frozenset({State.REPORTED, State.ACCEPTED}),
    Tab.RUNNING: frozenset({State.DISPATCHED, State.IN_PROGRESS}),
    Tab.RESOLVED: frozenset({State.RESOLVED}),
    Tab.OPEN: OPEN,
    Tab.ENDED: ENDED,
    Tab.DENIED: frozenset(State),
}


class Figure(StrEnum):
    """The figures above the queue, each a link to the list of its cases. `Counts` says what each counts."""

    EMERGENCIES = "emergencies"
    OVERDUE = "overdue"
    UNREAD = "unread"
    UNCONFIRMED = "unconfirmed"
    TO_ASK = "to_ask"
    CALMED = "calmed"

    def conditions(self, now: datetime) -> list[sa.ColumnElement[bool]]:
        """The conditions for the cases that the figure counts, in whatever tab they stand."""
        if self is Figure.EMERGENCIES:
            # either kind by an index of its own: an OR of both would read everything ever reported
            unresolved = sa.select(Case.id).where(Case.state.in_(UNRESOLVED), Case.urgency == Urgency.EMERGENCY)
            return [Case.id.in_(sa.union(unresolved, alarms.unacknowledged()))]
        if self is Figure.OVERDUE:
            return [queries.overdue(now)]
        if self is Figure.UNREAD:
            still_open = sa.select(Case.id).where(Case.state.in_(OPEN), Case.unread.is_(True))
            lately = (Case.close_reason.in_(list(CloseReason)), Case.closed_at > now - timedelta(days=REOPEN_DAYS))
            closed = sa.select(Case.id).where(*lately, Case.unread.is_(True))  # a thing may break again
            return [Case.id.in_(sa.union(still_open, closed))]
        if self is Figure.TO_ASK:
            return in_person.to_ask()
        if self is Figure.CALMED:
            return alarms.calmed(now)
        # no word of the state, which a reason for closing implies: its index would read everything ever closed
        return [Case.close_reason == CloseReason.UNCONFIRMED, Case.closed_at > now - timedelta(days=30)]


@dataclass(frozen=True)
class Filters:
    """The filters that were chosen for the queue; "" means all. `grid` "none": cases without a grid.

    `grid`, `body`, `category`: codes (a category's may be cut short). `mine`: only cases that are with this clerk.
    `figure`: the cases of this figure instead of the tab's.
    """

    tab: Tab
    grid: str = ""
    body: str = ""
    category: str = ""
    overdue: bool = False
    mine: bool = False
    figure: Figure | None = None

    @classmethod
    def of(cls, args: Mapping[str, str], first: Tab) -> Filters:
        """Read the filters from a query string. `first`: the tab if none, or an unknown one, is given."""
        tab, figure = args.get("tab", ""), args.get("figure", "")
        return cls(
            tab=Tab(tab) if tab in set(Tab) else first,
            grid=args.get("grid", "")[:40],
            body=args.get("body", "")[:40],
            category=args.get("category", "")[:10],
            overdue=args.get("overdue") == "1",
            mine=args.get("mine") == "1",
            figure=Figure(figure) if figure in set(Figure) else None,
        )

    def query(self) -> dict[str, str]:
        """The filters as query string parameters."""
        parts = {"tab": str(self.tab), "grid": self.grid, "body": self.body, "category": self.category}
        parts |= {"overdue": "1" if self.overdue else "", "mine": "1" if self.mine else ""}
        parts |= {"figure": str(self.figure or "")}
        return {k: v for k, v in parts.items() if v}

    @property
    def newest_first(self) -> bool:
        """Whether the newest cases come first, in lists of ended cases, whose deadlines no longer matter."""
        return self.figure is Figure.UNCONFIRMED if self.figure else self.tab is Tab.ENDED


@dataclass(frozen=True)
class Page:
    """One page of cases. `after`: the cursor with which the next page begins; None on the last."""

    cases: list[Case]
    after: str | None


def page(s: Session, who: Who, filters: Filters, now: datetime, after: str = "") -> Page:
    """One page of the cases that `who` may see: by urgency, then deadline; ended ones newest first.

    `after`: the cursor of the page before. Raises Invalid for a bad cursor.
    """
    listed = (
        _ordered(who, filters, now, after)
        .options(selectinload(Case.contact_claims), selectinload(Case.events))
        .limit(PAGE + 1)
    )
    found = list(s.scalars(listed))
    cases = found[:PAGE]
    more = len(found) > PAGE
    return Page(cases, cursor(cases[-1], filters) if more else None)


def following(
    s: Session, who: Who, filters: Filters, now: datetime, case: Case, *, untaken_first: bool = False, after: str = ""
) -> Case | None:
    """The case after this one in the list, whether or not this one is still in it; None after the last.

    `untaken_first`: an open case whose alarm nobody has acknowledged comes before all others. `after`: the `cursor` of this
    case before it was changed, because a new deadline may have moved it past others.
    """
    if untaken_first:
        everything = _ordered(who, Filters(Tab.OPEN), now, "").where(Case.id != case.id)
        untaken: Case | None = s.scalar(everything.where(Case.id.in_(alarms.unacknowledged())).limit(1))
        if untaken is not None:
            return untaken
    rest = _ordered(who, filters, now, after or cursor(case, filters)).where(Case.id != case.id)
    found: Case | None = s.scalar(rest.limit(1))
    return found


def _ordered(who: Who, filters: Filters, now: datetime, after: str) -> CaseQuery:
    """The query of a list from the cursor `after` on ("": from its beginning)."""
    query: CaseQuery = sa.select(Case).where(*scope(who))
    query = query.where(*_conditions(filters, now))
    if filters.figure is Figure.TO_ASK and not oversees(who):
        query = query.where(sa.false())  # how a reporter can be reached is not for handlers
    if filters.figure is Figure.CALMED and who.actor is not Actor.SUPERVISOR:
        query = query.where(sa.false())
    if filters.mine:
        query = query.where(Case.id.in_(sa.select(CaseClerk.case_id).where(CaseClerk.account_id == who.id)))
    return _newest(query, after) if filters.newest_first else _by_deadline(query, after)


def scope(who: Who) -> list[sa.ColumnElement[bool]]:
    """The conditions for the cases that this actor may see: `actors.in_scope` as a query."""
    return list(_scope(who))


@lru_cache(maxsize=256)
def _scope(who: Who) -> tuple[sa.ColumnElement[bool], ...]:
    """As `scope`, cached, because building it takes longer than most queries."""
    theirs = [
        sa.not_(discretion.hidden_from(who.body, who.id)),
        sa.not_(sealed.sealed_from(who.id, who.body, who.worker_ids)),
    ]
    if who.actor is Actor.BODY:
        theirs += [Case.body == (who.body or ""), Case.dispatched.is_(True)]
    if who.actor is Actor.GRID:
        theirs += [sa.or_(Case.worker_id.in_(who.worker_ids), Case.grid.in_(who.grids))]
    return tuple(theirs)


def _conditions(filters: Filters, now: datetime) -> list[sa.ColumnElement[bool]]:
    """The conditions for the cases that the filters let through, but for `mine`."""
    in_tab: list[sa.ColumnElement[bool]] = [Case.state.in_(filters.tab.states)]
    if filters.tab.states <= OPEN:
        in_tab.append(Case.merged_into.is_(None))  # handled with another, which stands in the list
    picked = filters.figure.conditions(now) if filters.figure else in_tab
    if filters.tab is Tab.DENIED and not filters.figure:
        picked.append(Case.id.in_(contradicted()))
    if filters.grid:
        picked.append(Case.grid.is_(None) if filters.grid == "none" else Case.grid == filters.grid)
    if filters.body:
        picked.append(Case.body == filters.body)
    if filters.category:
        picked.append(Case.category.startswith(filters.category, autoescape=True))
    if filters.overdue:
        picked.append(queries.overdue(now))
    return picked


def contradicted() -> sa.CompoundSelect[int]:
    """Select the ids of the cases whose reporter denies what staff said, until a supervisor has acted on them.

    The reporter says that they were not phoned or visited as claimed, or that the matter is not done, so that it is open again.
    """
    again = sa.exists().where(
        CaseEvent.case_id == Case.id,
        CaseEvent.verb == Verb.REOPEN,
        CaseEvent.actor == Actor.RESIDENT,
        sa.or_(Case.supervised_at.is_(None), CaseEvent.at > Case.supervised_at),
    )
    not_done = sa.select(Case.id).where(Case.state.in_(UNRESOLVED), Case.reopened > 0, again)
    return sa.union(contact_claims.unheard_denials(), not_done)


CaseQuery = sa.Select[Any]  # of `Case`


def _newest(query: CaseQuery, after: str) -> CaseQuery:
    """The query in the order of the newest first, from the cursor on. Raises Invalid for a bad cursor."""
    if after:
        query = query.where(Case.id < _number(after))
    return query.order_by(Case.id.desc())


def _by_deadline(query: CaseQuery, after: str) -> CaseQuery:
    """The query in the order of urgency, then deadline, from the cursor on. Raises Invalid for a bad cursor."""
    if after:
        rank, due, last = [*after.split("_"), "", ""][:3]
        moment = _moment(due)
        query = query.where(
            sa.tuple_(Case.rank, Case.due_at, Case.id)
            > sa.tuple_(sa.literal(_number(rank)), sa.literal(moment, Case.due_at.type), sa.literal(_number(last)))
        )
    return query.order_by(Case.rank, Case.due_at, Case.id)


def cursor(case: Case, filters: Filters) -> str:
    """The cursor from which the list continues after this case."""
    return str(case.id) if filters.newest_first else f"{case.rank}_{case.due_at.timestamp():.6f}_{case.id}"


def _number(text: str) -> int:
    """A number in a cursor. Raises Invalid."""
    found = row_id(text)
    if found is None:
        raise Invalid("翻页的地址不对，请从第一页看起")
    return found


def _moment(text: str) -> datetime:
    """A time in a cursor. Raises Invalid."""
    try:
        return datetime.fromtimestamp(float(text), tz=UTC)
    except (ValueError, OverflowError, OSError):
        raise Invalid("翻页的地址不对，请从第一页看起") from None


@dataclass(frozen=True)
class Counts:
    """How many cases each tab (but ENDED) and each `Figure` has."""

    tabs: dict[Tab, int]
    emergencies: int  # unresolved emergencies, and any other case with an alarm that nobody has acknowledged
    overdue: int
    unread: int  # open cases, or closed within REOPEN_DAYS, with words of the reporter, or reopened by an inspection, that no clerk or handler has opened yet
    unconfirmed: int  # closed without an answer, in the last 30 days
    to_ask: int  # resolved, and staff must phone or visit the reporter to ask whether it is done; for handlers 0
    calmed: int  # told of danger, made no emergency, and no supervisor has written to it yet (`alarms.calmed`); 0 for all but supervisors


def counts(s: Session, who: Who, now: datetime) -> Counts:
    """Count the cases that this actor may see. The tabs of open cases count no merged ones; ENDED is left out, as it only grows."""
    mine = scope(who)
    alone = sa.and_(Case.state.in_(OPEN), Case.merged_into.is_(None))
    states = sa.select(Case.state, sa.func.count()).where(alone, *mine).group_by(Case.state)
    by_state: dict[str, int] = {row[0]: row[1] for row in s.execute(states)}

    def number(*where: sa.ColumnElement[bool]) -> int:
        return s.scalar(sa.select(sa.func.count()).select_from(Case).where(*where, *mine)) or 0

    return Counts(
        tabs={tab: sum(by_state.get(state, 0) for state in tab.states) for tab in Tab if tab.states <= OPEN}
        | {Tab.DENIED: number(Case.id.in_(contradicted()))},
        emergencies=number(*Figure.EMERGENCIES.conditions(now)),
        overdue=number(*Figure.OVERDUE.conditions(now)),
        unread=number(*Figure.UNREAD.conditions(now)),
        unconfirmed=number(*Figure.UNCONFIRMED.conditions(now)),
        to_ask=number(*Figure.TO_ASK.conditions(now)) if oversees(who) else 0,
        calmed=number(*Figure.CALMED.conditions(now)) if who.actor is Actor.SUPERVISOR else 0,
    )
