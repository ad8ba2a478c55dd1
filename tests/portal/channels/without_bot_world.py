"""A community without its bot: the staff on call, what a visitor's words made of cases and pages, and what the bot does when it comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm, AlarmPage, Case
from portal.cases.records import alarms
from portal.channels.inbound.inbox import receive
from portal.channels.inbound.incoming import Incoming
from portal.channels.models import InboxMessage
from portal.channels.text import danger_words
from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import draft
from tests.vendors.bot import StandInBot

Work = Callable[[], None]


@pytest.fixture
def on_call(parts: Parts, community: None) -> None:
    """Everybody of the small community's staff has a phone."""
    with parts.db.write() as s:
        for number, account in enumerate(s.scalars(sa.select(Account).order_by(Account.id))):
            account.phone = f"+861390000000{number}"


@pytest.fixture
def no_bot(bot: StandInBot) -> None:
    """The bot is down, as after a crash."""
    bot.down()


@pytest.fixture
def training(parts: Parts, no_bot: None) -> None:
    bot_state.record(parts.settings.home, BotState.TRAINING)


@pytest.fixture
def call(internal: FlaskClient, parts: Parts) -> Any:
    """Calls the internal API as the bot does for a message: path, the message's id, the verb, the body."""

    def send(path: str, inbox_id: int, verb: str, body: dict[str, Any]) -> Any:
        key = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": f"{inbox_id}:{verb}"}
        return internal.post("/internal/v1" + path, json=body, headers=key)

    return send


def texts(answer: dict[str, Any]) -> list[str]:
    return [message["text"] for message in answer["messages"]]


def cases(parts: Parts) -> list[Case]:
    with parts.db.read() as s:
        found = list(s.scalars(sa.select(Case).order_by(Case.id)))
        for one in found:
            assert one.words is not None
            assert one.events
            assert [event.words for event in one.events]
        s.expunge_all()
        return found


def on_the_case(parts: Parts) -> list[str]:
    """The reporter's words on the only case, the report first."""
    (case,) = cases(parts)
    return [case.words.text, *(one.text for event in case.events for one in event.words if one.public)]


def paged(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(AlarmPage)) or 0


def messages(parts: Parts) -> list[InboxMessage]:
    with parts.db.read() as s:
        found = list(s.scalars(sa.select(InboxMessage).order_by(InboxMessage.id)))
        s.expunge_all()
        return found


def stored(parts: Parts, text: str) -> int:
    """A message that was stored and acknowledged, and then the process was killed; returns its sender."""
    with parts.db.write() as s:
        sender = residents.add_visitor(s, "secret", parts.clock.now())[0].id
    found = danger_words.plain_danger(text)
    incoming = Incoming(channel="webchat", vendor_id=f"{sender}:1", text=text, alarm=found.danger if found else "")
    receive(parts, lambda s: s.get_one(ContactPoint, sender), incoming)
    return sender


def acknowledge(parts: Parts) -> None:
    """Somebody on call takes the only alarm on."""
    with parts.db.write() as s:
        alarm, account = s.scalars(sa.select(Alarm)).one(), s.scalars(sa.select(Account.id)).first()
        assert account is not None
        alarms.mark_acknowledged(s, alarm, account, "case", parts.clock.now())


def comes(parts: Parts, bot: StandInBot) -> None:
    bot.up()
    bot_state.clear(parts.settings.home)


def report(call: Any, row: InboxMessage, **changes: Any) -> Any:
    """What the bot reports of this message."""
    urgency = {"level": "emergency", "reasons": [], "danger": "fire"}
    body = {
        "contact": row.contact_point_id,
        "text": row.text,
        "draft": draft(urgency=urgency),
        "answers": {},
        "photos": [],
    }
    return call("/cases", row.id, "report", body | changes)


def tell(call: Any, parts: Parts, number: int, danger: str = "injury") -> Any:
    """The bot reads danger in the message of this number (from 0), which joined the only case."""
    row, case_no = messages(parts)[number], cases(parts)[0].case_no
    body: dict[str, Any] = {"contact": row.contact_point_id, "text": row.text, "danger": danger}
    return call(f"/cases/{case_no}/details", row.id, "detail", body)
