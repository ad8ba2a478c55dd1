"""`/login` and `/logout` of staff and committees."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session
from flask_babel import gettext as _

from portal.errors import TooMany, Unauthorized
from portal.staff import service
from portal.staff.ways import home_of
from portal.throttle import throttle
from portal.web import PUBLIC, StaffActor, access, parts, staff_actor

public = Blueprint("staff", __name__, template_folder="templates")

MAX_FIELD = 200  # characters; hashing a megabyte of password would be a gift to whoever sends it
SAME_NAME = "5 per 5 minutes"  # wrong tries for one name from one address
SAME_ADDRESS = "50 per 5 minutes"  # wrong tries from one address, whatever the name (an office shares one)
ANYWHERE = "100 per 1 hour"  # wrong tries for one name, from wherever


@public.get("/login")
@access(PUBLIC)
def login() -> Any:
    actor = _signed_in()
    if actor is not None:
        return redirect(home_of(actor))
    return _page()


@public.post("/login")
@access(PUBLIC)
def sign_in() -> Any:
    username, password = request.form.get("username", "").strip(), request.form.get("password", "")
    if not username or not password or max(len(username), len(password)) > MAX_FIELD:
        return _page(_("用户名或密码不对")), 422
    try:
        _room_for_a_try(username)
    except TooMany as wait:
        minutes = -(-int(wait.extra["retry_after"]) // 60)
        return _page(_("试错太多次了，请 %(minutes)s 分钟后再试", minutes=minutes)), 429
    with parts().db.read() as s:
        account = service.sign_in(s, username, password)
        actor = service.actor(s, account.id) if account else None
    if actor is None:
        _count_a_wrong_try(username)
        return _page(_("用户名或密码不对")), 422
    session.clear()  # nothing that stood in the browser before is carried into the account's session
    session["account_id"] = actor.id
    return redirect(safe_next(request.form.get("next", "")) or home_of(actor))


@public.post("/logout")
@access(PUBLIC)
def logout() -> Any:
    session.clear()
    return redirect("/login")


def safe_next(wish: str) -> str:
    """A path of our own to go on to, or "". Another host's address is never followed."""
    if not wish.startswith("/") or wish.startswith("//") or "\\" in wish or any(sign < " " for sign in wish):
        return ""
    return "" if urlsplit(wish).path in ("/login", "/logout") else wish[:500]


def _page(error: str = "") -> str:
    return render_template(
        "staff/login.html",
        error=error,
        username=request.form.get("username", "")[:MAX_FIELD],
        next=safe_next(request.values.get("next", "")),
    )


def _signed_in() -> StaffActor | None:
    try:
        return staff_actor()
    except Unauthorized:
        return None


def _tries(username: str) -> tuple[tuple[str, str, str], ...]:
    address = request.remote_addr or "unknown"
    return (
        (SAME_NAME, "login-name", f"{address} {username}"),
        (SAME_ADDRESS, "login-address", address),
        (ANYWHERE, "login-anywhere", username),
    )


def _room_for_a_try(username: str) -> None:
    for limit, name, key in _tries(username):
        throttle().check(limit, name, key)


def _count_a_wrong_try(username: str) -> None:
    for limit, name, key in _tries(username):
        throttle().count(limit, name, key)
