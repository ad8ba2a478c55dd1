"""The lease, the fence, and what happens to a message that the bot cannot answer."""

from __future__ import annotations

import socket
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.drafts import open_drafts
from portal.channels import jobs
from portal.channels.bot_client import BotClient, BotRequest, BotUnreachable
from portal.channels.inbound.conversation import DrainOutcome, drain
from portal.channels.models import ChatMessage, Conversation, Handover, InboxMessage
from portal.channels.outbound import answers
from portal.privacy import retention
from portal.storage.parts import Parts
from tests.attacks.town import draft
from tests.portal.channels.conftest import Visitor
from tests.portal.channels.conversation_world import _echo, client_of_bot, say, sender, texts
from tests.portal.conftest import HandClock
from tests.vendors.bot import TOKEN, StandInBot, said

__all__ = ["client_of_bot", "sender"]

OPEN_FORM = {
    "text": "路灯坏了", "draft": draft("路灯坏了"), "stage": "confirm", "answers": {}, "asked": [], "photos": [], "misses": 0,
    "other": None, "restored": False,
}  # fmt: skip


def state(parts: Parts, inbox_id: int) -> tuple[str, int, int]:
    with parts.db.read() as s:
        row = s.get_one(InboxMessage, inbox_id)
        return row.state, row.tries, row.refusals


def talk(parts: Parts, sender: int) -> Conversation:
    with parts.db.read() as s:
        found = s.get_one(Conversation, sender)
        s.expunge_all()
        return found


def test_a_holder_that_slept_past_its_lease_writes_nothing(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """It was frozen or killed in mid-drain: the next holder answers with the bot's kept answer, the stale one is refused."""
    row = say(parts, sender, "是")

    class Sleeper:
        def ask(self, ask: Any, seconds: float) -> Any:
            reply = client_of_bot.ask(ask, seconds)
            clock.move(seconds=60)  # the lease is over
            assert drain(parts, client_of_bot, sender, seconds=5, call_seconds=5) is DrainOutcome.DONE
            return reply

    drain(parts, Sleeper(), sender, seconds=5, call_seconds=5)
    assert texts(parts, sender) == ["听到：是"]
    assert bot.handled[row.inbox_id] == 1
    assert len(bot.asked) == 2
    assert talk(parts, sender).fence == 2


def test_a_lease_that_was_left_behind_runs_out(
    parts: Parts, sender: int, client_of_bot: BotClient, clock: HandClock
) -> None:
    """kill -9 of the holder: the worker takes over when the lease is over, not before."""
    say(parts, sender, "是")
    with parts.db.write() as s:
        held = answers.lock_conversation(s, sender)
        held.fence, held.lease_until = 7, clock.now() + jobs.LATE
    with parts.db.read() as s:
        assert jobs.waiting_senders(s, clock.now(), set(), 5) == []
    clock.move(seconds=11)
    with parts.db.read() as s:
        assert jobs.waiting_senders(s, clock.now(), set(), 5) == [sender]
    assert drain(parts, client_of_bot, sender, seconds=5, call_seconds=5) is DrainOutcome.DONE
    assert talk(parts, sender).fence == 8


def test_the_bot_is_down_however_long_and_nothing_is_given_up(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """Fifty vain tries: the rows wait, and are answered in order when it is back."""
    rows = [say(parts, sender, "一"), say(parts, sender, "二")]
    bot.down()
    for _ in range(50):
        clock.move(seconds=30)
        assert drain(parts, client_of_bot, sender, seconds=5, call_seconds=5) is DrainOutcome.FAILED
    assert state(parts, rows[0].inbox_id) == ("received", 50, 0)
    bot.up()
    clock.move(seconds=30)
    drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    assert texts(parts, sender) == ["听到：一", "听到：二"]


def test_a_second_try_gets_only_the_time_that_is_left(parts: Parts) -> None:
    """The bot closes a connection without an answer, then is silent: no message is waited for beyond its time."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up_then_wait() -> None:
            first, _ = server.accept()
            time.sleep(0.4)
            first.close()
            second, _ = server.accept()
            time.sleep(2)
            second.close()

        threading.Thread(target=hang_up_then_wait, daemon=True).start()
        client = BotClient(f"http://127.0.0.1:{server.getsockname()[1]}", TOKEN)
        begun = time.monotonic()
        with pytest.raises(BotUnreachable):
            client.ask(BotRequest("1.1", 1, "路灯坏了", {}), seconds=1.0)  # type: ignore[typeddict-item]
        assert time.monotonic() - begun < 1.3


def test_a_loading_bot_is_not_the_messages_fault(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """503 while it starts: try again, count no refusal."""
    row = say(parts, sender, "一")
    bot.fail = lambda _ask: 503
    for _ in range(10):
        clock.move(seconds=30)
        drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    assert state(parts, row.inbox_id) == ("received", 10, 0)


def test_a_poisoned_message_is_given_up_and_blocks_nobody(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """The bot fails on it again and again: the ones behind go on, then a kind word, and a clerk sees it."""
    bad, good = say(parts, sender, "毒"), say(parts, sender, "好的")
    bot.fail = lambda ask: 500 if ask["text"] == "毒" else None
    for _ in range(2):
        drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
        clock.move(seconds=2)
    drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    assert state(parts, good.inbox_id)[0] == "answered"
    assert state(parts, bad.inbox_id)[0] == "received"
    for _ in range(3):
        clock.move(minutes=10)
        drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    assert state(parts, bad.inbox_id) == ("dead", 5, 5)
    assert "转给工作人员" in texts(parts, sender)[-1]
    with parts.db.read() as s:
        assert s.scalars(sa.select(Handover.reason)).all() == ["gave_up"]


@pytest.mark.parametrize(
    "nonsense",
    [
        {},
        {"messages": None},
        {"messages": [{"text": 5}]},
        {"messages": [{"text": "a", "buttons": [{"title": "x"}]}]},
        {"messages": [], "expecting": "x"},
    ],
)
def test_nonsense_is_a_refusal(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, nonsense: dict[str, Any]
) -> None:
    """An answer that breaks the contract is not shown to anybody."""
    row = say(parts, sender, "一")
    bot.answer, bot.raving = lambda _ask: nonsense, True
    assert drain(parts, client_of_bot, sender, seconds=5, call_seconds=5) is DrainOutcome.FAILED
    assert state(parts, row.inbox_id) == ("received", 1, 1)
    assert texts(parts, sender) == []


def test_the_epoch_turns_at_a_case_at_idleness_and_after_forty_turns(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """Rasa's sender id is contact.epoch; long trackers get slow."""

    def turn(text: str) -> str:
        say(parts, sender, text)
        drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
        return str(bot.asked[-1]["sender"])

    assert turn("一") == f"{sender}.1"
    bot.answer = lambda _ask: {"messages": [said("登记好了")], "registered": True}
    assert turn("是") == f"{sender}.1"
    bot.answer = _echo
    assert turn("还有") == f"{sender}.2"
    clock.move(minutes=29)
    assert turn("在吗") == f"{sender}.2"
    clock.move(minutes=31)
    assert turn("早") == f"{sender}.3"
    for number in range(39):
        assert turn(f"{number}") == f"{sender}.3"
    assert turn("又") == f"{sender}.4"


def test_a_second_try_reaches_the_same_tracker(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """The epoch of a row is fixed at its first try: half an hour later it is still the same sender id and inbox id."""
    say(parts, sender, "一")
    bot.fail = lambda _ask: 503
    drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    clock.move(hours=2)
    bot.fail = lambda _ask: None
    drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    assert bot.asked[0]["sender"] == bot.asked[1]["sender"]
    assert bot.asked[0]["inbox_id"] == bot.asked[1]["inbox_id"]


def test_the_open_draft_goes_with_the_first_message_of_an_epoch(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """After half an hour the tracker is new, and 是 still registers what was kept."""
    row = say(parts, sender, "路灯坏了")
    drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    with parts.db.write() as s:
        open_drafts.keep_draft(s, parts, sender, row.inbox_id, OPEN_FORM)
    clock.move(hours=1)
    for text in ("是", "好"):
        say(parts, sender, text)
        drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    assert [ask["metadata"]["draft"] for ask in bot.asked] == [None, OPEN_FORM, None]


def test_what_is_expected_travels_until_it_is_forgotten(
    parts: Parts, sender: int, bot: StandInBot, client_of_bot: BotClient, clock: HandClock
) -> None:
    """An object is taken, absent leaves it, null forgets it, and in the end it runs out."""
    asked = {"kind": "detail", "case_no": "LL-20261124-0001", "asks": "place"}
    told: list[dict[str, Any]] = [
        {"messages": [said("哪件")], "expecting": asked},
        {"messages": [said("好")]},
        {"messages": [said("好")], "expecting": None},
        {"messages": [said("好")], "expecting": {"kind": "vote_secret", "consultation": "3"}},
        {"messages": [said("好")]},
    ]
    queue = list(told)
    bot.answer = lambda _ask: queue.pop(0)
    for text in ("一", "二", "三", "四"):
        say(parts, sender, text)
        drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    clock.move(days=31)
    say(parts, sender, "五")
    drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    assert [ask["metadata"]["expecting"] for ask in bot.asked] == [None, asked, asked, None, None]


def test_the_worker_drains_senders_side_by_side(parts: Parts, bot: StandInBot, client: FlaskClient) -> None:
    """Each round begins what is due and holds nobody up; none is begun twice; who comes free takes up the next."""
    bot.down()
    visitors = [Visitor(client, client.post("/api/v1/chat/sessions").json["token"]) for _ in range(3)]
    for visitor in visitors:
        visitor.say("路灯坏了")
    bot.up()
    bot.gate = threading.Event()
    parts.clock.move(seconds=10)  # type: ignore[attr-defined]  # the hand clock
    drainer = jobs.InboxDrainer(at_once=2)
    assert drainer(parts) == 2
    assert drainer(parts) == 0
    bot.gate.set()
    bot.gate = None
    for thread in threading.enumerate():
        if thread.name.startswith("inbox-"):
            thread.join(10)
    assert drainer(parts) == 0
    assert sorted(bot.handled.values()) == [1, 1, 1]


def test_words_are_blanked_thirty_days_after_the_answer(
    parts: Parts, sender: int, client_of_bot: BotClient, clock: HandClock
) -> None:
    """Inbox and chat lose their words; a message that still waits keeps them."""
    say(parts, sender, "我叫张三")
    drain(parts, client_of_bot, sender, seconds=5, call_seconds=5)
    clock.move(days=29)
    retention.erase_batch(parts)
    assert texts(parts, sender) == ["听到：我叫张三"]
    say(parts, sender, "还没回")
    clock.move(days=2)
    retention.erase_batch(parts)
    with parts.db.read() as s:
        assert s.scalars(sa.select(InboxMessage.text).order_by(InboxMessage.id)).all() == ["", "还没回"]
        assert set(s.scalars(sa.select(ChatMessage.text))) == {""}
        assert set(s.scalars(sa.select(ChatMessage.extra))) == {""}


def test_a_clock_that_goes_back_holds_nobody_up(
    parts: Parts, sender: int, client_of_bot: BotClient, clock: HandClock
) -> None:
    """A lease given an hour ahead of now was given by a clock that has been put back: it counts for nothing."""
    say(parts, sender, "在吗")
    clock.move(minutes=1)
    with parts.db.write() as s:
        answers.lock_conversation(s, sender).lease_until = clock.now() + timedelta(hours=1)
    with parts.db.read() as s:
        assert jobs.waiting_senders(s, clock.now(), set(), 10) == [sender]
    assert drain(parts, client_of_bot, sender, seconds=5, call_seconds=5) is DrainOutcome.DONE
    assert texts(parts, sender) == ["听到：在吗"]
