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
from portal.staff.sign_in import caller as staff


class Caller:
    """Implements `portal.http.access.Identify`. What needs the database is looked up once per request.

    - `is_bot`: whether the Authorization header carries the internal token (of the bot's actions, or a health check), compared in
      constant time.
    - `staff`: the staff account that is signed in.
    - `contact_point_id`: the one chat that the caller may read and write, by the token in the header, else the cookie
      (`_contact_point`).
    - `resident_id`: the resident signed in by one-time code. No chat token counts, even if a phone was proven in its chat.
    - `voter_id`: the resident who may cast a ballot: the signed-in one, else whoever proved a phone in this same chat.
    """

    def is_bot(self) -> bool:
        return hmac.compare_digest(bearer().encode(), parts().settings.internal_token.encode())

    def staff(self) -> StaffActor | None:
        return staff.signed_in_actor()

    def contact_point_id(self) -> int | None:
        return cast("int | None", per_request("contact_point", _contact_point))

    def resident_id(self) -> int | None:
        found = _session()
        return found.resident_id if found is not None else None

    def voter_id(self) -> int | None:
        return cast("int | None", per_request("voter", _voter))


def _contact_point() -> int | None:
    """The contact point of the header's token, or of the cookie's token when there is no header.

    A resident's session token in the header gives the chat in which that resident proved the phone.
    """
    signed_in = _session() if bearer() else None
    if signed_in is not None:
        return signed_in.contact_point_id
    point = _chat()
    return point.id if point is not None else None


def _voter() -> int | None:
    """The signed-in resident, else whoever proved a phone in this same chat; for casting a ballot and nothing else."""
    signed_in = _session()
    if signed_in is not None:
        return signed_in.resident_id
    point = _chat()
    if point is None:
        return None
    with parts().db.read() as s:
        return residents.voter_in_chat(s, point.id, parts().clock.now())


def _session() -> ResidentSession | None:
    """The resident's session, which only a one-time code opens. A chat token gives None."""

    def find() -> ResidentSession | None:
        token = bearer() or _cookie("resident_token")
        if not token:
            return None
        with parts().db.read() as s:
            return residents.session_of(s, parts().settings.secret_key, token, parts().clock.now())

    return cast("ResidentSession | None", per_request("resident_session", find))


def _chat() -> ContactPoint | None:
    """The contact point of the chat token in the header, else in the cookie; None if there is none or it has expired."""

    def find() -> ContactPoint | None:
        token = bearer() or _cookie("chat_token")
        if not token:
            return None
        with parts().db.read() as s:
            return residents.visitor(s, parts().settings.secret_key, token, parts().clock.now())

    return cast("ContactPoint | None", per_request("chat", find))


def note_use(response: Response) -> Response:
    """After each request, extend the idle limit of the session or chat whose token was read to find out who is calling.

    Written in a transaction of its own, and only if it would move the limit far enough (`is_worth_noting`).
    """
    settings, now, kept = parts().settings, parts().clock.now(), g.get("linli_kept", {})
    signed_in, chat = kept.get("resident_session"), kept.get("chat")
    idle = timedelta(minutes=settings.resident_session_idle_minutes)
    if signed_in is not None and residents.is_worth_noting(signed_in.idle_ends_at, idle, now):
        with parts().db.write() as s:
            residents.note_session_use(s, signed_in.id, idle, now)
    idle = timedelta(days=settings.chat_token_idle_days)
    if chat is not None and residents.is_worth_noting(chat.idle_ends_at, idle, now):
        with parts().db.write() as s:
            residents.note_chat_use(s, chat.id, idle, now)
    return response


def _cookie(name: str) -> str:
    """A token from the signed session cookie, or "".

    Always "" for a write to a view that is exempt from the CSRF check: a foreign page could make the browser send it.
    """
    if request.method not in ("GET", "HEAD", "OPTIONS") and _is_csrf_exempt():
        return ""
    token = session.get(name)
    return token if isinstance(token, str) else ""


def _is_csrf_exempt() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and f"{view.__module__}.{view.__name__}" in csrf._exempt_views  # its only record
