"""`/desk/board`: the live board for a screen on the wall: figures linked to the lists of their cases, and charts as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.records import actors
from portal.cases.rules import taxonomy
from portal.desk import queue
from portal.desk.queue import Counts, Tab
from portal.grids import service as grids
from portal.http.access import access, staff_actor, unattended
from portal.http.current import parts
from portal.kernel.roles import Role
from portal.overview import counting
from portal.overview.counting import Scope

public = Blueprint("board", __name__, template_folder="templates")
MOST_CLASSES = 8  # first-level categories, at most, shown week by week


@dataclass(frozen=True)
class Line:
    """A named number of cases, with the address of their list; `overdue`, `overdue_href`: the same for the overdue among them."""

    name: str
    number: int
    href: str
    overdue: int = 0
    overdue_href: str = ""


@dataclass(frozen=True)
class Board:
    """What the board shows. `states`: the desk's tabs; `categories`: first-level ones; these and `grids` count open cases.

    `weeks`: (first-level category, reports in spans of 7 days, the last ending today, oldest first), the MOST_CLASSES most reported first.
    """

    counts: Counts
    states: list[Line]
    grids: list[Line]
    categories: list[Line]
    weeks: list[tuple[str, list[int]]]
    now: datetime


@public.get("/desk/board")
@access(Role.DESK, Role.SUPERVISOR)
def page() -> Any:
    """Show the board."""
    return render_template("overview/board.html", board=_board())


@public.get("/desk/board/part")
@access(Role.DESK, Role.SUPERVISOR)
@unattended
def part() -> Any:
    """The board without the page around it, which the page reloads by itself (htmx)."""
    return render_template("overview/_board.html", board=_board())


def _board() -> Board:
    now = parts().clock.now()
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        return count_board(s, queue.scope(who), queue.counts(s, who, now), now)


def count_board(s: Session, scope: Scope, counts: Counts, now: datetime) -> Board:
    """Count the cases in `scope` for the board. `counts`: the desk's own counts of them."""
    names = {grid.code: grid.name for grid in grids.grids(s)}
    states, categories = counting.by_state(s, scope), counting.open_by_first_level(s, scope)
    weeks = counting.by_first_level(counting.weekly(s, scope, now))
    return Board(
        counts,
        [Line(_of_tab(tab), sum(states.get(one, 0) for one in tab.states), _list(tab=tab)) for tab in _TABS],
        [_of_grid(one, names) for one in counting.by_grid(s, scope, now)],
        [
            Line(taxonomy.label(code or None), number, _list(tab=Tab.OPEN, category=code) if code else "")
            for code, number in sorted(categories.items(), key=lambda one: -one[1])
        ],
        sorted(weeks.items(), key=lambda one: (-sum(one[1]), one[0]))[:MOST_CLASSES],
        now,
    )


_TABS = (Tab.TODO, Tab.RUNNING, Tab.RESOLVED)  # together all open states


def _of_tab(tab: Tab) -> str:
    return str(_(tab.label))


def _of_grid(one: counting.GridCount, names: dict[str, str]) -> Line:
    code = one.grid or "none"
    return Line(
        names.get(one.grid or "", one.grid or str(_("没有网格"))),
        one.open,
        _list(tab=Tab.OPEN, grid=code),
        one.overdue,
        _list(tab=Tab.OPEN, grid=code, overdue="1"),
    )


def _list(**filters: str) -> str:
    """The address of the desk's list with these filters."""
    return f"{url_for('desk.desk')}?{urlencode({name: str(value) for name, value in filters.items()})}"
