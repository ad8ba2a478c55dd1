"""The committee's pages: the list, the wizard, one consultation with its checklist, the roll.

Chair and members act; the scrutineer confirms or objects; the supervisor may only read. No page shows a count before
closing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots import audit, tally
from portal.consultations.ballots.keys import KeyEnd, KeyRing
from portal.consultations.ballots.tally import MAX_QUESTIONS
from portal.consultations.doors import forms
from portal.consultations.doors.forms import BLANKS, FormError, PlanForm, QuestionForm
from portal.consultations.doors.views import private, shown, standing
from portal.consultations.law import gates, roll
from portal.consultations.law.gates import Check
from portal.consultations.law.procedure import Secrecy, State, Template, Topic, load_all, load_topics
from portal.consultations.models import Consultation, ConsultationEvent
from portal.consultations.verbs import (
    closing,
    drafting,
    enrolling,
    noticing,
    opening,
    queries,
    roll_edits,
    scrutineer,
    witness,
)
from portal.http import photos
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Invalid, NotFound, Problem
from portal.kernel.roles import Role, StaffActor
from portal.pages.template_context import moment
from portal.staff.models import Account, Committee

public = Blueprint("committee", __name__, url_prefix="/committee", template_folder="../templates")

SEE = (Role.CHAIR, Role.MEMBER, Role.SCRUTINEER, Role.SUPERVISOR)
ACT = (Role.CHAIR, Role.MEMBER)
PAGE = 50
STEPS = ("选事项", "写内容", "备手续、名册", "发通知", "投票", "计票公布")
_STEP_OF = {State.DRAFT: 2, State.NOTICED: 3, State.OPEN: 4, State.CLOSED: 5, State.PUBLISHED: 6, State.VOID: 4}
_VERBS = {
    "draft": "建了草稿",
    "edit": "改了内容",
    "evidence": "补了手续",
    "notice": "发了通知",
    "take_back_notice": "撤回了通知",
    "roll": "导入了名册",
    "mend": "改了名册上的一行",
    "confirm": "确认了名册上的一位",
    "unconfirm": "取消了一位的确认",
    "asked": "请监票人核实一位合用的手机号",
    "seconded": "核实了一位合用的手机号",
    "refused": "没有同意一位合用手机号",
    "scrutinised": "确认了名册人数、通知和依据",
    "objected": "提出了异议",
    "withdrew": "撤回了自己的意见",
    "open": "开始投票，名册封定",
    "close": "结束投票，开箱计票",
    "key_destroyed": "票箱钥匙已销毁",
    "key_not_found": "票箱钥匙没有找到，没有销毁",
    "key_replaced": "钥匙的位置上是别的文件，钥匙没有销毁",
    "stopped": "核对票箱，有对不上的，停下了",
    "void": "宣布这次表决作废",
    "restored": "系统从备份恢复过，备份以后投的票已经丢失",
    "publish": "公布了结果",
}


@public.get("")
@access(*SEE)
def listed() -> Any:
    actor = staff_actor()
    with parts().db.read() as s:
        found = queries.listed_for(s, actor)
        return render_template(
            "consultations/committee.html",
            items=found,
            objected=witness.objected(s, [one.id for one in found]),
            may_act=actor.role in ACT,
            at=parts().clock.now(),
        )


# --- the wizard -------------------------------------------------------------------------------------------------


@public.get("/new")
@access(*ACT)
def new() -> Any:
    """Step 1: choose the topic, by which the law gives the template. Step 2: title, questions, times."""
    actor = staff_actor()
    topic = load_topics().get(request.args.get("topic", ""))
    with parts().db.read() as s:
        committee = _committee(s, actor)
        if topic is None:
            return render_template("consultations/new.html", groups=_topics(committee.kind), steps=_steps(), step=0)
        try:
            template = drafting.checked_template(committee.kind, topic.template, topic.code)
        except Invalid:
            return render_template("consultations/refused.html", topic=topic, steps=_steps()), 422
    blanks = [QuestionForm() for _number in range(BLANKS)]
    return _plan_page(template, topic, PlanForm(questions=blanks, basis=template.bases[0], secrecy=template.secrecy[0]))


@public.post("/new")
@access(*ACT)
def create() -> Any:
    actor = staff_actor()
    topic = _topic(request.form.get("topic", ""))
    template = _template(topic)
    form = forms.read(request.form.get)
    if "more" in request.form:
        return _plan_page(template, topic, _with_more(form))
    try:
        plan = drafting.Plan(template=template.code, topic=topic.code, **form.values())
        with parts().db.write() as s:
            made = drafting.draft(s, actor, plan, parts().clock.now()).id
    except (Invalid, FormError) as problem:
        return _plan_page(template, topic, form, str(problem)), 422
    return _back(made)


@public.get("/consultations/<int:consultation_id>/edit")
@access(*ACT)
def edit(consultation_id: int) -> Any:
    with parts().db.read() as s:
        found = queries.get_for(s, staff_actor(), consultation_id)
        form = forms.of(
            title=found.title,
            text=found.text,
            basis=found.basis,
            secrecy=found.secrecy,
            opens_at=found.opens_at,
            closes_at=found.closes_at,
            questions=found.questions,
        )
        return _plan_page(queries.template_of(found), _topic(found.topic), form, found_id=found.id)


@public.post("/consultations/<int:consultation_id>/edit")
@access(*ACT)
def change(consultation_id: int) -> Any:
    actor, form = staff_actor(), forms.read(request.form.get)
    with parts().db.read() as s:
        found = queries.get_for(s, actor, consultation_id)
        template, topic = queries.template_of(found), _topic(found.topic)
    if "more" in request.form:
        return _plan_page(template, topic, _with_more(form), found_id=consultation_id)
    try:
        plan = drafting.Plan(template=template.code, topic=topic.code, **form.values())
        with parts().db.write() as s:
            drafting.edit(s, actor, consultation_id, plan, parts().clock.now())
    except (Invalid, FormError) as problem:
        return _plan_page(template, topic, form, str(problem), found_id=consultation_id), 422
    return _back(consultation_id)


# --- one consultation -------------------------------------------------------------------------------------------


@public.get("/consultations/<int:consultation_id>")
@access(*SEE)
def one(consultation_id: int) -> Any:
    actor, now = staff_actor(), parts().clock.now()
    with parts().db.read() as s:
        found = queries.get_for(s, actor, consultation_id)
        state = State(found.state)
        template = queries.template_of(found)
        over = now >= found.closes_at
        turnout = opening.turnout(s, found) if state not in {State.DRAFT, State.NOTICED} else None
        everybody = turnout is not None and turnout.took_part.count >= turnout.roll.count
        return render_template(
            "consultations/manage.html",
            found=shown(s, found),
            topic=load_topics().get(found.topic),
            questions=queries.questions_of(found),
            checks=[_line(check) for check in noticing.checklist(s, found, now)] if turnout is None else [],
            gates=[(gate, noticing.evidence_of(s, found).get(gate.key)) for gate in template.gates],
            roll=opening.roll_figures(s, found),
            turnout=turnout,
            over=over,
            few=found.secrecy == Secrecy.SECRET and turnout is not None and turnout.took_part.count < tally.FEW,
            may_close=over or everybody or parts().settings.demo,
            result=found.result,
            report=closing.last_report(s, found),
            key_end=audit.end_of_key(KeyRing(parts().settings.keys), found),
            events=[_event(s, event) for event in queries.events_of(s, found)],
            may_act=actor.role in ACT,
            standing=standing(s, found, now),
            desk=_scrutiny(s, actor, found, now) if actor.role == Role.SCRUTINEER else None,
            objections=witness.objections(s, found),
            mends=queries.mends_of(s, found),
            steps=_steps(),
            step=_STEP_OF[state],
            today=now,
        )


@public.post("/consultations/<int:consultation_id>/evidence/<gate>")
@access(*ACT)
def evidence(consultation_id: int, gate: str) -> Any:
    def act(s: Session) -> None:
        on, record = forms.day(request.form.get(f"on_{gate}")), request.form.get(f"record_{gate}", "")
        noticing.file_evidence(s, staff_actor(), consultation_id, gate, on=on, record=record, now=parts().clock.now())

    return _attempt(consultation_id, act, _("记下了"))


@public.post("/consultations/<int:consultation_id>/notice")
@access(*ACT)
def notice(consultation_id: int) -> Any:
    file = request.files.get("notice_photo")
    data = file.stream.read(photos.MOST_BYTES + 1) if file else b""

    def act(s: Session) -> None:
        on = forms.day(request.form.get("notice_on"))
        if on is None:
            raise FormError("请填通知的日期")
        noticing.give_notice(
            s,
            staff_actor(),
            consultation_id,
            on=on,
            record=request.form.get("notice_record", ""),
            special_circumstances=request.form.get("special_circumstances", ""),
            photo=photo,
            now=parts().clock.now(),
        )

    try:
        photo = photos.renewed(data) if data else None
    except Problem as problem:
        flash(problem.title, "error")
        return _back(consultation_id)
    return _attempt(consultation_id, act, _("通知已登记，居民现在能看到这个议题"))


@public.post("/consultations/<int:consultation_id>/take-back")
@access(*ACT)
def take_back(consultation_id: int) -> Any:
    return _attempt(
        consultation_id,
        lambda s: noticing.take_back_notice(s, staff_actor(), consultation_id, parts().clock.now()),
        _("通知已撤回，改好以后重新通知，日子重新算"),
    )


@public.post("/consultations/<int:consultation_id>/open")
@access(*ACT)
def open_(consultation_id: int) -> Any:
    ring, now = KeyRing(parts().settings.keys), parts().clock.now()
    return _attempt(
        consultation_id,
        lambda s: opening.open_vote(s, staff_actor(), consultation_id, ring, now),
        _("投票开始了，名册已经封定"),
    )


@public.post("/consultations/<int:consultation_id>/close")
@access(*ACT)
def close(consultation_id: int) -> Any:
    try:
        end = closing.close(parts(), staff_actor(), consultation_id)
    except NotFound:
        raise
    except Problem as problem:
        flash(problem.title, "error")
    else:
        flash(_("投票结束，票已经数好"), "success")
        if end is not None and end is not KeyEnd.DESTROYED:
            flash(_(end.label), "error")
    return _back(consultation_id)


@public.post("/consultations/<int:consultation_id>/publish")
@access(*ACT)
def publish(consultation_id: int) -> Any:
    try:
        closing.publish(parts(), staff_actor(), consultation_id)
    except NotFound:
        raise
    except Problem as problem:
        flash(problem.title, "error")
    else:
        flash(_("结果已公布"), "success")
    return _back(consultation_id)


# --- the scrutineer ---------------------------------------------------------------------------------------------


@public.get("/consultations/<int:consultation_id>/notice-photo")
@access(*SEE)
def notice_photo(consultation_id: int) -> Any:
    """The photo of an earlier posting."""
    with parts().db.read() as s:
        data = scrutineer.notice_photo(s, staff_actor(), consultation_id)
    return Response(data, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


@public.post("/consultations/<int:consultation_id>/scrutiny/confirm")
@access(Role.SCRUTINEER)
def scrutinise(consultation_id: int) -> Any:
    """The scrutineer confirms roll, posting and clause; each must be ticked."""

    def act(s: Session) -> None:
        if request.form.get("roll") != "1" or request.form.get("posting") != "1":
            raise FormError("请把每一项都看过、勾上，再确认")
        found = queries.get_for(s, staff_actor(), consultation_id)
        if gates.CLAUSE in noticing.evidence_of(s, found) and request.form.get("clause") != "1":
            raise FormError("请把每一项都看过、勾上，再确认")
        scrutineer.confirm(
            s,
            staff_actor(),
            consultation_id,
            seen=request.form.get("seen", ""),
            earlier=request.form.get("earlier") == "1",
            now=parts().clock.now(),
        )

    return _attempt(consultation_id, act, _("确认了。以后名册、通知、依据再有改动，要请您重新看"))


@public.post("/consultations/<int:consultation_id>/scrutiny/object")
@access(Role.SCRUTINEER)
def object_to(consultation_id: int) -> Any:
    return _attempt(
        consultation_id,
        lambda s: scrutineer.object_to(
            s, staff_actor(), consultation_id, request.form.get("reason", ""), parts().clock.now()
        ),
        _("异议记下了，督查看得到；您撤回以前不能开始投票"),
    )


@public.post("/consultations/<int:consultation_id>/scrutiny/withdraw")
@access(Role.SCRUTINEER)
def withdraw(consultation_id: int) -> Any:
    return _attempt(
        consultation_id,
        lambda s: scrutineer.withdraw(s, staff_actor(), consultation_id, parts().clock.now()),
        _("撤回了"),
    )


@public.post("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>/second")
@access(Role.SCRUTINEER)
def second(consultation_id: int, entry_id: int) -> Any:
    """For a phone that already acts for two entries: the scrutineer agrees that it acts for one more, or refuses."""
    agree = request.form.get("agree") == "1"
    return _attempt(
        consultation_id,
        lambda s: scrutineer.second(s, staff_actor(), consultation_id, entry_id, agree=agree, now=parts().clock.now()),
        _("核实了") if agree else _("没有同意"),
        to_roll=True,
    )


# --- the roll ---------------------------------------------------------------------------------------------------


@public.get("/consultations/<int:consultation_id>/roll")
@access(*SEE)
def roll_page(consultation_id: int) -> Any:
    return _roll_page(consultation_id)


@public.post("/consultations/<int:consultation_id>/roll")
@access(*ACT)
def upload(consultation_id: int) -> Any:
    """Check an uploaded file and show a preview; a bad one is shown with its bad lines and is not kept."""
    file = request.files.get("file")
    data = file.stream.read(roll.MAX_BYTES + 1) if file else b""
    if not data:
        return _roll_page(consultation_id, roll.Roll(problem=_("请先选一个文件"))), 422
    try:
        with parts().db.write() as s:
            read = enrolling.upload_roll(s, staff_actor(), consultation_id, data, parts().clock.now())
    except NotFound:
        raise
    except Problem as problem:
        flash(problem.title, "error")
        return _back_to_roll(consultation_id)
    if not read.good:
        return _roll_page(consultation_id, read), 422
    return _back_to_roll(consultation_id)


@public.post("/consultations/<int:consultation_id>/roll/accept")
@access(*ACT)
def accept(consultation_id: int) -> Any:
    return _attempt(
        consultation_id,
        lambda s: enrolling.accept_roll(
            s, staff_actor(), consultation_id, parts().clock.now(), reason=request.form.get("reason", "")
        ),
        _("名册已导入"),
        to_roll=True,
    )


@public.post("/consultations/<int:consultation_id>/roll/drop")
@access(*ACT)
def drop(consultation_id: int) -> Any:
    return _attempt(
        consultation_id, lambda s: enrolling.drop_upload(s, staff_actor(), consultation_id), _("没有导入"), to_roll=True
    )


@public.post("/consultations/<int:consultation_id>/roll/clear")
@access(*ACT)
def clear(consultation_id: int) -> Any:
    """Empty the roll; needed before the basis (persons, households, owners) can be changed."""
    return _attempt(
        consultation_id,
        lambda s: enrolling.clear_roll(
            s, staff_actor(), consultation_id, parts().clock.now(), reason=request.form.get("reason", "")
        ),
        _("名册清空了"),
        to_roll=True,
    )


@public.post("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>")
@access(*ACT)
def confirm(consultation_id: int, entry_id: int) -> Any:
    """Confirm an entry whose phone is shared, or take the confirmation back."""
    yes = request.form.get("confirmed") == "1"

    def act(s: Session) -> None:
        now = parts().clock.now()
        enrolling.confirm_entry(s, staff_actor(), consultation_id, entry_id, confirmed=yes, now=now)
        asked = enrolling.entry_of(s, queries.get(s, consultation_id), entry_id).asked_by is not None

        done = _("这个手机号已经替两位投票，再多一位要由监票人核实") if asked else _("确认了")
        flash(done if yes else _("取消了确认"), "success")

    return _attempt(consultation_id, act, "", to_roll=True)


@public.get("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>/edit")
@access(*ACT)
def edit_line(consultation_id: int, entry_id: int) -> Any:
    """Show one entry unmasked, to the committee whose roll it is."""
    with parts().db.read() as s:
        found = queries.get_for(s, staff_actor(), consultation_id)
        entry = enrolling.entry_of(s, found, entry_id)
        phone = entry.phone.removeprefix("+86")
        cells = {"name": entry.name, "phone": phone, "household": entry.household, "unit": entry.unit}
        cells["area"] = "" if entry.area is None else str(entry.area)
        return _line_page(s, found, cells, entry_id=entry_id)


@public.post("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>/edit")
@access(*ACT)
def change_line(consultation_id: int, entry_id: int) -> Any:
    cells, reason = _cells(), request.form.get("reason", "")

    def act(s: Session) -> None:
        roll_edits.change(s, staff_actor(), consultation_id, entry_id, cells, reason=reason, now=parts().clock.now())

    return _mend(consultation_id, act, cells, entry_id)


@public.get("/consultations/<int:consultation_id>/roll/add")
@access(*ACT)
def new_line(consultation_id: int) -> Any:
    with parts().db.read() as s:
        return _line_page(s, queries.get_for(s, staff_actor(), consultation_id), {})


@public.post("/consultations/<int:consultation_id>/roll/add")
@access(*ACT)
def add_line(consultation_id: int) -> Any:
    cells, reason = _cells(), request.form.get("reason", "")
    return _mend(
        consultation_id,
        lambda s: roll_edits.add(s, staff_actor(), consultation_id, cells, reason=reason, now=parts().clock.now()),
        cells,
    )


@public.post("/consultations/<int:consultation_id>/roll/entries/<int:entry_id>/remove")
@access(*ACT)
def remove_line(consultation_id: int, entry_id: int) -> Any:
    return _attempt(
        consultation_id,
        lambda s: roll_edits.remove(
            s,
            staff_actor(),
            consultation_id,
            entry_id,
            reason=request.form.get("reason", ""),
            now=parts().clock.now(),
        ),
        _("去掉了这一行"),
        to_roll=True,
    )


def _cells() -> dict[str, str]:
    return {name: request.form.get(name, "")[:600] for name in roll.COLUMNS}


def _mend(
    consultation_id: int, act: Callable[[Session], object], cells: dict[str, str], entry_id: int | None = None
) -> Any:
    """Change an entry by `act`; if it is refused, show the form again with what was typed."""
    try:
        with parts().db.write() as s:
            act(s)
    except Invalid as problem:
        with parts().db.read() as s:
            found = queries.get_for(s, staff_actor(), consultation_id)
            return _line_page(s, found, cells, entry_id=entry_id, error=problem.title), 422
    except NotFound:
        raise
    except Problem as problem:
        flash(problem.title, "error")
    else:
        flash(_("改好了"), "success")
    return _back_to_roll(consultation_id)


def _line_page(
    s: Session, found: Consultation, cells: dict[str, str], *, entry_id: int | None = None, error: str = ""
) -> Response:
    page = render_template(
        "consultations/roll_line.html",
        found=shown(s, found),
        cells=cells,
        entry_id=entry_id,
        error=error,
        reason=request.form.get("reason", ""),
        noticed=found.state == State.NOTICED,
    )
    return private(page)


def _roll_page(consultation_id: int, read: roll.Roll | None = None) -> str:
    actor, after = staff_actor(), request.args.get("after", default=0, type=int)
    only_shared = request.args.get("shared") == "1"
    with parts().db.read() as s:
        found = queries.get_for(s, actor, consultation_id)
        waiting = enrolling.uploaded_roll(s, found) if read is None else None
        rows = enrolling.masked_roll(s, found, after=after, limit=PAGE + 1, only_shared=only_shared)
        older = None
        if len(rows) > PAGE:
            older = url_for(
                "committee.roll_page",
                consultation_id=found.id,
                after=rows[PAGE - 1].line,
                shared=int(only_shared) or None,
            )
        return render_template(
            "consultations/roll.html",
            found=shown(s, found),
            read=read,
            waiting=waiting,
            preview=[_masked(entry) for entry in (waiting.entries[:20] if waiting else ())],
            figures=opening.roll_figures(s, found),
            rows=rows[:PAGE],
            older=older,
            only_shared=only_shared,
            may_second=actor.role == Role.SCRUTINEER and found.state in {State.DRAFT, State.NOTICED, State.OPEN},
            noticed=found.state == State.NOTICED,
            may_change=actor.role in ACT and found.state in {State.DRAFT, State.NOTICED},
            may_confirm=actor.role in ACT and found.state in {State.DRAFT, State.NOTICED, State.OPEN},
            header_help=roll.HEADER_HELP,
        )


# --- within -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ScrutinyDesk:
    """What the scrutineer's card shows. `seen`: the digest of what is confirmed; `own`: the account's own last verdict.

    `conflict`, `missing`: why this account, or anybody, cannot confirm now ("" if it can).
    """

    seen: str
    conflict: str
    missing: str
    own: str
    photo: bool


def _scrutiny(s: Session, actor: StaffActor, found: Consultation, now: datetime) -> ScrutinyDesk:
    own = witness.own_word(s, found, actor.id)
    return ScrutinyDesk(
        seen=witness.digest(s, found) if found.state == State.NOTICED else "",
        conflict=witness.conflict(s, found, s.get_one(Account, actor.id)),
        missing=scrutineer.missing_for_confirming(s, found, now) if found.state == State.NOTICED else "",
        own=own.verdict if own else "",
        photo=queries.notice_photo(s, found) is not None,
    )


def _attempt(consultation_id: int, act: Callable[[Session], object], done: str, *, to_roll: bool = False) -> Any:
    """Run `act` in one transaction, then go back to the page, which shows `done` or why it was refused."""
    try:
        with parts().db.write() as s:
            act(s)
    except NotFound:
        raise
    except (Problem, FormError) as problem:
        flash(str(problem), "error")
    else:
        if done:
            flash(done, "success")
    return _back_to_roll(consultation_id) if to_roll else _back(consultation_id)


def _back(consultation_id: int) -> Any:
    return redirect(url_for("committee.one", consultation_id=consultation_id), 303)


def _back_to_roll(consultation_id: int) -> Any:
    return redirect(url_for("committee.roll_page", consultation_id=consultation_id), 303)


def _plan_page(
    template: Template, topic: Topic, form: PlanForm, error: str = "", *, found_id: int | None = None
) -> str:
    return render_template(
        "consultations/plan.html",
        template=template,
        topic=topic,
        form=form,
        error=error,
        found_id=found_id,
        secrecies=[(str(one), one.label) for one in template.secrecy],
        bases=[(str(one), one.label) for one in template.bases],
        steps=_steps(),
        most_questions=MAX_QUESTIONS,
        secret_possible=Secrecy.SECRET in template.secrecy,
    )


def _with_more(form: PlanForm) -> PlanForm:
    if len(form.questions) < MAX_QUESTIONS:
        form.questions.append(QuestionForm())
    return form


def _topics(kind: str) -> list[tuple[str, list[Topic]]]:
    """(template's title, its topics) for the wizard: those of this kind's templates, and those of no template here."""
    own = {code for code, template in load_all().items() if kind in template.committees}
    groups: dict[str, list[Topic]] = {}
    for topic in load_topics().values():
        near = topic.template in own or topic.template not in load_all()
        if near and _concerns(kind, topic):
            groups.setdefault(topic.template_title, []).append(topic)
    return list(groups.items())


def _concerns(kind: str, topic: Topic) -> bool:
    """Owners' matters are decided under 民法典, residents' ones under 居委会组织法."""
    return topic.citation.startswith("民法典") == (kind == "owners_committee")


def _topic(code: str) -> Topic:
    found = load_topics().get(code)
    if found is None:
        raise Invalid("请先选要决定的是哪类事")
    return found


def _template(topic: Topic) -> Template:
    found = load_all().get(topic.template)
    if found is None:
        raise Invalid(f"“{topic.title}”要用“{topic.template_title}”，这里还没有——{topic.citation}")
    return found


def _committee(s: Session, actor: StaffActor) -> Committee:
    found = s.get(Committee, actor.committee_id) if actor.committee_id else None
    if found is None:
        raise NotFound("这个账号还没有归到哪个委员会")
    return found


def _steps() -> list[str]:
    return [_(step) for step in STEPS]


def _line(check: Check) -> dict[str, Any]:
    """A check as the checklist macro needs it; an optional one that is missing is shown as waiting."""
    met = check.met if check.required or check.met else None
    return {"what": check.what, "why": check.why, "met": met}


@dataclass(frozen=True)
class Happened:
    """One line of the committee's log."""

    when: str
    what: str
    text: str


def _event(s: Session, event: ConsultationEvent) -> Happened:
    who = s.get(Account, event.account_id) if event.account_id else None
    what = _(_VERBS.get(event.verb, event.verb))
    text = _("提前结束（演示）") if event.detail.get("early") else ""
    return Happened(moment(event.at), f"{who.name if who else _('系统')} {what}", text)


def _masked(entry: roll.Entry) -> dict[str, Any]:
    return {
        "line": entry.line,
        "name": roll.mask_name(entry.name),
        "phone": roll.mask_phone(entry.phone) if entry.phone else "",
        "unit": roll.mask_unit(entry.unit or entry.household),
        "area": entry.area,
    }
