"""The portal is told that somebody else holds the telephone; of what was told before nothing goes on here, but for a danger."""

from __future__ import annotations

import asyncio

import pytest

from actions.interpreting.aid.another_holder import says_that_another_writes
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

ANOTHER = (
    "我是她老公，她跟你们说什么了|我是她老公，别听她瞎说，没事|她手机在我这，她说了啥|这是我老婆的手机，她刚才跟你说什么了|我是她老公|我老婆的手机在我这|我拿着她的手机，她写了什么"
    "|我是她丈夫，我们两口子的事不用你们管|我老婆瞎说的|我没打她，她瞎说的|这孩子瞎说的，我是他爸，别管|我是机主的老公|我是她男朋友，她喝多了乱说的|我儿媳妇的手机在我这"
)
NOT_ANOTHER = (
    "谁报的警|她报警了没有|有人报警吗|我老公又打我了|他在翻我手机|我是她妈妈|我是她邻居，住401|他抢我手机|我是她老公，她割腕了快来人|我女儿被他打了|是谁举报的|我妈在家里"
    "|我没打他，是他打我|我用我妈的手机报一下，楼道灯坏了"
)


@pytest.mark.parametrize("said", ANOTHER.split("|"))
def test_who_says_that_they_are_another_is_known(said: str) -> None:
    assert says_that_another_writes(said, near=True)


@pytest.mark.parametrize("said", NOT_ANOTHER.split("|"))
def test_others_say_no_such_thing(said: str) -> None:
    assert not says_that_another_writes(said, near=True)


@pytest.fixture
def chat(portal: Portal, loop: asyncio.AbstractEventLoop) -> Chat:
    return Chat(portal, loop)


def test_the_portal_is_told_and_no_case_of_before_is_withdrawn(chat: Chat, portal: Portal) -> None:
    """Neither by the order nor by a yes to what was asked before."""
    portal.has_case(state="reported", handler=None, reported_at=JUST_NOW, title="桂花广场路灯坏了")
    chat.says("撤回", "withdraw", rule="withdraw")
    chat.says("我是她老公，她跟你们说什么了", rule="not_understood")
    assert len(portal.made("hold")) == 1
    assert "utter_withdrawn" not in names(chat.says("是", "affirm", rule="affirm"))
    told = chat.says("把她报的撤回", "withdraw", rule="withdraw")
    assert "utter_ask_withdraw" not in names(told)
    assert portal.made("withdraw") == []
    assert "桂花广场" not in str(chat.says("查进度", "ask_status", rule="status").says)


def test_after_danger_at_home_the_portal_is_told_once(chat: Chat, portal: Portal) -> None:
    raise_as(chat, "home_violence")
    chat.says("我是她老公，别听她瞎说，没事", rule="not_understood")
    chat.says("她说什么了", rule="not_understood")
    assert len(portal.made("hold")) == 1
    assert "utter_status" not in names(chat.says("查进度", "ask_status", rule="status"))


def test_whoever_asks_in_a_fire_who_called_holds_nothing(chat: Chat, portal: Portal) -> None:
    raise_as(chat, "fire")
    chat.says("谁报的警", rule="not_understood")
    assert portal.made("hold") == []
