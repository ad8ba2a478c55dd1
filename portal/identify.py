"""Who is calling: the internal token, the staff's session, the chat token, the resident's session."""

from __future__ import annotations

import hmac
from typing import cast

from flask import current_app, request, session

from portal.residents import service as residents
from portal.staff import caller as staff
from portal.web import StaffActor, csrf, parts, per_request


class Caller:
    """Implements `portal.web.Identify`; each answer is found once a request."""

    def is_bot(self) -> bool:
        return hmac.compare_digest(_bearer().encode(), parts().settings.internal_token.encode())

    def staff(self) -> StaffActor | None:
        return staff.actor()

    def contact_point_id(self) -> int | None:
        return cast("int | None", per_request("contact_point", _contact_point))

    def resident_id(self) -> int | None:
        return cast("int | None", per_request("resident", _resident))


def _contact_point() -> int | None:
    """The chat token of the header; without a header the one of the cookie."""
    token = _bearer() or _cookie("chat_token")
    if not token:
        return None
    with parts().db.read() as s:
        return residents.visitor(s, parts().settings.secret_key, token)


def _resident() -> int | None:
    """The session that a one-time code opened; failing that, the resident whom the chat token's visitor proved to be."""
    secret, now = parts().settings.secret_key, parts().clock.now()
    token = _bearer() or _cookie("resident_token")
    with parts().db.read() as s:
        found = residents.resident_by_token(s, secret, token, now) if token else None
        if found is not None:
            return found
        visitor = _contact_point()
        return residents.resident_of(s, visitor) if visitor is not None else None


def _cookie(name: str) -> str:
    """A token of the signed cookie. It does not count where a foreign page could make the browser send it: a write

    through a door that is exempt from the CSRF check.
    """
    if request.method not in ("GET", "HEAD", "OPTIONS") and _is_exempt():
        return ""
    token = session.get(name)
    return token if isinstance(token, str) else ""


def _is_exempt() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and f"{view.__module__}.{view.__name__}" in csrf._exempt_views  # its only record


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
