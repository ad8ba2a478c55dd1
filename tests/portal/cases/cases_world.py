"""Fixtures for cases: a small community, a reporter, the staff, and a draft to report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.records.actors import Who
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.intake import registering
from portal.cases.verbs.tasks import case_timer
from portal.grids import service as grids
from portal.kernel.roles import Role, StaffActor
from portal.outbox.delivery import deliver_due
from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down

# a handler's pictures: what it looked like before the work, and after it
PICTURES = {"before": ["before1.jpg"], "photos": ["after1.jpg"]}
COMMUNITY = {
    "community.json": json.dumps(
        {
            "name": "测试社区",
            "phone": "0571-00000001",
            "hours": "9–17",
            "offices": [
                {
                    "code": "court",
                    "way": "litigation",
                    "name": "区法院窗口",
                    "address": "一号路1号",
                    "phone": "0571-00000031",
                    "hours": "周一至周五",
                }
            ],
        }
    ),
    "grids.geojson": json.dumps(
        {
            "features": [
                {
                    "properties": {"code": f"G-0{n}", "name": f"{n}号网格"},
                    "geometry": {"type": "Polygon", "coordinates": []},
                }
                for n in (1, 2)
            ]
        }
    ),
    "places.csv": "name,kind,grid,full_name,aliases\n"
    "柳树里3栋,building,G-01,,柳树里3号楼\n柳树里13栋,building,G-02,,\n柳树里,estate,G-01,,\n柳树里,estate,G-02,,\n",
    "bodies.csv": "code,name,aliases,phone,hours,handles\n"
    "hall,社区居委会,居委会,0571-00000003,9–17,其余\nlamps,路灯队,灯队,0571-00000002,8–17,路灯\n",
    "duty.csv": "category,kind,body,working_days,note\n,,hall,7,\n0403,,lamps,5,\n",
    "teams.csv": "grid,name,members\nG-01,一队,甲|乙\n",
    "faq.csv": "question,variants,answer,source,area,valid_until\n几点上班,,九点,窗口,,\n",
}


def write_community(folder: Path, **instead: str) -> Path:
    """Write the files of a small community. `instead`: other contents of a file, by its stem (`places="…"`)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in COMMUNITY.items():
        (folder / name).write_text(instead.get(name.split(".")[0], text), encoding="utf-8")
    return folder


def draft(text: str = "柳树里3栋的路灯坏了三天了", **changes: Any) -> dict[str, Any]:
    """Make a draft as the bot does."""
    return {
        "id": None,
        "kind": {"code": "request", "label": "求助", "score": 0.9},
        "category": {"code": "0403", "path": ["城乡建设", "市政公用"], "score": 0.9, "alternatives": []},
        "places": [{"text": "柳树里3栋", "start": 0, "end": 5, "grid": None, "score": 0.9}],
        "times": [{"text": "三天了", "start": 10, "end": 13, "from": "2026-11-21", "to": "2026-11-24"}],
        "bodies": [],
        "urgency": {"level": "normal", "reasons": []},
        "personal": [],
        "missing": [],
        "intent": {"code": "report_case", "score": 0.99},
    } | changes


@pytest.fixture
def community(parts: Parts, tmp_path: Path) -> None:
    """Load the small community and its staff: desk, grid worker (of G-01), body (lamps), supervisor."""
    folder = write_community(tmp_path / "community")
    with parts.db.write() as s:
        grids.seed(s, folder)
        for role, where in STAFF.items():
            s.add(account(parts, role, **where))


@pytest.fixture
def hall_reads(parts: Parts, community: None) -> None:
    """Add an account of the body `hall`, so that it can be asked to assist."""
    with parts.db.write() as s:
        s.add(account(parts, Role.BODY, username="hall", body="hall"))


STAFF: dict[Role, dict[str, str]] = {
    Role.DESK: {},
    Role.GRID: {"grid": "G-01"},
    Role.BODY: {"body": "lamps"},
    Role.SUPERVISOR: {},
}


def account(parts: Parts, role: Role, **more: Any) -> Account:
    """Make an account without a password, as hashing one takes a tenth of a second."""
    facts = {"username": str(role), "name": f"张{role.label}", "phone": "", "active": True} | more
    return Account(role=role, password_hash="-", created_at=parts.clock.now(), **facts)


def actor(s: Session, role: Role) -> StaffActor:
    """The actor of the account with this role."""
    number = s.scalars(sa.select(Account.id).where(Account.username == str(role))).one()
    found = accounts.active_actor(s, number)
    assert found is not None
    return found


SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def sign_in(client: FlaskClient, parts: Parts, community: None) -> SignIn:
    """Returns a function that signs the client in as the account of a role."""

    def sit(role: Role) -> FlaskClient:
        with parts.db.read() as s:
            number = actor(s, role).id
        return sit_down(client, parts, number)

    return sit


@pytest.fixture
def reporter(parts: Parts, community: None) -> int:
    """Make a contact point of the web chat; returns its id."""
    return add_contact(parts, "someone")


def add_contact(parts: Parts, key: str, channel: str = "webchat", **more: Any) -> int:
    with parts.db.write() as s:
        point = ContactPoint(channel=channel, address_key=key, created_at=parts.clock.now(), no_push=False, **more)
        s.add(point)
        s.flush()
        return point.id


@pytest.fixture
def s(parts: Parts) -> Iterator[Session]:
    """A write transaction, committed at the end of the test."""
    with parts.db.write() as session:
        yield session


def report(s: Session, parts: Parts, contact: int, text: str = "柳树里3栋的路灯坏了三天了", **more: Any) -> Case:
    """Report a case."""
    return registering.report(s, parts, contact=contact, text=text, **({"draft": draft(text)} | more))


@pytest.fixture
def who() -> Callable[[Session, Role], Who]:
    """Returns a function that gives the actor of a role."""
    return lambda s, role: actors.staff(s, actor(s, role))


Find = Callable[[Session, Role], Who]


def pushes(s: Session) -> list[dict[str, Any]]:
    """The payloads of what the reporter is told, in order."""
    rows = sa.select(OutboxRow).where(OutboxRow.kind == "push_resident").order_by(OutboxRow.id)
    return [row.payload for row in s.scalars(rows)]


def timers(s: Session, *, warnings: bool = False) -> list[OutboxRow]:
    """The timers of cases, in order: those that warn of a deadline, or all others."""
    rows = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "case_timer").order_by(OutboxRow.id))
    return [row for row in rows if row.payload["step"].startswith("warn_") is warnings]


def resolved(s: Session, parts: Parts, contact: int, who: Find) -> Case:
    """A case that the body says is done."""
    case = report(s, parts, contact)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    return case


def ring(parts: Parts, clock: HandClock, **by: float) -> int:
    """Move the clock and deliver the timers that are due; returns how many rows were tried."""
    clock.move(**by)
    quiet = dict.fromkeys(("submit_case", "push_resident", "send_sms"), lambda item: "")
    return deliver_due(parts.db, parts.clock, {**quiet, "case_timer": case_timer(parts)}, limit=100)
