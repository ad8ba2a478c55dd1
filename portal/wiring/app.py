"""The one place where the parts are made and the two apps, public and internal, are put together."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from apiflask import APIFlask, HTTPError
from flask import Flask, Response, current_app, jsonify, make_response, redirect, render_template, request
from flask.json.provider import DefaultJSONProvider
from flask_babel import Babel, gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import IntegerConverter, Map

from portal.adapters.by_country import ByCountry
from portal.adapters.console import ConsoleNotifier, ConsoleSms, NoNotifier, NoSms
from portal.adapters.desk import DeskBackend
from portal.adapters.media_folder import MediaFolder
from portal.adapters.open311 import Open311
from portal.adapters.rasa_trackers import RasaTrackers
from portal.adapters.twilio import TwilioSms
from portal.adapters.webhook import Webhook
from portal.adapters.wechat import WechatNotifier
from portal.backends.verbs import deliveries
from portal.channels.bot_client import BotClient, BotRefused, BotUnreachable
from portal.channels.handover.holders import hold_numbers
from portal.channels.inbound import secret
from portal.channels.inbound.inbox import photos_with
from portal.channels.outbound import alarm_advice
from portal.channels.text import danger_words
from portal.grids.lookup import gazetteer
from portal.http import health, request_log
from portal.http.access import PUBLIC, access, csrf, enforce_access
from portal.http.current import is_json_door
from portal.kernel.clock import clock_from
from portal.kernel.config import Settings, load
from portal.kernel.errors import BadRequest, Problem, TooLarge
from portal.kernel.log_lines import fault
from portal.kernel.ports import Clock, DraftReader, Endpoint, Notifier, OtherSystem, SmsSender, ToldDanger
from portal.kernel.signatures import signed
from portal.pages import preferences, template_context
from portal.staff.sign_in import unsent_forms
from portal.storage.db import MAX_ID, Database, normal_url
from portal.storage.parts import Parts
from portal.storage.tracker_role import SCHEMA as TRACKER_SCHEMA
from portal.wiring import identify
from portal.wiring.rooms import rooms
from portal.wording import templates

log = logging.getLogger(__name__)

_NO_SCENE = "alarm_person"  # the numbers alone, for words of which nobody knows what danger they tell

_PROBLEM = {  # the JSON schema of an error
    "type": "object",
    "description": "RFC 9457, application/problem+json",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "stable: urn:linli:problem:…"},
        "title": {"type": "string", "description": "Chinese, to be shown to people"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


class _Json(DefaultJSONProvider):
    """Reads JSON from outside: refuses deep nesting, replaces lone surrogates (`\\ud800`), which cannot be stored."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            found = super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        if _is_deep(found):
            raise ValueError("nested too deeply")
        try:
            json.dumps(found, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return _without_lone_surrogates(found)
        return found


_SECONDS_TO_READ = 2.0  # that the bot gets for what a clerk types; after that the clerk fills the fields in
DEEPEST = 60  # levels of nesting; no body of our API needs as many, and code may walk the value by recursion


def _is_deep(value: Any) -> bool:
    """Whether anything lies within `DEEPEST` nested lists and objects."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            below
            for one in level
            if isinstance(one, (list, dict))
            for below in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True


def _without_lone_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_without_lone_surrogates(one) for one in value]
    if isinstance(value, dict):
        return {_without_lone_surrogates(name): _without_lone_surrogates(one) for name, one in value.items()}
    return value


class _Id(IntegerConverter):
    """A row id in a path. One that is too large for the database's integer column gives 404."""

    regex = r"\d{1,10}"

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=MAX_ID)


MAX_TEXT_BODY = 2 * 1024 * 1024  # bytes of a body without files: enough for the bot's longest open draft, escaped
# Bytes. A photo over 10 MB (`photos.MOST_BYTES`) is refused; up to 20 MB it is read first, so that its sender gets our message;
# a larger body is cut off.
MAX_BODY = 21 * 1024 * 1024


def build_parts(settings: Settings | None = None) -> Parts:
    """Make every part from the settings (by default from the environment). Raises SettingError."""
    settings = settings or load()
    db = Database(settings.database_url)
    gazetteer.watch(db)
    deliveries.set_default_backend(db, settings.governance_backend)
    clock = clock_from(settings.now, settings.home / "run")
    return Parts(
        settings=settings,
        db=db,
        clock=clock,
        media=MediaFolder(settings.media),
        sms=_sms_sender(settings),
        backend=DeskBackend(),
        trackers=_trackers(settings),
        names_a_choice=secret.names_a_choice,
        notifiers={"wechat": build_wechat_notifier(settings)},
        connect=lru_cache(maxsize=64)(lambda endpoint: _connect(endpoint, clock)),
        danger_in=_danger_in,
        danger_told=_danger_told,
        advice_on=alarm_advice.template_of_scene,
        read_draft=_draft_reader(BotClient(settings.bot_url, settings.bot_token)),
        hold_numbers=hold_numbers,
        photos_with=photos_with,
    )


def _danger_in(text: str) -> str:
    found = danger_words.plain_danger(text)
    return found.danger if found is not None and not found.doubtful else ""


def _danger_told(text: str) -> ToldDanger | None:
    sure = danger_words.sure_danger(text)
    found = sure or danger_words.plain_danger(text)
    if found is not None:
        advice = alarm_advice.template_of(found.danger, text) or _NO_SCENE
        bare = danger_words.plain_danger_words(text)
        return ToldDanger(found.danger, sure=sure is not None, advice=advice, bare=bare)
    return ToldDanger("", sure=False, advice=_NO_SCENE, bare="") if danger_words.is_doubtful(text) else None


def _draft_reader(bot: BotClient) -> DraftReader:
    def read(text: str, sent_at: datetime) -> dict[str, Any] | None:
        try:
            return bot.read(text, sent_at, _SECONDS_TO_READ)
        except (BotUnreachable, BotRefused) as fault:
            log.info("no draft of what a clerk types: %s", fault)
            return None

    return read


def refuse_unusable_senders(settings: Settings) -> None:
    """Raise the SettingError that `build_parts` would raise for the senders of SMS and WeChat messages. Writes nothing."""
    _sms_sender(settings)
    build_wechat_notifier(settings)


def _trackers(settings: Settings) -> RasaTrackers:
    """The bot's tracker store, which erasing must reach (access on PostgreSQL: portal/storage/tracker_role.py)."""
    if settings.tracker_url is not None:
        return RasaTrackers(normal_url(settings.tracker_url))
    if sa.make_url(settings.database_url).get_backend_name() == "sqlite":
        return RasaTrackers(f"sqlite:///{settings.home / 'bot' / 'tracker.db'}")
    return RasaTrackers(normal_url(settings.database_url), schema=TRACKER_SCHEMA)


def _connect(endpoint: Endpoint, clock: Clock) -> OtherSystem:
    if endpoint.kind == "open311":
        return Open311(endpoint.name, endpoint.url, endpoint.keys[0], endpoint.jurisdiction)
    return Webhook(endpoint.name, endpoint.url, lambda body: signed(endpoint.keys, body, clock.now()))


def _sms_sender(settings: Settings) -> SmsSender:
    """By SMS_PROVIDER: "console" pretends (demo) or fails every SMS; "twilio"; else Aliyun, with Twilio abroad if it is set up."""
    if settings.sms_provider == "console":
        return ConsoleSms() if settings.demo else NoSms()
    if settings.sms_provider == "twilio":
        return _twilio(settings)
    mainland = _aliyun(settings)
    return ByCountry(mainland, _twilio(settings)) if settings.has_twilio else mainland


def _twilio(settings: Settings) -> SmsSender:
    return TwilioSms(
        settings.twilio_account_sid or "",
        settings.twilio_auth_token or "",
        settings.twilio_number or "",
        f"{settings.public_url}/sms/twilio/status",
        mainland=settings.twilio_mainland,
        url=settings.twilio_url,
    )


def _aliyun(settings: Settings) -> SmsSender:
    from portal.adapters.aliyun import AliyunSms  # noqa: PLC0415 (costs a second and 20 MB: only where it is used)

    return AliyunSms(
        settings.aliyun_access_key_id or "",
        settings.aliyun_access_key_secret or "",
        settings.aliyun_sms_sign or "",
        templates.provider_codes(settings.sms_codes),
        url=settings.aliyun_sms_url,
    )


def build_wechat_notifier(settings: Settings) -> Notifier:
    """The sender of WeChat messages; without an app in the settings, a stand-in that pretends (demo) or fails every message."""
    if settings.wechat_app_id and settings.wechat_app_secret:
        return WechatNotifier(settings.wechat_app_id, settings.wechat_app_secret)
    return ConsoleNotifier() if settings.demo else NoNotifier()


def create_app(parts: Parts | None = None) -> Flask:
    """The public app: what the internet may reach."""
    app = _base_app(parts or build_parts(), title="Linli 邻里", docs=None, spec="/api/openapi.json")
    csrf.init_app(app)
    app.register_blueprint(health.public)
    for room in rooms():
        for blueprint in room.public:
            app.register_blueprint(blueprint)
    return app


def create_internal_app(parts: Parts | None = None) -> Flask:
    """The internal app: on loopback only, with a token; the bot's action server calls it, and `/readyz` its health check."""
    app = _base_app(parts or build_parts(), title="Linli internal", docs=None, spec=None)
    app.register_blueprint(health.internal)
    for room in rooms():
        for blueprint in room.internal:
            app.register_blueprint(blueprint)
    return app


def _base_app(parts: Parts, *, title: str, docs: str | None, spec: str | None) -> APIFlask:
    app = APIFlask("portal", title=title, version="1", spec_path=spec, docs_path=docs, json_errors=False)
    app.json = _Json(app)
    app.url_map.converters["int"] = _Id
    app.config.update(
        SECRET_KEY=parts.settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY,
        SESSION_COOKIE_NAME=f"linli_{parts.settings.port}",  # two copies on one machine keep separate log-ins
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=parts.settings.public_url.startswith("https:"),
        BABEL_DEFAULT_LOCALE="zh_Hans_CN",
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        WTF_CSRF_CHECK_DEFAULT=True,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # strict mode needs a Referer, which our Referrer-Policy keeps browsers from sending
        JSON_AS_ASCII=False,
        OPENAPI_VERSION="3.1.0",
        HTTP_ERROR_SCHEMA=_PROBLEM,
        VALIDATION_ERROR_SCHEMA=_PROBLEM,
    )
    app.extensions["linli"] = parts
    app.extensions["linli_identify"] = identify.Caller()
    Babel(app, locale_selector=preferences.current_locale)
    template_context.init_app(app)
    for endpoint in [name for name in app.view_functions if name.startswith("openapi.")]:
        access(PUBLIC)(app.view_functions[endpoint])  # APIFlask's own views: the API description is public
    request_log.install(app)
    app.before_request(_limit_body)
    app.before_request(enforce_access)
    app.after_request(_set_headers)
    app.after_request(identify.note_use)
    app.error_processor(_answer_schema_error)  # must come first: it replaces APIFlask's handler
    app.register_error_handler(Problem, _answer_problem)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_fault)
    return app


def _limit_body() -> None:
    """Limit bodies without files to MAX_TEXT_BODY. A view may set a lower limit for itself."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = MAX_TEXT_BODY


def _set_headers(response: Response) -> Response:
    """Add the security headers, and forbid caching but of static files; what a view has set stays."""
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()")
    if not (request.endpoint or "").endswith("static"):
        response.headers.setdefault("Cache-Control", "no-store")  # nearly every page holds something personal
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _answer_problem(problem: Problem) -> Any:
    """Answer with JSON (RFC 9457) at an API, else with a page.

    Where signing in would help, a page leads to /login, and what a form sent is kept meanwhile (`unsent_forms`).
    """
    if problem.status >= 500 and problem.type != Problem.type:  # `_answer_fault` has logged faults already
        log.error("%s %s: %s", request_log.shown_method(), request.endpoint, problem.type)
    if is_json_door():
        response = jsonify(problem.as_dict())
        response.content_type = "application/problem+json"
        response.status_code = problem.status
        if "retry_after" in problem.extra:
            response.headers["Retry-After"] = str(problem.extra["retry_after"])
        return response
    if problem.extra.get("login"):
        if "HX-Request" in request.headers:
            return render_template("staff/over.html"), problem.status  # htmx swaps it in for the part that it asked for
        if request.method == "GET":
            return redirect(f"/login?next={quote(request.path)}")
        return redirect(unsent_forms.save_unsent())
    title = gettext(problem.title)  # not in the template, where `_` takes a text for HTML with % placeholders
    words = unsent_forms.words_to_copy() if problem.type == "csrf" else []
    return render_template("problem.html", problem=problem, title=title, words_to_copy=words), problem.status


def _answer_http(error: HTTPException) -> Any:
    """Answer an error of Flask's own as a problem, in our words; a redirect passes as it is."""
    if error.code is not None and error.code < 400:
        return error
    if error.code == 413:
        return _answer_problem(TooLarge("太大了，传不上来"))
    problem = Problem(_HTTP_TITLES.get(error.code or 500, "请求没有办成"))
    problem.status, problem.type = error.code or 500, f"http-{error.code}"
    if isinstance(error, CSRFError):
        problem.title, problem.type = unsent_forms.title_of_refused(), "csrf"
    response = make_response(_answer_problem(problem))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _answer_schema_error(error: HTTPError) -> Any:
    """Answer a body that its schema refuses: the names of the bad fields, never their values."""
    problem = Problem(_HTTP_TITLES.get(error.status_code, "请求没有办成"), errors=_bad_fields(error.detail))
    problem.status, problem.type = error.status_code, "invalid" if error.status_code == 422 else "bad-request"
    return _answer_problem(problem)


def _bad_fields(detail: Any, at: str = "") -> list[str]:
    """The paths of the bad fields in a schema error, e.g. `json/draft/kind`."""
    if not isinstance(detail, dict):
        return [at] if detail else []
    return [place for name, below in detail.items() for place in _bad_fields(below, f"{at}/{name}".strip("/"))]


def _answer_fault(error: Exception) -> Any:
    """Log an unexpected exception and answer 500; for a RecursionError (a body nested too deeply) 400."""
    log.error("%s %s: %s", request_log.shown_method(), request.endpoint, fault(error))
    return _answer_problem(BadRequest() if isinstance(error, RecursionError) else Problem())


_HTTP_TITLES = {
    400: "看不懂这个请求",
    404: "没有找到这个页面",
    405: "这个地址不支持这种操作",
    415: "不支持这种格式",
    422: "内容不符合要求",
    429: "太频繁了，请稍后再试",
}
