"""`/desk/key-places`: the key places with their cases; the grid worker notes a visit, a supervisor strikes one off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.key_places import gathering, listing
from portal.cases.key_places.models import KeyPlace
from portal.cases.records import actors
from portal.cases.records.actors import Who
from portal.cases.records.event_log import Source
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import Actor
from portal.desk import queue
from portal.desk.case_page.case_facts import list_row
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role
from portal.rounds import visits

public = Blueprint("key_places", __name__, url_prefix="/desk/key-places", template_folder="templates")
MOST_CASES = 12  # cases of one place on the page, the newest


@dataclass(frozen=True)
class RefusedForm:
    """A form of this page that was refused: the key place's id, words and minutes as typed, and why. `place` 0: none was."""

    place: int = 0
    words: str = ""
    minutes: str = ""
    problem: str = ""


@public.get("")
@access(Role.DESK, Role.GRID, Role.SUPERVISOR)
def page() -> Any:
    """The key places, those due for a visit first; a grid worker sees those of their grids."""
    return _page(RefusedForm())


def _page(typed: RefusedForm) -> str:
    """The page; the key place whose form was refused is shown unfolded, with what was typed."""
    rules, today = gathering.thresholds(), shanghai_day(parts().clock.now())
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        listed, struck = listing.listed(s, who), listing.struck(s, who)
        counts = listing.case_counts(s, [one.id for one in (*listed, *struck)])
        return render_template(
            "rounds/key_places.html",
            rows=[_row(s, one, who, counts.get(one.id, 0)) for one in listed],
            struck=[_row(s, one, who, counts.get(one.id, 0)) for one in struck],
            rules=rules,
            today=today,
            is_grid=who.actor is Actor.GRID,
            strikes=who.actor is Actor.SUPERVISOR,
            most_minutes=visits.MOST_MINUTES,
            most_note=visits.MOST_NOTE,
            typed=typed,
        )


def _row(s: Session, place: KeyPlace, who: Who, count: int) -> dict[str, Any]:
    """What the page shows of a key place, by template name. `count`: its cases; `hidden`: how many of them are not shown."""
    cases = [list_row(s, case, who) for case in listing.cases_of(s, place, queue.scope(who), MOST_CASES)]
    return {
        "place": place,
        "name": name_for(s, place, [row["place"] for row in cases if not row["case"].seal]),
        "grid": next((grid.name for grid in grids.grids(s) if grid.code == place.grid), place.grid),
        "cases": cases,
        "count": count,
        "hidden": max(0, count - len(cases)),
    }


def name_for(s: Session, place: KeyPlace, read: list[str]) -> str:
    """The key place's name for somebody who reads the places `read` in its cases, newest first; "" if they may not know it.

    The town's name for it, but only if one of `read` mentions it; of a place without such a name, the first of `read`.
    """
    if not place.place:
        return next((one for one in read if one), "")
    return place.place if any(place.place in grids.places_in(s, one) for one in read) else ""


@public.post("/<int:place_id>/visits")
@access(Role.GRID)
def visit(place_id: int) -> Any:
    """Note that the grid worker was there today, in the workload ledger too. The same form again changes nothing."""
    form, now = request.form, parts().clock.now()
    try:
        with parts().db.write() as s:
            who = actors.staff(s, staff_actor())
            place = listing.of_id(s, _valid_id(place_id), who)
            if form.get("due", "") == place.next_on.isoformat():
                _enter(s, place, who)
                listing.note_visit(place, shanghai_day(now))
    except (Conflict, Invalid) as problem:
        refused = RefusedForm(place_id, form.get("note", ""), form.get("minutes", ""), problem.title)
        return _page(refused), problem.status
    flash(_("记进工作量了，下回再去的日子也排好了"), "success")
    return redirect(url_for("key_places.page"), 303)


def _enter(s: Session, place: KeyPlace, who: Who) -> None:
    """Enter today's visit in the workload ledger, from the form. Raises Invalid."""
    now, form = parts().clock.now(), request.form
    visit = visits.TypedVisit(
        on=shanghai_day(now),
        whom="public",
        purpose="patrol",
        minutes=row_id(form.get("minutes", "")) or 0,
        household=_row(s, place, who, 0)["name"][: visits.MOST_HOUSEHOLD],
        note=form.get("note", ""),
    )
    key = f"key_place:{place.id}:{place.next_on.isoformat()}"
    visits.enter(s, who.id or 0, visit, source=Source.of(key, form.to_dict()), now=now)


@public.post("/<int:place_id>/strike")
@access(Role.SUPERVISOR)
def strike(place_id: int) -> Any:
    """Strike the place off the list, for a reason."""
    reason = request.form.get("reason", "")
    try:
        with parts().db.write() as s:
            who = actors.staff(s, staff_actor())
            listing.strike_off(s, parts().clock.now(), listing.of_id(s, _valid_id(place_id), who), who, reason=reason)
    except (Conflict, Invalid) as problem:
        return _page(RefusedForm(place_id, reason, "", problem.title)), problem.status
    flash(_("划掉了；以后再有，够数才会再列上"), "success")
    return redirect(url_for("key_places.page"), 303)


def _valid_id(place_id: int) -> int:
    """The id. Raises NotFound if it is larger than any row's."""
    number = row_id(str(place_id))
    if number is None:
        raise NotFound()
    return number
