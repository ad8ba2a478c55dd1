"""`/desk/parts`: the parts of cases in joint handling, and an assisting body's page of its own part.

An assisting body sees neither the case's page nor its timeline: only its part, and the matter as any handler may read it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.doors.photos import photo_response
from portal.cases.joint import parts as joint
from portal.cases.joint.models import JointPart, PartState
from portal.cases.models import Case, CaseEvent
from portal.cases.reading.staff_words import of_reporter, third_persons
from portal.cases.records import actors, handler_view
from portal.cases.records.actors import Who
from portal.cases.rules import taxonomy
from portal.cases.rules.lifecycle import UNRESOLVED, Actor, State
from portal.cases.verbs.handler import assisting
from portal.desk import queue
from portal.desk.case_forms.asking import refuse_untold
from portal.desk.case_forms.changing import change_case
from portal.desk.case_forms.dispatching import why_ask
from portal.desk.case_forms.replies import removed_in_words
from portal.desk.case_page.joint_facts import part_row
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role
from portal.storage.parts import Parts

public = Blueprint("desk_parts", __name__, url_prefix="/desk/parts")
forms = Blueprint("desk_part_forms", __name__, url_prefix="/desk/cases/<case_no>/parts")
MOST = 300  # parts on the list


@public.get("")
@access(Role.DESK, Role.BODY, Role.SUPERVISOR)
def listing() -> Any:
    """The parts that wait, the first due first: a body's own; for clerks and supervisors, those of all cases they see."""
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        is_body = who.actor is Actor.BODY
        theirs = joint.scope(who) if is_body else queue.scope(who)
        found = sa.select(JointPart).join(Case, Case.id == JointPart.case_id).where(*theirs, *joint.waiting())
        rows = s.scalars(found.order_by(JointPart.due_at, JointPart.id).limit(MOST)).unique().all()
        return render_template(
            "desk/parts.html",
            rows=[part_row(s, one) | {"category": taxonomy.label(one.case.category)} for one in rows],
            is_body=is_body,
        )


@public.get("/<int:part_id>")
@access(Role.BODY)
def page(part_id: int) -> Any:
    """The page of a part, for the body that has it. Raises NotFound."""
    with parts().db.read() as s:
        who = actors.staff(s, staff_actor())
        return _page(s, joint.of_body(s, _valid_id(part_id), who))


def _page(s: Session, part: JointPart, *, typed: str = "", problem: str = "") -> str:
    """The page of a part; `typed`, `problem`: the words of a refused form, and why it was refused."""
    matter, case = handler_view.matter(s, part.case), part.case
    lead = grids.body(s, case.body) if case.dispatched else None
    return render_template(
        "desk/part.html",
        part=part_row(s, part),
        matter=matter,
        asked=_words(s, case, part.given),
        said=_words(s, case, part.ended) if part.ended is not None else "",
        lead=lead,
        may=part.state == PartState.OPEN and case.state in UNRESOLVED,
        case_state=State(case.state),
        typed=typed,
        problem=problem,
    )


def _words(s: Session, case: Case, event: CaseEvent) -> str:
    """What staff wrote with an event about a part, as any handler may read it."""
    return handler_view.visible_words(s, case, event, public=False)


@public.get("/<int:part_id>/photos/<media_id>")
@access(Role.BODY)
def photo(part_id: int, media_id: str) -> Any:
    """A photo of the case that handlers may see. Raises NotFound."""
    with parts().db.read() as s:
        part = joint.of_body(s, _valid_id(part_id), actors.staff(s, staff_actor()))
        shown = handler_view.matter(s, part.case).photos
    if media_id not in shown:
        raise NotFound()
    return photo_response(media_id)


@public.post("/<int:part_id>/done")
@access(Role.BODY)
def finish(part_id: int) -> Any:
    """The body reports that it has done its part."""
    return _end(part_id, assisting.finish, "text", _("记下了：您这一份办完了"))


@public.post("/<int:part_id>/return")
@access(Role.BODY)
def send_back(part_id: int) -> Any:
    """The body returns the part, which is not theirs, with a reason."""
    return _end(part_id, assisting.send_back, "reason", _("退回受理台了"))


def _end(part_id: int, verb: Callable[..., None], field: str, done: str) -> Any:
    """Do `verb` with the words in the form's `field`; if refused, show the page again with them."""
    said = request.form.get(field, "")
    try:
        with parts().db.write() as s:
            who = joint.assisting(actors.staff(s, staff_actor()))
            part = joint.of_body(s, _valid_id(part_id), who, to_change=True)
            verb(s, parts(), part, who, **{field: said})
    except (Conflict, Invalid) as problem:
        with parts().db.read() as s:
            shown = joint.of_body(s, part_id, actors.staff(s, staff_actor()))
            return _page(s, shown, typed=said, problem=problem.title), problem.status
    flash(done, "success")
    return redirect(url_for("desk_parts.listing"), 303)


def _valid_id(part_id: int) -> int:
    """The id. Raises NotFound if it is larger than any row's."""
    number = row_id(str(part_id))
    if number is None:
        raise NotFound()
    return number


@forms.post("")
@access(Role.DESK, Role.SUPERVISOR)
def give_part(case_no: str) -> Any:
    """请单位协办: a clerk or a supervisor gives a body its part of the case."""

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        try:
            due = date.fromisoformat(_field("due").strip()[:10])
        except ValueError:
            raise Invalid(_("请选协办的日子")) from None
        task = assisting.Task(_field("kind"), _field("body"), _field("words"), due)
        asked = (why_ask(s, case, task.body), _why_of_reporter(s, case, task.words))
        refuse_untold(request.form, "as_written", asked)
        assisting.give(s, p, case, who, task)
        has_phone = any(one.phone for one in assisting.readers(s, case, task.body))
        told = _("请他们协办了，正在发短信告诉") if has_phone else _("请他们协办了。他们没有留手机，请打电话告诉")
        return "。".join(filter(None, (str(told), removed_in_words(s, case, task.words))))

    return change_case(case_no, "", change)


def _why_of_reporter(s: Session, case: Case, words: str) -> str:
    """What in the words for another body names somebody or may tell of the reporter, whom it does not know; "" if nothing."""
    said = handler_view.words_for_handlers(s, case, words)
    found = list(dict.fromkeys((*third_persons.names(said), *of_reporter.told(said))))
    if not found:
        return ""
    return str(
        _(
            "协办的单位看不到是谁反映的，给他们的话里有“%(who)s”：说的是报事的人，请删掉；不是的，勾上“看过了”。",
            who="”“".join(found),
        )
    )


@forms.post("/<int:number>/strike")
@access(Role.DESK, Role.SUPERVISOR)
def strike_part(case_no: str, number: int) -> Any:
    """A clerk or a supervisor strikes a part off, for a reason."""
    return change_case(
        case_no,
        _("撤下了，理由记在经过里"),
        lambda s, p, case, who: assisting.strike(s, p, case, who, number=number, reason=_field("reason")),
    )


def _field(name: str) -> str:
    """What was typed into this field of the form; "" if nothing."""
    return request.form.get(name, "")
