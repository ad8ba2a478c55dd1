"""A sender, what they said, and what was answered."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from portal.channels.bot_client import BotClient
from portal.channels.inbound.inbox import Received, receive
from portal.channels.inbound.incoming import Incoming
from portal.channels.models import ChatMessage, InboxMessage
from portal.residents import service as residents
from portal.storage.parts import Parts
from tests.vendors.bot import TOKEN, StandInBot, said


@pytest.fixture
def client_of_bot(bot: StandInBot) -> BotClient:
    return BotClient(f"http://127.0.0.1:{bot.port}", TOKEN)


@pytest.fixture
def sender(parts: Parts) -> int:
    with parts.db.write() as s:
        return residents.add_visitor(s, "secret", parts.clock.now())[0].id


def say(parts: Parts, sender: int, text: str, vendor_id: str | None = None, **more: Any) -> Received:
    with parts.db.read() as s:
        known = s.scalar(sa.select(sa.func.count()).select_from(InboxMessage))
    incoming = Incoming(channel="webchat", vendor_id=vendor_id or f"{sender}:{known}", text=text, **more)
    return receive(parts, lambda s: s.get_one(residents.ContactPoint, sender), incoming)


def texts(parts: Parts, sender: int) -> list[str]:
    with parts.db.read() as s:
        rows = sa.select(ChatMessage.text).where(ChatMessage.contact_point_id == sender).order_by(ChatMessage.id)
        return [text for text in s.scalars(rows) if not text.startswith("【")]


def _echo(ask: dict[str, Any]) -> dict[str, Any]:
    return {"messages": [said("听到：" + ask["text"])]}
