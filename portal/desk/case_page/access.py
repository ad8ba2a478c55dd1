"""Finds the case that a staff member may open, and records each look at a sealed one."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors, queries
from portal.cases.records.actors import Who, in_scope
from portal.cases.verbs.disclosure import access_log
from portal.http.access import staff_actor
from portal.http.current import parts
from portal.kernel.errors import NotFound
from portal.kernel.roles import Role

# the roles that have a part in cases
STAFF = (Role.DESK, Role.GRID, Role.BODY, Role.SUPERVISOR)


def visible_case(s: Session, case_no: str, *, to_change: bool = False) -> tuple[Case, Who]:
    """The case and the signed-in actor. `to_change` locks the row.

    Raises NotFound, in the same words, if there is no such case or they may not see it, or not any more.
    """
    who = actors.staff(s, staff_actor())
    try:
        found = queries.get(s, case_no, to_change=to_change)
    except NotFound:
        raise _not_there() from None
    if not in_scope(found, who):
        raise _not_there()
    return found, who


def record_look_if_sealed(case: Case, what: str) -> None:
    """Record this look at a sealed case, in a transaction of its own, before the answer leaves. `what`: as in `AccessLook`."""
    if case.seal:
        with parts().db.write() as s:
            access_log.record_look(s, parts(), case, staff_actor(), what)


def _not_there() -> NotFound:
    """A NotFound that also says, to whoever sent a form from an outdated page, that nothing of it was done or kept."""
    why = _("没有找到这件事：编号不对，或者现在不归您看了。")
    return NotFound(why + _("刚才按的没有办，写的也没有存。") if request.method == "POST" else why)
