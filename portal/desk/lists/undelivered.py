"""`/desk/dead`: the outbox rows that could not be delivered, to be tried again or closed with a reason.

Clerks also see the deliveries to other systems that are in trouble.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.backends.models import BackendDelivery
from portal.backends.verbs import stuck_deliveries
from portal.cases.reading import masking
from portal.cases.records import actors
from portal.cases.records.event_wording import sentence
from portal.desk import queue
from portal.desk.case_page import hand_overs
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role
from portal.outbox import service as outbox
from portal.outbox.kinds import Kind
from portal.outbox.models import OutboxRow, OutboxState

public = Blueprint("desk_undelivered", __name__, url_prefix="/desk")

PAGE = 30  # rows on one page, and deliveries in trouble
KINDS = {  # kind of row → what the page calls it
    Kind.SUBMIT_CASE: "交给治理平台",
    Kind.DELIVER_CASE: "交给承办单位的系统",
    Kind.PUSH_RESIDENT: "告诉居民",
    Kind.SEND_SMS: "发短信",
    Kind.SEND_WECHAT: "发微信",
    Kind.KEEP_SUPERVISED: sentence("staff.keep_seen"),
    Kind.CASE_TIMER: "到时候要办的",
}


@public.get("/dead")
@access(Role.DESK, Role.OPERATOR)
def dead() -> Any:
    """List the outbox rows that could not be delivered, and to clerks the hand-overs in trouble."""
    return _dead_page()


def _dead_page(refused: int = 0, typed: str = "", problem: str = "") -> str:
    """The page of dead rows, newest first, with the masked address but never the words of a letter.

    After a refused drop: `refused` is the row's id, `typed` the reason given, `problem` what is wrong with it.
    """
    query = sa.select(OutboxRow).where(OutboxRow.state == OutboxState.DEAD).order_by(OutboxRow.id.desc())
    before = row_id(request.args.get("after", ""))
    if before:
        query = query.where(OutboxRow.id < before)
    with parts().db.read() as s:
        rows = list(s.scalars(query.limit(PAGE + 1)))
        stuck = [hand_overs.delivery_row(row) for row in _hand_overs(s)]
    shown = [{"row": row, "to": masking.masked(row.letter.address) if row.letter else ""} for row in rows[:PAGE]]
    return render_template(
        "desk/dead.html",
        rows=shown,
        hand_overs=stuck,
        kinds=KINDS,
        next=rows[PAGE - 1].id if len(rows) > PAGE else None,
        refused=refused,
        typed=typed,
        problem=problem,
    )


def _hand_overs(s: Session) -> list[BackendDelivery]:
    """Deliveries to other systems that somebody should look at (`stuck_deliveries.in_trouble`), of cases that this clerk sees.

    None for the operator.
    """
    who = staff_actor()
    if who.role is not Role.DESK:
        return []
    return stuck_deliveries.in_trouble(s, parts().clock.now(), PAGE, queue.scope(actors.staff(s, who)))


def _refuse_if_not_dead(s: Session, row_id: int) -> None:
    """Raise NotFound if there is no such row, Conflict if it is not dead any more."""
    row = s.get(OutboxRow, row_id)
    if row is None:
        raise NotFound()
    if row.state != OutboxState.DEAD:
        raise Conflict(_("这一条已经不在没发成的里面了"))


@public.post("/dead/<int:row_id>/retry")
@access(Role.DESK, Role.OPERATOR)
def retry(row_id: int) -> Any:
    """Queue a dead row again. Raises NotFound, Conflict if it is not dead any more."""
    with parts().db.write() as s:
        _refuse_if_not_dead(s, row_id)
        outbox.requeue(s, row_id, parts().clock.now())
    flash(_("放回去了，马上再试"), "success")
    return redirect(url_for("desk_undelivered.dead"), 303)


@public.post("/dead/<int:row_id>/drop")
@access(Role.DESK, Role.OPERATOR)
def drop(row_id: int) -> Any:
    """Close a dead row, with a reason that is recorded. Raises NotFound, Conflict if it is not dead any more."""
    reason = request.form.get("reason", "").strip()
    if not 2 <= len(reason) <= 200:
        problem = Invalid(_("请写上为什么不发了（2 到 200 个字）"))
        return _dead_page(row_id, reason, problem.title), problem.status
    with parts().db.write() as s:
        _refuse_if_not_dead(s, row_id)
        outbox.discard(s, row_id, parts().clock.now(), reason=f"{staff_actor().username}: {reason}")
    flash(_("不再发了"), "success")
    return redirect(url_for("desk_undelivered.dead"), 303)
