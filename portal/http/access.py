"""Who may call: declared at each view, checked before it runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from flask import current_app, request
from flask_wtf.csrf import CSRFProtect

from portal.http.current import parts
from portal.kernel.errors import Forbidden, Unauthorized, WrongMediaType
from portal.kernel.roles import Role, StaffActor

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., Any])


PUBLIC = "public"  # anyone
VISITOR = "visitor"  # a chat token (any contact point that can show it)
RESIDENT = "resident"  # a proven phone
VOTER = "voter"  # a proven phone, or the chat in which it was proven: for a ballot, and nothing else of a person
INTERNAL = "internal"  # the bot's actions, with the internal token
VENDOR = "vendor"  # WeChat, Twilio: a signature is checked in the view


class Identify(Protocol):
    """Finds who is calling; `portal.wiring.app` sets them, so that this module knows no room."""

    def staff(self) -> StaffActor | None: ...
    def contact_point_id(self) -> int | None: ...
    def resident_id(self) -> int | None: ...
    def voter_id(self) -> int | None: ...
    def is_bot(self) -> bool: ...


def access(*who: str) -> Callable[[View], View]:
    """Declare who may call a view; checked before it runs (`enforce_access`). Every route has one (a law)."""
    if not who:
        raise ValueError("access() needs somebody")

    def declare(view: View) -> View:
        view.linli_access = frozenset(who)  # type: ignore[attr-defined]  # the law reads it off the view
        return view

    return declare


def declared_access(view: Callable[..., Any]) -> frozenset[str] | None:
    """What `access` said of a view, or None."""
    while view is not None:
        found = getattr(view, "linli_access", None)
        if found is not None:
            return cast(frozenset[str], found)
        view = getattr(view, "__wrapped__", None)  # type: ignore[assignment]  # ends the loop
    return None


def unattended(view: View) -> View:
    """Declare that a page asks this by itself: it does not say that somebody sits before it."""
    view.linli_unattended = True  # type: ignore[attr-defined]  # read by `is_unattended`
    return view


def is_unattended() -> bool:
    """Whether this request comes without anybody's doing."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "linli_unattended", False)


def enforce_access() -> None:
    """Before each request: does the caller belong to those whom the view declares?"""
    if request.endpoint is None or request.endpoint.rpartition(".")[2] == "static":
        return
    allowed = declared_access(current_app.view_functions[request.endpoint])
    if allowed is None:
        raise Forbidden()
    if PUBLIC in allowed or VENDOR in allowed:
        return
    who = cast(Identify, current_app.extensions["linli_identify"])
    if INTERNAL in allowed and who.is_bot():
        return
    if VISITOR in allowed and who.contact_point_id() is not None:
        return
    if RESIDENT in allowed and who.resident_id() is not None:
        return
    if VOTER in allowed and who.voter_id() is not None:
        return
    roles = allowed & set(Role)
    if roles:
        actor = who.staff()
        if actor is None:
            raise Unauthorized(login=True)
        if actor.role in roles:
            return
        raise Forbidden()
    raise Unauthorized()


def staff_actor() -> StaffActor:
    """The signed-in account. Raises Unauthorized."""
    actor = cast(Identify, current_app.extensions["linli_identify"]).staff()
    if actor is None:
        raise Unauthorized(login=True)
    return actor


def caller_contact_point() -> int | None:
    """The contact point whose chat token was shown, if any."""
    return cast(Identify, current_app.extensions["linli_identify"]).contact_point_id()


def caller_resident() -> int | None:
    """The resident whose phone was proven in this session, if any."""
    return cast(Identify, current_app.extensions["linli_identify"]).resident_id()


def caller_voter() -> int | None:
    """The resident whose ballot the caller may put in, if any."""
    return cast(Identify, current_app.extensions["linli_identify"]).voter_id()


def bearer() -> str:
    """The token of the Authorization header, or ""."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def own_page_only(view: View) -> View:
    """For a JSON door that sets a cookie and is exempt from the CSRF check: no foreign page may have a browser call it.

    Browsers say where a request comes from, and no page can send JSON elsewhere unasked. Who is no browser sends neither
    header and is let in. The view raises Forbidden, WrongMediaType.
    """

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        _refuse_foreign()
        return view(*args, **kwargs)

    return checked  # type: ignore[return-value]


def _refuse_foreign() -> None:
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise Forbidden()
    origin = request.headers.get("Origin")
    if origin is not None and _origin(origin) not in (_origin(request.host_url), _origin(parts().settings.public_url)):
        raise Forbidden()
    if request.mimetype != "application/json" and (request.headers.get("Content-Type") or request.get_data()):
        raise WrongMediaType()


def _origin(url: str) -> tuple[str, str | None, int | None] | None:
    """Scheme, host and port; None for what is no origin of the web (`null`)."""
    try:
        told = urlsplit(url)
        port = told.port or {"http": 80, "https": 443}.get(told.scheme)
    except ValueError:
        return None
    return (told.scheme, told.hostname, port) if told.hostname and port else None
