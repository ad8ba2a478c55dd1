"""Makes the change that a form of a case's page asks for, unless the case has changed since, and answers with a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records.actors import Who, in_scope
from portal.cases.rules.lifecycle import Actor
from portal.desk import queue
from portal.desk.case_forms import telling
from portal.desk.case_forms.asking import Untold
from portal.desk.case_page.access import visible_case
from portal.desk.case_page.onward import address_after, came_from, filters_of_list, way_back
from portal.desk.case_page.page import RefusedForm, case_page
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, Problem, TooLarge
from portal.storage.parts import Parts

Change = Callable[[Session, Parts, Case, Who], object]  # does what a form asks; may return the message on success
# (case, actor, serial that the form's page showed) → whether this very form was sent before
Repeated = Callable[[Case, Who, int | None], bool]


def change_case(
    case_no: str, done: str, change: Change, *, onward: bool = False, repeated: Repeated | None = None
) -> Any:
    """Make the change and return to the case's page, or to the list if the actor does not see the case any more.

    If refused, show the page with the reason and all that was typed.

    `done`: the message on success, unless `change` returns one. If the case has changed since the form's page was
    shown, nothing is done. `onward`: on success a clerk gets the next case of the list that they came from; that page tells what was
    done (`onward.just_done`), so of the messages only one that `change` returns is shown. `repeated`: tells whether this very
    form was sent before; then it is taken as done.
    """
    try:
        with parts().db.write() as s:
            case, who = visible_case(s, case_no, to_change=True)
            filters = filters_of_list(field("back"), who) if onward and who.actor is Actor.DESK else None
            stood = queue.cursor(case, filters) if filters is not None else ""
            again = repeated is not None and repeated(case, who, row_id(field("version")))
            message = None if again else _change_unless_outdated(s, case, who, change)
            sees = in_scope(case, who)
    except (Conflict, Invalid, TooLarge) as problem:
        return refused_page(case_no, problem)
    if filters is not None:
        if isinstance(message, str):
            flash(message, "warning")
        with parts().db.read() as s:
            shown = visible_case(s, case_no)[0]
            return redirect(address_after(s, who, shown, came_from(who), done=True, after=stood), 303)
    flash(message if isinstance(message, str) else done, "success")
    back = field("back")
    return redirect(url_for("desk.case", case_no=case_no, back=back or None) if sees else way_back(back, who), 303)


def _change_unless_outdated(s: Session, case: Case, who: Who, change: Change) -> object:
    """Make the change, and return what it returns. Raises Conflict if the case has changed since the page was shown, and TellsOfReporter."""
    refuse_if_changed(case)
    before = case.serial
    done = change(s, parts(), case, who)
    telling.refuse_telling(s, parts(), case, who, since=before, form=request.form)
    return done


def refuse_if_changed(case: Case) -> None:
    """Raise Conflict if the case has changed since the page with the form was shown; not for a form without `version`."""
    seen = row_id(field("version"))
    if seen is not None and seen != case.serial:
        raise Conflict(_("您打开这一页以后，这件事有了变化，所以先没有办。请看过变化再按一次，您写的还在。"))


def refused_page(case_no: str, problem: Problem) -> Any:
    """Show the page again, with what was typed, why it was refused, and what has happened since it was first shown."""
    chosen = any(one.filename for name in ("before", "photos") for one in request.files.getlist(name))
    explains = isinstance(problem, telling.TellsOfReporter) and problem.may_explain
    name = str(request.endpoint or "").rpartition(".")[2]
    asks = isinstance(problem, Untold) or bool(field("asked"))
    typed = RefusedForm(name, request.form.to_dict(), problem.title, chosen, explains, asks)
    return case_page(case_no, typed=typed), problem.status


def field(name: str) -> str:
    """What was typed into this field of the form; "" if nothing."""
    return request.form.get(name, "")
