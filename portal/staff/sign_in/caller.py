"""The browser that sent the current request: its staff session, its device, its address.

Who is calling, residents and the bot included, is found by `wiring.identify.Caller`, which asks here for staff.
"""

from __future__ import annotations

import re
import secrets
from typing import Any, cast

from flask import Response, after_this_request, current_app, request, session

from portal.http.access import is_unattended
from portal.http.current import parts, per_request
from portal.http.throttle import address_key
from portal.kernel.roles import StaffActor
from portal.kernel.sealing import keyed
from portal.staff.sign_in import sessions
from portal.staff.sign_in.sessions import OpenSession, Origin, SignInStep

TOKEN = "staff_token"  # noqa: S105 (a key in the session cookie)
_CSRF = "csrf_token"  # where Flask-WTF keeps its CSRF token in the session cookie
_DEVICE = re.compile(r"[A-Za-z0-9_-]{32}")


def session_token() -> str:
    """The staff session's token from the cookie, or ""."""
    found = session.get(TOKEN)
    return found if isinstance(found, str) else ""


def current_session() -> OpenSession | None:
    """The caller's staff session, with the sign-in step still to be taken; None if there is none or it is over.

    Looked up once per request. Notes the session's use too, at most every NOTE_EVERY, and not if the page itself sent
    the request (`@unattended`).
    """
    return cast("OpenSession | None", per_request("staff_session", _find_session)) if session_token() else None


def signed_in_actor() -> StaffActor | None:
    """The account, if it is fully signed in (no `SignInStep` is left to be taken); else None."""
    found = current_session()
    return found.actor if found is not None and found.step is SignInStep.DONE else None


def _find_session() -> OpenSession | None:
    """`current_session`, looked up and noted."""
    settings, now = parts().settings, parts().clock.now()
    with parts().db.read() as s:
        found = sessions.open_session(s, settings.secret_key, session_token(), required=not settings.demo, now=now)
    if found is None or is_unattended() or now - found.last_seen_at < sessions.NOTE_EVERY:
        return found
    with parts().db.write() as s:
        sessions.note_use(s, found.session_id, now)
    return found


def leaving_cookie() -> str:
    """The name of the cookie by which a phone without a network wished to be signed out (`static/rounds/rounds.js`)."""
    return f"linli_leaving_{parts().settings.port}"


def wishes_to_leave() -> bool:
    """Whether this browser was told to sign out while it had no network."""
    return leaving_cookie() in request.cookies


def forget_wish(response: Response) -> Response:
    """Delete the cookie of `wishes_to_leave`, which says nothing of whoever signs in next. Returns the response."""
    response.delete_cookie(leaving_cookie(), path="/", samesite="Lax")
    return response


def sign_out() -> None:
    """End the session, even if it has run out, and empty the cookie."""
    if session_token():
        with parts().db.write() as s:
            row = sessions.find(s, parts().settings.secret_key, session_token())
            if row is not None:  # a session that has run out, too, so that no form is kept for it from now on
                sessions.end(s, row.account_id, row.id, parts().clock.now())
    session.clear()


def store_session_token(fresh: str, *, is_grid_worker: bool, is_same_account: bool) -> None:
    """Empty the browser's session cookie and store the session token `fresh` in it.

    `is_grid_worker`: a grid worker's phone, whose cookie outlives the closed browser. `is_same_account`: the same
    account was signed in here before, so its CSRF token is kept and forms on its open pages can still be sent.
    """
    forms = session.get(_CSRF) if is_same_account else None
    session.clear()
    session[TOKEN] = fresh
    if forms is not None:
        session[_CSRF] = forms
    after_this_request(forget_wish)  # of whoever was here before
    # The cookie survives when the phone closes its browser; the session ends after 12 hours all the same.
    session.permanent = is_grid_worker


def request_origin() -> Origin:
    """The device and address of the request, as keyed hashes."""
    secret = parts().settings.secret_key
    return Origin(keyed(secret, "device", device()), keyed(secret, "address", address()))


def device() -> str:
    """The random name of the device from its own cookie, or a new one (not stored yet)."""
    return cast(str, per_request("device", _device))


def _device() -> str:
    found = request.cookies.get(_device_cookie(), "")
    return found if _DEVICE.fullmatch(found) else secrets.token_urlsafe(24)


def remember_device(response: Any) -> Any:
    """Set the cookie by which this device is known, so that its tries do not count as strangers' (`attempts`).

    Returns the response.
    """
    response.set_cookie(
        _device_cookie(),
        device(),
        max_age=int(sessions.KNOWN_FOR.total_seconds()),
        path="/login",
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def _device_cookie() -> str:
    return f"linli_device_{parts().settings.port}"


def address() -> str:
    """The caller's address; for IPv6 its /64, since one machine may use all of it."""
    return address_key(request.remote_addr or "unknown")
