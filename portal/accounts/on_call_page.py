"""`/accounts/duty`: who is called about an emergency now, and who stands in for whom; the operator arranges the on-call list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.cases.records import alarms
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.verbs import suggesting
from portal.cases.verbs.alarms import on_call
from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts, row_id
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.on_call import schedule
from portal.staff import administering, leave
from portal.staff.models import Account

public = Blueprint("on_call", __name__, url_prefix="/accounts/duty", template_folder="templates")
READERS = (
    Role.OPERATOR,
    Role.SUPERVISOR,
    Role.DESK,
)  # the roles that see the page; the operator alone changes the list
MOST_LEAVES = 100  # leaves read for the page, the newest


@public.get("")
@access(*READERS)
def page() -> Any:
    """Who is called about an emergency now, and the leaves of today and later; for the operator also the form."""
    return _page()


@public.post("")
@access(Role.OPERATOR)
def arrange() -> Any:
    """Replace the on-call list by the accounts to which the form gives a number, in that order."""
    by, now = staff_actor().id, parts().clock.now()
    try:
        with parts().db.write() as s:
            administering.refuse_from_page(s, by)
            if request.form.get("version") != _version(s):
                raise Conflict(_("您打开这一页以后，值班的次序有了变化，请看一眼再按一次"))
            on_call.arrange(s, _numbered(s), now, by=by)
    except (Conflict, Invalid) as refused:
        return _page(refused.title), refused.status
    flash(_("记下了，从下一件险情起就按这个次序"), "success")
    return redirect(url_for("on_call.page"), 303)


def _numbered(s: Session) -> list[Account]:
    """The accounts to which the form gives a number (1, 2, 3 …), in that order. Raises Invalid for a wrong or repeated number."""
    typed = {name.removeprefix("at-"): value.strip() for name, value in request.form.items() if name.startswith("at-")}
    found: dict[int, Account] = {}
    for account_id, value in typed.items():
        if not value:
            continue
        number, account = row_id(value), s.get(Account, row_id(account_id) or 0)
        if not number or account is None or number in found:
            raise Invalid(_("次序写 1、2、3……，每个数只写一次"))
        found[number] = account
    return [found[number] for number in sorted(found)]


def _version(s: Session) -> str:
    """The on-call list as one text: a page with another version is outdated."""
    return ",".join(str(one) for one in on_call.listed_ids(s))


def _uncalled_grids(s: Session, now: datetime) -> list[tuple[str, list[str]]]:
    """(name of the grid, names of its workers) of each grid with nobody who can be called for an emergency there: none left a phone, nor does who stands in."""
    workers: dict[str, list[Account]] = {}
    for one in suggesting.grid_workers(s):
        workers.setdefault(one.grid or "", []).append(one)
    found = [(grid.name, workers.get(grid.code, [])) for grid in grids.present_grids(s)]
    return [
        (name, [one.name for one in theirs])
        for name, theirs in found
        if not any(leave.paged_for(s, one, now).phone for one in theirs)
    ]


def _page(problem: str = "") -> str:
    now = parts().clock.now()
    today = shanghai_day(now)
    with parts().db.read() as s:
        people, listed = alarms.on_call(s, now), on_call.listed_ids(s)
        leaves = [one for one in leave.listed(s, MOST_LEAVES) if one.cancelled_at is None and one.last_day >= today]
        concerned = {number for one in leaves for number in (one.account_id, one.stand_in_id)}
        return render_template(
            "accounts/on_call.html",
            today=today,
            people=[(one, Role(one.role).label) for one in people],
            is_listed=bool(listed),
            scheduled=[one.id for one in schedule.called_now(s, now)],
            gaps=schedule.gaps(s, now),
            only=alarms.only_pageable_account(s, now),
            unreachable=alarms.out_of_reach(s),
            uncalled=_uncalled_grids(s, now),
            leaves=sorted(leaves, key=lambda one: (one.first_day, one.id)),
            names=alarms.account_names(s, concerned),
            eligible=[(one, Role(one.role).label) for one in on_call.may_be_listed(s)],
            positions={account_id: number for number, account_id in enumerate(listed, start=1)},
            version=_version(s),
            may_arrange=staff_actor().role is Role.OPERATOR,
            problem=problem,
            form=request.form,
        )
