"""`/desk/inspections`: the resolved hazards that are to be inspected, and the form for what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.doors import photos
from portal.cases.inspections import due
from portal.cases.inspections.models import Finding, Inspection
from portal.cases.models import Urgency
from portal.cases.records import actors
from portal.cases.records.actors import Who
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import Actor
from portal.cases.verbs.handler import inspecting
from portal.cases.verbs.handler.inspecting import Found, Inspected
from portal.cases.verbs.intake import resident_words
from portal.desk import queue
from portal.desk.case_page.access import visible_case
from portal.desk.case_page.case_facts import list_row
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, TooLarge
from portal.kernel.roles import Role

public = Blueprint("desk_inspections", __name__, url_prefix="/desk")
MOST = 100  # inspections on the page, those to be tried first


@dataclass(frozen=True)
class RefusedForm:
    """A form of this page that was refused: the inspection's id, what was typed, and why. `inspection` 0: none was, or it named none."""

    inspection: int = 0
    finding: str = ""
    text: str = ""
    problem: str = ""


@public.get("/inspections")
@access(Role.DESK, Role.GRID, Role.SUPERVISOR)
def page() -> Any:
    """The inspections that wait, by the day of the next try: for a grid worker in their grids, for others of all cases they see."""
    return _page(RefusedForm())


def _page(typed: RefusedForm) -> str:
    """The page; the inspection whose form was refused is shown unfolded, with what was typed."""
    today = shanghai_day(parts().clock.now())
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        found = due.listed(s, who, queue.scope(who), MOST)
        return render_template(
            "desk/inspections.html",
            rows=[_row(s, one, who, today) for one in found],
            late=sum(due.is_late(one, today) for one in found),
            most=MOST,
            findings=[(str(one), _(one.label)) for one in Finding],
            inspects=who.actor is not Actor.SUPERVISOR,
            typed=typed,
        )


def _row(s: Session, one: Inspection, who: Who, today: date) -> dict[str, Any]:
    """What the page shows of an inspection, by template name; `may`: its day has come."""
    grid = next((grid.name for grid in grids.grids(s) if grid.code == one.case.grid), "")
    facts = {"inspection": one, "grid": grid, "late": due.is_late(one, today), "may": one.due_on <= today}
    return list_row(s, one.case, who) | facts


@public.post("/cases/<case_no>/inspection")
@access(Role.DESK, Role.GRID)
def inspect(case_no: str) -> Any:
    """Record what was found; if refused, show the page again with what was typed."""
    form, number = request.form, row_id(request.form.get("inspection", "")) or 0
    try:
        kept = _stored_photos(case_no)
        found = Found(number, form.get("finding", ""), form.get("text", ""), kept)
        with resident_words.transaction_for_words(parts(), found.text) as s:
            case, who = visible_case(s, case_no, to_change=True)
            told = result_in_words(case_no, found.finding, inspecting.inspect(s, parts(), case, who, found))
    except (Conflict, Invalid, TooLarge) as problem:
        typed = RefusedForm(number, form.get("finding", ""), form.get("text", ""), problem.title)
        return _page(typed), problem.status
    flash(told, "success")
    return redirect(url_for("desk_inspections.page"), 303)


def _stored_photos(case_no: str) -> list[str]:
    """Store the form's photos and return their ids. Raises NotFound, with nothing stored, if the actor may not see the case."""
    with parts().db.read() as s:
        visible_case(s, case_no)
    return photos.store_photos(parts().media, request.files.getlist("photos"))


def result_in_words(case_no: str, finding: str, after: Inspected) -> str:
    """What an inspection led to, in words for the inspector: what was noted, in which case it goes on, and who was told."""
    if finding == Finding.FINE:
        return str(_("记下了：%(no)s 没问题", no=case_no))
    if finding == Finding.UNREACHED:
        return str(_("记下了，%(no)s 明天再去", no=case_no))
    said = [_("%(no)s 又有了，重新办了", no=case_no)]
    if after.case.case_no != case_no:
        said = [_("结得太久了，另登记成 %(no)s，受理台看得见了", no=after.case.case_no)]
    if after.case.urgency == Urgency.EMERGENCY:
        said.append(_("按险情办，已经叫人"))
    if after.told:
        said.append(_("给居民也发了消息"))
    return "；".join(map(str, said))
