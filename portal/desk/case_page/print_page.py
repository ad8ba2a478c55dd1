"""`/desk/cases/{case_no}/print`: a case as a form on paper, with lines to sign.

The sheet goes to the handler to be signed, so whoever prints it gets what a handler may read. All of the case is on a second
sheet, after a recorded look; unless the reporter agreed to be named it is marked as the desk's own, and no handler signs it.
Only then is there a line for the reporter: their name, signed below those of the handlers, would tell who they are.
A sealed case's sheets are marked as such, and the first does not say what the reporter told: paper passes through other hands.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _

from portal.cases.disclosure import discretion
from portal.cases.models import Case
from portal.cases.records.actors import is_handler
from portal.cases.verbs.disclosure import access_log
from portal.desk.case_page.access import STAFF, record_look_if_sealed, visible_case
from portal.desk.case_page.case_facts import handler_facts, hides_reporter, page_facts
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Forbidden

public = Blueprint("desk_print", __name__, url_prefix="/desk/cases/<case_no>/print")


@public.get("")
@access(*STAFF)
def page(case_no: str) -> Any:
    """The case on paper, as its handler may read it."""
    return _shown(case_no, revealed=False)


@public.post("")
@access(*STAFF)
def whole(case_no: str) -> Any:
    """The case on paper with the contact and the unmasked words; the look is recorded.

    Raises Forbidden for a handler, unless the reporter agreed to be named.
    """
    with parts().db.write() as s:
        case, who = visible_case(s, case_no)
        if hides_reporter(case, who):
            raise Forbidden(_("居民没有同意让承办的人知道是谁反映的"))
        access_log.record_look(s, parts(), case, staff_actor(), "print")
    return _shown(case_no, revealed=True)


def _without_sealed_words(case: Case) -> dict[str, Any]:
    return {"text": ""} if case.seal else {}


def _shown(case_no: str, *, revealed: bool) -> str:
    """The page; `revealed`: all of the case, after a recorded look."""
    with parts().db.read() as s:
        case, who = visible_case(s, case_no)
        facts = page_facts(s, case, who, revealed=revealed)
        shown = render_template(
            "desk/print.html",
            **(facts if revealed else facts | handler_facts(s, case, who) | _without_sealed_words(case)),
            may_reveal=not hides_reporter(case, who),
            is_confidential=discretion.is_confidential(case) and not is_handler(who),
            stays=revealed and not case.may_be_named,
            reporter_signs=case.may_be_named and not discretion.is_confidential(case),
            printed_at=parts().clock.now(),
        )
    if not revealed:  # `whole` has recorded its look, of any case
        record_look_if_sealed(case, "print")
    return shown
