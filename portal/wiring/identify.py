"""Who is calling: the internal token, the staff's session, the chat token, the resident's session."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import cast

from flask import Response, current_app, g, request, session

from portal.http.access import bearer, csrf
from portal.http.current import parts, per_request
from portal.kernel.roles import StaffActor
from portal.residents import service as residents
from portal.residents.models import ContactPoint, ResidentSession
from portal.staff import caller as staff


class Caller:
    """Implements `portal.http.access.Identify`; each answer is found once a request."""

    def is_bot(self) -> bool:
        return hmac.compare_digest(bearer().encode(), parts().settings.internal_token.encode())

    def staff(self) -> StaffActor | None:
        return staff.actor()

    def contact_point_id(self) -> int | None:
        return cast("int | None", per_request("contact_point", _contact_point))

    def resident_id(self) -> int | None:
        found = _session()
        return found.resident_id if found is not None else None

    def voter_id(self) -> int | None:
        return cast("int | None", per_request("voter", _voter))


def _contact_point() -> int | None:
    """The chat that the header's token opens; without a header the cookie's.

    A resident's token carries on the chat in which the phone was proven.
    """
    signed_in = _session() if bearer() else None
    if signed_in is not None:
        return signed_in.contact_point_id
    point = _chat()
    return point.id if point is not None else None


def _voter() -> int | None:
    """Whose ballot it may be: the resident's whose session it is; else who proved the phone in this very chat."""
    signed_in = _session()
    if signed_in is not None:
        return signed_in.resident_id
    point = _chat()
    if point is None:
        return None
    with parts().db.read() as s:
        return residents.proven_in_chat(s, point.id, parts().clock.now())


def _session() -> ResidentSession | None:
    """The session that a one-time code opened. A chat token opens none."""

    def find() -> ResidentSession | None:
        token = bearer() or _cookie("resident_token")
        if not token:
            return None
        with parts().db.read() as s:
            return residents.session_of(s, parts().settings.secret_key, token, parts().clock.now())

    return cast("ResidentSession | None", per_request("resident_session", find))


def _chat() -> ContactPoint | None:
    def find() -> ContactPoint | None:
        token = bearer() or _cookie("chat_token")
        if not token:
            return None
        with parts().db.read() as s:
            return residents.visitor(s, parts().settings.secret_key, token, parts().clock.now())

    return cast("ContactPoint | None", per_request("chat", find))


def note_use(response: Response) -> Response:
    """After a request: a token that was shown is not idle. Written down seldom, and never inside a view's transaction."""
    settings, now, kept = parts().settings, parts().clock.now(), g.get("linli_kept", {})
    signed_in, chat = kept.get("resident_session"), kept.get("chat")
    idle = timedelta(minutes=settings.resident_session_idle_minutes)
    if signed_in is not None and residents.is_worth_noting(signed_in.idle_ends_at, idle, now):
        with parts().db.write() as s:
            residents.session_used(s, signed_in.id, idle, now)
    idle = timedelta(days=settings.chat_token_idle_days)
    if chat is not None and residents.is_worth_noting(chat.idle_ends_at, idle, now):
        with parts().db.write() as s:
            residents.chat_used(s, chat.id, idle, now)
    return response


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
