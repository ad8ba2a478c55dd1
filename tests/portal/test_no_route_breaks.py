"""Every route of both apps, called by everybody with whatever comes to mind: no fault, no trace, a word of Chinese.

`make bench-mutated` calls this with 20,000 requests and prints the slowest.
"""

from __future__ import annotations

import json
import logging
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from werkzeug.routing import IntegerConverter, Rule

from portal.cases.models import Case
from portal.demo.fill import fill
from portal.http.access import declared_access
from portal.kernel.config import load
from portal.residents import service as residents
from portal.staff.models import Account
from portal.staff.sign_in import caller
from portal.storage.parts import Parts
from portal.wiring.app import build_parts, create_app, create_internal_app
from tests.databases import SERVER, fresh_database
from tests.portal.signed_in import staff_token

pytestmark = pytest.mark.slow  # every route, many times: half a minute

EXAMPLES = 25 if SERVER else 8  # a route and method; PostgreSQL refuses more than SQLite, so it is asked more
REQUESTS = int(os.environ.get("LINLI_REQUESTS", "0"))  # of the bench, over all of them
SEED = os.environ.get("LINLI_REQUESTS_SEED")  # unset: the same requests each time
NASTY = (
    "", "0", "1", "2", "-1", "2147483648", "9" * 25, "1" * 5000, "１２", "²", "nan", "inf", "-1e400", "\0", "a\0b", "\r\nX-Made-Up: yes",
    "𠮷", "\u202e", "'", "%", "<script>", "//[", "//℀.cn/x", "/\\evil.example", "a" * 6000, "LL-20261124-0001", "true", "2026-11-24T09:00",
    "0001-01-01T00:00", "9999-12-31T23:59:59.999999+00:00", "2026-11-24", "13812345678", "+8613812345678", "0_1_2", "0_1e9_99999999999999999",
)  # fmt: skip
SURROGATE = "\ud800"  # JSON can say it, UTF-8 cannot
TEXT = st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8"), max_size=12)
_FIELDS = re.compile(r"""(?:form|args|values|files|get|_said)(?:\.get(?:list)?)?[(\[]\s*["']([a-z_0-9]+)["']""")
_PORTAL = Path(__file__).resolve().parents[2] / "portal"
_KNOWN = sorted({name for path in _PORTAL.rglob("*.py") for name in _FIELDS.findall(path.read_text(encoding="utf-8"))})
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Way:
    """One route with one method of one app."""

    app: str
    rule: str
    method: str


def _ways() -> list[Way]:
    parts = build_parts(
        load(
            {
                "LINLI_HOME": "/nonexistent",
                "SECRET_KEY": "a-secret-key-for-tests-0123456789",
                "DATABASE_URL": "postgresql://nobody@127.0.0.1/none",
            }
        )
    )
    apps = {"public": create_app(parts), "internal": create_internal_app(parts)}
    return sorted(
        {
            Way(name, rule.rule, method)
            for name, app in apps.items()
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"OPTIONS"}
        },
        key=repr,
    )


class NoRoom:
    """A share of threads in which nobody may wait: the test is not to be held for 25 seconds."""

    @contextmanager
    def seat(self) -> Iterator[bool]:
        yield False


@dataclass
class Doors:
    """Both apps on the demo community, and the cookies and tokens of everybody."""

    apps: dict[str, Flask]
    cookies: dict[str, str]
    tokens: dict[str, str]
    case_nos: list[str]


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    home = tmp_path_factory.mktemp("doors") / "home"
    with fresh_database(home) as url:
        environ = {
            "LINLI_HOME": str(home),
            "SECRET_KEY": "a-secret-key-for-tests-0123456789",
            "DEMO": "1",
            "DATABASE_URL": url,
            "LINLI_RASA_PORT": "1",
        }
        environ |= {"CHAT_SESSIONS_PER_HOUR": "100000", "CHAT_MESSAGES_PER_MINUTE": "100000"}
        parts = build_parts(load(environ))
        fill(parts)
        yield _doors(parts)
        parts.db.engine.dispose()


def _doors(parts: Parts) -> Doors:
    apps = {"public": create_app(parts), "internal": create_internal_app(parts)}
    for app in apps.values():
        app.config["WTF_CSRF_ENABLED"] = False
    gateway = apps["public"].extensions["linli_gateway"]
    gateway.polling = gateway.waiting = NoRoom()
    secret, now = parts.settings.secret_key, parts.clock.now()
    with parts.db.write() as s:
        _, visitor = residents.add_visitor(s, secret, now)
        known = s.scalar(
            sa.select(residents.ContactPoint.resident_id).where(residents.ContactPoint.resident_id.is_not(None))
        )
        assert known is not None
        resident = residents.sign_in(s, secret, known, now)
        accounts = {account.role: account.id for account in s.scalars(sa.select(Account))}
        case_nos = list(s.scalars(sa.select(Case.case_no).order_by(Case.id)))
    sessions: dict[str, dict[str, Any]] = {
        role: {caller.TOKEN: staff_token(parts, account)} for role, account in accounts.items()
    }
    sessions |= {
        "visitor": {"chat_token": visitor},
        "resident": {"resident_token": resident, "proving_phone": "+8613800000000"},
    }
    signer = apps["public"].session_interface.get_signing_serializer(apps["public"])  # type: ignore[attr-defined]
    cookies = {who: signer.dumps(kept) for who, kept in sessions.items()}
    tokens = {"visitor": visitor, "resident": resident, "bot": parts.settings.internal_token}
    return Doors(apps, cookies, tokens, case_nos)


@dataclass(frozen=True)
class Call:
    """What is asked of a way."""

    who: str
    values: dict[str, str]
    query: list[tuple[str, str]]
    form: list[tuple[str, str]] | None
    raw: str | None
    kind: str


NAMES = st.sampled_from(_KNOWN)
PAIRS = st.lists(st.tuples(NAMES, TEXT), max_size=8)


def _json(schema: Any, whole: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Something like the schema, with now and then a thing that is not."""
    leaf = (
        TEXT
        | st.just(SURROGATE)
        | st.integers(-(2**70), 2**70)
        | st.none()
        | st.booleans()
        | st.floats()
        | st.just([])
        | st.just({})
    )
    if "$ref" in schema:
        return _json(whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]], whole)
    if "anyOf" in schema:
        return st.one_of(*(_json(one, whole) for one in schema["anyOf"]))
    kind = schema.get("type")
    if kind == "object" and schema.get("properties"):
        fields = {name: _json(one, whole) for name, one in schema["properties"].items()}
        needed = {name: value for name, value in fields.items() if name in schema.get("required", ())}
        return st.fixed_dictionaries(needed, optional={k: v for k, v in fields.items() if k not in needed}) | leaf
    if kind == "object":
        return st.dictionaries(TEXT | NAMES, leaf, max_size=3)
    if kind == "array":
        return st.lists(_json(schema.get("items", {}), whole), max_size=3) | leaf
    if kind == "integer":
        return st.integers(1, 3) | st.sampled_from([2**31, 2**40, 2**53, 2**63, 10**30]) | leaf
    return leaf


def _body(app: Flask, way: Way) -> Any:
    """The schema of the JSON body, where the description has one."""
    path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", way.rule)
    spec = app.spec  # type: ignore[attr-defined]  # APIFlask's
    found = spec["paths"].get(path, {}).get(way.method.lower(), {}).get("requestBody", {}).get("content", {})
    schema = found.get("application/json", {}).get("schema")
    return _json(schema, spec) if schema else None


def calls(doors: Doors, way: Way, rule: Rule) -> st.SearchStrategy[Call]:
    who = st.sampled_from(_callers(doors, way))
    values = st.fixed_dictionaries({name: _value(doors, rule, name) for name in rule.arguments})
    body = _body(doors.apps[way.app], way)
    raws = st.sampled_from(['{"', "[1,", "\0", "null", '"x"', "<xml/>", "%ff%fe", "a" * 100])
    raw = raws if body is None else body.map(json.dumps) | body.map(json.dumps) | body.map(json.dumps) | raws
    kinds = st.sampled_from(
        ["application/json"] if body is not None else ["text/xml", "application/json", "multipart/form-data", ""]
    )
    form = PAIRS if body is None else st.none()
    return st.builds(
        Call,
        who=who,
        values=values,
        query=PAIRS,
        form=form | st.none(),
        raw=st.none() | raw if body is None else raw,
        kind=kinds,
    )


def _callers(doors: Doors, way: Way) -> list[str]:
    """Those who may, twice; then everybody else."""
    if way.app == "internal":
        return ["token of bot"]
    everybody = ["nobody", *doors.cookies, *(f"token of {who}" for who in doors.tokens)]
    app = doors.apps[way.app]
    rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == way.rule)
    allowed = declared_access(app.view_functions[rule.endpoint]) or frozenset()
    first = [who for who in everybody if who.removeprefix("token of ") in allowed]
    return [*(first or everybody) * 4, *everybody]


def _value(doors: Doors, rule: Rule, name: str) -> st.SearchStrategy[str]:
    """One parameter of a path: what there is, or what comes to mind."""
    if isinstance(rule._converters.get(name), IntegerConverter):
        return st.sampled_from(["1", "2", "3", "0", "2147483648", "9" * 25, "1" * 5000])
    return st.sampled_from(doors.case_nos) | TEXT if name == "case_no" else TEXT


def ask(client: FlaskClient, doors: Doors, way: Way, call: Call) -> Any:
    path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda found: quote(call.values[found[1]], safe="") or "-", way.rule)
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in call.query)
    headers = {}
    if call.who.startswith("token of "):
        headers["Authorization"] = f"Bearer {doors.tokens[call.who.removeprefix('token of ')]}"
    elif call.who != "nobody":
        client.set_cookie(doors.apps[way.app].config["SESSION_COOKIE_NAME"], doors.cookies[call.who])
    if way.app == "internal":
        headers["Idempotency-Key"] = quote(next(iter(dict(call.query).values()), "k"))[:190]
    sent: dict[str, Any] = {}
    if way.method not in ("GET", "HEAD"):
        if call.raw is not None:
            sent = {"data": call.raw, "content_type": call.kind or None}
        elif call.form:
            sent = {"data": dict(call.form)}
    return client.open(path, method=way.method, query_string=query, headers=headers, **sent)


class Traces(logging.Handler):
    """Hears every traceback that is written to a log."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or record.stack_info or record.levelno >= logging.ERROR:
            self.heard.append(record.getMessage())


@pytest.fixture(scope="module")
def spent() -> Iterator[list[tuple[float, str]]]:
    """Seconds of each request and its door, written as JSON to LINLI_REQUESTS_SPENT for the bench."""
    kept: list[tuple[float, str]] = []
    yield kept
    if target := os.environ.get("LINLI_REQUESTS_SPENT"):
        Path(target).write_text(json.dumps(kept), encoding="utf-8")


@pytest.fixture
def traces() -> Iterator[Traces]:
    handler = Traces()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(("who", "path"), [("desk", "/desk"), ("supervisor", "/desk"), ("nobody", "/me")])
def test_the_callers_are_who_they_claim_to_be(doors: Doors, who: str, path: str) -> None:
    """Else every route would be tried as nobody, and refuse for want of a sign-in."""
    call = Call(who, {}, [], [], None, "")
    assert ask(doors.apps["public"].test_client(), doors, Way("public", path, "GET"), call).status_code == 200


@pytest.mark.parametrize("way", _ways(), ids=lambda way: f"{way.app} {way.method} {way.rule}")
def test_no_route_breaks(doors: Doors, traces: Traces, spent: list[tuple[float, str]], way: Way) -> None:
    """Whoever calls, with whatever: no 5xx, no trace to them or in a log; a refusal speaks Chinese, and JSON where JSON is spoken."""
    app = doors.apps[way.app]
    rule = next(
        rule for rule in app.url_map.iter_rules() if rule.rule == way.rule and way.method in (rule.methods or ())
    )

    @(lambda test: seed(int(SEED))(test) if SEED else test)
    @given(call=calls(doors, way, rule))
    @settings(
        max_examples=max(EXAMPLES, -(-REQUESTS // len(_ways()))),
        derandomize=SEED is None,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def holds(call: Call) -> None:
        begun = time.perf_counter()
        answer = ask(app.test_client(), doors, way, call)
        spent.append((time.perf_counter() - begun, f"{way.method} {way.rule}"))
        assert answer.status_code < 500 or way.rule == "/readyz", (call, answer.text)  # the line is not started here
        assert b"Traceback" not in answer.data
        if answer.status_code < 400 or way.method == "HEAD" or way.rule == "/readyz":
            return
        if answer.request.path.startswith(("/api/", "/internal/")) or answer.request.path.endswith(".json"):
            assert answer.content_type == "application/problem+json", (call, answer.text)
            assert answer.json["type"].startswith("urn:linli:problem:")
            assert _CHINESE.search(answer.json["title"]), (call, answer.json)
        else:
            assert _CHINESE.search(answer.text), (call, answer.text)

    holds()
    assert traces.heard == []
