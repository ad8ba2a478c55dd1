"""The wizard of a draft: choose a topic, which by law determines the template; write or edit title, questions and times."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots.tally import MAX_QUESTIONS
from portal.consultations.doors import forms
from portal.consultations.doors.form_redirects import back, steps
from portal.consultations.doors.forms import BLANKS, FormError, PlanForm, QuestionForm
from portal.consultations.law.notice_days import earliest_opening, latest_notice
from portal.consultations.law.phases import State
from portal.consultations.law.template import Secrecy, Template, Topic
from portal.consultations.law.template_loader import load_templates, load_topics
from portal.consultations.verbs import drafting, noticing, queries
from portal.consultations.verbs.queries import ACT_ROLES
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import StaffActor
from portal.kernel.time_zone import SHANGHAI
from portal.pages.template_context import day
from portal.staff.models import Committee

public = Blueprint("wizard", __name__, url_prefix="/committee", template_folder="../templates")


@public.get("/new")
@access(*ACT_ROLES)
def new() -> Any:
    """Step 1: choose the topic, which determines the template. Step 2: title, questions, times."""
    actor = staff_actor()
    topic = load_topics().get(request.args.get("topic", ""))
    with parts().db.read() as s:
        committee = _committee(s, actor)
        groups = drafting.topics_for(committee.kind)
        if topic is None or not groups:
            return render_template("consultations/new.html", groups=groups, steps=steps(), step=0)
        try:
            template = drafting.checked_template(committee.kind, topic.template, topic.code)
        except Invalid:
            return render_template("consultations/refused.html", topic=topic, steps=steps()), 422
    blanks = [QuestionForm() for _number in range(BLANKS)]
    form = PlanForm(questions=blanks, basis=template.bases[0], secrecy=template.secrecy[0])
    return _plan_page(template, topic, form)


@public.post("/new")
@access(*ACT_ROLES)
def create() -> Any:
    """Make the draft, or (`more`) show the form again with one more question."""
    actor = staff_actor()
    topic = _topic(request.form.get("topic", ""))
    template = _template(topic)
    form = forms.read_form(request.form.get)
    if "more" in request.form:
        return _plan_page(template, topic, _with_one_question_more(form))
    try:
        plan = drafting.Plan(template=template.code, topic=topic.code, **form.values())
        with parts().db.write() as s:
            draft = drafting.create_draft(s, actor, plan, parts().clock.now())
            made, shorter = draft.id, not noticing.not_shorter(s, draft)
    except (Invalid, FormError) as problem:
        return _plan_page(template, topic, form, str(problem)), 422
    _warn_if_too_late_to_notify(template, plan.opens_at, shorter=shorter)
    return back(made)


@public.get("/consultations/<int:consultation_id>/edit")
@access(*ACT_ROLES)
def edit(consultation_id: int) -> Any:
    """The form of a draft; of any other state its page, which says how it becomes one again."""
    with parts().db.read() as s:
        consultation = queries.get_for(s, staff_actor(), consultation_id)
        if consultation.state != State.DRAFT:
            flash(_("已经发了通知，居民照通知看：要改先在这一页“撤回通知”，改好再通知，日子重新算"), "error")
            return back(consultation_id)
        form = forms.filled_form(
            title=consultation.title,
            text=consultation.text,
            basis=consultation.basis,
            secrecy=consultation.secrecy,
            opens_at=consultation.opens_at,
            closes_at=consultation.closes_at,
            questions=consultation.questions,
        )
        seen = drafting.last_edit(s, consultation)
        template, topic = queries.template_of(consultation), _topic(consultation.topic)
        return _plan_page(template, topic, form, found_id=consultation.id, seen=seen)


@public.post("/consultations/<int:consultation_id>/edit")
@access(*ACT_ROLES)
def change(consultation_id: int) -> Any:
    """Save the edited draft, or (`more`) show the form again with one more question."""
    actor, form = staff_actor(), forms.read_form(request.form.get)
    with parts().db.read() as s:
        consultation = queries.get_for(s, actor, consultation_id)
        template, topic = queries.template_of(consultation), _topic(consultation.topic)
        now_seen = drafting.last_edit(s, consultation)
    seen = request.form.get("seen", type=int)
    if "more" in request.form:
        return _plan_page(template, topic, _with_one_question_more(form), found_id=consultation_id, seen=seen)
    try:
        plan = drafting.Plan(template=template.code, topic=topic.code, **form.values())
        with parts().db.write() as s:
            draft = drafting.edit_draft(s, actor, consultation_id, plan, parts().clock.now(), seen=seen)
            shorter = not noticing.not_shorter(s, draft)
    except (Invalid, FormError) as problem:
        return _plan_page(template, topic, form, str(problem), found_id=consultation_id, seen=seen), 422
    except Conflict as problem:  # told of it, whoever saves once more has seen what is stored now
        return _plan_page(template, topic, form, problem.title, found_id=consultation_id, seen=now_seen), 409
    _warn_if_too_late_to_notify(template, plan.opens_at, shorter=shorter)
    return back(consultation_id)


@public.post("/consultations/<int:consultation_id>/drop")
@access(*ACT_ROLES)
def drop(consultation_id: int) -> Any:
    """Delete a draft of which residents were never told."""
    try:
        with parts().db.write() as s:
            drafting.drop_draft(s, staff_actor(), consultation_id)
    except Conflict as problem:
        flash(problem.title, "error")
        return back(consultation_id)
    flash(_("这份草稿删掉了"), "success")
    return redirect(url_for("committee.listed"), 303)


def _warn_if_too_late_to_notify(template: Template, opens_at: datetime, *, shorter: bool) -> None:
    """Say so if the last day for the notice of a vote that opens then has passed; a notice posted before may still count.

    `shorter`: special circumstances may shorten the notice of what it asks.
    """
    today = parts().clock.now().astimezone(SHANGHAI).date()
    last = latest_notice(opens_at.astimezone(SHANGHAI).date(), template.notice_days)
    if last >= today:
        return
    first = earliest_opening(today, template.notice_days)
    told = (
        _(
            "存好了。照平常的日子，发通知已经晚了：最晚 %(last)s 就要发；今天发，最早 %(first)s 开始投票。遇有特殊情况缩短通知的，登记通知时写明原因。"
        )
        if template.shorter_citation and shorter
        else _("存好了，可是发通知的日子已经过了：最晚 %(last)s 就要发。今天发通知，最早 %(first)s 才能开始投票。")
    )
    flash(told % {"last": day(last), "first": day(first)}, "error")


def _plan_page(
    template: Template,
    topic: Topic,
    form: PlanForm,
    error: str = "",
    *,
    found_id: int | None = None,
    seen: int | None = None,
) -> str:
    """The second page of the wizard. `found_id`: the consultation that is edited; None for a new one; `seen`: its `last_edit` as shown."""
    return render_template(
        "consultations/plan.html",
        template=template,
        topic=topic,
        form=form,
        error=error,
        found_id=found_id,
        seen=seen,
        secrecies=[(str(one), one.label) for one in template.secrecy],
        bases=[(str(one), one.label) for one in template.bases],
        steps=steps(),
        most_questions=MAX_QUESTIONS,
        secret_possible=Secrecy.SECRET in template.secrecy,
    )


def _with_one_question_more(form: PlanForm) -> PlanForm:
    """The same form with an empty question at its end, unless it has MAX_QUESTIONS."""
    if len(form.questions) < MAX_QUESTIONS:
        form.questions.append(QuestionForm())
    return form


def _topic(code: str) -> Topic:
    found = load_topics().get(code)
    if found is None:
        raise Invalid("请先选要决定的是哪类事")
    return found


def _template(topic: Topic) -> Template:
    found = load_templates().get(topic.template)
    if found is None:
        raise Invalid(f"“{topic.title}”要用“{topic.template_title}”，这里还没有——{topic.citation}")
    return found


def _committee(s: Session, actor: StaffActor) -> Committee:
    found = s.get(Committee, actor.committee_id) if actor.committee_id else None
    if found is None:
        raise NotFound("这个账号还没有归到哪个委员会")
    return found
