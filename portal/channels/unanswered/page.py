"""`/desk/questions`: what the bot could not answer, how often it was asked; answered for everybody from here, or left out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.channels.unanswered import asked
from portal.grids.added import common_questions
from portal.grids.added.common_questions import Written
from portal.grids.jobs import write_snapshot
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.staff.models import Account

public = Blueprint("questions", __name__, url_prefix="/desk/questions", template_folder="../templates")
ROLES = (Role.DESK, Role.SUPERVISOR, Role.CHAIR, Role.MEMBER)
MOST = 100  # on the page
HOLDS = timedelta(days=365)  # for which an answer is offered to hold


@public.get("")
@access(*ROLES)
def page() -> Any:
    """The questions, and what staff have answered so far."""
    with parts().db.read() as s:
        written = common_questions.written(s)
        names = s.scalars(sa.select(Account).where(Account.id.in_({one.written_by for one in written})))
        found = asked.listed(s)
        return render_template(
            "channels/questions.html",
            questions=found[:MOST],
            more=len(found) - MOST,
            written=written,
            names={one.id: one.name for one in names},
        )


@public.get("/<int:question_id>")
@access(*ROLES)
def one(question_id: int) -> Any:
    """The form to answer a question for everybody."""
    return _form(question_id)


@public.post("/<int:question_id>/answer")
@access(*ROLES)
def answer(question_id: int) -> Any:
    """Make a common question of it; of two who do, the second is told."""
    fields = ("question", "answer", "source", "until")
    typed = Written(*(request.form.get(name, "").strip()[:1000] for name in fields))
    now = parts().clock.now()
    try:
        with parts().db.write() as s:
            asked.answer(s, question_id, typed, _wordings(), by=staff_actor().id, now=now, today=_today())
    except Invalid as refused:
        return _form(question_id, refused.title), 422
    except NotFound:
        return _settled()
    write_snapshot(parts())
    flash(_("写好了：以后再问，机器人就这样答"), "success")
    return redirect(url_for("questions.page"), 303)


@public.post("/<int:question_id>/dismiss")
@access(*ROLES)
def dismiss(question_id: int) -> Any:
    """Take it off the list; of two who do, the second is told."""
    try:
        with parts().db.write() as s:
            asked.dismiss(s, question_id, by=staff_actor().id, now=parts().clock.now())
    except NotFound:
        return _settled()
    flash(_("不列了"), "success")
    return redirect(url_for("questions.page"), 303)


@public.post("/written/<int:faq_id>/take-back")
@access(*ROLES)
def take_back(faq_id: int) -> Any:
    """Delete an answer that staff wrote."""
    try:
        with parts().db.write() as s:
            common_questions.take_back(s, faq_id)
    except NotFound:
        flash(_("这一条已经改过了"), "error")
        return redirect(url_for("questions.page"), 303)
    write_snapshot(parts())
    flash(_("撤掉了，机器人不再这样答"), "success")
    return redirect(url_for("questions.page"), 303)


def _wordings() -> list[str]:
    """The other wordings that staff typed, one a line, and the asked words if they ticked them."""
    lines = [*request.form.get("variants", "")[:1000].splitlines(), request.form.get("as_asked", "")[:1000]]
    return [line.strip() for line in lines if line.strip()]


def _today() -> date:
    return parts().clock.now().astimezone(SHANGHAI).date()


def _settled() -> Any:
    flash(_("这一问已经有人办了"), "error")
    return redirect(url_for("questions.page"), 303)


def _form(question_id: int, problem: str = "") -> Any:
    try:
        with parts().db.read() as s:
            found = asked.one(s, question_id)
    except NotFound:
        return _settled()
    return render_template(
        "channels/question.html", question=found, form=request.form, problem=problem, until=_today() + HOLDS
    )
