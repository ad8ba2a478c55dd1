"""Which list a case's page was opened from, and which case of that list is opened after this one was dealt with."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import request, session, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import queries
from portal.cases.records.actors import Who, in_scope
from portal.cases.records.event_log import last_dispatch
from portal.cases.rules.lifecycle import Actor, State
from portal.cases.verbs.desk import recalling
from portal.desk import queue
from portal.desk.case_page.timeline import what_happened
from portal.desk.queue import Filters, Tab
from portal.http.current import parts
from portal.kernel.errors import NotFound

LAST_LIST = "desk_list"  # key in the session: path and query of the list shown last
MOST_REMEMBERED = 600  # characters of that query: 60 Chinese ones of a search are 540
# the tab at which the queue opens; for all others OPEN
FIRST_TAB = {Actor.DESK: Tab.TODO, Actor.BODY: Tab.RUNNING, Actor.SUPERVISOR: Tab.OPEN}


def filters_of_list(path: str, who: Who) -> Filters | None:
    """The filters of the list at this path and query.

    None if it is neither the queue nor the grid worker's list, but a search, say.
    """
    asked = urlsplit(path)
    if asked.scheme or asked.netloc:
        return None
    if asked.path == url_for("desk.grid"):
        return Filters(Tab.OPEN)
    if asked.path != url_for("desk.desk"):
        return None
    return Filters.of(dict(parse_qsl(asked.query)), FIRST_TAB.get(who.actor, Tab.OPEN))


def address_after(s: Session, who: Who, case: Case, back: str, *, done: bool, after: str = "") -> str:
    """The address of the case that follows this one in the list at `back` (path and query); after the last, of the list's beginning.

    This case's own if `back` is no list with filters (`filters_of_list`). `done`: it was just dealt with; the page then says so, and an
    emergency that nobody has taken on goes first. `after`: where the case stood in the list (`queue.cursor`) before that.
    """
    filters = filters_of_list(back, who)
    if filters is None:
        return url_for("desk.case", case_no=case.case_no, back=back or None)
    told = case.case_no if done else None
    following = queue.following(s, who, filters, parts().clock.now(), case, untaken_first=done, after=after)
    if following is not None:
        return url_for("desk.case", case_no=following.case_no, back=back, done=told)
    asked = urlsplit(back)
    kept = [(name, value) for name, value in parse_qsl(asked.query) if name not in ("after", "done")]
    query = urlencode([*kept, ("done", told)] if told else kept)
    return f"{asked.path}?{query}" if query else asked.path


def just_done(s: Session, who: Who, case_no: str) -> dict[str, Any] | None:
    """What a page says, by template name, about the case that was just dealt with, as it is now.

    None if the actor may see no case of this number.
    """
    try:
        case = queries.get(s, case_no[:30])
    except NotFound:
        return None
    if not in_scope(case, who):
        return None
    given = last_dispatch(case)
    last = max(case.state_serial, given.serial if given else 0)
    what = next(what_happened(s, event, who, _) for event in case.events if event.serial == last)
    recallable = recalling.can_recall(case, who, parts().clock.now())
    return {"case": case, "state": State(case.state), "what": what, "can_recall": recallable}


def remember_list() -> None:
    """Keep the address of this list in the session, so that pages of cases can lead back to it.

    With filters and page, but for a query above MOST_REMEMBERED.
    """
    kept = urlencode({name: value for name, value in request.args.items() if name != "done"})
    session[LAST_LIST] = f"{request.path}?{kept}" if len(kept) <= MOST_REMEMBERED else request.path


def done_in_address(s: Session, who: Who) -> dict[str, Any] | None:
    """`just_done` for the case that the page's address names as `done`; None if it names none, and after a refused form."""
    return just_done(s, who, request.args["done"]) if request.method == "GET" and "done" in request.args else None


def came_from(who: Who) -> str:
    """The address of the list that the case was opened from (`back`), else of the list shown last, checked by `way_back`."""
    return way_back(request.form.get("back") or request.args.get("back") or str(session.get(LAST_LIST, "")), who)


def way_back(asked: str, who: Who) -> str:
    """The address of the list to return to: `asked` if it is the actor's own list or a search for something, else their list's."""
    first = url_for("desk.grid" if who.actor is Actor.GRID else "desk.desk")
    parsed = urlsplit(asked if len(asked) <= 2 * MOST_REMEMBERED else "")
    ours = not parsed.scheme and not parsed.netloc and parsed.path in (first, url_for("desk_search.page"))
    return f"{parsed.path}?{parsed.query}" if ours and parsed.query else first
