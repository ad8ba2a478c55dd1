"""The forms of the staff's case page: each has one route here, which calls one verb of cases or of backends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.backends.verbs import stuck_deliveries
from portal.cases.doors import photos
from portal.cases.models import Case, CaseEvent
from portal.cases.reading.contact_claims import ClaimedContact, How
from portal.cases.reading.reply_check import Fault
from portal.cases.records import event_log
from portal.cases.records.actors import Who, in_scope
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import Actor, State
from portal.cases.verbs import (
    confidentiality,
    desk_actions,
    desk_corrections,
    extending,
    handler_actions,
    merging,
    pausing,
    recalling,
    reporter_actions,
    returning,
)
from portal.desk import queue
from portal.desk.case_facts import WAY_OUT
from portal.desk.onward import address_after, filters_of_list
from portal.desk.views import Typed, came_from, case_page, visible_case, way_back
from portal.http.access import access
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, NotFound, Problem, TooLarge
from portal.kernel.roles import Role
from portal.storage.parts import Parts

SHORTEST_WHY = 2  # characters, at least, that say why a faulty reply is sent nevertheless
public = Blueprint("desk_actions", __name__, url_prefix="/desk/cases/<case_no>")  # the name begins its endpoints'

Change = Callable[[Session, Parts, Case, Who], object]  # does what a form asks; may return the message on success
# (case, actor, serial that the form's page showed) → whether this very form was sent before
Repeated = Callable[[Case, Who, int | None], bool]


def change_case(
    case_no: str, done: str, change: Change, *, onward: bool = False, repeated: Repeated | None = None
) -> Any:
    """Make the change and return to the case's page, or to the list if the actor does not see the case any more.

    If refused, show the page with the reason and all that was typed.

    `done`: the message on success, unless `change` returns one. If the case has changed since the form's page was
    shown, nothing is done. `onward`: on success a clerk gets the next case of the list that they came from. `repeated`: tells
    whether this very form was sent before; then it is taken as done.
    """
    try:
        with parts().db.write() as s:
            case, who = visible_case(s, case_no, to_change=True)
            filters = filters_of_list(_field("back"), who) if onward and who.actor is Actor.DESK else None
            stood = queue.cursor(case, filters) if filters is not None else ""
            again = repeated is not None and repeated(case, who, row_id(_field("version")))
            message = None if again else _change_unless_outdated(s, case, who, change)
            sees = in_scope(case, who)
    except (Conflict, Invalid, TooLarge) as problem:
        return _refused_page(case_no, problem)
    if filters is not None:
        with parts().db.read() as s:
            shown = visible_case(s, case_no)[0]
            return redirect(address_after(s, who, shown, came_from(who), done=True, after=stood), 303)
    flash(message if isinstance(message, str) else done, "success")
    back = _field("back")
    return redirect(url_for("desk.case", case_no=case_no, back=back or None) if sees else way_back(back, who), 303)


def _change_unless_outdated(s: Session, case: Case, who: Who, change: Change) -> object:
    """Make the change, and return what it returns. Raises Conflict if the case has changed since the page was shown."""
    refuse_if_changed(case)
    return change(s, parts(), case, who)


def refuse_if_changed(case: Case) -> None:
    """Raise Conflict if the case has changed since the page with the form was shown."""
    seen = row_id(_field("version"))
    if seen is not None and seen != case.serial:
        raise Conflict(_("您打开这一页以后，这件事有了变化，所以先没有办。请看过变化再按一次，您写的还在。"))


def _refused_page(case_no: str, problem: Problem) -> Any:
    """Show the page again, with what was typed, why it was refused, and what has happened since it was first shown."""
    chosen = any(one.filename for name in ("before", "photos") for one in request.files.getlist(name))
    typed = Typed(str(request.endpoint or "").rpartition(".")[2], request.form.to_dict(), problem.title, chosen)
    return case_page(case_no, typed=typed), problem.status


def _field(name: str) -> str:
    """What was typed into this field of the form; "" if nothing."""
    return request.form.get(name, "")


def _contact_in_form(p: Parts, case: Case) -> ClaimedContact | None:
    """The contact with the reporter that the form's box claims; None if it is not ticked. Raises Invalid."""
    return ticked_contact(_field("reached"), _field("reached_on"), since=case.created_at, now=p.clock.now())


def ticked_contact(how: str, on: str, *, since: datetime, now: datetime) -> ClaimedContact | None:
    """The contact that was ticked: `how`, a value of `How` ("" for none: None), on the day `on` (YYYY-MM-DD).

    Raises Invalid unless it is a call or a visit on a day from `since` (the report) to `now`.
    """
    if not how:
        return None
    if how not in (How.PHONE, How.VISIT):
        raise Invalid(_("请选打了电话还是上了门"))
    try:
        day = date.fromisoformat(on.strip()[:10])
    except ValueError:
        raise Invalid(_("请选哪天联系的居民")) from None
    if not shanghai_day(since) <= day <= shanghai_day(now):
        raise Invalid(_("联系居民的日子，要在报事那天和今天之间"))
    return ClaimedContact(How(how), day)


@public.post("/acceptance")
@access(Role.DESK)
def accept(case_no: str) -> Any:
    """受理, by a clerk, who says under which regime."""

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        if desk_actions.accept(s, p, case, who, note=_field("note"), regime=_field("regime") or None):
            return str(_("受理了"))
        return str(_("受理了。信访件要书面告知，这位居民收不到消息：请另外送一份书面的"))

    return change_case(case_no, _("受理了"), change)


@public.post("/rejection")
@access(Role.DESK)
def reject(case_no: str) -> Any:
    """告知去向, by a clerk. `ground`: a `Ground`, with an office and phone typed in, or WAY_OUT and the code of an office of the list."""

    def change(s: Session, p: Parts, case: Case, who: Who) -> None:
        ground, reason = _field("ground"), _field("reason")
        if ground.startswith(WAY_OUT):
            desk_actions.divert(s, p, case, who, office=ground.removeprefix(WAY_OUT), reason=reason)
            return
        office, phone = _field("office"), _field("phone")
        desk_actions.reject(s, p, case, who, ground=ground, office=office, phone=phone, reason=reason)

    return change_case(case_no, _("已告诉居民找哪里"), change)


@public.post("/dispatch")
@access(Role.DESK, Role.SUPERVISOR)
def dispatch(case_no: str) -> Any:
    """派发 or 转办, to a body or a grid worker. A clerk then gets the next case of the list that this one came from.

    `suggested`: the body of the one button that names the body suggested, instead of the one selected.
    """
    body, worker_id = _field("suggested") or _field("body") or None, row_id(_field("worker"))
    return change_case(
        case_no,
        _("派出去了"),
        lambda s, p, case, who: desk_actions.dispatch(
            s,
            p,
            case,
            who,
            body=body,
            worker_id=worker_id,
            note=_field("note"),
            matter=request.form.get("matter"),
            regime=_field("regime") or None,
        ),
        onward=True,
        repeated=lambda case, who, seen: desk_actions.was_dispatched_since(case, who, seen, body, worker_id),
    )


@public.post("/recall")
@access(Role.DESK)
def recall(case_no: str) -> Any:
    """收回: a clerk takes a wrong dispatch back, and finds the case open, to be dispatched to another."""
    return change_case(case_no, _("收回来了，请重新派"), recalling.recall)


@public.post("/merge")
@access(Role.DESK)
def merge(case_no: str) -> Any:
    """并案: a clerk merges this case into another, `main`, given by its number."""
    typed = _field("main").strip().upper()[:30]

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        try:
            main, _who = visible_case(s, typed, to_change=True)
        except NotFound:
            raise Invalid(_("没有这个编号的工单，请核对")) from None
        merging.merge(s, p, case, main, who)
        return str(_("并到 %(case_no)s 一起办了，两边的居民都会单独问", case_no=main.case_no))

    return change_case(case_no, _("并好了"), change)


@public.post("/split")
@access(Role.DESK)
def split(case_no: str) -> Any:
    """拆开: a clerk has a merged case handled on its own again."""
    return change_case(case_no, _("拆开了，请重新派"), merging.split)


@public.post("/conduct")
@access(Role.DESK, Role.SUPERVISOR)
def weigh(case_no: str) -> Any:
    """认定: take the staff's answer to "是关于人的行为吗？": whether it is, and of which bodies' people."""
    said = _field("conduct")
    answer = confidentiality.ConductAnswer(
        said == "yes", [code for code in request.form.getlist("about") if code], reason=_field("reason")
    )

    def change(s: Session, p: Parts, case: Case, who: Who) -> None:
        if said not in ("yes", "no"):
            raise Invalid(_("请选“是”或者“不是”"))
        confidentiality.record_conduct(s, p, case, who, answer)

    return change_case(case_no, _("记下了"), change)


@public.post("/permission")
@access(Role.SUPERVISOR)
def permit(case_no: str) -> Any:
    """A supervisor permits a dispatch to a body that the case is about."""
    return change_case(
        case_no,
        _("准许了，理由记在经过里"),
        lambda s, p, case, who: confidentiality.permit_dispatch(
            s, p, case, who, body=_field("body"), reason=_field("reason")
        ),
    )


@public.post("/confidence")
@access(Role.DESK)
def confide(case_no: str) -> Any:
    """A clerk makes the case confidential."""
    return change_case(case_no, _("按保密办：承办的人看不到原话和是谁"), confidentiality.make_confidential)


@public.post("/acknowledgement")
@access(Role.DESK, Role.GRID, Role.BODY)
def acknowledge(case_no: str) -> Any:
    """签收, by the handler."""
    return change_case(case_no, _("签收了"), handler_actions.acknowledge)


@public.post("/progress")
@access(Role.DESK, Role.GRID, Role.BODY)
def progress(case_no: str) -> Any:
    """办理进展: words that the reporter reads."""

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        if handler_actions.progress(s, p, case, who, text=_field("text"), reached=_contact_in_form(p, case)):
            return str(_("写上了，正在告诉居民；送没送到，看下面的经过"))
        return str(_("写上了。这位居民不能主动发消息，要等居民自己来看"))

    return change_case(case_no, _("写上了"), change)


@public.post("/return")
@access(Role.GRID, Role.BODY)
def send_back(case_no: str) -> Any:
    """Send the case back to the desk, or ask a supervisor to allow it (`returning.needs_consent`).

    Then show the queue if it is back: the handler no longer sees the case; else the case's page.
    """
    try:
        with parts().db.write() as s:
            case, who = visible_case(s, case_no, to_change=True)
            refuse_if_changed(case)
            gone = returning.send_back(s, parts(), case, who, reason=_field("reason"))
    except (Conflict, Invalid) as problem:
        return _refused_page(case_no, problem)
    flash(_("退回受理台了") if gone else _("申请交给督查了，答复以前请接着办"), "success")
    page = url_for("desk.case", case_no=case_no, back=_field("back") or None)
    return redirect(way_back(_field("back"), who) if gone else page, 303)


@public.post("/return-answer")
@access(Role.SUPERVISOR)
def answer_return(case_no: str) -> Any:
    """A supervisor lets the handler send the case back, or orders it to keep the case."""
    said = _field("answer")

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        if said not in ("return", "keep"):
            raise Invalid(_("请选“同意退回”或者“请接着办”"))
        if said == "return":
            returning.confirm(s, p, case, who, reason=_field("reason"))
            return str(_("同意了，退回受理台重新安排"))
        returning.keep(s, p, case, who, reason=_field("reason"))
        return str(_("请他们接着办了，已经发短信告诉"))

    return change_case(case_no, _("记下了"), change)


@public.post("/extension")
@access(Role.GRID, Role.BODY)
def ask_extension(case_no: str) -> Any:
    """申请延期, by the handler."""
    return change_case(
        case_no,
        _("申请交上去了，答复以前时限不变"),
        lambda s, p, case, who: extending.ask(
            s, p, case, who, days=row_id(_field("days")) or 0, reason=_field("reason")
        ),
    )


@public.post("/extension-answer")
@access(Role.DESK, Role.SUPERVISOR)
def answer_extension(case_no: str) -> Any:
    """A clerk or a supervisor grants the handler more time, or refuses it."""
    said = _field("answer")

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        if said not in ("grant", "refuse"):
            raise Invalid(_("请选“同意延期”或者“不同意”"))
        if said == "refuse":
            extending.refuse(s, p, case, who, reason=_field("why"))
            return str(_("没有同意，已经发短信告诉承办方"))
        if extending.grant(s, p, case, who, why=_field("why")):
            return str(_("同意了，正在告诉居民新的日子和原因"))
        return str(_("同意了。这位居民不能主动发消息，请您另想办法告诉新的日子和原因"))

    return change_case(case_no, _("记下了"), change)


@public.post("/question")
@access(Role.DESK, Role.GRID, Role.BODY)
def ask_resident(case_no: str) -> Any:
    """Put a question to the reporter; the clock stands still until the answer."""
    return change_case(
        case_no,
        _("问出去了，时钟停到居民回话"),
        lambda s, p, case, who: pausing.ask(s, p, case, who, question=_field("question")),
    )


@public.post("/resolution")
@access(Role.DESK, Role.GRID, Role.BODY)
def resolve(case_no: str) -> Any:
    """办结: the reporter is asked whether they agree."""
    return _resolve(case_no, on_spot=False)


@public.post("/on-spot")
@access(Role.GRID)
def handle_on_spot(case_no: str) -> Any:
    """自办自结, by a grid worker."""
    return _resolve(case_no, on_spot=True)


def _resolve(case_no: str, *, on_spot: bool) -> Any:
    """Resolve the case, with the form's photos, which are stored only if the actor may see it."""
    kept: list[str] = []
    before: list[str] = []
    try:
        with parts().db.read() as s:
            visible_case(s, case_no)
        before = photos.store_photos(parts().media, request.files.getlist("before"))
        kept = photos.store_photos(parts().media, request.files.getlist("photos"))
    except (Invalid, TooLarge) as problem:
        return _refused_page(case_no, problem)

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        reached, despite = _contact_in_form(p, case), _field("despite")
        handler_actions.resolve(
            s,
            p,
            case,
            who,
            text=_field("text"),
            before=before,
            photos=kept,
            on_spot=on_spot,
            reached=reached,
            despite=despite,
        )
        resolved = resolution(case)
        refuse_faults(resolved, despite)
        lacks = _in_words(resolved, "hints")
        told = [
            _("办结了，已经去问居民看好了没有"),
            _("延期的申请还没答复，办结就作废了") if resolved.data.get(event_log.LAPSED) else "",
            _("下回写上更清楚：%(what)s", what=lacks) if lacks else "",
        ]
        return "。".join(str(one) for one in told if one)

    return change_case(case_no, "", change)


def resolution(case: Case) -> CaseEvent:
    """The event by which the case was last resolved."""
    return next(event for event in reversed(case.events) if event.to_state == State.RESOLVED and event.words)


def refuse_faults(resolved: CaseEvent, despite: str) -> None:
    """Raise Invalid, which undoes the resolution, if its words have faults and `despite` does not say why they are sent so."""
    why = _in_words(resolved, "faults")
    if why and len(despite.strip()) < SHORTEST_WHY:
        raise Invalid(_("先没有发：%(why)s。改一改，或者在下面写明为什么还是这样发。", why=why))


def _in_words(resolved: CaseEvent, sort: str) -> str:
    """In words, what a reply lacks: its "faults" or its "hints" (`sort`), as the event keeps them; "" if there are none."""
    return "；".join(_fault(Fault(one)) for one in resolved.data.get(sort, ()))


def _fault(fault: Fault) -> str:
    """What is wrong with a reply, in words."""
    words: dict[Fault, str] = {
        Fault.EMPTY: _("只有客气话，或者只说转给了别人，没有结果"),
        Fault.ANOTHER: _("看不出说的是居民这件事"),
        Fault.PLACE: _("写的地方和居民说的不是一处"),
        Fault.DATE: _("落款的日子在报事以前，或者还没到"),
        Fault.WHAT: _("没说办了什么"),
        Fault.WHO: _("没说谁办的"),
        Fault.WHEN: _("没说什么时候办的"),
    }
    return words[fault]


@public.post("/supervision")
@access(Role.SUPERVISOR)
def supervise(case_no: str) -> Any:
    """督办, by a supervisor."""
    return change_case(
        case_no, _("督办了"), lambda s, p, case, who: desk_actions.supervise(s, p, case, who, text=_field("text"))
    )


@public.post("/note")
@access(Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR)
def note(case_no: str) -> Any:
    """内部备注, which the reporter never reads."""
    return change_case(
        case_no, _("记下了"), lambda s, p, case, who: desk_actions.note(s, p, case, who, text=_field("text"))
    )


@public.post("/correction")
@access(Role.DESK)
def correct(case_no: str) -> Any:
    """A clerk corrects kind, category, urgency or grid; only the fields in the form change."""
    changes = {
        name: request.form[name] or None for name in ("kind", "category", "urgency", "grid") if name in request.form
    }
    return change_case(case_no, _("改好了"), lambda s, p, case, who: desk_corrections.correct(s, p, case, who, changes))


@public.post("/reopening")
@access(Role.DESK)
def reopen(case_no: str) -> Any:
    """重办: a clerk takes a rejected case back to the desk; the reporter reopens a resolved or closed one."""
    return change_case(case_no, _("收回来了"), reporter_actions.reopen)


@public.post("/hand-overs/<int:delivery_id>/again")
@access(Role.DESK, Role.SUPERVISOR)
def send_again(case_no: str, delivery_id: int) -> Any:
    """Send this hand-over of the case (a delivery's id) to the other system again, now."""
    return change_case(
        case_no,
        _("马上再交一次"),
        lambda s, p, case, _who: stuck_deliveries.send_again(s, case, delivery_id, p.clock.now()),
    )


@public.post("/hand-overs/<int:delivery_id>/arrived")
@access(Role.DESK, Role.SUPERVISOR)
def note_arrived(case_no: str, delivery_id: int) -> Any:
    """Note that the other system has this hand-over (a delivery's id), as somebody heard from them."""
    return change_case(
        case_no,
        _("记下了：对方收到了"),
        lambda s, p, case, _who: stuck_deliveries.note_arrived(s, case, delivery_id, p.clock.now()),
    )
