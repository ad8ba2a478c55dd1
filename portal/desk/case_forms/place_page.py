"""`/desk/cases/{case_no}/place`: a clerk corrects where a case lies, by a grid of the drawn map or of the list beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case, Urgency
from portal.cases.records import event_log
from portal.cases.records.event_wording import sentence
from portal.cases.rules.form_text import clean_text
from portal.cases.rules.lifecycle import UNRESOLVED, Verb
from portal.cases.verbs.desk import desk_corrections
from portal.cases.verbs.desk.desk_corrections import Corrected
from portal.cases.verbs.intake.taking_down import MOST_WHERE
from portal.desk.case_page.access import visible_case
from portal.desk.case_page.case_facts import list_row
from portal.desk.case_page.onward import came_from
from portal.grids import service as grids
from portal.grids import versions
from portal.grids.drawings import canvas
from portal.http.access import access
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI

public = Blueprint("desk_place", __name__, url_prefix="/desk/cases/<case_no>/place")
NONE = "none"  # in the address: the case lies in no grid
MOST_LISTED = 60  # grids that the list shows; of more there is a select alone


@dataclass(frozen=True)
class Choice:
    """What was chosen so far: a grid, None for none of them, and the place, "" to leave it as it is.

    `place`: a name of the town's list, or `words`, what the clerk wrote instead.
    """

    grid: str | None
    place: str = ""
    words: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str], case: Case) -> Choice:
        """The choice in a query string or a form; without one, where the case lies now."""
        asked = values.get("grid")
        grid = case.grid if asked is None else asked[:40] if asked not in ("", NONE) else None
        words = clean_text(values.get("words", "")[:MOST_WHERE])
        return cls(grid, words or values.get("place", "")[:MOST_WHERE], words)


@public.get("")
@access(Role.DESK)
def page(case_no: str) -> Any:
    """The map and the list; a grid that is chosen in either is shown, with a form to confirm it."""
    return _shown(case_no, request.args)


@public.post("")
@access(Role.DESK)
def correct(case_no: str) -> Any:
    """Correct the place to what was chosen, and say who is told of it."""
    try:
        with parts().db.write() as s:
            case, who = visible_case(s, case_no, to_change=True)
            chosen, seen = Choice.of(request.form, case), row_id(request.form.get("version", ""))
            if seen != case.serial:
                raise Conflict(_("您打开这一页以后，这件事有了变化，所以先没有改。请看一眼再按一次。"))
            if not chosen.words and chosen.place and chosen.place not in _places_in(s, chosen.grid):
                raise Invalid(sentence("refused.place_elsewhere"))
            done = desk_corrections.correct(s, parts(), case, who, {"grid": chosen.grid}, place=chosen.place)
            words = _told(case, done)
    except (Conflict, Invalid) as problem:
        return _shown(case_no, request.form, problem.title), problem.status
    flash(words, "success")
    return redirect(url_for("desk.case", case_no=case_no, back=request.form.get("back") or None), 303)


def _shown(case_no: str, values: Mapping[str, str], problem: str = "") -> str:
    """The page. `problem`: why the form was refused."""
    today = parts().clock.now().astimezone(SHANGHAI).date()
    with parts().db.read() as s:
        case, who = visible_case(s, case_no)
        chosen = Choice.of(values, case)
        named = [(one.code, one.name) for one in grids.present_grids(s)]
        return render_template(
            "desk/place.html",
            row=list_row(s, case, who),
            may=Verb.CORRECT in event_log.allowed_verbs(case, who),
            chosen=chosen,
            places=[(name, name) for name in _places_in(s, chosen.grid)],
            grids=named,
            listed=named if len(named) <= MOST_LISTED else [],
            names=dict(named),
            picture=canvas.picture(versions.drawn_on(s, today)),
            on_the_way=case.state in UNRESOLVED and (case.dispatched or case.urgency == Urgency.EMERGENCY),
            problem=problem,
            back=came_from(who),
        )


def _places_in(s: Session, grid: str | None) -> list[str]:
    """The names of the town's list in this grid (None: in no grid), in the list's order."""
    return [name for name, codes in grids.places_by_name(s).items() if grid in codes]


def _told(case: Case, done: Corrected | None) -> str:
    """What the correction did, and to whom an SMS of it goes."""
    if done is None:
        return str(_("和原来一样，什么也没有改"))
    if done.told:
        return str(_("改好了，短信会告诉：%(names)s", names="、".join(one.name for one in done.told)))
    if case.dispatched and case.state in UNRESOLVED:
        return str(_("改好了。办这件事的人没有留手机，收不到短信，请打电话告诉他们。"))
    return str(_("改好了，没有发短信给谁"))
