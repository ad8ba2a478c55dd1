"""The one table of who may call what (`who_may.csv`), and everybody who calls: each role, with cases of every sort.

A row is a route and method. `who`: as `@access` says it (staff: every role). `case`: how the view lets into the case that
its address names: handled (staff who see it), reported (its reporter alone), bot (whoever the bot speaks for,
by the body of its request); empty if the address names none.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.cases.models import Case
from portal.cases.rules.lifecycle import Seal
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.disclosure import sealing
from portal.grids import service as grids
from portal.http.access import INTERNAL, PUBLIC, RESIDENT, VENDOR, VISITOR, VOTER, declared_access
from portal.kernel.errors import Forbidden
from portal.kernel.roles import Role
from portal.residents import service as residents
from portal.staff.sign_in import caller
from portal.storage.db import Database
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, actor, actors, draft, report, write_community
from tests.portal.signed_in import staff_token

TABLE = Path(__file__).with_suffix(".csv")
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
STAFF = "staff"
NOT_THERE = "没有找到这件事"  # what is said of a case that is not there, or not the caller's
_PARAMETER = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


@dataclass(frozen=True)
class Way:
    """A route with a method of one of the apps ("public", "internal")."""

    app: str
    method: str
    rule: str


@dataclass(frozen=True)
class Row:
    """What the table says of a way."""

    who: frozenset[str]
    case: str


def table() -> dict[Way, Row]:
    """The table, as it is written."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            Way(one["app"], one["method"], one["rule"]): Row(_names(one["who"]), one["case"])
            for one in csv.DictReader(file)
        }


def _names(written: str) -> frozenset[str]:
    names = set(written.split())
    return frozenset(names - {STAFF} | (set(Role) if STAFF in names else set()))


def ways(name: str, app: Flask) -> dict[Way, frozenset[str]]:
    """Each way of the app, and who may call it by its `@access`; files under `static` aside."""
    return {
        Way(name, method, rule.rule): declared_access(app.view_functions[rule.endpoint]) or frozenset()
        for rule in app.url_map.iter_rules()
        if rule.endpoint.rpartition(".")[2] != "static"
        for method in (rule.methods or set()) & METHODS
    }


def differences(apps: Mapping[str, Flask], rows: Mapping[Way, Row]) -> list[str]:
    """Where the apps and the table differ: a route without a row, a row without a route, another `who`, a case without its kind."""
    found = {way: who for name, app in apps.items() for way, who in ways(name, app).items()}
    return [
        *(f"no row in {TABLE.name}: {way.app},{way.method},{way.rule}" for way in found if way not in rows),
        *(f"no such route: {way.method} {way.rule}" for way in rows if way not in found),
        *(f"@access says otherwise: {way}" for way, who in found.items() if way in rows and rows[way].who != who),
        *(f"which case? {way}" for way in found if way in rows and ("<case_no>" in way.rule) != bool(rows[way].case)),
    ]


# --- everybody

ASSIGNED = "assigned "  # begins the name of a caller who is assigned to each sealed case
CALLERS = (
    "nobody", "visitor", "reporter", "another resident", *(str(role) for role in Role), f"{ASSIGNED}desk", f"{ASSIGNED}supervisor",
)  # fmt: skip
"""The twelve roles, and twice more those whom a seal may let in: anonymous, with a chat, the case's reporter, another resident, staff."""

LIES = ("own", "worker's", "other")
"""Where a case lies: in the grid and with the body of the callers, there and with the grid worker, elsewhere with others."""

_IN = {PUBLIC: frozenset(CALLERS), VISITOR: {"visitor"}, RESIDENT: {"reporter", "another resident"}}
_IN[VOTER] = _IN[RESIDENT]


def is_let_in(who: Collection[str], one: str) -> bool:
    """Whether the caller passes the door of a view for `who`."""
    return one.removeprefix(ASSIGNED) in who or any(one in _IN.get(name, ()) for name in who)


def sees(one: str, lies: str, *, sealed: bool) -> bool:
    """Whether the caller, as staff, sees a case that lies there: the rule, written here a second time, to check the code."""
    if one.startswith(ASSIGNED):
        return True
    if one in (Role.DESK, Role.SUPERVISOR):
        return not sealed
    if one == Role.BODY:
        return lies == "own"
    return one == Role.GRID and (lies == "worker's" or (lies == "own" and not sealed))


@dataclass
class Everybody:
    """The app, each caller's cookie, and the number of the case of each sort: (where it lies, whether sealed)."""

    app: Flask
    cookies: dict[str, str]
    tokens: dict[str, str]
    cases: dict[tuple[str, bool], str]
    photo: str

    def ask(self, way: Way, one: str, case_no: str = "LL-20200101-0001") -> TestResponse:
        """Call the way as this caller; other numbers in the address are those of nothing."""
        known = {"case_no": case_no, "media_id": self.photo, "act": "acknowledge"}
        path = _PARAMETER.sub(lambda found: known.get(found[1], NO_ID), way.rule)
        headers = {"Idempotency-Key": str(uuid.UUID(int=next(_keys), version=4))}
        if one in self.tokens and way.rule.startswith("/api/"):
            headers["Authorization"] = f"Bearer {self.tokens[one]}"
        elif one in self.cookies:
            headers["Cookie"] = f"{self.app.config['SESSION_COOKIE_NAME']}={self.cookies[one]}"
        sent: dict[str, Any] = {} if way.method == "GET" else {"data": FORM}
        return self.app.test_client(use_cookies=False).open(
            path, method=way.method, headers=headers, query_string={"wait": "0"}, **sent
        )


NO_ID = "999999"
_keys = itertools.count(1)
FORM = {"version": "0", "text": "好", "reason": "看过了，说的是没成年的孩子", "fixed": "no", "clerk": "1"}


def set_up_everybody(parts: Parts, app: Flask, folder: Path) -> Everybody:
    """Make the accounts, residents and sessions of all callers, and a case of each sort."""
    now, secret = parts.clock.now(), parts.settings.secret_key
    photo = parts.media.put(b"\xff\xd8\xff\xd9", "image/jpeg")
    with parts.db.write() as s:
        grids.seed(s, write_community(folder))
        where: dict[Role, dict[str, str]] = {Role.GRID: {"grid": "G-01"}, Role.BODY: {"body": "lamps"}}
        made = {str(role): account(parts, role, **where.get(role, {})) for role in Role}
        made |= {
            f"{ASSIGNED}{role}": account(parts, role, username=f"{role}-2") for role in (Role.DESK, Role.SUPERVISOR)
        }
        s.add_all(made.values())
        _, visitor = residents.add_visitor(s, secret, now)
        tokens, points = {}, {}
        for one in ("reporter", "another resident"):
            person = residents.Resident(created_at=now)
            s.add(person)
            s.flush()
            points[one] = residents.ContactPoint(
                channel="sms", address_key=one, address="+8613800000001", resident_id=person.id, created_at=now
            )
            s.add(points[one])
            s.flush()
            tokens[one] = residents.sign_in(s, secret, person.id, now)
        cases = {
            (lies, sealed): _case(s, parts, points["reporter"].id, lies, photo, sealed=sealed)
            for lies in LIES
            for sealed in (False, True)
        }
        ids = {one: row.id for one, row in made.items()}
    sessions: dict[str, dict[str, str]] = {
        one: {caller.TOKEN: staff_token(parts, number)} for one, number in ids.items()
    }
    sessions |= {one: {"resident_token": token} for one, token in tokens.items()}
    sessions["visitor"] = {"chat_token": visitor}
    tokens["visitor"] = visitor
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return Everybody(app, {one: signer.dumps(kept) for one, kept in sessions.items()}, tokens, cases, photo)


def _case(s: Session, parts: Parts, contact: int, lies: str, photo: str, *, sealed: bool) -> str:
    """Make a case that lies there, dispatched to the body or grid worker there; returns its number."""
    place = "柳树里13栋" if lies == "other" else "柳树里3栋"
    spans = [{"text": place, "start": 0, "end": len(place), "grid": None, "score": 0.9}]
    case: Case = report(
        s, parts, contact, f"{place}的路灯坏了三天了", draft=draft(places=spans, times=[]), photos=[photo]
    )
    clerk, worker = actors.staff(s, actor(s, Role.DESK)), actor(s, Role.GRID).id
    body = {"own": "lamps", "other": "hall"}.get(lies)
    desk_actions.dispatch(s, parts, case, clerk, body=body, worker_id=None if body else worker)
    if sealed:
        _seal(s, parts, case)
    return case.case_no


def _seal(s: Session, parts: Parts, case: Case) -> None:
    people = {one.username: one.id for one in sealing.candidates(s, case)}
    clerk = actors.Who(actors.Actor.DESK, people["desk-2"], "受理台")
    sealing.seal(s, parts, case, clerk, kind=Seal.MINOR, supervisor=people["supervisor-2"], reason=FORM["reason"])


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Roll back whatever is written in the block, so that each request finds the cases as they were."""
    real = Database.write

    @contextmanager
    def write(self: Database) -> Iterator[Session]:
        with real(self) as s:
            s.commit = s.flush  # type: ignore[method-assign]  # of this session only, gone with it
            yield s

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "write", write)
        yield


# --- answers


def answer_of(got: TestResponse, row: Row) -> str:
    """How the request was answered: "refused" (by `@access`), "hidden" (the case was not found), or "let in", whatever followed.

    A public view that sends the caller to sign in has let them in.
    """
    text = (
        json.dumps(got.get_json(silent=True), ensure_ascii=False)
        if got.is_json
        else got.get_data().decode(errors="replace")
    )
    at_login = got.status_code == 302 and got.headers["Location"].startswith("/login") and PUBLIC not in row.who
    if at_login or got.status_code == 401 or (got.status_code == 403 and Forbidden.title in text):
        return "refused"
    hidden = row.case != "" and got.status_code == 404 and NOT_THERE in text
    return "hidden" if hidden else "let in"


def expected(row: Row, one: str, lies: str = "", *, sealed: bool = False) -> str:
    """The answer that the table demands, as in `answer_of`."""
    if not is_let_in(row.who, one):
        return "refused"
    if row.case == "handled":
        return "let in" if sees(one, lies, sealed=sealed) else "hidden"
    return "hidden" if row.case == "reported" and one != "reporter" else "let in"


@dataclass
class Tried:
    """How many combinations were tried, and a line for each that was answered otherwise than the table demands."""

    number: int
    wrong: list[str]


def try_all(everybody: Everybody, rows: Mapping[Way, Row]) -> Tried:
    """Each caller × each way of the public app × each sort of case, where the way takes one."""
    tried = Tried(0, [])
    with nothing_kept():
        for way, row in rows.items():
            if way.app == "public" and VENDOR not in row.who:
                for one in CALLERS:
                    _try(everybody, way, row, one, tried)
    return tried


def _try(everybody: Everybody, way: Way, row: Row, one: str, tried: Tried) -> None:
    sorts = everybody.cases if row.case else {("", False): ""}
    for (lies, sealed), case_no in sorts.items():
        got = everybody.ask(way, one, case_no) if case_no else everybody.ask(way, one)
        came, wanted = answer_of(got, row), expected(row, one, lies, sealed=sealed)
        tried.number += 1
        if came != wanted or got.status_code == 500:
            sort = f" {lies}{' sealed' if sealed else ''}" if lies else ""
            tried.wrong.append(f"{one}: {way.method} {way.rule}{sort}: {came} ({got.status_code}), not {wanted}")


__all__ = [
    "INTERNAL",
    "Everybody",
    "Row",
    "Tried",
    "Way",
    "differences",
    "set_up_everybody",
    "table",
    "try_all",
    "ways",
]
