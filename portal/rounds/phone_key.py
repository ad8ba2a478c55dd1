"""The key with which a phone encrypts what it keeps, in a cookie that lasts until the staff session runs out.

The key is the same each time the account signs in, so that this account, and no other, can read again what could not be
sent before. Any sign-in or sign-out in this browser removes the cookie until the page asks for it again.
"""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, current_app, request
from sqlalchemy.orm import Session

from portal.http.current import parts
from portal.kernel.sealing import keyed
from portal.staff.account import own_session
from portal.staff.models import StaffSession

PATH = "/grid/rounds"  # of the page, of its API, and of the cookie, which no other page gets


def cookie_name() -> str:
    """The cookie's name, with the port, so that two installations on one machine keep separate keys."""
    return f"linli_rounds_{parts().settings.port}"


def give_key(response: Response, account_id: int, until: datetime) -> None:
    """Set the cookie with the account's key until `until`. Not HttpOnly, because the page's script reads it."""
    key = keyed(parts().settings.secret_key, "rounds", str(account_id))
    left = until - parts().clock.now()
    response.set_cookie(
        cookie_name(),
        f"{account_id}.{key}",
        max_age=max(0, int(left.total_seconds())),
        path=PATH,
        samesite="Strict",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def callers_session(s: Session) -> StaffSession:
    """The row of the caller's staff session. Raises Unauthorized if nobody is signed in."""
    return s.get_one(StaffSession, own_session().session_id)


def install(room: Blueprint) -> None:
    """Make the app remove the cookie with each answer to a form that was sent to sign in or out."""

    @room.after_app_request
    def take_key_back(response: Response) -> Response:
        if request.method == "POST" and request.blueprint == "staff":
            response.delete_cookie(cookie_name(), path=PATH, samesite="Strict")
        return response
