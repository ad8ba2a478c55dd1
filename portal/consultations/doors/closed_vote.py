"""Pages about a finished or stopped vote.

For scrutineer and supervisor, the report of a count or publication that stopped; for the supervisor, declaring the vote
void, or halting it; for committee and scrutineer, the named votes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.ballots import deed
from portal.consultations.ballots.audit import FindingCode
from portal.consultations.doors import presentation
from portal.consultations.doors.committee import refused_page
from portal.consultations.doors.form_redirects import attempt, attempt_apart, preview
from portal.consultations.doors.views import for_template, uncached
from portal.consultations.law.phases import State
from portal.consultations.law.template import Secrecy
from portal.consultations.verbs import closing, queries
from portal.consultations.verbs.watching import halting, objections, second_person
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import NotFound, Problem
from portal.kernel.roles import Role
from portal.staff.models import Account

public = Blueprint("closed_vote", __name__, url_prefix="/committee", template_folder="../templates")

PAGE = 50  # named votes on one page
_BOARD_FINDINGS = {FindingCode.BOARD_BROKEN}  # whose lines are rows of the board, not of the roll


@dataclass(frozen=True)
class ReportLine:
    """A finding of the audit in Chinese. `where`: lines of the roll file, rows of the board, or names of fields."""

    what: str
    count: int
    where: str


@public.get("/consultations/<int:consultation_id>/report")
@access(Role.SCRUTINEER, Role.SUPERVISOR)
def report(consultation_id: int) -> Any:
    """What did not agree at the last attempt to count or to publish, or that a backup was restored meanwhile."""
    return report_page(consultation_id, "")


def report_page(consultation_id: int, typed: str) -> str:
    """The report. `typed`: the reason for declaring the vote void, if that was refused."""
    actor = staff_actor()
    with parts().db.read() as s:
        consultation = queries.get_for(s, actor, consultation_id)
        event = closing.last_report(s, consultation)
        if event is None:
            raise NotFound("这次表决没有对不上的报告")
        return render_template(
            "consultations/report.html",
            found=for_template(s, consultation),
            event=event,
            lines=[_report_line(finding) for finding in event.detail.get("findings", ())],
            typed=typed,
            may_void=actor.role == Role.SUPERVISOR and consultation.state in {State.OPEN, State.CLOSED},
        )


@public.get("/consultations/<int:consultation_id>/named")
@access(Role.CHAIR, Role.MEMBER, Role.SCRUTINEER)
def named(consultation_id: int) -> Any:
    """The named votes with names, after the count, for minutes and disputes.

    The public record has the names only if the template publishes them.
    """
    after = request.args.get("after", default=0, type=int)
    with parts().db.read() as s:
        consultation = queries.get_for(s, staff_actor(), consultation_id)
        if consultation.secrecy != Secrecy.NAMED or consultation.state not in {State.CLOSED, State.PUBLISHED}:
            raise NotFound("计票以后才有记名的明细")
        rows = presentation.named_rows(s, consultation, after=after, limit=PAGE + 1)
        next_page = (
            url_for("closed_vote.named", consultation_id=consultation.id, after=rows[PAGE - 1].line)
            if len(rows) > PAGE
            else None
        )
        page = render_template(
            "consultations/named.html", found=for_template(s, consultation), rows=rows[:PAGE], next_page=next_page
        )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@public.post("/consultations/<int:consultation_id>/halt")
@access(Role.SUPERVISOR)
def halt(consultation_id: int) -> Any:
    """Halt a vote that is outside the committee's power, or propose it to another supervisor, once all that is published was shown."""
    ground, reason = request.form.get("ground", ""), request.form.get("reason", "")
    try:
        shown = _halt_preview(consultation_id, ground, reason)
    except NotFound:
        raise
    except Problem as problem:
        return refused_page(consultation_id, problem)
    if shown is not None:
        return shown

    def act() -> None:
        if halting.halt(parts(), staff_actor(), consultation_id, ground, reason):
            flash(_("停止了，居民能看到是谁停的、为什么"), "success")
        else:
            flash(_("提议记下了，还没有停止：要另一位督查同意，或者监票人提出不归本委员会定。投票照常"), "success")

    return attempt_apart(consultation_id, act, "", refused=refused_page)


def _halt_preview(consultation_id: int, ground_code: str, reason: str) -> Any | None:
    """The page with exactly what the halt would publish and do; None if that was shown. Raises Problem if it is refused."""
    with parts().db.read() as s:
        consultation = queries.get_for(s, staff_actor(), consultation_id)
        ground, reason = halting.checked(consultation, ground_code, reason)
        (public,) = objections.as_published(s, consultation, reason)
        account = s.get_one(Account, staff_actor().id)
        objector = second_person.objector_to(s, consultation, account)
        shown = f"{ground.code} {objector.id if objector else 0} {public}"
        if request.form.get("shown") == shown:
            return None
        return uncached(
            render_template(
                "consultations/halt_preview.html",
                found=for_template(s, consultation),
                ground=ground,
                reason=reason,
                public=public,
                shown=shown,
                objector=objector.name if objector else "",
                name=staff_actor().name,
                proposal=second_person.proposal_of(s, consultation),
                own=staff_actor().id,
                alone=second_person.is_alone(s, account),
            )
        )


@public.post("/consultations/<int:consultation_id>/halt/agree")
@access(Role.SUPERVISOR)
def agree_to_halt(consultation_id: int) -> Any:
    """Halt the vote as another supervisor proposed it; the consultation's page shows what is published of it."""
    proposal = request.form.get("proposal", default=0, type=int)
    return attempt_apart(
        consultation_id,
        lambda: halting.agree(parts(), staff_actor(), consultation_id, proposal),
        _("停止了，居民能看到是谁停的、为什么"),
    )


@public.post("/consultations/<int:consultation_id>/halt/refuse")
@access(Role.SUPERVISOR)
def refuse_halt(consultation_id: int) -> Any:
    """Say no to another supervisor's proposal to halt the vote, with a reason."""
    proposal = request.form.get("proposal", default=0, type=int)
    why, now = request.form.get("why", ""), parts().clock.now()
    return attempt(
        consultation_id,
        lambda s: halting.refuse(s, staff_actor(), consultation_id, proposal, why, now=now),
        _("记下了：您没有同意。提议的督查看得到您写的"),
        refused=refused_page,
    )


@public.post("/consultations/<int:consultation_id>/halt/take-back")
@access(Role.SUPERVISOR)
def take_back_halt(consultation_id: int) -> Any:
    """Take back one's own proposal to halt the vote."""
    now = parts().clock.now()
    return attempt(
        consultation_id, lambda s: halting.take_back(s, staff_actor(), consultation_id, now), _("提议撤回了")
    )


@public.post("/consultations/<int:consultation_id>/objections/<int:objection_id>/ruling")
@access(Role.SUPERVISOR)
def rule(consultation_id: int, objection_id: int) -> Any:
    """Decide against a scrutineer's objection that the matter is not the committee's, once what will be published was shown."""
    ground, said, now = request.form.get("ruling", ""), request.form.get("answer", ""), parts().clock.now()
    try:
        with parts().db.read() as s:
            objections.check_ruling(s, staff_actor(), consultation_id, objection_id, said, ground=ground)
    except NotFound:
        raise
    except Problem as problem:
        return refused_page(consultation_id, problem)
    shown = preview(consultation_id, "answer", "ruling", at_once=True)
    if shown is not None:
        return shown

    def act(s: Session) -> None:
        waits = objections.rule_within(s, staff_actor(), consultation_id, objection_id, said, ground=ground, now=now)
        flash(_("记下了，异议和您定的、写的，居民现在就看得到，监票人撤回了也留着。"), "success")
        if waits:
            flash(_("题目里像是问人、问职务：还没有定下来，另一位督查同意了才能计票"), "success")

    return attempt(consultation_id, act, "", refused=refused_page)


@public.post("/consultations/<int:consultation_id>/objections/<int:objection_id>/ruling/agree")
@access(Role.SUPERVISOR)
def agree_to_ruling(consultation_id: int, objection_id: int) -> Any:
    """Agree to another supervisor's ruling, which the consultation's page shows, on a vote that seems to ask about persons."""
    now = parts().clock.now()
    return attempt(
        consultation_id,
        lambda s: objections.agree_to_ruling(s, staff_actor(), consultation_id, objection_id, now=now),
        _("记下了，可以计票了"),
    )


@public.post("/consultations/<int:consultation_id>/objections/<int:objection_id>/ruling/refuse")
@access(Role.SUPERVISOR)
def refuse_ruling(consultation_id: int, objection_id: int) -> Any:
    """Say no to another supervisor's ruling on a vote that seems to ask about persons, with a reason."""
    why, now = request.form.get("why", ""), parts().clock.now()
    return attempt(
        consultation_id,
        lambda s: objections.refuse_ruling(s, staff_actor(), consultation_id, objection_id, why, now=now),
        _("记下了：您没有同意。定的那位督查看得到您写的"),
        refused=refused_page,
    )


@public.post("/consultations/<int:consultation_id>/void")
@access(Role.SUPERVISOR)
def void(consultation_id: int) -> Any:
    """Declare the vote void: nothing counts, and its key is destroyed."""
    try:
        closing.declare_void(parts(), staff_actor(), consultation_id, request.form.get("reason", ""))
    except NotFound:
        raise
    except Problem as problem:
        flash(problem.title, "error")
        return report_page(consultation_id, request.form.get("reason", "")), problem.status
    flash(_("这次表决已作废，居民能看到原因"), "success")
    return redirect(url_for("committee.one", consultation_id=consultation_id), 303)


def _report_line(finding: Mapping[str, Any]) -> ReportLine:
    code, numbers = FindingCode(finding["code"]), "、".join(str(number) for number in finding["lines"])
    facts = "、".join(_(_field_label(name)) for name in finding["facts"])
    where = facts or (numbers and (_("收票记录第 %(n)s 条", n=numbers) if code in _BOARD_FINDINGS
                                   else _("名册第 %(n)s 行", n=numbers)))  # fmt: skip
    if numbers and finding["count"] > len(finding["lines"]):
        where += _(" 等")
    return ReportLine(_(code.label), finding["count"], where)


def _field_label(name: str) -> str:
    return "手续" if name == "evidence" else deed.FIELDS.get(name, name)
