"""`/desk/handovers`: who asked for a person and waits (staff's page of this room)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.cases import masking
from portal.channels.models import Handover
from portal.errors import NotFound
from portal.residents.models import ContactPoint
from portal.web import Role, access, parts, row_number, staff_actor

public = Blueprint("handovers", __name__, url_prefix="/desk/handovers", template_folder="templates")

PAGE = 30
REASONS = {
    "asked": "要找人",
    "misunderstood": "机器人几次没听懂",
    "self_harm": "有轻生的话，马上联系",
    "home_violence": "家里有人动手，小心联系",
    "gave_up": "机器人没办好这一条，请您看看",
}


@public.get("")
@access(Role.DESK)
def waiting() -> Any:
    """Who asked for a person: the waiting ones, the oldest first."""
    query = sa.select(Handover).where(Handover.done_at.is_(None)).order_by(Handover.id)
    after = row_number(request.args.get("after", ""))
    if after:
        query = query.where(Handover.id > after)
    with parts().db.read() as s:
        rows = list(s.scalars(query.limit(PAGE + 1)))
        shown = [
            {"one": one, "point": s.get_one(ContactPoint, one.contact_point_id), "text": masking.masked(one.text)}
            for one in rows[:PAGE]
        ]
        return render_template(
            "channels/handovers.html", rows=shown, reasons=REASONS, next=rows[PAGE - 1].id if len(rows) > PAGE else None
        )


@public.post("/<int:handover_id>/done")
@access(Role.DESK)
def handled(handover_id: int) -> Any:
    with parts().db.write() as s:
        one = s.get(Handover, handover_id, with_for_update=True)
        if one is None:
            raise NotFound()
        if one.done_at is None:
            one.done_at, one.done_by = parts().clock.now(), staff_actor().id
    flash(_("记下了：已经联系"), "success")
    return redirect(url_for("handovers.waiting"), 303)
