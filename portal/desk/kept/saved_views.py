"""Saved views of the queue: filters under a name, for oneself or shared with all of one's role (and body)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from portal.cases.rules.form_text import clean_text
from portal.desk.models import SavedView
from portal.desk.queue import Filters, Tab
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Forbidden, Invalid, NotFound
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account

public = Blueprint("desk_views", __name__, url_prefix="/desk/views")
MOST = 20  # views of one account
MOST_NAME = 20  # characters
QUEUE_ROLES = (Role.DESK, Role.BODY, Role.SUPERVISOR)  # the roles whose list is the queue


def seen_by(s: Session, account: StaffActor) -> Sequence[SavedView]:
    """The account's own views, then those that active others of the same role (and of the same body) share."""
    theirs = sa.and_(SavedView.shared, Account.role == account.role, Account.active)
    if account.role is Role.BODY:
        theirs = sa.and_(theirs, Account.body == account.body)
    found = sa.select(SavedView).join(SavedView.account).options(joinedload(SavedView.account))
    found = found.where(sa.or_(SavedView.account_id == account.id, theirs))
    return list(s.scalars(found.order_by(SavedView.account_id != account.id, SavedView.name, SavedView.id)))


@public.post("")
@access(*QUEUE_ROLES)
def save() -> Any:
    """Save the filters in `query` as `name`; one's own view of that name is replaced."""
    query = _checked_query(request.form.get("query", ""))
    back = f"{url_for('desk.desk')}?{query}"
    try:
        name = clean_text(request.form.get("name", ""), MOST_NAME, needed=_("名字"))
        with parts().db.write() as s:
            _save(s, staff_actor(), name, query, shared=request.form.get("shared") == "1")
    except Invalid as problem:
        flash(problem.title, "error")
        return redirect(back, 303)
    flash(_("存好了：%(name)s", name=name), "success")
    return redirect(back, 303)


def _checked_query(typed: str) -> str:
    """The query string with its filters only."""
    return urlencode(Filters.of(dict(parse_qsl(typed[:600])), Tab.OPEN).query())


def _save(s: Session, account: StaffActor, name: str, query: str, *, shared: bool) -> None:
    """Store the account's view of this name, in place of one that it has. Raises Invalid beyond MOST."""
    mine = list(s.scalars(sa.select(SavedView).where(SavedView.account_id == account.id)))
    known = next((one for one in mine if one.name == name), None)
    if known is None and len(mine) >= MOST:
        raise Invalid(_("最多存 %(n)s 个，先去掉不用的", n=MOST))
    kept = known or SavedView(account_id=account.id, name=name)
    kept.query, kept.shared = query, shared
    s.add(kept)


@public.post("/<int:view_id>/drop")
@access(*QUEUE_ROLES)
def drop(view_id: int) -> Any:
    """Delete one's own view. Raises Forbidden for a colleague's shared one, NotFound for one that the account cannot see."""
    with parts().db.write() as s:
        view = next((one for one in seen_by(s, staff_actor()) if one.id == view_id), None)
        if view is None:
            raise NotFound()
        if view.account_id != staff_actor().id:
            raise Forbidden(_("这是同事存的，只有本人能去掉"))
        s.delete(view)
    flash(_("去掉了"), "success")
    return redirect(url_for("desk.desk"), 303)
