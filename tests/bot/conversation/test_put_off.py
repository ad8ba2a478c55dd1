"""Words that only put off what was spoken of open no report and are added to none."""

from __future__ import annotations

import asyncio
import time

import pytest

from actions.interpreting.short_answers import puts_off
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

PUT_OFF = "再说吧|以后再说吧|算了再说吧|那再说吧|回头再说|过两天再说|再说|到时候再说吧|看看再说|想好了再来|改天再说吧|下次再报吧"
MORE = "再说一遍|你再说|再说一下路灯的事|以后再说我就投诉|再看看3栋|先修灯再说吧灯坏了|再报一件|你们再说说|回头再说他也不听|再来一次|说吧|他说再说吧"


@pytest.mark.parametrize("said", PUT_OFF.split("|"))
def test_what_only_puts_off(said: str) -> None:
    assert puts_off(said)


@pytest.mark.parametrize("said", MORE.split("|"))
def test_what_tells_more(said: str) -> None:
    assert not puts_off(said)


def test_a_long_run_is_read_at_once() -> None:
    began = time.process_time()
    assert not puts_off("那就" * 18 + "修灯")
    assert time.process_time() - began < 1


@pytest.fixture
def chat(portal: Portal, loop: asyncio.AbstractEventLoop) -> Chat:
    return Chat(portal, loop)


def test_after_a_withdrawal_it_opens_nothing(chat: Chat, portal: Portal) -> None:
    portal.has_case(state="reported", handler=None, reported_at=JUST_NOW, title="桂花广场路灯坏了")
    chat.says("撤回", "withdraw", rule="withdraw")
    chat.says("是", "affirm", rule="affirm")
    chat.says("再说吧")
    assert chat.talk.form is None
    assert portal.made("restore") == []


def test_asked_whether_to_withdraw_it_keeps_the_case(chat: Chat, portal: Portal) -> None:
    portal.has_case(state="reported", handler=None, reported_at=JUST_NOW, title="桂花广场路灯坏了")
    chat.says("撤回", "withdraw", rule="withdraw")
    assert names(chat.says("再说吧")) == ["utter_not_withdrawn"]
    assert portal.made("detail") == portal.made("withdraw") == []


def test_beside_a_case_it_is_no_detail(chat: Chat, portal: Portal) -> None:
    portal.has_case(state="reported", handler=None, reported_at=JUST_NOW, title="桂花广场路灯坏了")
    chat.says("回头再说")
    assert portal.made("detail") == []
