"""What is opened after a case was dealt with: the next of the list that the staff member came from."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import queries
from portal.cases.records.actors import Who, in_scope
from portal.cases.records.event_log import last_dispatch
from portal.cases.rules.lifecycle import Actor, State
from portal.cases.verbs import recalling
from portal.desk import queue
from portal.desk.queue import Filters, Tab
from portal.desk.timeline import what_happened
from portal.http.current import parts
from portal.kernel.errors import NotFound

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
    """The address of the case that follows this one in the list at `back` (path and query); after the last, the list's own.

    If `back` is no list with filters (`filters_of_list`), this case's own address. `done`: this case was just dealt with; the
    page then says so, and an emergency that nobody has taken on goes first. `after`: where the case stood in the list
    (`queue.cursor`) before it was dealt with.
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
    """What a page tells of the case just dealt with, as it stands now.

    None if the actor sees no case of this number.
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
