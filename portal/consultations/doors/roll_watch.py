"""The roll unmasked, with what was changed in it after the notice: for committee and scrutineer, each look recorded."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.consultations.doors.form_redirects import back_to_roll
from portal.consultations.doors.views import for_template, uncached
from portal.consultations.models import Consultation
from portal.consultations.verbs import queries
from portal.consultations.verbs.queries import LOOK_ROLES
from portal.consultations.verbs.watching import roll_history
from portal.http.access import access, staff_actor
from portal.http.current import parts

public = Blueprint("roll_watch", __name__, url_prefix="/committee", template_folder="../templates")

PAGE = 100  # entries on one page


@public.post("/consultations/<int:consultation_id>/roll/look")
@access(*LOOK_ROLES)
def look(consultation_id: int) -> Any:
    """Record the look (PIPL 28), then show the page."""
    with parts().db.write() as s:
        roll_history.record_look(s, staff_actor(), consultation_id, parts().clock.now())
    return redirect(url_for("roll_watch.whole", consultation_id=consultation_id), 303)


@public.get("/consultations/<int:consultation_id>/roll/whole")
@access(*LOOK_ROLES)
def whole(consultation_id: int) -> Any:
    """The whole roll and its changes, for half an hour after the look was recorded."""
    after, actor = request.args.get("after", default=0, type=int), staff_actor()
    with parts().db.read() as s:
        consultation = queries.get_for(s, actor, consultation_id)
        looked = roll_history.last_look(s, consultation, actor.id)
        if looked is None or parts().clock.now() - looked > roll_history.LOOK:
            flash(_("看没有遮的名册要先按“看没有遮的名册”，每次都记下来"), "error")
            return back_to_roll(consultation_id)
        rows = roll_history.page_of(s, consultation, after=after, limit=PAGE + 1)
        older = None
        if len(rows) > PAGE:
            older = url_for("roll_watch.whole", consultation_id=consultation_id, after=rows[PAGE - 1].line)
        return uncached(
            render_template(
                "consultations/roll_whole.html",
                found=for_template(s, consultation),
                rows=rows[:PAGE],
                older=older,
                changes=_changes(s, consultation) if not after else [],
                namesakes=roll_history.namesakes(s, consultation) if not after else [],
            )
        )


def _changes(s: Session, consultation: Consultation) -> list[dict[str, Any]]:
    """The changes after the notice, oldest first, each with its entries before and after."""
    changes = queries.roll_changes_of(s, consultation)
    lines = roll_history.lines_of(s, changes)
    return [{"change": one, "lines": lines.get(one.id, [])} for one in changes]
