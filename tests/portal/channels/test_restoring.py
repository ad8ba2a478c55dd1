"""恢复: the messages that were stopped, or the case that was withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.reporter import reporter_actions
from portal.channels.inbound.inbox import receive
from portal.channels.inbound.incoming import Incoming
from portal.channels.models import InboxKind, InboxMessage
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import report
from tests.portal.conftest import HandClock

KEYWORD, FOR_THE_BOT = InboxKind.KEYWORD, InboxKind.TEXT


def sender(parts: Parts, channel: str) -> int:
    with parts.db.write() as s:
        if channel == "webchat":
            return residents.add_visitor(s, "secret", parts.clock.now())[0].id
        return residents.ensure_contact_point(
            s, parts.settings.secret_key, "sms", "+8613800000046", parts.clock.now()
        ).id


def withdraw_one(parts: Parts, contact: int) -> None:
    with parts.db.write() as s:
        _withdrawn(s, parts, contact)


def _withdrawn(s: Session, parts: Parts, contact: int) -> Case:
    case = report(s, parts, contact)
    reporter_actions.withdraw(s, parts, case, actors.resident(contact))
    return case


def stop(parts: Parts, contact: int) -> None:
    with parts.db.write() as s:
        residents.opt_out(s, s.get_one(ContactPoint, contact), parts.clock.now())


def kind_of(parts: Parts, contact: int, channel: str, text: str = "恢复") -> str:
    incoming = Incoming(channel=channel, vendor_id=f"{contact}:{text}", text=text)
    received = receive(parts, lambda s: s.get_one(ContactPoint, contact), incoming)
    with parts.db.read() as s:
        return s.get_one(InboxMessage, received.inbox_id).kind


@pytest.mark.parametrize("channel", ["webchat", "sms"])
def test_it_means_the_case_where_no_messages_were_stopped(parts: Parts, community: None, channel: str) -> None:
    contact = sender(parts, channel)
    withdraw_one(parts, contact)
    assert kind_of(parts, contact, channel) == FOR_THE_BOT


@pytest.mark.parametrize("channel", ["webchat", "sms"])
def test_it_means_the_messages_where_no_case_was_withdrawn(parts: Parts, community: None, channel: str) -> None:
    contact = sender(parts, channel)
    assert kind_of(parts, contact, channel) == KEYWORD


def test_by_sms_it_undoes_a_stop_whatever_was_withdrawn(parts: Parts, community: None) -> None:
    """The carriers' rule."""
    contact = sender(parts, "sms")
    stop(parts, contact)
    withdraw_one(parts, contact)
    assert kind_of(parts, contact, "sms") == KEYWORD


@pytest.mark.parametrize(("order", "kind"), [((withdraw_one, stop), KEYWORD), ((stop, withdraw_one), FOR_THE_BOT)])
def test_in_the_chat_the_later_of_the_two_is_meant(
    parts: Parts, community: None, clock: HandClock, order: tuple[Any, Any], kind: InboxKind
) -> None:
    """A stop and a withdrawal."""
    contact = sender(parts, "webchat")
    for act in order:
        act(parts, contact)
        clock.move(seconds=60)
    assert kind_of(parts, contact, "webchat") == kind


def test_after_danger_at_home_it_lets_messages_come_again(parts: Parts, community: None) -> None:
    """The answer to that danger said so."""
    contact = sender(parts, "webchat")
    withdraw_one(parts, contact)
    with parts.db.write() as s:
        s.get_one(ContactPoint, contact).no_push = True
    assert kind_of(parts, contact, "webchat") == KEYWORD


def test_a_case_withdrawn_too_long_ago_is_not_meant(parts: Parts, community: None, clock: HandClock) -> None:
    """It can be restored for thirty days."""
    contact = sender(parts, "webchat")
    withdraw_one(parts, contact)
    clock.move(days=31)
    assert kind_of(parts, contact, "webchat") == KEYWORD


@pytest.mark.parametrize("text", ["START", "重新同意"])
def test_words_of_nothing_but_messages_mean_them(parts: Parts, community: None, text: str) -> None:
    contact = sender(parts, "sms")
    withdraw_one(parts, contact)
    assert kind_of(parts, contact, "sms", text) == KEYWORD
