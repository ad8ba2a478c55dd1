"""A desk whose people are paged by SMS, and the worker that pages them, minute by minute."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from portal.cases.records import actors
from portal.kernel.ports import DeliveryFailed
from portal.kernel.roles import Role
from portal.outbox.delivery import deliver_due
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wiring.rooms import consumers_of
from tests.portal.cases.cases_world import account, add_contact, draft, report
from tests.portal.conftest import HandClock
from tests.portal.timed import due

FIRST, SECOND, THIRD, BOSS = "+8613900000001", "+8613900000002", "+8613900000003", "+8613900000009"
FIRE = "3栋楼道里堆的纸板着火了，烟很大，我叫张三电话13812345678"
Danger = Callable[..., str]


@dataclass
class Vendor:
    """Takes every SMS but those to `dead` numbers."""

    sent: list[tuple[str, str]]
    dead: set[str] = field(default_factory=set)

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        if to in self.dead:
            raise DeliveryFailed("no such number", code="30005", retry=False)
        self.sent.append((to, text))
        return f"SM{len(self.sent)}"

    def to(self, number: str) -> list[str]:
        return [text for to, text in self.sent if to == number]


@pytest.fixture
def vendor() -> Vendor:
    return Vendor([])


@pytest.fixture
def line(parts: Parts, community: None, vendor: Vendor) -> Parts:
    """Two clerks with a phone (the first one in the community has none), a supervisor with one."""
    made = replace(parts, sms=vendor, backend=Quiet())
    with made.db.write() as s:
        s.add(account(made, Role.DESK, username="c1", name="李一", phone=FIRST))
        s.add(account(made, Role.DESK, username="c2", name="王二", phone=SECOND))
        boss = s.scalars(sa.select(Account).where(Account.role == Role.SUPERVISOR)).one()
        boss.phone = BOSS
    return made


class Quiet:
    name = "desk"

    def submit(self, submission: Any, idempotency_key: str) -> str:
        return submission.case_no


@pytest.fixture
def danger(line: Parts) -> Danger:
    """Somebody says that it burns; the case's number."""
    count = iter(range(10_000))

    def say(text: str = FIRE, kind: str = "fire", **more: Any) -> str:
        contact = add_contact(line, f"someone {next(count)}")
        urgency = {"level": "emergency", "reasons": [], "danger": kind}
        with line.db.write() as s:
            return report(s, line, contact, text, draft=draft(text, urgency=urgency) | more).case_no

    return say


def work(parts: Parts, times: int = 3) -> None:
    """A few rounds of the worker: its jobs and its deliveries."""
    for _ in range(times):
        due()["page_on"](parts)
        while deliver_due(parts.db, parts.clock, consumers_of(parts)):
            pass


def minutes(parts: Parts, clock: HandClock, count: float) -> None:
    """So many minutes of the worker, half a minute a round."""
    for _ in range(int(count * 2)):
        clock.move(seconds=30)
        work(parts, 1)


class Desk:
    """A browser in which an account is signed in (signing in has tests of its own)."""

    def __init__(self, parts: Parts, username: str) -> None:
        app = create_app(parts)
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["linli_identify"] = self
        self.parts, self.username, self.client = parts, username, app.test_client()

    def staff(self) -> Any:
        with self.parts.db.read() as s:
            found = s.scalars(sa.select(Account.id).where(Account.username == self.username)).one()
            return accounts.active_actor(s, found)

    def contact_point_id(self) -> None:
        return None

    def resident_id(self) -> None:
        return None

    def is_bot(self) -> bool:
        return False


def who(s: Any, username: str) -> Any:
    """The account as it acts on cases."""
    found = accounts.active_actor(s, s.scalars(sa.select(Account.id).where(Account.username == username)).one())
    assert found is not None
    return actors.staff(s, found)


_doors: dict[int, tuple[Parts, Flask]] = {}


def door(parts: Parts) -> Flask:
    """The public app, the same for a test: what it counts of tries it counts for all."""
    if id(parts) not in _doors:
        _doors.clear()
        _doors[id(parts)] = (parts, create_app(parts))
    return _doors[id(parts)][1]


def by_sms(parts: Parts, sender: str, body: str, sid: str) -> None:
    """An SMS to our number, signed as Twilio signs."""
    client: FlaskClient = door(parts).test_client()
    form = {"From": sender, "To": "+10000000000", "Body": body, "MessageSid": sid, "NumMedia": "0"}
    url = parts.settings.public_url + "/sms/twilio/inbound"
    signature = RequestValidator("linli-demo").compute_signature(url, form)
    answer = client.post("/sms/twilio/inbound", data=form, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 200


def code_in(text: str) -> str:
    found = re.search(r"回(\d{6})", text)
    assert found, text
    return found[1]


def acked(parts: Parts) -> list[str | None]:
    with parts.db.read() as s:
        return [row or None for row in s.scalars(sa.text("SELECT acked_how FROM alarm"))]
