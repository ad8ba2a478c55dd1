"""The browser that calls: its staff session, its device, its address."""

from __future__ import annotations

import ipaddress
import re
import secrets
from typing import Any, cast

from flask import current_app, request, session

from portal.http.access import is_unattended
from portal.http.current import parts, per_request
from portal.kernel.roles import StaffActor
from portal.kernel.sealing import keyed
from portal.staff import sessions
from portal.staff.sessions import Standing, Step, Whence

TOKEN = "staff_token"  # noqa: S105 (a key's name in the cookie)
_FORMS = "csrf_token"  # Flask-WTF's
_DEVICE = re.compile(r"[A-Za-z0-9_-]{32}")


def token() -> str:
    """The session's token in the cookie, or ""."""
    found = session.get(TOKEN)
    return found if isinstance(found, str) else ""


def standing() -> Standing | None:
    """How far the caller's session has come; found once a request, and seen."""
    return cast("Standing | None", per_request("standing", _standing)) if token() else None


def actor() -> StaffActor | None:
    """The signed-in account: password, second factor and all."""
    found = standing()
    return found.actor if found is not None and found.step is Step.DONE else None


def _standing() -> Standing | None:
    settings, now = parts().settings, parts().clock.now()
    with parts().db.read() as s:
        found = sessions.standing(s, settings.secret_key, token(), required=not settings.demo, now=now)
    if found is None or is_unattended() or now - found.last_seen_at < sessions.NOTED:
        return found
    with parts().db.write() as s:
        sessions.seen(s, found.session_id, now)
    return found


def keep(fresh: str, *, grid: bool, same: bool) -> None:
    """Put a session's token into a browser that holds nothing else: what stood there before is carried nowhere.

    Only where the `same` account comes back do the forms of its open pages stay good (their token is the browser's).
    """
    forms = session.get(_FORMS) if same else None
    session.clear()
    session[TOKEN] = fresh
    if forms is not None:
        session[_FORMS] = forms
    session.permanent = grid  # a phone that closes its browser in a pocket stays signed in for its twelve hours


def whence() -> Whence:
    """Where the request comes from, as keyed hashes."""
    secret = parts().settings.secret_key
    return Whence(keyed(secret, "device", device()), keyed(secret, "address", address()))


def device() -> str:
    """The device's own random name; a new one where the cookie has none."""
    return cast(str, per_request("device", _device))


def _device() -> str:
    found = request.cookies.get(_device_cookie(), "")
    return found if _DEVICE.fullmatch(found) else secrets.token_urlsafe(24)


def remember_device(response: Any) -> Any:
    """The device is known from here on: strangers' wrong tries do not count against it. Returns the response."""
    response.set_cookie(
        _device_cookie(),
        device(),
        max_age=int(sessions.REMEMBERED.total_seconds()),
        path="/login",
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def _device_cookie() -> str:
    return f"linli_device_{parts().settings.port}"


def address() -> str:
    """The caller's address; of an IPv6 one the network, since one machine has all of it."""
    raw = request.remote_addr or "unknown"
    try:
        found = ipaddress.ip_address(raw)
    except ValueError:
        return raw
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        return str(mapped)
    return str(found) if found.version == 4 else str(ipaddress.ip_network(f"{raw.partition('%')[0]}/64", strict=False))
