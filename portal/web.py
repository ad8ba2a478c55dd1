"""What every room's views share: the parts, who may call, who is calling, problem answers, the headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, request
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.db import MAX_ID, Database
from portal.errors import Forbidden, Unauthorized, WrongMediaType
from portal.ports import ChoiceReader, Clock, GovernanceBackend, MediaStore, ResidentNotifier, SmsSender, TrackerStore

csrf = CSRFProtect()
Brought = Callable[[Session, int, int, str], Sequence[str]]
"""(contact point, message, words) → the photos that came with those words."""
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Parts:
    """All that a request or a job may use, wired once in `portal.app`."""

    settings: Settings
    db: Database
    clock: Clock
    media: MediaStore
    sms: SmsSender
    backend: GovernanceBackend
    trackers: TrackerStore
    is_choice: ChoiceReader
    notifiers: dict[str, ResidentNotifier] = field(default_factory=dict)
    brought: Brought = lambda _s, _contact, _message, _words: ()


def parts() -> Parts:
    """The parts of the app that is serving."""
    return cast(Parts, current_app.extensions["linli"])


class Role(StrEnum):
    """The staff's roles; an account has one."""

    DESK = "desk"
    GRID = "grid"
    BODY = "body"
    CHAIR = "chair"
    MEMBER = "member"
    SCRUTINEER = "scrutineer"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.DESK: "受理台",
    Role.GRID: "网格员",
    Role.BODY: "承办单位",
    Role.CHAIR: "主任",
    Role.MEMBER: "委员",
    Role.SCRUTINEER: "监票人",
    Role.SUPERVISOR: "督查",
    Role.OPERATOR: "运维",
}

PUBLIC = "public"  # anyone
VISITOR = "visitor"  # a chat token (any contact point that can show it)
RESIDENT = "resident"  # a proven phone
VOTER = "voter"  # a proven phone, or the chat in which it was proven: for a ballot, and nothing else of a person
INTERNAL = "internal"  # the bot's actions, with the internal token
VENDOR = "vendor"  # WeChat, Twilio: a signature is checked in the view


@dataclass(frozen=True)
class StaffActor:
    """A signed-in account, as the rooms see it. `committee_id`, `body`, `grid` say for what it acts."""

    id: int
    username: str
    name: str
    role: Role
    body: str | None = None
    grid: str | None = None
    committee_id: int | None = None


class Identify(Protocol):
    """Finds who is calling; `portal.app` sets them, so that this module knows no room."""

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


def row_number(text: str) -> int | None:
    """The number of a row as a form or a query has it; None for what can be none."""
    if not text.isascii() or not text.isdigit() or len(text) > 10 or int(text) > MAX_ID:
        return None
    return int(text)


def is_json_door() -> bool:
    """Whether the answer to this request is JSON (an API) rather than a page."""
    return request.path.startswith(("/api/", "/internal/", "/open311/")) or request.path.endswith(".json")


@dataclass(frozen=True)
class Room:
    """What a room hands to `portal.app`: its blueprints for the public app and for the internal one."""

    name: str
    public: tuple[Blueprint, ...] = ()
    internal: tuple[Blueprint, ...] = ()


def per_request(name: str, find: Callable[[], Any]) -> Any:
    """Look something up once a request."""
    kept = g.setdefault("linli_kept", {})
    if name not in kept:
        kept[name] = find()
    return kept[name]
