"""`/desk/questions`: what the bot could not answer, how often it was asked; answered for everybody from here, or left out."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.channels.unanswered import asked, sensitive
from portal.grids.added import common_questions
from portal.grids.added.common_questions import TypedQuestion
from portal.grids.jobs import write_snapshot
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Forbidden, Invalid, NotFound
from portal.kernel.roles import Role
from portal.kernel.time_zone import SHANGHAI
from portal.staff.models import Account

public = Blueprint("questions", __name__, url_prefix="/desk/questions", template_folder="../templates")
ROLES = (Role.DESK, Role.SUPERVISOR, Role.CHAIR, Role.MEMBER)
MOST = 100  # on the page
HOLDS = timedelta(days=365)  # how long an answer holds, as the form suggests


@public.get("")
@access(*ROLES)
def page() -> Any:
    """The questions, for those who may read them, and what staff have answered so far."""
    return _page()


@public.get("/<int:question_id>")
@access(*ROLES)
def one(question_id: int) -> Any:
    """The form to answer a question for everybody."""
    _refuse_others(question_id)
    return _form(question_id)


@public.post("/<int:question_id>/answer")
@access(*ROLES)
def answer(question_id: int) -> Any:
    """Make a common question of this one. If a colleague has settled it meanwhile, say so, and show what was typed."""
    _refuse_others(question_id)
    fields = ("question", "answer", "source", "until")
    typed = TypedQuestion(*(request.form.get(name, "").strip()[:1000] for name in fields))
    now = parts().clock.now()
    try:
        _refuse_alone(typed, _wordings())
        with parts().db.write() as s:
            asked.answer(s, question_id, typed, _wordings(), by=staff_actor().id, now=now, today=_today())
    except Invalid as refused:
        return _form(question_id, refused.title), 422
    except NotFound:
        return _too_late(question_id), 409
    write_snapshot(parts())
    flash(_("写好了：以后再问，机器人就这样答"), "success")
    return redirect(url_for("questions.page"), 303)


@public.post("/<int:question_id>/dismiss")
@access(*ROLES)
def dismiss(question_id: int) -> Any:
    """Take the question off the list. If a colleague has settled it meanwhile, say so."""
    _refuse_others(question_id)
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
    """Take back an answer that staff wrote, with a reason; the question comes back. What was typed stays if the reason is refused."""
    try:
        with parts().db.write() as s:
            asked.take_answer_back(s, faq_id, staff_actor(), request.form.get("reason", "")[:1000], parts().clock.now())
    except Invalid as refused:
        return _page(faq_id, refused.title), 422
    except NotFound:
        flash(_("这一条已经改过了"), "error")
        return redirect(url_for("questions.page"), 303)
    write_snapshot(parts())
    flash(_("撤掉了，机器人不再这样答；这一问回到单子上"), "success")
    return redirect(url_for("questions.page"), 303)


def _page(refused: int = 0, problem: str = "") -> str:
    """The page; `refused`: the id of the answer that was not taken back, because of the `problem`."""
    actor = staff_actor()
    with parts().db.read() as s:
        written, gone = common_questions.written_by_staff(s), common_questions.taken_back(s)
        people = {one.written_by for one in written} | {
            number for one in gone for number in (one.written_by, one.removed_by)
        }
        accounts = {one.id: one for one in s.scalars(sa.select(Account).where(Account.id.in_(people)))}
        may_read = asked.may_read(s, actor)
        found = [one for one in asked.listed(s) if _may_see(one)] if may_read else []
        return render_template(
            "channels/questions.html",
            questions=found[:MOST],
            more=len(found) - MOST,
            may_read=may_read,
            written=written,
            gone=gone,
            names={number: account.name for number, account in accounts.items()},
            mine={one.id for one in written if asked.may_take_back(actor, accounts[one.written_by or 0])},
            refused=refused,
            problem=problem,
            reason=request.form.get("reason", ""),
            reason_limits=common_questions.REASON,
        )


def _refuse_others(question_id: int) -> None:
    """Raise Forbidden for staff who may not read what residents asked (`asked.may_read`), or not this (`_may_see`)."""
    with parts().db.read() as s:
        if not asked.may_read(s, staff_actor()):
            raise Forbidden(_("居民问的原话，只有受理台、居委会、村委会和督查看得到"))
        with suppress(NotFound):  # settled: whoever acts on it is told so
            if not _may_see(asked.open_question(s, question_id)):
                raise Forbidden(_("这一句像是求助或者说自己的事，只有受理台和督查看得到"))


def _may_see(one: asked.Asked) -> bool:
    """Whether the caller reads these words: those of somebody who calls for help, or fears who learns of a report, only a clerk or supervisor does."""
    return staff_actor().role not in (Role.CHAIR, Role.MEMBER) or not sensitive.is_somebodys(one.words)


def _refuse_alone(typed: TypedQuestion, wordings: list[str]) -> None:
    """Raise Invalid for what only a supervisor answers for everybody, and for an answer that is false tomorrow."""
    if staff_actor().role is not Role.SUPERVISOR and sensitive.is_for_a_supervisor(
        [typed.question, *wordings, typed.answer]
    ):
        raise Invalid(
            _(
                "表决、选举和有危险的事，机器人有定好的答法，居民马上会照着做：不由委员会、受理台自己写，请督查看过以后写。"
            )
        )
    soon = sensitive.soon_false(typed.answer)
    if soon:
        raise Invalid(_("答案要用很久，“%(word)s”过一天就不对了：请写哪年哪月哪日，或者星期几", word=soon))


def _wordings() -> list[str]:
    """The other wordings that staff typed, one a line, and the asked words if they ticked them."""
    lines = [*request.form.get("variants", "")[:1000].splitlines(), request.form.get("as_asked", "")[:1000]]
    return [line.strip() for line in lines if line.strip()]


def _today() -> date:
    return parts().clock.now().astimezone(SHANGHAI).date()


def _settled() -> Any:
    flash(_("这一问已经有人办了"), "error")
    return redirect(url_for("questions.page"), 303)


def _too_late(question_id: int) -> str:
    """The page with what was typed for a question that a colleague settled meanwhile, so that it can be copied."""
    with parts().db.read() as s:
        words = asked.words_of(s, question_id)
    return render_template("channels/question.html", question=None, words=words, form=request.form, until=_today())


def _form(question_id: int, problem: str = "") -> Any:
    try:
        with parts().db.read() as s:
            found = asked.open_question(s, question_id)
    except NotFound:
        return _settled()
    return render_template(
        "channels/question.html",
        question=found,
        words=found.words,
        form=request.form,
        problem=problem,
        until=_today() + HOLDS,
    )
