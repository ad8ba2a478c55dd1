"""What a clerk or supervisor is asked before a case leaves for a body: whether that body may know of it, and what it reads."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, parties
from portal.cases.models import Case
from portal.cases.reading.staff_words import third_persons
from portal.cases.records import handler_view
from portal.cases.verbs.intake import unread_words
from portal.desk.case_forms.asking import refuse_untold
from portal.grids import service as grids


def refuse_unasked(s: Session, case: Case, body: str | None, form: Mapping[str, str]) -> None:
    """Raise Invalid for a dispatch to a body that the words may be about, or with words that may tell who reported.

    Not if whoever dispatches it was told that very thing, and ticked that it goes there all the same (`sure`).
    """
    refuse_untold(form, "sure", (why_ask(s, case, body), _names_left(s, case, form)))


def why_ask(s: Session, case: Case, body: str | None) -> str:
    """Why whoever dispatches the case to this body is asked first, in words; "" if they are not.

    Not again for a body that a supervisor permitted, nor for one that has the case already.
    """
    found = grids.body(s, body)
    has_it = case.dispatched and case.body == body
    if found is None or has_it or found.code in discretion.permitted_bodies(case):
        return ""
    whole = discretion.whole_report(case)
    if found.code in parties.bodies_not_to_suggest(s, whole):
        return str(
            _("居民不想让%(body)s知道，或者投诉的就是它。看过原话，还是该由它办，勾上“看过了”再派。", body=found.name)
        )
    if unread_words.is_waiting(case) and found.code in parties.bodies_mentioned(s, whole):
        return str(
            _(
                "机器人还没读过这件，原话里像是说到了%(body)s。看过原话，说的不是它的人不好，勾上“看过了”再派。",
                body=found.name,
            )
        )
    return ""


def _names_left(s: Session, case: Case, form: Mapping[str, str]) -> str:
    """That the clerk's words for the handler of a confidential case still name somebody, in words; "" if they do not."""
    if not discretion.is_confidential(case):
        return ""
    said = handler_view.words_for_handlers(s, case, "\n".join((form.get("matter", ""), form.get("note", ""))))
    named = third_persons.names(said)
    if not named:
        return ""
    return str(
        _("这件要保密，给办的人看的话里有“%(who)s”：是报事的人，请删掉；不是的，勾上“看过了”。", who="”“".join(named))
    )
