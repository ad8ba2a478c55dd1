"""`/open311/v2/…`: GeoReport v2 for other systems (docs/open311.md), in XML and JSON.

An app reads only what it filed itself, by its `api_key`. Without one there is nothing to read but the discovery document,
the services, and the number that a token stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from portal.backends.mapping import georeport, wire
from portal.backends.models import ReportingApp
from portal.backends.verbs import apps, filing
from portal.backends.verbs.advice import notice, records
from portal.backends.verbs.filing import Filing, Wanted
from portal.cases.models import Kind
from portal.cases.rules import taxonomy
from portal.cases.rules.form_text import clean_text
from portal.cases.verbs.intake import resident_words
from portal.grids import service as grids
from portal.http.access import PUBLIC, access, without_csrf
from portal.http.current import MAX_KEY, parts
from portal.http.throttle import address_key, throttle
from portal.kernel.errors import BadRequest, Forbidden, NotFound, Problem

public = Blueprint("open311", __name__, url_prefix="/open311")

SPAN = timedelta(days=90)  # that one search may cover, by the standard
COORDINATE_DIGITS = 5  # after the point, to which a coordinate is rounded: about a metre
MOST_BYTES = 64 * 1024  # of a report: it has no photo in it
WRONG_KEYS = "20 per 10 minutes"  # limit of requests with a wrong key, from one address
NO_KEY = "120 per minute"  # limit of requests that carry or need no key, from one address
JSON, XML = "json", "xml"
LONGEST = {"address_string": 200, "address_id": 100, "first_name": 50, "last_name": 50, "phone": 30, "email": 100}
"""The most characters of these fields of a report."""
_TYPES = {JSON: "application/json; charset=utf-8", XML: "text/xml; charset=utf-8"}


@public.get("/<name>")
@access(PUBLIC)
def root(name: str) -> Response:
    """The discovery document at `/open311/discovery`, the only address without a version."""
    if _stem(name) != "discovery":
        raise NotFound(_("没有这个地址"))
    return _discovery()


@public.get("/v2/<name>")
@access(PUBLIC)
def resource(name: str) -> Response:
    """One of the standard's lists, or the discovery document, by name (_LISTS)."""
    answer = _LISTS.get(_stem(name))
    if answer is None:
        raise NotFound(_("没有这个地址"))
    return answer()


def _discovery() -> Response:
    """The discovery document: the service's address, its formats and whom to ask for a key."""
    _spend(None)
    settings = parts().settings
    with parts().db.read() as s:
        community = grids.community(s)
    contact = " ".join(filter(None, (community.get("name"), community.get("phone"))))
    address, since = f"{settings.public_url}/open311/v2", "2026-11-28T00:00:00+08:00"
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": address,
        "changeset": since,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    return _answer(
        "discovery", {"changeset": since, "contact": contact, "key_service": contact, "endpoints": [endpoint]}
    )


def _services() -> Response:
    """The categories in which a report may be filed."""
    _spend(None)
    with parts().db.read() as s:
        codes = filing.offered_categories(s)
    return _answer("services", georeport.services(codes, taxonomy.names()))


@public.get("/v2/services/<name>")
@access(PUBLIC)
def service(name: str) -> Response:
    """The attributes that a report of this category may have."""
    _spend(None)
    code = _stem(name)
    with parts().db.read() as s:
        if code not in filing.offered_categories(s):
            raise NotFound(_("没有这个类别（service_code）"))
    asks = {"kind": _("这是哪一种：投诉、求助、咨询……不写就是求助"), "time": _("什么时候的事")}
    return _answer("service_definition", georeport.definition(code, [(one, one.label) for one in Kind], asks))


@public.post("/v2/<name>")
@without_csrf
@access(PUBLIC)
def file(name: str) -> Response:
    """File a report (`requests`). With an Idempotency-Key, the same report sent again is the same request."""
    if _stem(name) != "requests":
        raise NotFound(_("没有这个地址"))
    request.max_content_length = MOST_BYTES
    app = _known_app()
    with parts().db.read() as s:
        said = _filing(filing.offered_categories(s))
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > MAX_KEY:
        raise BadRequest(_("Idempotency-Key 最长 %(most)s 个字符", most=MAX_KEY))
    try:
        number, danger = _register(app, said, key)
    except IntegrityError:  # the same key was filed at the same moment; the second try finds that case
        number, danger = _register(app, said, key)
    known = {
        "service_request_id": number,
        "token": filing.token(parts().settings.secret_key, number),
        "service_notice": notice(parts().settings.community, danger, number),
        "account_id": None,
    }
    return _answer("service_requests", [known])


def _register(app: CallingApp, said: Filing, key: str) -> tuple[str, str]:
    """The number and `filing.danger_now` of the report: registered now, or before with this Idempotency-Key ("": none)."""
    with resident_words.transaction_for_words(parts(), said.text) as s:
        row = s.get_one(ReportingApp, app.id)
        source = filing.source_of(row, key, said) if key else None
        case = filing.file(s, parts(), row, said, source)
        return case.case_no, filing.danger_now(case)


def _requests() -> Response:
    """The app's own requests, by number, or by category, status and time (by default the last 90 days); without a key none."""
    app = _app()
    wanted = _wanted()
    with parts().db.read() as s:
        found = filing.requests(s, _row(s, app), wanted) if app is not None else []
    return _answer("service_requests", records(parts().settings.community, found))


@public.get("/v2/requests/<name>")
@access(PUBLIC)
def one(name: str) -> Response:
    """One of the app's own requests."""
    app, number = _app(), _stem(name)
    with parts().db.read() as s:
        found = filing.requests(s, _row(s, app), Wanted(numbers=[number])) if app is not None else []
    if not found:
        raise NotFound(_("没有这件事，或者不是用这个 api_key 报的"))
    return _answer("service_requests", records(parts().settings.community, found))


@public.get("/v2/tokens/<name>")
@access(PUBLIC)
def of_token(name: str) -> Response:
    """The number of the request that a token stands for."""
    _spend(None)
    given = _stem(name)
    number = filing.case_no_of_token(parts().settings.secret_key, given)
    if number is None:
        raise NotFound(_("没有这个 token"))
    return _answer("service_requests", [{"service_request_id": number, "token": given}])


def _updates() -> Response:
    """A page of what happened to the app's requests in a span of time (`_span`). Raises Forbidden without a key, BadRequest."""
    app, (start, end), page = _known_app(), _span(), _page()
    with parts().db.read() as s:
        found = filing.updates(s, _row(s, app), start, end, page)
    return _answer("service_request_updates", [georeport.update(one) for one in found])


_LISTS = {
    "discovery": _discovery,
    "services": _services,
    "requests": _requests,
    "servicerequestupdates": _updates,
}


# --- who asks


@dataclass(frozen=True)
class CallingApp:
    """The app that a request's `api_key` belongs to."""

    id: int
    per_minute: int


def _known_app() -> CallingApp:
    """The calling app. Raises Forbidden, also without an api_key."""
    found = _app()
    if found is None:
        raise Forbidden(_("要有 api_key，向社区申请"))
    return found


def _app() -> CallingApp | None:
    """The calling app, or None without an api_key. Raises Forbidden for a wrong one, TooMany."""
    key = request.values.get("api_key", "")[:200]
    if not key:
        _spend(None)
        return None
    with parts().db.read() as s:
        row = apps.app_of_key(s, parts().settings.secret_key, key)
        found = CallingApp(row.id, row.per_minute) if row is not None else None
    if found is None:
        throttle().spend(WRONG_KEYS, "open311_keys", address_key(request.remote_addr or ""))
        raise Forbidden(_("api_key 不对，或者已经停用"))
    _spend(found)
    return found


def _spend(app: CallingApp | None) -> None:
    """Count the request against the app's limit or, without an app, its address's. Raises TooMany."""
    if app is None:
        throttle().spend(NO_KEY, "open311", address_key(request.remote_addr or ""))
    else:
        throttle().spend(f"{app.per_minute} per minute", "open311_app", str(app.id))


def _row(s: Session, app: CallingApp) -> ReportingApp:
    return s.get_one(ReportingApp, app.id)


# --- what is asked


def _filing(offered: list[str]) -> Filing:
    """The report in the request; `offered`: codes of the categories. Raises NotFound, BadRequest, Invalid."""
    code = _field("service_code", 20)
    if code not in offered:
        raise NotFound(_("没有这个类别（service_code）"))
    contact = (_field("last_name") + _field("first_name"), _field("phone"), _field("email"))
    photo = _photo()
    text = clean_text(request.values.get("description", ""), georeport.LONGEST_DESCRIPTION, needed="description")
    return Filing(
        category=code,
        kind=_kind(),
        text="\n".join(filter(None, (text, photo and _("图片：%(url)s", url=photo)))),
        place=_place(),
        time=_field("attribute[time]", 100),
        contact=" ".join(filter(None, contact)),
    )


def _field(name: str, most: int = 0) -> str:
    return clean_text(request.values.get(name, ""), most or LONGEST[name])


def _kind() -> Kind:
    """The kind that the report names; REQUEST if it names none. Raises BadRequest."""
    given = _field("attribute[kind]", 20)
    if given and given not in set(Kind):
        raise BadRequest(_("attribute[kind] 不是这几种：%(kinds)s", kinds="、".join(Kind)))
    return Kind(given) if given else Kind.REQUEST


def _photo() -> str:
    """The address of a picture, told to whoever handles the case and never fetched; "" if none. Raises BadRequest."""
    url = _field("media_url", 500)
    if url and not url.startswith(("https://", "http://")):
        raise BadRequest(_("media_url 要以 https:// 或 http:// 开头"))
    return url


def _place() -> str:
    """Address and coordinates as words. Raises BadRequest if there is neither, if only one of lat and long is given, or one is wrong."""
    written = _field("address_string") or _field("address_id")
    lat, long = _degrees("lat", 90), _degrees("long", 180)
    if (lat is None) != (long is None):
        raise BadRequest(_("lat 和 long 要一起给"))
    at = f"{lat:.{COORDINATE_DIGITS}f},{long:.{COORDINATE_DIGITS}f}" if lat is not None and long is not None else ""
    if not written and not at:
        raise BadRequest(_("要说在哪里：address_string，或者 lat 和 long"))
    return " ".join(filter(None, (written, at)))


def _degrees(name: str, most: int) -> float | None:
    """The coordinate in the report, from -`most` to `most`; None if it has none. Raises BadRequest."""
    given = _field(name, 30)
    if not given:
        return None
    try:
        found = float(given)
    except ValueError:
        found = most + 1.0
    if not -most <= found <= most:
        raise BadRequest(_("%(name)s 要是 -%(most)s 到 %(most)s 的度数", name=name, most=most))
    return found


def _wanted() -> Wanted:
    """What the query asks for: with case numbers, whatever else it says is ignored. Raises BadRequest."""
    numbers = _listed("service_request_id")
    if numbers:
        return Wanted(numbers=numbers)
    statuses = _listed("status")
    if not set(statuses) <= {"open", "closed"}:
        raise BadRequest(_("status 只有 open 和 closed"))
    start, end = _span()
    return Wanted((), _listed("service_code"), statuses, start, end, _page())


def _listed(name: str) -> list[str]:
    """The values of a query parameter, separated by commas; those beyond the first MOST are dropped."""
    return [one for one in (part.strip() for part in request.args.get(name, "").split(",")[: filing.MOST]) if one]


def _page() -> int:
    given = request.args.get("page", "1")
    if not (given.isascii() and given.isdigit() and len(given) <= 4 and int(given) >= 1):
        raise BadRequest(_("page 要是从 1 起的整数"))
    return int(given)


def _span() -> tuple[datetime, datetime]:
    """(start_date, end_date). A missing one lies SPAN from the other, but a missing end no later than now.

    Raises BadRequest.
    """
    start, end = _moment("start_date"), _moment("end_date")
    if end is None:
        end = parts().clock.now() if start is None else min(parts().clock.now(), start + SPAN)
    start = end - SPAN if start is None else start
    if end - start > SPAN:
        raise BadRequest(_("start_date 到 end_date 最多 90 天"))
    return start, end


def _moment(name: str) -> datetime | None:
    """The time in a query parameter, in UTC; None if it is missing, or its year is not from 1971 to 9998. Raises BadRequest."""
    given = request.args.get(name, "").strip()
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given.replace(" ", "+"))  # a plus sign that was not escaped
        found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
        return found.astimezone(UTC) if 1970 < found.year < 9999 else None
    except (ValueError, OverflowError):
        raise BadRequest(_("%(name)s 要写成 2026-11-28T09:00:00+08:00 这样", name=name)) from None


# --- how it is answered


def _stem(name: str) -> str:
    """The last part of the path without its suffix (.json, .xml)."""
    return name.removesuffix(".json").removesuffix(".xml")[:100]


def _format() -> str:
    """The format of the answer: by the path's suffix, else by the Accept header; JSON if neither says."""
    if request.path.endswith(".xml"):
        return XML
    if request.path.endswith(".json"):
        return JSON
    best = request.accept_mimetypes.best_match(["application/json", "text/xml", "application/xml"])
    return XML if best in ("text/xml", "application/xml") else JSON


def _answer(name: str, records: Any, status: int = 200) -> Response:
    fmt = _format()
    body = wire.to_xml(name, records) if fmt == XML else wire.to_json(records)
    return Response(body, status, content_type=_TYPES[fmt])


@public.errorhandler(Problem)
def _refuse(problem: Problem) -> Response:
    """The standard's list of errors. Our 422 is its 400, except for an Idempotency-Key used for another report."""
    reused = problem.extra.get("reason") == "idempotency-key-reused"
    status = 400 if problem.status == 422 and not reused else problem.status
    answer = _answer("errors", [{"code": str(status), "description": problem.title}], status)
    if "retry_after" in problem.extra:
        answer.headers["Retry-After"] = str(problem.extra["retry_after"])
    return answer


@public.errorhandler(HTTPException)
def _refuse_http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error
    told = {404: _("没有这个地址"), 405: _("这个地址不支持这种操作"), 413: _("太大了，传不上来")}
    return _answer("errors", [{"code": str(code), "description": told.get(code, _("看不懂这个请求"))}], code)
