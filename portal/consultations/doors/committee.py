"""The committee's pages: the list, and one consultation from the draft to the published result.

Chair and members act; scrutineer and supervisor read. Before closing, a page shows how many voted, never what.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from sqlalchemy.orm import Session

from portal.consultations.ballots import count_record, tally
from portal.consultations.ballots.keys import KeyEnd, KeyRing
from portal.consultations.doors import forms
from portal.consultations.doors.form_redirects import attempt, attempt_apart, back, preview, steps
from portal.consultations.doors.forms import FormError
from portal.consultations.doors.prepared import preparation
from portal.consultations.doors.presentation import shown_result
from portal.consultations.doors.views import for_template
from portal.consultations.law import outside_power
from portal.consultations.law.gates import Check
from portal.consultations.law.outside_power import Ground, RulingGround
from portal.consultations.law.phases import State
from portal.consultations.law.template import Secrecy, Template
from portal.consultations.law.template_loader import load_topics
from portal.consultations.models import Consultation, ConsultationEvent
from portal.consultations.verbs import closing, drafting, noticing, opening, queries, scrutineer, scrutiny_status
from portal.consultations.verbs.queries import ACT_ROLES, READ_ROLES
from portal.consultations.verbs.watching import halting, objections, roll_history, second_person
from portal.consultations.verbs.watching.against_rights import against_rights
from portal.consultations.verbs.watching.roll_before import unlike_the_last
from portal.http import photos
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import NotFound, Problem
from portal.kernel.roles import Role, StaffActor
from portal.pages.template_context import moment
from portal.staff.models import Account

public = Blueprint("committee", __name__, url_prefix="/committee", template_folder="../templates")

# The step (index in `form_redirects.STEPS`; 6: all are done) at which a consultation in this state is.
_STEP_OF = {State.DRAFT: 2, State.NOTICED: 3, State.OPEN: 4, State.CLOSED: 5, State.PUBLISHED: 6, State.VOID: 4,
            State.HALTED: 4}  # fmt: skip
_EVENT_LABELS = {  # by the verb of `ConsultationEvent`
    "draft": later("建了草稿"),
    "edit": later("改了内容"),
    "evidence": "补了手续",
    "notice": "发了通知",
    "take_back_notice": "撤回了通知",
    "roll": "导入了名册",
    "mend": "改了名册上的一行",
    "confirm": "确认了名册上的一位",
    "unconfirm": "取消了一位的确认",
    "asked": "请监票人核实一位合用的手机号",
    "unasked": "不再请监票人核实",
    "seconded": "核实了一位合用的手机号，同意",
    "refused": "没有同意一位合用手机号",
    "looked_roll": "看了没有遮的名册",
    "looked_line": "看了没有遮的一行，来改它",
    "scrutinised": "确认了名册人数、通知和依据",
    "objected": "提出了异议",
    "reminded": later("提醒了留过号码的：快截止了"),
    "objected_outside": later("提出了异议：这件事不归本委员会定"),
    "ruled": later("定了：这件事可以由本委员会定"),
    "ruling_agreed": later("同意了：这件事可以由本委员会定"),
    "withdrew": "撤回了自己的意见",
    "answered": "答复了监票人的异议",
    "open": "开始投票，名册封定",
    "close": "结束投票，开箱计票",
    "key_destroyed": "票箱钥匙已销毁",
    "key_not_found": "票箱钥匙没有找到，没有销毁",
    "key_replaced": "钥匙的位置上是别的文件，钥匙没有销毁",
    "stopped": "核对票箱，有对不上的，停下了",
    "void": "宣布这次表决作废",
    "halted": later("停止了这次表决：不归本委员会定"),
    "halt_proposed": later("提议停止这次表决：不归本委员会定"),
    "halt_dropped": later("撤回了停止的提议"),
    "halt_refused": later("没有同意停止这次表决"),
    "ruling_refused": later("没有同意：这件事可以由本委员会定"),
    "restored": "系统从备份恢复过，备份以后投的票已经丢失",
    "publish": "公布了结果",
}


@public.get("")
@access(*READ_ROLES)
def listed() -> Any:
    """The consultations that the account may see."""
    actor = staff_actor()
    with parts().db.read() as s:
        found = queries.listed_for(s, actor)
        return render_template(
            "consultations/committee.html",
            items=found,
            objected=scrutiny_status.objected_ids(s, [one.id for one in found]),
            may_act=actor.role in ACT_ROLES,
            may_begin=actor.role in ACT_ROLES and bool(drafting.topics_for(queries.kind_of(s, actor))),
            at=parts().clock.now(),
        )


@public.get("/consultations/<int:consultation_id>")
@access(*READ_ROLES)
def one(consultation_id: int) -> Any:
    """The page of one consultation, in whatever state it is."""
    return _page(consultation_id, Typed())


def refused_page(consultation_id: int, problem: Problem | FormError) -> Any:
    """The page again with why its form was refused, and with what was typed there; a photo has to be chosen again."""
    flash(str(problem), "error")
    if any(one.filename for one in request.files.values()):
        flash(_("照片要请您重新选一次。"), "error")
    where = (request.endpoint or "", (request.view_args or {}).get("objection_id", 0))
    return _page(consultation_id, Typed(request.form.to_dict(), *where)), problem.status


@dataclass(frozen=True)
class Typed:
    """A refused form: its fields by name, the endpoint to which it was sent, and the objection that it is about, or 0."""

    fields: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""
    objection: int = 0

    def at(self, endpoint: str, objection: int = 0) -> Mapping[str, str]:
        """Its fields, if it was sent there; else none."""
        return self.fields if (self.endpoint, self.objection) == (endpoint, objection) else {}


def _page(consultation_id: int, typed: Typed) -> str:
    """The page of one consultation. `typed`: the form that was refused, to be shown as it was filled in."""
    actor, now = staff_actor(), parts().clock.now()
    with parts().db.read() as s:
        consultation = queries.get_for(s, actor, consultation_id)
        state = State(consultation.state)
        template, filed = queries.template_of(consultation), noticing.evidence_of(s, consultation)
        over = now >= consultation.closes_at
        turnout = opening.turnout(s, consultation) if state not in {State.DRAFT, State.NOTICED} else None
        everybody = turnout is not None and turnout.took_part.count >= turnout.roll.count
        return render_template(
            "consultations/manage.html",
            found=for_template(s, consultation),
            origin=queries.origin_of(s, consultation),
            topic=load_topics().get(consultation.topic),
            questions=queries.questions_of(consultation),
            checks=[_checklist_item(check) for check in noticing.checklist(s, consultation, now)]
            if turnout is None
            else [],
            gates=[(gate, filed.get(gate.key)) for gate in template.gates],
            roll=opening.roll_figures(s, consultation),
            turnout=turnout,
            tenths=_tenths(turnout) if state is State.OPEN else None,
            over=over,
            few=consultation.secrecy == Secrecy.SECRET and turnout is not None and turnout.took_part.count < tally.FEW,
            may_close=over or everybody or parts().settings.demo,
            result=shown_result(consultation),
            report=closing.last_report(s, consultation),
            key_end=count_record.confirmed_key_end(KeyRing(parts().settings.keys), consultation),
            events=[_event(s, template, event) for event in queries.events_of(s, consultation)],
            **_outside_power(s, actor, consultation),
            may_act=actor.role in ACT_ROLES,
            preparation=preparation(s, consultation, now),
            card=_scrutiny_card(s, actor, consultation, now) if actor.role == Role.SCRUTINEER else None,
            steps=steps(),
            step=_STEP_OF[state],
            today=now,
            typed=typed.fields,
            typed_at=typed.at,
        )


def _outside_power(s: Session, actor: StaffActor, consultation: Consultation) -> dict[str, Any]:
    """What tells whether the matter is the committee's, and how the scrutineer saw it, by the template's names.

    `grounds`: (code, words) of those on which this account may halt the vote; none if it may not.
    """
    template, account = queries.template_of(consultation), s.get_one(Account, actor.id)
    may_propose, raised = halting.may_halt(s, consultation, actor), objections.objections(s, consultation)
    return {
        "alone": may_propose and second_person.is_alone(s, account),
        "proposal": second_person.proposal_of(s, consultation) if may_propose else None,
        "objector": second_person.objector_to(s, consultation, account) if may_propose else None,
        "rulings": _rulings(s, consultation) if may_propose and any(one.undecided for one in raised) else [],
        "persons": noticing.persons_asked_of(s, consultation),
        "may_drop": drafting.may_drop(s, consultation),
        **noticing.warned_of(consultation),
        "roll_before": unlike_the_last(s, consultation),
        "against": against_rights(s, consultation),
        "not_shorter": noticing.not_shorter(s, consultation) if consultation.state == State.DRAFT else "",
        "halted": halting.halt_of(s, KeyRing(parts().settings.keys), consultation),
        "grounds": _choices(outside_power.grounds_for(template)) if may_propose else [],
        "objections": raised,
        "roll_changes": queries.roll_changes_of(s, consultation),
    }


def _rulings(s: Session, consultation: Consultation) -> list[tuple[str, str]]:
    """The grounds on which the matter can be ruled to be the committee's."""
    named = bool(noticing.persons_named(s, consultation))
    return _choices(outside_power.rulings_for(queries.template_of(consultation), named=named))


def _choices(grounds: Sequence[Ground | RulingGround]) -> list[tuple[str, str]]:
    """The code and the words of each."""
    return [(one.code, f"{one.title}——{one.citation}".removesuffix("——")) for one in grounds]


def _tenths(turnout: opening.Turnout | None) -> tuple[int, int] | None:
    """(tenths of the whole area that took part, rounded down; tenths that the quorum lacks, rounded up), in a vote by area.

    Exact areas would name who has voted: after each ballot the sum grows by that flat's area.
    """
    if turnout is None or not turnout.roll.area or turnout.took_part.area is None:
        return None
    lacks = max((missing for measure, missing in turnout.missing if measure == "area"), default=0)
    return int(10 * turnout.took_part.area / turnout.roll.area), math.ceil(10 * lacks / turnout.roll.area)


@public.post("/consultations/<int:consultation_id>/evidence/<gate>")
@access(*ACT_ROLES)
def evidence(consultation_id: int, gate: str) -> Any:
    """File the date and the written evidence for the gate with this key."""

    def act(s: Session) -> None:
        on, record = forms.parse_day(request.form.get(f"on_{gate}")), request.form.get(f"record_{gate}", "")
        noticing.file_evidence(s, staff_actor(), consultation_id, gate, on=on, record=record, now=parts().clock.now())

    return attempt(consultation_id, act, _("记下了"), refused=refused_page)


@public.post("/consultations/<int:consultation_id>/notice")
@access(*ACT_ROLES)
def notice(consultation_id: int) -> Any:
    """Record that the notice was given, with a photo of the posted notice if one was uploaded."""
    file = request.files.get("notice_photo")
    data = file.stream.read(photos.MOST_BYTES + 1) if file else b""

    def act(s: Session) -> None:
        on = forms.parse_day(request.form.get("notice_on"))
        if on is None:
            raise FormError(_("请填通知的日期"))
        noticing.give_notice(
            s,
            staff_actor(),
            consultation_id,
            on=on,
            record=request.form.get("notice_record", ""),
            special_circumstances=request.form.get("special_circumstances", ""),
            photo=photo,
            rights_reason=request.form.get("rights_reason", "") if "rights_read" in request.form else None,
            now=parts().clock.now(),
        )

    try:
        photo = photos.reencoded(data) if data else None
    except Problem as problem:
        return refused_page(consultation_id, problem)
    return attempt(consultation_id, act, _("通知已登记，居民现在能看到这个议题"), refused=refused_page)


@public.post("/consultations/<int:consultation_id>/take-back")
@access(*ACT_ROLES)
def take_back(consultation_id: int) -> Any:
    return attempt(
        consultation_id,
        lambda s: noticing.take_back_notice(s, staff_actor(), consultation_id, parts().clock.now()),
        _("通知已撤回，改好以后重新通知，日子重新算"),
    )


@public.post("/consultations/<int:consultation_id>/open")
@access(*ACT_ROLES)
def open_(consultation_id: int) -> Any:
    ring, now = KeyRing(parts().settings.keys), parts().clock.now()
    return attempt(
        consultation_id,
        lambda s: opening.open_vote(s, staff_actor(), consultation_id, ring, now),
        _("投票开始了，名册已经封定"),
    )


@public.post("/consultations/<int:consultation_id>/close")
@access(*ACT_ROLES)
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
    return back(consultation_id)


@public.post("/consultations/<int:consultation_id>/publish")
@access(*ACT_ROLES)
def publish(consultation_id: int) -> Any:
    return attempt_apart(
        consultation_id, lambda: closing.publish(parts(), staff_actor(), consultation_id), _("结果已公布")
    )


@public.post("/consultations/<int:consultation_id>/objections/<int:objection_id>")
@access(*ACT_ROLES)
def answer(consultation_id: int, objection_id: int) -> Any:
    """Write down the answer to an objection, once what will be published of it was shown."""
    shown = preview(consultation_id, "answer")
    if shown is not None:
        return shown
    return attempt(
        consultation_id,
        lambda s: objections.answer(
            s, staff_actor(), consultation_id, objection_id, request.form.get("answer", ""), now=parts().clock.now()
        ),
        _("答复记下了。监票人不撤回异议，就和异议一起公布"),
        refused=refused_page,
    )


@dataclass(frozen=True)
class ScrutinyCard:
    """What the scrutineer's card shows. `seen`: the digest of what would be confirmed, "" unless it is noticed.

    `own`: this account's last `Verdict`, "" if none or withdrawn.
    `conflict`: why this account cannot confirm; `missing`: why, once it is noticed, nobody can yet; each "" if nothing prevents it.
    `photo`: whether a photo of the posted notice is on file. `looked`: when this account last saw the roll unmasked;
    `changed_since`: the roll was changed after that. `counts`: what was changed in it since the notice.
    """

    seen: str
    conflict: str
    missing: str
    own: str
    photo: bool
    looked: datetime | None
    changed_since: bool
    counts: roll_history.ChangeCounts


def _scrutiny_card(s: Session, actor: StaffActor, consultation: Consultation, now: datetime) -> ScrutinyCard:
    own = scrutiny_status.own_verdict(s, consultation, actor.id)
    looked = roll_history.last_look(s, consultation, actor.id)
    return ScrutinyCard(
        seen=scrutiny_status.confirmed_digest(s, consultation) if consultation.state == State.NOTICED else "",
        conflict=scrutiny_status.conflict_of_interest(s, consultation, s.get_one(Account, actor.id)),
        missing=scrutineer.missing_for_confirming(s, consultation, now) if consultation.state == State.NOTICED else "",
        own=own.verdict if own else "",
        photo=queries.notice_photo_digest(s, consultation) is not None,
        looked=looked,
        changed_since=not roll_history.looked_since_changed(s, consultation, actor.id),
        counts=roll_history.counts_since_notice(s, consultation),
    )


def _checklist_item(check: Check) -> dict[str, Any]:
    """A check for the checklist macro, which shows a missing optional one as waiting (`met` None)."""
    met = check.met if check.required or check.met else None
    return {"what": check.what, "why": check.why, "met": met}


@dataclass(frozen=True)
class LogLine:
    """One line of the committee's log. `what`: who did what; `text`: a remark, or ""."""

    when: str
    what: str
    text: str


def _gate_title(template: Template, event: ConsultationEvent) -> str:
    """What was filed; "" if the template has no such step."""
    gate = template.gate(event.detail["gate"])
    return gate.title if gate is not None else ""


def _event(s: Session, template: Template, event: ConsultationEvent) -> LogLine:
    who = s.get(Account, event.account_id) if event.account_id else None
    what = _(_EVENT_LABELS.get(event.verb, event.verb))
    text = _("提前结束（演示）") if event.detail.get("early") else ""
    if event.detail.get("line"):
        text = _("名册第 %(n)s 行", n=event.detail["line"])
    if event.detail.get("ground"):
        text = outside_power.ground_title(event.detail["ground"])
    if event.detail.get("gate"):
        text = _gate_title(template, event)
    return LogLine(moment(event.at), f"{who.name if who else _('系统')} {what}", text)
