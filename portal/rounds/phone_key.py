"""The key with which a phone seals what it keeps: a cookie that lives as long as the sign-in, and goes when it ends.

The key is the same each time the account signs in, so that what could not be sent before is read again then, by that
account alone. Any sign-in or sign-out in this browser takes the key away until the page asks for it again.
"""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, current_app, request
from sqlalchemy.orm import Session

from portal.http.current import parts
from portal.kernel.sealing import keyed
from portal.staff.account import own_session
from portal.staff.models import StaffSession

PATH = "/grid/rounds"  # of the page, of what its service worker serves, and of the cookie: no other page gets it


def cookie_name() -> str:
    """The cookie's name: two copies on one machine keep separate keys."""
    return f"linli_rounds_{parts().settings.port}"


def give_key(response: Response, account_id: int, until: datetime) -> None:
    """Give the account's key to its phone, until its session ends. The page's script reads it, so it is not HttpOnly."""
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


def session_now(s: Session) -> StaffSession:
    """The staff session of the caller, who is signed in. Raises Unauthorized."""
    return s.get_one(StaffSession, own_session().session_id)


def install(room: Blueprint) -> None:
    """Take the key away with each answer to a form that was sent to sign in or out."""

    @room.after_app_request
    def take_key_back(response: Response) -> Response:
        if request.method == "POST" and request.blueprint == "staff":
            response.delete_cookie(cookie_name(), path=PATH, samesite="Strict")
        return response
