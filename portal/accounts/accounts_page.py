"""`/accounts`: the operator opens staff accounts, stops them, and changes role, phone or second factor; each is recorded.

Every form asks for the operator's own password and, if enrolled, second factor again: a stolen cookie changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.grids import service as grids
from portal.http.access import access, staff_actor
from portal.http.current import parts
from portal.kernel.errors import Conflict, NotFound, TooMany
from portal.kernel.roles import Role
from portal.staff import administering, bulk_import, service
from portal.staff.account import own_session, owner_fault
from portal.staff.models import Account
from portal.staff.navigation import COMMITTEE_ROLES
from portal.staff.service import AccountAct
from portal.staff.sign_in.views import too_many_sentence

public = Blueprint("accounts", __name__, url_prefix="/accounts", template_folder="templates")
MOST = 300  # accounts on the page; the rest are found by name or role
ROLES = tuple(role for role in Role if role not in COMMITTEE_ROLES)  # the roles that this page can give


@public.get("")
@access(Role.OPERATOR)
def page() -> Any:
    """The accounts by role and username, stopped ones at the end; and the form for a new one."""
    return _list_page()


@public.post("")
@access(Role.OPERATOR)
def add() -> Any:
    """Open an account, and show its start password this one time."""
    cells = {
        name: request.form.get(name, "").strip()[:100] for name in ("username", "name", "role", "phone", "body", "grid")
    }
    unproven = _why_unproven()
    if unproven:
        return _list_page(unproven), 422
    try:
        with parts().db.write() as s:
            one = bulk_import.parse_account(s, cells)
            administering.refuse_from_page(s, staff_actor().id, role=one.role)
            if service.account_named(s, one.username) is not None:
                raise _taken(one.username)
            account, start = administering.open_account(s, one, parts().clock.now(), by=staff_actor().id)
    except ValueError as fault:
        return _list_page(str(fault)), 422
    except Conflict as refused:
        return _list_page(refused.title), refused.status
    except IntegrityError:  # on PostgreSQL, a second tab opened it at the same moment
        with parts().db.read() as s:
            if s.scalar(sa.select(Account.id).where(Account.username == cells["username"])) is None:
                raise
        taken = _taken(cells["username"])
        return _list_page(taken.title), taken.status
    return render_template("accounts/opened.html", account=account, start=start)


def _taken(username: str) -> Conflict:
    return Conflict(_("已经有账号 %(username)s 了", username=username))


@public.get("/<int:account_id>")
@access(Role.OPERATOR)
def one(account_id: int) -> Any:
    """An account, what was done to it, and the forms that change it."""
    return _account_page(account_id)


@public.post("/<int:account_id>/stop")
@access(Role.OPERATOR)
def stop(account_id: int) -> Any:
    """Stop the account."""
    return _change(account_id, administering.stop, _("停用了，登录着的地方都退出了"))


@public.post("/<int:account_id>/reactivate")
@access(Role.OPERATOR)
def reactivate(account_id: int) -> Any:
    """Let a stopped account sign in again."""
    return _change(account_id, administering.reactivate, _("又可以用了，要重新登录"))


@public.post("/<int:account_id>/factor")
@access(Role.OPERATOR)
def reset_factor(account_id: int) -> Any:
    """Remove the second factor of somebody who lost the phone and the recovery codes."""
    return _change(account_id, administering.reset_factor, _("解除了，下次登录时重新绑定"))


@public.post("/<int:account_id>/phone")
@access(Role.OPERATOR)
def phone(account_id: int) -> Any:
    """Set or remove the mobile number for alarms and news of cases."""
    typed = request.form.get("phone", "")[:40]

    def change(s: Session, account: Account, now: Any, *, by: int) -> None:
        administering.set_phone(s, account, typed, now, by=by)

    return _change(account_id, change, _("手机改好了"))


@public.post("/<int:account_id>/role")
@access(Role.OPERATOR)
def move(account_id: int) -> Any:
    """Give the account another role, body or grid; not a role of `COMMITTEE_ROLES`."""
    where = (request.form.get("body") or None, request.form.get("grid") or None, None)

    def change(s: Session, account: Account, now: Any, *, by: int) -> None:
        role = bulk_import.role_of(request.form.get("role", ""))
        administering.refuse_from_page(s, by, account, role)
        administering.move(s, account, role, where, now, by=by)

    return _change(account_id, change, _("改好了，登录着的地方都退出了"))


def _change(account_id: int, change: Callable[..., None], done: str) -> Any:
    """Run `change(s, account, now, by=operator's id)` in a transaction; if it is refused, show the page with the reason."""
    unproven = _why_unproven()
    if unproven:
        return _account_page(account_id, unproven), 422
    by, now = staff_actor().id, parts().clock.now()
    try:
        with parts().db.write() as s:
            account = _locked(s, account_id, by)
            administering.refuse_from_page(s, by, account)
            if request.form.get("version") != _version(s, account):
                raise Conflict(_("您打开这一页以后，这个账号有了变化，请看一眼再按一次"))
            change(s, account, now, by=by)
    except ValueError as fault:
        return _account_page(account_id, str(fault)), 422
    except Conflict as refused:
        return _account_page(account_id, refused.title), refused.status
    flash(done, "success")
    return redirect(url_for("accounts.one", account_id=account_id), 303)


def _why_unproven() -> str:
    """Why the form does not prove that the operator sent it (`owner_fault`), in a sentence; "" if it does."""
    try:
        return owner_fault(own_session())
    except TooMany as wait:
        return too_many_sentence(wait)


def _locked(s: Session, account_id: int, by: int) -> Account:
    """The account, locked together with the operator's own in order of id, so that two operators cannot deadlock."""
    both = sa.select(Account).where(Account.id.in_({account_id, by})).order_by(Account.id).with_for_update()
    found = {one.id: one for one in s.scalars(both)}
    if account_id not in found:
        raise NotFound()
    return found[account_id]


def _version(s: Session, account: Account) -> str:
    """The id of the account's last event, "0" if there is none: a page with another version is outdated."""
    return str(next((one.id for one in service.events(s, account.id, 1)), 0))


def _list_page(problem: str = "") -> str:
    asked, role = request.args.get("q", "").strip()[:60], request.args.get("role", "")
    query = sa.select(Account).order_by(Account.active.desc(), Account.role, Account.username)
    if asked:
        query = query.where(
            sa.or_(Account.username.contains(asked, autoescape=True), Account.name.contains(asked, autoescape=True))
        )
    if role in set(Role):
        query = query.where(Account.role == role)
    with parts().db.read() as s:
        found = list(s.scalars(query.limit(MOST + 1)))
        return render_template(
            "accounts/list.html",
            rows=[(one, Role(one.role).label) for one in found[:MOST]],
            more=len(found) > MOST,
            roles=[(str(one), _(one.label)) for one in Role],
            asked=asked,
            role=role,
            problem=problem,
            form=request.form,
            **_choices(s),
        )


def _account_page(account_id: int, problem: str = "") -> str:
    with parts().db.read() as s:
        account = s.get(Account, account_id)
        if account is None:
            raise NotFound()
        events = service.events(s, account_id)
        operators = [one.operator_id for one in events if one.operator_id]
        return render_template(
            "accounts/one.html",
            account=account,
            role_label=Role(account.role).label,
            mine=account_id == staff_actor().id,
            of_votes=account.role in COMMITTEE_ROLES,
            version=_version(s, account),
            events=[(one, AccountAct(one.verb).label) for one in events],
            operators={one.id: one.username for one in s.scalars(sa.select(Account).where(Account.id.in_(operators)))},
            problem=problem,
            **_choices(s),
        )


def _choices(s: Session) -> dict[str, Any]:
    """Choices of the forms, names of bodies and grids by code, and whether the operator has a second factor, by template name."""
    bodies = [(one.code, one.name) for one in grids.bodies(s)]
    present = [(one.code, f"{one.name}（{one.code}）") for one in grids.present_grids(s)]
    return {
        "given": [(str(one), _(one.label)) for one in ROLES],
        "bodies": bodies,
        "enrolled": s.get_one(Account, staff_actor().id).totp_sealed is not None,
        "grids": present,
        "places": dict(bodies) | {one.code: one.name for one in grids.grids(s)},
    }


@public.after_request
def forbid_storing(response: Any) -> Any:
    """Keep browsers and proxies from storing a page of accounts, one of which shows a start password."""
    response.headers["Cache-Control"] = "no-store"
    return response
