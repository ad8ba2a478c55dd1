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


def without_csrf(view: View) -> View:
    """Exempt a view from the CSRF check: it is called by other systems, or with a bearer token, never by a form."""
    csrf.exempt(view)
    return view


PUBLIC = "public"  # anyone
VISITOR = "visitor"  # whoever has a chat token
RESIDENT = "resident"  # whoever is signed in by one-time code
VOTER = "voter"  # a resident, or whoever proved a phone in this chat: only for casting a ballot
INTERNAL = "internal"  # whoever has the internal token: the bot's action server, and health checks
VENDOR = (
    "vendor"  # a webhook of WeChat, Twilio, Aliyun or a backend: the view itself checks the signature or the secret
)


class Identify(Protocol):
    """Finds who is calling. `portal.wiring.identify.Caller` implements it, so that this module imports no room.

    Each method gives None (`is_bot`: False) when the caller is not such a person. The rules are documented in `Caller`.
    """

    def staff(self) -> StaffActor | None: ...
    def contact_point_id(self) -> int | None: ...
    def resident_id(self) -> int | None: ...
    def voter_id(self) -> int | None: ...
    def is_bot(self) -> bool: ...


def access(*who: str) -> Callable[[View], View]:
    """Declare who may call a view: constants above, staff roles, or both. Every route needs it (`enforce_access`)."""
    if not who:
        raise ValueError("access() needs somebody")

    def declare(view: View) -> View:
        view.linli_access = frozenset(who)  # type: ignore[attr-defined]  # a test reads it too
        return view

    return declare


def declared_access(view: Callable[..., Any]) -> frozenset[str] | None:
    """Who may call a view, as declared with `access`; None if it was not declared."""
    while view is not None:
        found = getattr(view, "linli_access", None)
        if found is not None:
            return cast(frozenset[str], found)
        view = getattr(view, "__wrapped__", None)  # type: ignore[assignment]  # ends the loop
    return None


def unattended(view: View) -> View:
    """Declare that pages call this view on their own, so that a call does not count as the person's activity."""
    view.linli_unattended = True  # type: ignore[attr-defined]  # read by `is_unattended`
    return view


def is_unattended() -> bool:
    """Whether the view of this request is `unattended`."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), "linli_unattended", False)


def enforce_access() -> None:
    """Before each request: raise Forbidden or Unauthorized unless the caller is one of those whom the view declares.

    Static files, and addresses that no route has, pass. A view that declares nobody is Forbidden to all.
    """
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
    """The signed-in staff account. Raises Unauthorized."""
    actor = cast(Identify, current_app.extensions["linli_identify"]).staff()
    if actor is None:
        raise Unauthorized(login=True)
    return actor


def caller_staff() -> int | None:
    """In a view for staff alone the id of the signed-in account (raises Unauthorized if there is none); in any other view None."""
    allowed = declared_access(current_app.view_functions[request.endpoint or ""]) or frozenset()
    return staff_actor().id if allowed and allowed <= set(Role) else None


def caller_contact_point() -> int | None:
    """The id of the contact point whose chat the caller may use, if any."""
    return cast(Identify, current_app.extensions["linli_identify"]).contact_point_id()


def caller_resident() -> int | None:
    """The id of the resident who is signed in by one-time code, if any."""
    return cast(Identify, current_app.extensions["linli_identify"]).resident_id()


def caller_voter() -> int | None:
    """The id of the resident for whom the caller may cast a ballot, if any. For ballots only."""
    return cast(Identify, current_app.extensions["linli_identify"]).voter_id()


def bearer() -> str:
    """The token of `Authorization: Bearer …`, or ""."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def own_page_only(view: View) -> View:
    """Keep foreign pages out of a JSON view that sets a cookie and is exempt from the CSRF check.

    Refuses what a browser marks as coming from another site (Sec-Fetch-Site, Origin), and bodies that are not JSON,
    which a foreign page could send without a CORS preflight. Clients other than browsers send neither header and are
    let in. Raises Forbidden or WrongMediaType.
    """

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        _refuse_foreign()
        return view(*args, **kwargs)

    return checked  # type: ignore[return-value]  # `wraps` keeps the view's type, which mypy cannot see


def _refuse_foreign() -> None:
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise Forbidden()
    origin = request.headers.get("Origin")
    if origin is not None and _origin(origin) not in (_origin(request.host_url), _origin(parts().settings.public_url)):
        raise Forbidden()
    if request.mimetype != "application/json" and (request.headers.get("Content-Type") or request.get_data()):
        raise WrongMediaType()


def _origin(url: str) -> tuple[str, str | None, int | None] | None:
    """(scheme, host, port) of a URL or an Origin header; None if it is not one (`null`)."""
    try:
        parsed = urlsplit(url)
        port = parsed.port or {"http": 80, "https": 443}.get(parsed.scheme)
    except ValueError:
        return None
    return (parsed.scheme, parsed.hostname, port) if parsed.hostname and port else None
