"""A visitor, a texter and a clerk of the handover, with the bot and the vendors in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.kernel.ports import DeliveryFailed
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app, create_internal_app
from tests.portal.cases.cases_world import account
from tests.vendors.bot import TOKEN, StandInBot


@dataclass
class Ports:
    """SMS and WeChat that remember; `refuse`: an error for all."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    refuse: DeliveryFailed | None = None

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        if self.refuse is not None:
            raise self.refuse
        self.sent.append((to, text))
        return f"SM{len(self.sent)}"

    notify = send


@pytest.fixture
def bot() -> Iterator[StandInBot]:
    stand_in = StandInBot()
    yield stand_in
    stand_in.down()


@pytest.fixture
def ports() -> Ports:
    return Ports()


@pytest.fixture
def line(parts: Parts, community: None, bot: StandInBot, ports: Ports) -> Parts:
    settings = replace(parts.settings, rasa_port=bot.port, bot_token=TOKEN)
    made = replace(parts, settings=settings, sms=ports, notifiers={"wechat": ports})
    with made.db.write() as s:
        s.add(account(made, Role.DESK, username="c2", name="王二"))
    return made


@dataclass
class Visitor:
    """Somebody at the web chat."""

    client: FlaskClient
    token: str
    sent: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def say(self, text: str) -> list[dict[str, Any]]:
        self.sent += 1
        body = {"text": text, "client_message_id": f"m{self.sent}"}
        answer = self.client.post("/api/v1/chat/messages", json=body, headers=self.headers)
        assert answer.status_code == 200, answer.text
        assert not answer.json["pending"]
        return list(answer.json["messages"])

    def heard(self) -> list[tuple[str, str]]:
        answer = self.client.get("/api/v1/chat/messages?wait=0", headers=self.headers)
        return [(message["from"], message["text"]) for message in answer.json["messages"]]


@pytest.fixture
def visitor(line: Parts) -> Visitor:
    client = create_app(line).test_client()
    return Visitor(client, client.post("/api/v1/chat/sessions").json["token"])


class Clerk:
    """A browser in which an account is signed in."""

    def __init__(self, parts: Parts, username: str = "desk") -> None:
        app = create_app(parts)
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["linli_identify"] = self
        self.parts, self.username, self.client = parts, username, app.test_client()

    def staff(self) -> Any:
        with self.parts.db.read() as s:
            return accounts.active_actor(
                s, s.scalars(sa.select(Account.id).where(Account.username == self.username)).one()
            )

    def contact_point_id(self) -> None:
        return None

    def resident_id(self) -> None:
        return None

    def is_bot(self) -> bool:
        return False

    def page(self, number: int = 1) -> str:
        answer = self.client.get(f"/desk/handovers/{number}")
        assert answer.status_code == 200
        return answer.text

    def answer(self, text: str, number: int = 1, **more: str) -> Any:
        seen = re.search(r'name="seen" value="(\d+)"', self.page(number))
        form = {"text": text, "seen": seen[1] if seen else ""} | more
        return self.client.post(f"/desk/handovers/{number}/answer", data=form)


def wants_a_person(
    parts: Parts, contact: int, text: str = "我要找人", key: str = "1:handover", reason: str = "asked"
) -> None:
    """As the bot says it."""
    headers = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": key}
    body = {"contact": contact, "reason": reason, "text": text}
    assert create_internal_app(parts).test_client().post("/internal/v1/handovers", json=body, headers=headers).status_code == 201  # fmt: skip


def contact_of(parts: Parts) -> int:
    with parts.db.read() as s:
        return int(s.scalars(sa.select(ContactPoint.id).order_by(ContactPoint.id.desc())).first() or 0)
