"""In which order the messages of one sender and of several are answered, and what danger passes."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from portal.channels import jobs
from portal.channels.bot_client import BotClient, BotRequest
from portal.channels.inbound.conversation import DrainOutcome, drain
from portal.residents import service as residents
from portal.storage.parts import Parts
from tests.portal.channels.conversation_world import _echo, client_of_bot, say, sender, texts
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot, said

__all__ = ["client_of_bot", "sender"]


def test_a_senders_messages_are_answered_in_order(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient
) -> None:
    """Many drainers at once: each message once, in the order in which they came."""
    for number in range(6):
        say(parts, sender, f"第{number}条")
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        for _ in range(50):
            if drain(parts, client_of_bot, sender, seconds=10, call_seconds=5) is DrainOutcome.DONE:
                return

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts(parts, sender) == [f"听到：第{number}条" for number in range(6)]
    assert set(bot.handled.values()) == {1}


def test_another_sender_is_not_kept_waiting(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient
) -> None:
    """One sender's slow message holds nobody else."""
    with parts.db.write() as s:
        other = residents.add_visitor(s, "secret", parts.clock.now())[0].id
    gate = threading.Event()
    bot.answer = lambda ask: (gate.wait(10), {"messages": [said("好")]})[1] if ask["text"] == "慢" else _echo(ask)
    bot_thread = threading.Thread(
        target=drain, args=(parts, client_of_bot, sender), kwargs={"seconds": 10, "call_seconds": 9}
    )
    say(parts, sender, "慢")
    say(parts, other, "快")
    bot._mutex = _NoLock()  # type: ignore[assignment]  # the stand-in answers several at once here
    bot_thread.start()
    bot.entered.wait(10)
    assert drain(parts, client_of_bot, sender, seconds=5, call_seconds=5) is DrainOutcome.BUSY
    assert drain(parts, client_of_bot, other, seconds=5, call_seconds=5) is DrainOutcome.DONE
    assert texts(parts, other) == ["听到：快"]
    gate.set()
    bot_thread.join()


def test_a_danger_does_not_go_before_what_the_same_sender_said_earlier(
    parts: Parts, sender: int, client_of_bot: BotClient
) -> None:
    """扑灭了 is said of the first fire, not of the second."""
    said_in_order = ("路灯坏了", "着火了", "扑灭了", "又着火了")
    for text in said_in_order:
        say(parts, sender, text, alarm="fire" if "着火" in text else "")
    assert drain(parts, client_of_bot, sender, seconds=10, call_seconds=5) is DrainOutcome.DONE
    assert texts(parts, sender) == [f"听到：{text}" for text in said_in_order]


def test_a_danger_passes_its_senders_own_flood(parts: Parts, sender: int, client_of_bot: BotClient) -> None:
    """More than three messages before it; what was said after it stays after it."""
    flood = [f"第{number}条" for number in range(4)]
    for text in (*flood, "着火了", "扑灭了"):
        say(parts, sender, text, alarm="fire" if text == "着火了" else "")
    drain(parts, client_of_bot, sender, seconds=10, call_seconds=5)
    assert texts(parts, sender) == [f"听到：{text}" for text in ("着火了", *flood, "扑灭了")]


def test_a_second_danger_passes_nothing_within_the_first_ones_hour(
    parts: Parts, sender: int, client_of_bot: BotClient, bot: StandInBot
) -> None:
    """扑灭了, however long before it in the queue, is about the first."""
    emergency = {"kind": "detail", "case_no": "LL-20260302-0001", "danger": "fire"}
    bot.answer = lambda ask: _echo(ask) | ({"expecting": emergency} if ask["text"] == "着火了" else {})
    order = ("着火了", "扑灭了", "谢谢", "辛苦了", "没事了", "又着火了")
    for text in order:
        say(parts, sender, text, alarm="fire" if "着火" in text else "")
    drain(parts, client_of_bot, sender, seconds=10, call_seconds=5)
    assert texts(parts, sender) == [f"听到：{text}" for text in order]


def test_a_danger_goes_before_other_senders(parts: Parts, sender: int) -> None:
    """With all that its sender said before it; however many others wait, and have waited longer."""
    with parts.db.write() as s:
        frightened = residents.add_visitor(s, "secret", parts.clock.now())[0].id
    say(parts, sender, "路灯坏了")
    say(parts, frightened, "三栋楼下")
    say(parts, frightened, "着火了", alarm="fire")
    with parts.db.read() as s:
        for by_age in (False, True):
            assert jobs.waiting_senders(s, parts.clock.now(), set(), 2, by_age=by_age) == [frightened, sender]


def test_a_holder_that_was_killed_changes_no_order(
    parts: Parts, sender: int, client_of_bot: BotClient, bot: StandInBot, clock: HandClock
) -> None:
    """After kill -9 in the middle of 着火了 the next holder begins with that again, although a danger came since."""

    class Killed:
        def ask(self, ask: BotRequest, seconds: float) -> Any:
            client_of_bot.ask(ask, seconds)
            raise SystemExit

    say(parts, sender, "着火了", alarm="fire")
    say(parts, sender, "扑灭了")
    with pytest.raises(SystemExit):
        drain(parts, Killed(), sender, seconds=10, call_seconds=5)
    say(parts, sender, "有人晕倒了", alarm="injury")
    clock.move(seconds=60)  # the lease is over
    assert drain(parts, client_of_bot, sender, seconds=10, call_seconds=5) is DrainOutcome.DONE
    assert texts(parts, sender) == ["听到：着火了", "听到：扑灭了", "听到：有人晕倒了"]
    assert set(bot.handled.values()) == {1}


def test_a_message_that_was_put_off_holds_its_senders_later_ones(
    parts: Parts, sender: int, client_of_bot: BotClient, bot: StandInBot, clock: HandClock
) -> None:
    """A danger, too; the worker does not go round and round with that sender meanwhile."""
    say(parts, sender, "路灯坏了")
    bot.down()
    assert drain(parts, client_of_bot, sender, seconds=10, call_seconds=5) is DrainOutcome.FAILED
    bot.up()
    say(parts, sender, "着火了", alarm="fire")
    with parts.db.read() as s:
        assert jobs.waiting_senders(s, parts.clock.now(), set(), 10) == []
    clock.move(seconds=10)
    with parts.db.read() as s:
        assert jobs.waiting_senders(s, parts.clock.now(), set(), 10) == [sender]


def test_what_was_said_while_an_emergency_waited_for_the_bot_is_about_it(
    parts: Parts, sender: int, client_of_bot: BotClient, bot: StandInBot, clock: HandClock
) -> None:
    """Its hour begins with the message that told of it, not with the answer."""
    emergency = {"kind": "detail", "case_no": "LL-20260302-0001", "danger": "fire"}
    bot.answer = lambda ask: {"messages": [said("119")], "registered": "着火" in ask["text"], "expecting": emergency}
    for text in ("着火了", "扑灭了"):
        say(parts, sender, text)
        clock.move(seconds=5)
    drain(parts, client_of_bot, sender, seconds=10, call_seconds=5)
    assert [ask["metadata"]["expecting"] for ask in bot.asked] == [None, emergency]


class _NoLock:
    def __enter__(self) -> None: ...
    def __exit__(self, *_error: object) -> None: ...
