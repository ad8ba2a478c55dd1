"""The portal is told that somebody else holds the telephone; of what was told before nothing goes on here, but for a danger."""

from __future__ import annotations

import asyncio

import pytest

from actions.interpreting.aid.another_holder import says_that_another_writes, shows_another
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
OVER_THEM_OR_NEW_OWNER = (
    "我是她经理，她说什么了|这手机是我昨天买的，上个人说了什么|我是他老板，他投诉什么了|我是她领导|我是他们单位的领导，他跟你们反映了什么|我是物业经理，她跟你们说什么了|我是她主管，谁投诉的|我是她店长，把她报的撤了|手机是我刚捡的，之前的人报了什么"
    "|我是这个手机的新主人，原来的人说过什么|二手手机刚买的，上一个机主报了啥|上个用手机的人说了什么|我是她房东，她跟你们说什么了|我是他队长，他是不是投诉我了|我是保洁公司的，她告诉你们什么了|我新买的手机，上一个人反映了什么|我是她上司，别听她瞎说|我是管她的，她说了啥|这手机归我了，前面那个人说了什么"
)
OF_A_BOSS_OR_TELEPHONE = (
    "这是我刚买的手机|我刚买的手机在广场丢了|我是他房东，他欠我三个月房租不走|我是幸福家园的业主，楼道灯坏了|我是物业的，3栋水管爆了|经理骂我|我们经理骂她|我是她同事，她晕倒了|我是楼组长，路灯坏了|我是3栋的，上一个人说不归你们管"
    "|上个人接电话说三天来修，到现在没来|上次那个人说什么时候来修|我是店长，门口有人占道|我老板不给工资|我是她老板的司机，她摔了|你们之前的人说了几点来吗|手机刚买的就被偷了|我是公司的，停车位被占了|他是我经理，他骚扰我|上一个网格员叫什么"
)


@pytest.mark.parametrize("said", ANOTHER.split("|"))
def test_who_says_that_they_are_another_is_known(said: str) -> None:
    assert says_that_another_writes(said, near=True)


@pytest.mark.parametrize("said", NOT_ANOTHER.split("|"))
def test_others_say_no_such_thing(said: str) -> None:
    assert not says_that_another_writes(said, near=True)


@pytest.mark.parametrize("said", OVER_THEM_OR_NEW_OWNER.split("|"))
def test_a_boss_and_a_new_owner_are_known_without_any_danger(said: str) -> None:
    assert says_that_another_writes(said, near=False)


@pytest.mark.parametrize("said", OF_A_BOSS_OR_TELEPHONE.split("|"))
def test_words_of_a_boss_or_of_a_telephone_hold_nothing(said: str) -> None:
    assert not says_that_another_writes(said, near=False)
    assert not shows_another(said, near=False)


@pytest.mark.parametrize("said", ["我是她经理，她说什么了", "这手机是我昨天买的，上个人说了什么"])
def test_what_was_told_in_confidence_is_read_to_neither(chat: Chat, portal: Portal, said: str) -> None:
    portal.has_case(title="物业经理骚扰我女同事", reported_at=JUST_NOW)
    assert names(chat.says(said, "out_of_scope", rule="out_of_scope")) == ["utter_not_told_to_others"]
    assert len(portal.made("hold")) == 1
    for asked, intent in (("进度", "ask_status"), ("查一下她报的编号", "ask_status"), ("撤回", "withdraw")):
        told = chat.says(asked, intent, rule="withdraw" if intent == "withdraw" else "status", score=0.95)
        assert "骚扰" not in str(told.says)
    assert portal.made("withdraw") == []


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
