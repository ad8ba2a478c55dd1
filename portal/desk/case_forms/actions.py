"""The forms of the case page that have no module of their own: each has one route here, which calls one verb of cases or of backends."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.backends.verbs import stuck_deliveries
from portal.cases.doors import photos
from portal.cases.models import Case
from portal.cases.records import event_log
from portal.cases.records.actors import Who
from portal.cases.rules.form_text import clean_text
from portal.cases.rules.lifecycle import Actor
from portal.cases.verbs.clock import extending, pausing
from portal.cases.verbs.desk import desk_actions, desk_corrections, merging, recalling
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.handler import handler_actions, returning
from portal.cases.verbs.reporter import reporter_actions
from portal.desk.case_forms import dispatching, merge_form, rejecting
from portal.desk.case_forms.changing import change_case, field, refuse_if_changed, refused_page
from portal.desk.case_forms.replies import (
    asked_in_words,
    contact_in_form,
    in_words,
    question_sent_in_words,
    refuse_faults,
    refuse_of_others,
    refuse_question,
    refuse_unexplained_call,
    removed_in_words,
    resolution,
    take_resolution_back,
)
from portal.desk.case_page.access import visible_case
from portal.desk.case_page.onward import way_back
from portal.http.access import access
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, TooLarge
from portal.kernel.roles import Role
from portal.storage.parts import Parts

public = Blueprint("desk_actions", __name__, url_prefix="/desk/cases/<case_no>")  # the name begins its endpoints'


@public.post("/acceptance")
@access(Role.DESK, Role.SUPERVISOR)
def accept(case_no: str) -> Any:
    """受理, by a clerk (where none may read it, a supervisor), who may say under which regime."""

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        if desk_actions.accept(s, p, case, who, note=field("note"), regime=field("regime") or None):
            return str(_("受理了"))
        return str(_("受理了。信访件要书面告知，这位居民收不到消息：请另外送一份书面的"))

    return change_case(case_no, _("受理了"), change)


@public.post("/rejection")
@access(Role.DESK, Role.SUPERVISOR)
def reject(case_no: str) -> Any:
    """告知去向, by a clerk (where none may read it, a supervisor). `ground`: a `Ground`, with office and phone as typed; or `WAY_OUT` and the code of an office of the list."""
    return change_case(case_no, "", rejecting.reject_typed)


@public.post("/dispatch")
@access(Role.DESK, Role.SUPERVISOR)
def dispatch(case_no: str) -> Any:
    """派发 or 转办, to a body or a grid worker. A clerk then gets the next case of the list that this one came from.

    `suggested`: the body of the one button that names the body suggested, instead of the one selected.
    """

    def change(s: Session, p: Parts, case: Case, who: Who) -> str | None:
        body, worker_id = dispatching.chosen_handler(request.form)
        dispatching.refuse_unasked(s, case, body, request.form)
        told = desk_actions.dispatch(
            s,
            p,
            case,
            who,
            body=body,
            worker_id=worker_id,
            note=field("note"),
            matter=request.form.get("matter"),
            regime=field("regime") or None,
        )
        if not told:
            return str(_("派出去了。信访件要书面告知，这位居民收不到消息：请另外送一份书面的"))
        removed = removed_in_words(s, case, f"{case.words.matter}\n{field('note')}")
        return f"{_('派出去了')}。{removed}" if removed else None

    return change_case(
        case_no,
        _("派出去了"),
        change,
        onward=True,
        repeated=lambda case, who, seen: desk_actions.was_dispatched_since(
            case, who, seen, *dispatching.chosen_handler(request.form)
        ),
    )


@public.post("/recall")
@access(Role.DESK)
def recall(case_no: str) -> Any:
    """收回: a clerk takes a wrong dispatch back, and returns to the case's page to dispatch it again."""
    return change_case(case_no, _("收回来了，请重新派"), recalling.recall)


@public.post("/merge")
@access(Role.DESK)
def merge(case_no: str) -> Any:
    """并案: a clerk merges this case into another, `main`, given by its number."""
    return change_case(case_no, _("并好了"), merge_form.merge_typed)


@public.post("/split")
@access(Role.DESK)
def split(case_no: str) -> Any:
    """拆开: a clerk has a merged case handled on its own again."""
    return change_case(case_no, _("拆开了，请重新派"), merging.split)


@public.post("/conduct")
@access(Role.DESK, Role.SUPERVISOR)
def weigh(case_no: str) -> Any:
    """认定: record the staff's answer to "是关于人的行为吗？": whether the case is about conduct, and of which bodies' people."""
    said = field("conduct")
    answer = confidentiality.ConductAnswer(
        said == "yes",
        [code for code in request.form.getlist("about") if code],
        reason=field("reason"),
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
            s, p, case, who, body=field("body"), reason=field("reason")
        ),
    )


@public.post("/confidence")
@access(Role.DESK)
def confide(case_no: str) -> Any:
    """A clerk makes the case confidential."""
    return change_case(case_no, "", dispatching.make_confidential)


@public.post("/acknowledgement")
@access(Role.DESK, Role.GRID, Role.BODY)
def acknowledge(case_no: str) -> Any:
    """签收, by the handler or, with a reason, by a clerk for them."""

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        for_them = who.actor is Actor.DESK
        reason = clean_text(field("reason"), needed=_("为什么替他们签收")) if for_them else ""
        handler_actions.acknowledge(s, p, case, who, reason=reason)
        return str(_("替对方签收了，写在经过里") if for_them else _("签收了"))

    return change_case(case_no, "", change)


@public.post("/progress")
@access(Role.DESK, Role.GRID, Role.BODY)
def progress(case_no: str) -> Any:
    """办理进展: words that the reporter reads."""

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        reached, how = contact_in_form(s, p, case, who, request.form), field("how")
        pushed = handler_actions.progress(s, p, case, who, text=field("text"), reached=reached, how=how)
        refuse_unexplained_call(s, case, who, how)
        if pushed:
            return str(_("写上了，正在告诉居民；送没送到，看下面的经过"))
        return str(_("写上了。这位居民不能主动发消息，要等居民自己来看"))

    return change_case(case_no, _("写上了"), change)


@public.post("/return")
@access(Role.GRID, Role.BODY)
def send_back(case_no: str) -> Any:
    """Send the case back to the desk, or ask a supervisor to allow it (`returning.needs_consent`).

    Then redirect to the list if it went back, since the handler no longer sees the case; else to the case's page.
    """
    try:
        with parts().db.write() as s:
            case, who = visible_case(s, case_no, to_change=True)
            refuse_if_changed(case)
            gone = returning.send_back(s, parts(), case, who, reason=field("reason"))
    except (Conflict, Invalid) as problem:
        return refused_page(case_no, problem)
    flash(_("退回受理台了") if gone else _("申请交给督查了，答复以前请接着办"), "success")
    page = url_for("desk.case", case_no=case_no, back=field("back") or None)
    return redirect(way_back(field("back"), who) if gone else page, 303)


@public.post("/return-answer")
@access(Role.SUPERVISOR)
def answer_return(case_no: str) -> Any:
    """A supervisor lets the handler send the case back, or orders it to keep the case."""
    said = field("answer")

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        if said not in ("return", "keep"):
            raise Invalid(_("请选“同意退回”或者“请接着办”"))
        if said == "return":
            returning.confirm(s, p, case, who, reason=field("reason"))
            return str(_("同意了，退回受理台重新安排"))
        returning.keep(s, p, case, who, reason=field("reason"))
        return str(_("请他们接着办了，已经发短信告诉"))

    return change_case(case_no, _("记下了"), change)


@public.post("/extension")
@access(Role.GRID, Role.BODY)
def ask_extension(case_no: str) -> Any:
    """申请延期, by the handler."""
    return change_case(
        case_no,
        _("申请交上去了，答复以前时限不变"),
        lambda s, p, case, who: extending.ask(s, p, case, who, days=row_id(field("days")) or 0, reason=field("reason")),
    )


@public.post("/extension-answer")
@access(Role.DESK, Role.SUPERVISOR)
def answer_extension(case_no: str) -> Any:
    """A clerk or a supervisor grants the handler more time, or refuses it."""
    said = field("answer")

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        if said not in ("grant", "refuse"):
            raise Invalid(_("请选“同意延期”或者“不同意”"))
        if said == "refuse":
            extending.refuse(s, p, case, who, reason=field("why"))
            return str(_("没有同意，已经发短信告诉承办方"))
        refuse_of_others(s, case, field("why"), request.form)
        if extending.grant(s, p, case, who, why=field("why")):
            return str(_("同意了，正在告诉居民新的日子和原因"))
        return str(_("同意了。这位居民不能主动发消息，请您另想办法告诉新的日子和原因"))

    return change_case(case_no, _("记下了"), change)


@public.post("/question")
@access(Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR)
def ask_resident(case_no: str) -> Any:
    """Put a question to the reporter (`pausing`)."""

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        refuse_question(s, case, who, request.form)
        pausing.ask(s, p, case, who, question=field("question"))
        return question_sent_in_words(who)

    return change_case(case_no, "", change)


@public.post("/resolution")
@access(Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR)
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
        return refused_page(case_no, problem)

    def change(s: Session, p: Parts, case: Case, who: Who) -> str:
        reached, despite = contact_in_form(s, p, case, who, request.form), field("despite")
        handler_actions.resolve(
            s,
            p,
            case,
            who,
            text=field("text"),
            before=before,
            photos=kept,
            on_spot=on_spot,
            reached=reached,
            despite=despite,
            how=field("how"),
        )
        refuse_unexplained_call(s, case, who, field("how"))
        resolved = resolution(case)
        refuse_faults(resolved, despite)
        lacks = in_words(resolved, "hints")
        told = [
            asked_in_words(s, case, who),
            _("延期的申请还没答复，办结就作废了") if resolved.data.get(event_log.LAPSED) else "",
            _("下回写上更清楚：%(what)s", what=lacks) if lacks else "",
        ]
        return "。".join(str(one) for one in told if one)

    return change_case(case_no, "", change)


@public.post("/taking-back")
@access(Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR)
def take_back(case_no: str) -> Any:
    """收回办结: whoever resolved the case by mistake takes that back."""
    return change_case(case_no, "", take_resolution_back)


@public.post("/supervision")
@access(Role.SUPERVISOR)
def supervise(case_no: str) -> Any:
    """督办, by a supervisor."""
    return change_case(
        case_no, _("督办了"), lambda s, p, case, who: desk_actions.supervise(s, p, case, who, text=field("text"))
    )


@public.post("/note")
@access(Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR)
def note(case_no: str) -> Any:
    """内部备注, which the reporter never reads."""
    return change_case(
        case_no, _("记下了"), lambda s, p, case, who: dispatching.write_note(s, p, case, who, request.form)
    )


@public.post("/correction")
@access(Role.DESK)
def correct(case_no: str) -> Any:
    """A clerk corrects kind, category, urgency or grid; only the fields in the form change."""
    changes = {
        name: request.form[name] or None for name in ("kind", "category", "urgency", "grid") if name in request.form
    }
    return change_case(
        case_no,
        _("改好了"),
        lambda s, p, case, who: desk_corrections.correct(s, p, case, who, changes, why_calm=field("why_calm")),
    )


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
