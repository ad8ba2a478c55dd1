"""How the committee's pages answer a posted form: act, redirect, and show the outcome; and the steps of a consultation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.doors.forms import FormError
from portal.consultations.doors.views import uncached
from portal.consultations.law import content_checks
from portal.consultations.verbs import queries
from portal.consultations.verbs.watching import objections
from portal.http.access import staff_actor
from portal.http.current import parts
from portal.kernel.errors import NotFound, Problem

# from the choice of the topic to the published result, as the committee's pages show them at their head
STEPS = ("选事项", "写内容", "备手续、名册", "发通知", "投票", "计票公布")


Refused = Callable[[int, Problem | FormError], Any]  # (consultation's id, why) → the answer to a form that was refused


def attempt(
    consultation_id: int,
    act: Callable[[Session], object],
    done: str,
    *,
    to_roll: bool = False,
    refused: Refused | None = None,
) -> Any:
    """Run `act` in one transaction, then redirect to the consultation's page, or its roll's with `to_roll`.

    The page shows `done` (if empty, only what `act` flashed), or why `act` was refused; `refused` answers in its place.
    NotFound is raised.
    """

    def write() -> None:
        with parts().db.write() as s:
            act(s)

    return attempt_apart(consultation_id, write, done, to_roll=to_roll, refused=refused)


def attempt_apart(
    consultation_id: int,
    act: Callable[[], object],
    done: str,
    *,
    to_roll: bool = False,
    refused: Refused | None = None,
) -> Any:
    """As `attempt`, for an act that opens its own transactions."""
    try:
        act()
    except NotFound:
        raise
    except (Problem, FormError) as problem:
        if refused is not None:
            return refused(consultation_id, problem)
        flash(str(problem), "error")
    else:
        if done:
            flash(done, "success")
    return back_to_roll(consultation_id) if to_roll else back(consultation_id)


def preview(consultation_id: int, name: str, *kept: str, at_once: bool = False) -> Any | None:
    """A page that shows what would be published of the form's field `name`, to send it so or in other words.

    `kept`: other fields of the form, sent again with it. `at_once`: it is public as soon as it is sent, and for good.

    None if its author has been shown exactly that, or if the field says nothing and will be refused. NotFound is raised.
    """
    text = objections.tidied(request.form.get(name, ""))
    if content_checks.objection_fault(text):
        return None
    with parts().db.read() as s:
        consultation = queries.get_for(s, staff_actor(), consultation_id)
        (public,) = objections.as_published(s, consultation, text)
    if request.form.get("shown") == public:
        return None
    return uncached(
        render_template(
            "consultations/preview.html",
            id=consultation_id,
            name=name,
            text=text,
            public=public,
            at_once=at_once,
            kept={field: request.form[field] for field in kept if field in request.form},
        )
    )


def back(consultation_id: int) -> Any:
    """Redirect to the committee's page of the consultation."""
    return redirect(url_for("committee.one", consultation_id=consultation_id), 303)


def back_to_roll(consultation_id: int) -> Any:
    """Redirect to the page of the consultation's roll."""
    return redirect(url_for("roll.page", consultation_id=consultation_id), 303)


def steps() -> list[str]:
    """STEPS in the reader's language."""
    return [_(step) for step in STEPS]
