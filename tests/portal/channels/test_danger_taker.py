"""The worker takes in dangers that the bot was too slow to read, or that a kill left behind: each once, and those refused keep nobody waiting."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from portal.channels import jobs
from portal.channels.inbound import without_bot
from portal.storage.parts import Parts
from portal.wiring.rooms import timers
from tests.portal.channels.conftest import Visitor
from tests.portal.channels.without_bot_world import Work, cases, messages, stored, texts
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot, said

pytestmark = pytest.mark.usefixtures("on_call")


@pytest.mark.usefixtures("training")
def test_dangers_refused_for_good_keep_nobody_waiting(parts: Parts) -> None:
    """The one after as many as a run takes is taken in with the next run."""
    refusing = replace(parts, names_a_choice=lambda _s, text: "厨房" in text)
    for _ in range(20):
        stored(parts, "厨房着火了")
    stored(parts, "柳树里3栋着火了")
    take = jobs.DangerTaker()
    assert [take(refusing) for _ in range(3)] == [20, 1, 0]
    assert len(cases(parts)) == 1


@pytest.mark.usefixtures("training")
def test_a_danger_that_was_refused_is_tried_again(parts: Parts, clock: HandClock) -> None:
    """After a pause."""
    stored(parts, "着火了")
    take = jobs.DangerTaker()
    take(replace(parts, names_a_choice=lambda _s, _text: True))
    assert take(parts) == 0
    clock.move(seconds=3)
    assert take(parts) == 1
    assert len(cases(parts)) == 1


def test_a_message_that_the_bot_never_finishes_holds_up_the_next_no_longer(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Work, clock: HandClock
) -> None:
    """It is put aside after ASIDE_AFTER tries, and not given up."""
    bot.answer = lambda ask: {"messages": [said("好")], "retry": ask["text"] == "路灯坏了"}
    visitor.say("路灯坏了")
    for _ in range(12):
        clock.move(seconds=5)
        work()
    visitor.say("井盖丢了")
    work()
    first, second = messages(parts)
    assert (first.state, second.state) == ("held", "answered")


def test_a_kill_between_storing_and_taking_in_loses_nothing(parts: Parts, training: None, visitor: Visitor) -> None:
    """The worker takes it in; the sender is told both numbers; a second round does nothing."""
    sender = stored(parts, "着火了")
    assert jobs.take_in_danger(parts) == 1
    assert jobs.take_in_danger(parts) == 0
    assert len(cases(parts)) == 1
    with parts.db.read() as s:
        said = list(s.scalars(sa.select(jobs.ChatMessage.text).where(jobs.ChatMessage.contact_point_id == sender)))
    assert "119" in said[0]
    assert "编号LL-" in said[1]


def test_many_at_once_make_one_case(parts: Parts, training: None) -> None:
    """The request and the worker, or two workers."""
    sender = stored(parts, "着火了")
    together = threading.Barrier(4)

    def take() -> None:
        together.wait()
        without_bot.take_in(parts, sender)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cases(parts)) == 1
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).where(jobs.ChatMessage.template == "utter_danger_raised")) == 1


def test_a_bot_that_is_only_slow_has_ten_seconds(
    visitor: Visitor, parts: Parts, bot: StandInBot, clock: HandClock
) -> None:
    """Then the worker makes the case; not while the bot reads the message."""
    bot.gate = threading.Event()
    assert len(texts(visitor.say("着火了"))) == 1
    assert jobs.take_in_danger(parts) == 0
    clock.move(seconds=11)
    with parts.db.write() as s:
        talk = s.scalars(sa.select(jobs.Conversation)).one()
        talk.lease_until = parts.clock.now() + jobs.DANGER_WAITS
    assert jobs.take_in_danger(parts) == 0
    with parts.db.write() as s:
        s.scalars(sa.select(jobs.Conversation)).one().lease_until = None
    assert jobs.take_in_danger(parts) == 1
    assert len(cases(parts)) == 1


def test_a_bot_in_time_makes_the_case_itself(visitor: Visitor, parts: Parts, bot: StandInBot) -> None:
    """Nothing is registered from plain words while it reads."""
    assert texts(visitor.say("着火了"))[-1] == "听到：着火了"
    assert cases(parts) == []
    assert "raised" not in bot.asked[0]["metadata"]


def test_the_worker_looks_for_them() -> None:
    """With the urgent jobs."""
    assert "take_in_danger" in {timer.name for timer in timers()}
