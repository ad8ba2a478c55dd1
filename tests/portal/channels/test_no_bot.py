"""What becomes of messages while the bot is being trained, and where it could not be."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.channels import jobs
from portal.channels.models import Handover, InboxMessage, InboxState
from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.storage.parts import Parts
from tests.portal.channels.conftest import Visitor
from tests.portal.channels.test_sms import MAINLAND
from tests.portal.channels.test_sms import text as by_sms
from tests.portal.channels.test_wechat import content, signed
from tests.portal.channels.test_wechat import text as wechat_text
from tests.vendors.bot import StandInBot

ALARM = {"着火了": "119", "我妈晕倒了": "120", "有人拿刀砍人": "110"}


@pytest.fixture
def training(parts: Parts, bot: StandInBot) -> None:
    """The bot is being trained, and down."""
    bot.down()
    bot_state.record(parts.settings.home, BotState.TRAINING)


@pytest.fixture
def failed(parts: Parts, bot: StandInBot) -> None:
    """The bot could not be trained."""
    bot.down()
    bot_state.record(parts.settings.home, BotState.FAILED)


def texts(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [message["text"] for message in answer["messages"]]


def comes(parts: Parts, bot: StandInBot) -> None:
    """The bot is trained and answers."""
    bot.up()
    assert jobs.notice_the_bot(parts) == 1


@pytest.mark.usefixtures("training")
def test_it_says_at_once_that_the_bot_is_being_prepared(visitor: Visitor) -> None:
    """In plain words with how long it usually takes and no promise, the number of the community, and once for several messages."""
    begun = time.monotonic()
    first = visitor.say("路灯坏了")
    assert time.monotonic() - begun < 5
    assert first["pending"]
    (said,) = texts(first)
    for words in ("还在准备", "平常三分钟左右", "都留着", "110、119、120"):
        assert words in said
    assert texts(visitor.say("三栋楼下")) == []


@pytest.mark.usefixtures("training")
def test_what_was_said_meanwhile_is_answered_in_order_once_the_bot_is_there(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None]
) -> None:
    """Each once; and nothing more is said about being slow."""
    last = visitor.say("路灯坏了")["messages"][-1]["id"]
    visitor.say("三栋楼下")
    visitor.say("三天了")
    comes(parts, bot)
    work()
    told = visitor.since(last)
    assert [said for said in texts(told) if said.startswith("听到")] == [
        "听到：路灯坏了",
        "听到：三栋楼下",
        "听到：三天了",
    ]
    assert [said for said in texts(told) if "准备" in said or "有点慢" in said] == []
    assert not told["pending"]
    assert set(bot.handled.values()) == {1}


@pytest.mark.usefixtures("training")
def test_the_worker_leaves_what_waits_until_the_bot_is_there(visitor: Visitor, parts: Parts) -> None:
    """No call in vain, so no pause that grows."""
    visitor.say("路灯坏了")
    assert jobs.drain_inbox(parts) == 0
    assert jobs.notice_the_bot(parts) == 0
    with parts.db.read() as s:
        row = s.scalars(sa.select(InboxMessage)).one()
        assert (row.tries, row.state) == (0, InboxState.HELD)
        assert row.due_at <= parts.clock.now()
    assert bot_state.is_training(parts.settings.home)


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize(("words", "number"), ALARM.items())
def test_danger_does_not_wait_for_the_training(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None], words: str, number: str
) -> None:
    """The number to call is the first line, at once; the bot's own answer still comes."""
    begun = time.monotonic()
    answer = visitor.say(words)
    assert time.monotonic() - begun < 5
    assert number in texts(answer)[0].partition("\n")[0]
    assert "准备" not in "".join(texts(answer))
    comes(parts, bot)
    work()
    assert texts(visitor.since(answer["messages"][-1]["id"]))[-1] == f"听到：{words}"


@pytest.mark.usefixtures("training")
def test_danger_among_what_waits_has_its_number_too(visitor: Visitor) -> None:
    """Although the first message was told to wait."""
    visitor.say("路灯坏了")
    assert "119" in texts(visitor.say("着火了"))[0]


@pytest.mark.usefixtures("training")
def test_on_wechat_the_same_is_said_in_the_reply(client: FlaskClient, parts: Parts) -> None:
    """And of danger the number."""
    told = content(client.post("/wechat", query_string=signed(parts), data=wechat_text("路灯坏了")))
    assert "还在准备" in told
    alarm = content(client.post("/wechat", query_string=signed(parts), data=wechat_text("着火了", 2)))
    assert "119" in alarm.partition("\n")[0]


@pytest.mark.usefixtures("training")
def test_by_sms_the_registered_words_are_sent(client: FlaskClient, parts: Parts) -> None:
    """The holding reply that every provider knows; of danger the number."""
    assert by_sms(client, parts, "路灯坏了", "SM1")[0].startswith("【幸福社区】收到了，有点慢")
    assert "119" in by_sms(client, parts, "着火了", "SM2")[0]


@pytest.mark.usefixtures("failed")
def test_without_any_bot_the_message_goes_to_people_in_one_reply(
    visitor: Visitor, parts: Parts, work: Callable[[], None]
) -> None:
    """Said at once, each message once, and none waits for ever."""
    for words in ("路灯坏了", "三栋楼下", "三天了", "快来看看"):
        told = visitor.say(words)
        assert [said for said in texts(told) if "转给工作人员" in said] == [texts(told)[-1]]
        assert [said for said in texts(told) if "有点慢" in said or "准备" in said] == []
        assert not told["pending"]
    work()
    with parts.db.read() as s:
        handed = s.scalars(sa.select(Handover).order_by(Handover.id)).all()
        assert [(one.reason, one.text) for one in handed][:2] == [("gave_up", "路灯坏了"), ("gave_up", "三栋楼下")]


@pytest.mark.usefixtures("failed")
def test_without_any_bot_danger_has_its_number_first(visitor: Visitor, client: FlaskClient, parts: Parts) -> None:
    """Then that people are paged, with the number of the case, and not that it could not be dealt with; it goes to people; by SMS as well."""
    told = texts(visitor.say("着火了"))
    assert "119" in told[0].partition("\n")[0]
    assert "已按紧急情况报给值班的人，编号LL-" in told[1]
    assert "没办好" not in "".join(told)
    with parts.db.read() as s:
        assert [one.text for one in s.scalars(sa.select(Handover))] == ["着火了"]
    assert "119" in by_sms(client, parts, "着火了", "SM1")[0]


def test_what_waited_for_a_training_that_fails_goes_to_people(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None]
) -> None:
    """By the worker; the number of a danger is not said twice, nor that what is a case by now could not be dealt with."""
    bot.down()
    bot_state.record(parts.settings.home, BotState.TRAINING)
    visitor.say("路灯坏了")
    last = visitor.say("着火了")["messages"][-1]["id"]
    bot_state.record(parts.settings.home, BotState.FAILED)
    work()
    told = texts(visitor.since(last))
    assert len([said for said in told if "转给工作人员" in said]) == 1
    assert [said for said in told if said.startswith("请马上打")] == []
    with parts.db.read() as s:
        assert [one.text for one in s.scalars(sa.select(Handover).order_by(Handover.id))] == ["路灯坏了", "着火了"]


def test_a_bot_that_is_only_down_is_waited_for(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None]
) -> None:
    """Nothing is handed over after a crash: the supervisor brings the bot back."""
    bot.down()
    assert visitor.say("路灯坏了")["pending"]
    work()
    with parts.db.read() as s:
        assert s.scalars(sa.select(Handover)).all() == []


@pytest.mark.usefixtures("failed")
def test_mainland_sms_are_handed_over_by_the_worker(
    client: FlaskClient, parts: Parts, work: Callable[[], None], letters: Callable[[str], list[str]]
) -> None:
    """No request waits there; one SMS says so, behind the notice."""
    by_sms(client, parts, "路灯坏了", "SM1", MAINLAND)
    work()
    assert ["转给工作人员" in letter for letter in letters("send_sms")] == [False, True]


def test_noticing_asks_nobody_where_no_training_is(parts: Parts) -> None:
    """The state of a failed training stays, whatever answers at the bot's port."""
    assert jobs.notice_the_bot(parts) == 0
    bot_state.record(parts.settings.home, BotState.FAILED)
    assert jobs.notice_the_bot(parts) == 0
    assert bot_state.has_failed(parts.settings.home)
