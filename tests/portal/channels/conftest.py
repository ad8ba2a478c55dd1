"""The gateway's fixtures, and those of `cases_world` and `without_bot_world`: parts with a stand-in bot, a visitor, and a worker that is run by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.channels import jobs
from portal.channels.bot_client import BotClient
from portal.channels.inbound import without_bot
from portal.channels.inbound.conversation import drain
from portal.outbox.delivery import deliver_due
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from portal.wiring.rooms import consumers_of
from tests.portal.cases.cases_world import community, reporter, s, who
from tests.portal.channels.without_bot_world import call, no_bot, on_call, training
from tests.vendors.bot import TOKEN, StandInBot

__all__ = ["call", "community", "no_bot", "on_call", "reporter", "s", "training", "who"]


@pytest.fixture
def bot() -> Iterator[StandInBot]:
    stand_in = StandInBot()
    yield stand_in
    if stand_in.gate is not None:
        stand_in.gate.set()
    stand_in.down()


@pytest.fixture
def parts(parts: Parts, bot: StandInBot) -> Parts:
    return replace(parts, settings=replace(parts.settings, rasa_port=bot.port, bot_token=TOKEN))


@dataclass
class Visitor:
    """A visitor of the web chat."""

    client: FlaskClient
    token: str
    sent: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, text: str, message_id: str | None = None, **more: Any) -> Any:
        self.sent += 1
        body = {"text": text, "client_message_id": message_id or f"m{self.sent}"} | more
        return self.client.post("/api/v1/chat/messages", json=body, headers=self.headers)

    def say(self, text: str, message_id: str | None = None, **more: Any) -> Any:
        answer = self.post(text, message_id, **more)
        assert answer.status_code == 200, answer.text
        return answer.json

    def since(self, after: int = 0, **more: Any) -> Any:
        query = {"after": after, "wait": 0} | more
        return self.client.get("/api/v1/chat/messages", query_string=query, headers=self.headers).json


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client, client.post("/api/v1/chat/sessions").json["token"])


@pytest.fixture
def take_in_fails() -> None:
    """For a test in which taking in a danger without the bot fails on purpose."""


@pytest.fixture(autouse=True)
def no_hidden_failure(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """`without_bot.take_in` raises nothing; a programming error on the way to a case must fail a test all the same."""
    yield
    logged = [one.getMessage() for one in caplog.get_records("call") if one.name == without_bot.__name__]
    if "take_in_fails" not in request.fixturenames:
        assert [one for one in logged if one.endswith("danger not taken in")] == []


@pytest.fixture
def work(parts: Parts) -> Callable[[], None]:
    """Returns a function that works until nothing is due: answers senders, sends letters, delivers the outbox."""

    def rounds() -> None:
        client = BotClient(parts.settings.bot_url, parts.settings.bot_token)
        for _ in range(20):
            with parts.db.read() as s:
                senders = jobs.waiting_senders(s, parts.clock.now(), set(), 10)
            for sender in senders:
                drain(parts, client, sender, seconds=10, call_seconds=5)
            done = jobs.send_unreturned(parts) + deliver_due(parts.db, parts.clock, consumers_of(parts))
            if not senders and not done:
                return

    return rounds


@pytest.fixture
def letters(parts: Parts) -> Callable[[str], list[str]]:
    """Returns a function that gives the texts of all letters of a kind, oldest first."""

    def read(kind: str) -> list[str]:
        with parts.db.read() as s:
            rows = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id))
            return [row.letter.text for row in rows if row.letter]

    return read
