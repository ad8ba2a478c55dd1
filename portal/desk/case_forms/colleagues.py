"""Shows clerks who else has a case open (nobody is kept out), and hands a case on to another clerk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records.actors import Who, in_scope
from portal.cases.records.event_log import act
from portal.cases.records.event_wording import sentence
from portal.cases.rules.form_text import clean_text
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.disclosure import sealing
from portal.desk.case_page.access import visible_case
from portal.desk.case_page.onward import way_back
from portal.desk.kept import at_work
from portal.desk.models import CaseClerk
from portal.http.access import access, staff_actor, unattended
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role

public = Blueprint("desk_colleagues", __name__, url_prefix="/desk/cases/<case_no>")
MOST_WORD = 300  # characters of the word with which a case is handed on


@public.get("/others")
@access(Role.DESK)
@unattended
def others_part(case_no: str) -> Any:
    """The part of the page that names who else has the case open, which the page asks for by itself.

    Also notes that this clerk still has it open.
    """
    with parts().db.read() as s:
        case_id = visible_case(s, case_no)[0].id
    return render_template("desk/_others.html", others=at_work.note_open(parts(), case_id, staff_actor().id))


@public.post("/hand-on")
@access(Role.DESK, Role.SUPERVISOR)
def hand_on(case_no: str) -> Any:
    """交给同事: hand the case on to a clerk, with a word, which is noted on the case. The same form again changes nothing."""
    try:
        with parts().db.write() as s:
            case, who = visible_case(s, case_no, to_change=True)
            name = _hand_on(s, case, who)
            sees = in_scope(case, who)
    except (Conflict, Invalid) as problem:
        flash(problem.title, "error")
    else:
        flash(_("交给 %(name)s 了", name=name), "success")
        if not sees:  # a sealed case is seen by the clerk who has it now
            return redirect(way_back(request.form.get("back", ""), who), 303)
    return redirect(url_for("desk.case", case_no=case_no, back=request.form.get("back") or None), 303)


def _hand_on(s: Session, case: Case, who: Who) -> str:
    """Hand the case on to the form's clerk, unless it is with them already; returns their name. Raises Invalid, Conflict.

    Of a sealed case, the clerk who had it so far sees no more.
    """
    to = next((one for one in at_work.clerks(s, case) if one.id == row_id(request.form.get("clerk", ""))), None)
    if to is None:
        raise Invalid(_("请选一位受理员"))
    word = clean_text(request.form.get("word", ""), MOST_WORD)
    kept = at_work.clerk_of(s, case)
    if kept is not None and kept.account_id == to.id:
        return to.name
    now = parts().clock.now()
    kept = kept or CaseClerk(case_id=case.id)
    was, kept.account_id, kept.since = kept.account_id, to.id, now
    s.add(kept)
    act(s, now, case, Verb.NOTE, who, private=_handed_on(to.name, word))
    sealing.hand_on(s, now, case, who, to=to.id, was=was)
    return to.name


def _handed_on(name: str, word: str) -> str:
    """The note of a hand-on. (It is stored, so it is in Chinese whatever the page's language.)"""
    return sentence("staff.handed_on_word", name=name, word=word) if word else sentence("staff.handed_on", name=name)
