"""`/desk/hot`: hot issues, and categories with an unusual week; for the desk and supervisors, and without cases for committees."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import sealed
from portal.cases.records import actors
from portal.cases.rules import taxonomy
from portal.consultations.law.template_loader import load_templates
from portal.consultations.verbs import drafting
from portal.consultations.verbs.acting import acting_committee
from portal.consultations.verbs.queries import ACT_ROLES
from portal.desk import queue
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.roles import Role, StaffActor
from portal.overview import counting, hot_drafts, hot_issues, spikes
from portal.overview.counting import Scope
from portal.overview.hot_drafts import Drafted
from portal.overview.hot_issues import LEAST_PEOPLE, Issue
from portal.overview.spikes import BASELINE_WEEKS, Week

public = Blueprint("hot_issues", __name__, template_folder="templates")


@public.get("/desk/hot")
@access(Role.DESK, Role.SUPERVISOR, *ACT_ROLES)
def page() -> Any:
    """Show the hot issues, and the categories reported in the last week by how unusual it is."""
    actor, now = staff_actor(), parts().clock.now()
    with parts().db.read() as s:
        scope = _scope(s, actor)
        found = hot_issues.issues(s, scope, now)
        return render_template(
            "overview/hot.html",
            issues=found,
            drafts=hot_drafts.drafted_from(s, found),
            weeks=[week for week in unusual_weeks(s, scope, now) if week.now],
            reads_cases=actor.role not in ACT_ROLES,
            may_draft=actor.role in ACT_ROLES,
            baseline=BASELINE_WEEKS,
            least=LEAST_PEOPLE,
        )


@public.get("/desk/hot/<int:key>/draft")
@access(*ACT_ROLES)
def draft_form(key: int) -> Any:
    """Show what the draft would say, and the topics to choose from; redirect to the draft if there is one."""
    with parts().db.read() as s:
        issue = _issue(s, key)
        drafted = hot_drafts.drafted_from(s, [issue]).get(key)
        return _to(drafted, made=False) if drafted else _form(s, issue)


@public.post("/desk/hot/<int:key>/draft")
@access(*ACT_ROLES)
def draft(key: int) -> Any:
    """Make the draft, or lead to the one that somebody made before."""
    actor, now, topic = staff_actor(), parts().clock.now(), request.form.get("topic", "")
    with parts().db.read() as s:
        issue = _issue(s, key)
    try:
        with parts().db.write() as s:
            drafted, made = hot_drafts.draft(s, actor, issue, topic, now)
    except Invalid as problem:
        with parts().db.read() as s:
            return _form(s, issue, str(problem)), 422
    return _to(drafted, made=made)


def unusual_weeks(s: Session, scope: Scope, now: datetime) -> list[Week]:
    """A line for each category with a report in the weeks that are compared, the most unusual first."""
    found = counting.weekly(s, scope, now)
    return spikes.by_chance({taxonomy.label(code or None): (one[-1], sum(one[:-1])) for code, one in found.items()})


def _scope(s: Session, actor: StaffActor) -> Scope:
    """The conditions for the cases that count for this actor. A committee, which reads no case, has all but sealed ones counted."""
    return [sealed.unsealed()] if actor.role in ACT_ROLES else queue.scope(actors.staff(s, actor))


def _issue(s: Session, key: int) -> Issue:
    """The hot issue with this key, as the committee reads it. Raises NotFound."""
    found = hot_issues.issues(s, _scope(s, staff_actor()), parts().clock.now())
    issue = next((one for one in found if one.key == key), None)
    if issue is None:
        raise NotFound(_("这个热点现在不在单子上了"))
    return issue


def _form(s: Session, issue: Issue, error: str = "") -> str:
    own = drafting.topics_for(acting_committee(s, staff_actor()).kind)
    topics = [(one.code, f"{one.title}（{one.citation}）") for _name, group in own for one in group if one.template in load_templates()]  # fmt: skip
    return render_template(
        "overview/hot_draft.html", issue=issue, said=hot_drafts.words(issue), topics=topics, error=error
    )


def _to(drafted: Drafted, *, made: bool) -> Any:
    """Redirect to the draft, if it is the committee's of the reader; else back to the list, with a message that says whose it is."""
    if drafted.committee_id != staff_actor().committee_id:
        flash(_("%(name)s已经从这个热点起草了，不用再起草。", name=drafted.committee))
        return redirect(url_for("hot_issues.page"), 303)
    said = _("草稿拟好了，还没有通知，也没有开始。问题和时间是先填的，请再看一遍。") if made else _("这个热点已经有草稿，就是这一份。")  # fmt: skip
    flash(said, "success" if made else "info")
    return redirect(url_for("committee.one", consultation_id=drafted.consultation_id), 303)
