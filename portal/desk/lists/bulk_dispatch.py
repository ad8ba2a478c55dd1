"""`/desk/dispatch`: dispatch many cases at once, each in a transaction of its own.

The page then says of each case what was done, or why not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, told_again
from portal.cases.duplicates import finding
from portal.cases.models import Case, Urgency
from portal.cases.reading.conduct import Conduct
from portal.cases.records import actors, event_log, handler_view
from portal.cases.records.actors import Who
from portal.cases.rules.lifecycle import State, Verb
from portal.cases.rules.regimes import Regime
from portal.cases.verbs.desk import desk_actions, recalling
from portal.cases.verbs.intake import unread_words
from portal.desk import queue
from portal.desk.case_forms import dispatching
from portal.desk.case_page.access import visible_case
from portal.desk.case_page.case_facts import is_category_guessed, list_row, may_show_duplicates
from portal.desk.case_page.onward import came_from
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role

public = Blueprint("desk_bulk", __name__)
MOST = 50  # cases in one form; a page of the queue has fewer


@dataclass(frozen=True)
class Picked:
    """A case that was ticked.

    `seen`: the serial of its last event when the list was shown; None, for which it is refused, if the form has none.
    """

    case_no: str
    seen: int | None

    @classmethod
    def of(cls, value: str) -> Picked:
        """Read a box's value, `LL-20261124-0042:7`."""
        case_no, _colon, serial = value.partition(":")
        return cls(case_no[:30], row_id(serial))


@dataclass(frozen=True)
class Outcome:
    """What became of a case that was ticked. `refused`: why it was not dispatched, or "".

    `untold`: it was accepted as a petition, and its reporter could not be told in writing. `before`: this clerk had dispatched it
    there since the list was shown, by the same form or in another tab.
    """

    refused: str = ""
    untold: bool = False
    before: bool = False


@public.post("/desk/dispatch")
@access(Role.DESK)
def dispatch() -> Any:
    """Dispatch the ticked cases: with the button `each`, each to its suggested body; with `one`, all to the body `to`."""
    picked = {one.case_no: one for one in map(Picked.of, request.form.getlist("case")[: MOST + 1])}
    with parts().db.read() as s:
        back = came_from(actors.staff(s, staff_actor()))
    to = request.form.get("to", "")[:40] if "one" in request.form else None
    if not picked or len(picked) > MOST or not (to or "each" in request.form):
        flash(_fault(len(picked)), "error")
        return redirect(back, 303)
    regime = request.form.get("regime", "")[:20] or Regime.COMMUNITY
    outcomes = {one.case_no: _dispatch_one(one, to, regime) for one in picked.values()}
    with parts().db.read() as s:
        rows = [_row(s, case_no, outcome) for case_no, outcome in outcomes.items()]
    rows.sort(key=lambda row: not row["why"])
    left, before = sum(bool(row["why"]) for row in rows), sum(one.before for one in outcomes.values())
    return render_template("desk/bulk.html", rows=rows, back=back, left=left, before=before)


def _fault(count: int) -> str:
    """What is wrong with a form in which `count` cases were ticked."""
    if not count:
        return str(_("还没有勾选哪一件"))
    return str(
        _("一次最多派 %(n)s 件", n=MOST) if count > MOST else _("还没有派：请按一个按钮，都派给一家的请选好哪一家")
    )


def _dispatch_one(picked: Picked, to: str | None, regime: str) -> Outcome:
    """Dispatch one case, accepting it first under this regime (`_regime_of`) if need be.

    `to` None: to the suggested body. A case that this clerk dispatched there since the list was shown is not refused.
    """
    try:
        with parts().db.write() as s:
            case, who = visible_case(s, picked.case_no, to_change=True)
            body = to or case.body
            if desk_actions.was_dispatched_since(case, who, picked.seen, body, None):
                return Outcome(before=True)
            _refuse_unread(s, case, who, picked, to)
            asked = dispatching.why_ask(s, case, body)
            if asked:
                raise Conflict(str(_("请打开这一件再派：%(why)s", why=asked)))
            told = desk_actions.dispatch(s, parts(), case, who, body=body, regime=_regime_of(case, regime))
            return Outcome(untold=not told)
    except (Conflict, Invalid, NotFound) as problem:
        return Outcome(refused=problem.title)


def _regime_of(case: Case, chosen: str) -> str:
    """The regime chosen for all; an order of the hotline keeps its own, with the deadline that the hotline set."""
    return case.regime if case.regime == Regime.HOTLINE else chosen


def _refuse_unread(s: Session, case: Case, who: Who, picked: Picked, to: str | None) -> None:
    """Raise Conflict for a case that has changed, cannot be dispatched, or must be opened and read before it is.

    `to` None: to the suggested body, which cannot be relied on if the category was guessed.
    """
    if picked.seen != case.serial:
        raise Conflict(_since(s, case, picked))
    if Verb.DISPATCH not in event_log.allowed_verbs(case, who):
        raise Conflict(_("现在是“%(state)s”，不用再派", state=_(State(case.state).label)))
    if case.urgency == Urgency.EMERGENCY:
        raise Conflict(_("有险情：请打开这一件，单独派"))
    if discretion.conduct_of(s, case) is Conduct.ASK:
        raise Conflict(_("还没有答“是关于人的行为吗？”：请先在工单页上看过原话、答了，再派"))
    if handler_view.lacks_matter(s, case, is_asked=True):
        raise Conflict(_("居民不愿让人知道是谁说的：请打开，写一句是什么事给办的人看，再派"))
    if told_again.telling(s, case, handler_view.restated_words(s, case)):
        raise Conflict(_("给办的人看的事由里有报事的人自己的事：请打开改过再派"))
    if not (to or case.body):
        raise Conflict(_("没有建议的单位：请打开看清是什么事，再派"))
    if to is None and unread_words.is_body_unsure(case):
        raise Conflict(_("机器人还没读过，不知道归哪家：请打开看清是什么事，再派"))
    if to is None and is_category_guessed(case):
        raise Conflict(_("类别是机器猜的，建议的单位不一定对：请打开看过再派"))


def _since(s: Session, case: Case, picked: Picked) -> str:
    """That the case has changed since the list was shown; if it was dispatched, to whom, if that is a body."""
    gave = event_log.last_dispatch(case)
    body = grids.body(s, case.body) if case.dispatched else None
    if gave is not None and body is not None and gave.serial > (picked.seen or 0):
        return str(_("已经派给%(body)s了，没有再派", body=body.name))
    return str(_("您打开单子以后，这件事有了变化：请打开看过再派"))


def _row(s: Session, case_no: str, outcome: Outcome) -> dict[str, Any]:
    """What the page shows of one case, by template name. `alike`: the numbers of cases that may be the same matter.

    Of a case that the actor may not see, only the number as sent.
    """
    try:
        case, who = visible_case(s, case_no)
    except NotFound:
        return {"case_no": case_no, "why": outcome.refused}
    done = not outcome.refused
    can_recall = done and recalling.can_recall(case, who, parts().clock.now())
    shows = done and may_show_duplicates(case)
    alike = [one.case_no for one in finding.likely_duplicates(s, case, queue.scope(who))] if shows else []
    told = {
        "why": outcome.refused,
        "untold": outcome.untold,
        "before": outcome.before,
        "can_recall": can_recall,
        "alike": alike,
    }
    return {"case_no": case_no, **told, **list_row(s, case, who)}
