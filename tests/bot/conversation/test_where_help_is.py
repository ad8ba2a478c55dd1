"""Where the help is that was called is a question, in an emergency and beside a report's summary; never a report of those who help."""

from __future__ import annotations

import pytest

from actions.interpreting.aid.begging import asks_where_help_is
from actions.routes.topics import Topic
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.danger_chat import Chat, fire, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal

ASKS = [
    "派出所的人呢", "警察到哪了", "救护车到哪了", "警察怎么还没来", "消防车堵在哪了", "消防队在哪", "保安怎么还不过来", "救护车什么时候到",
    "120还有多久", "警察来了没", "警察到了吗", "民警出警了没有", "社区的人呢", "物业的人呢，怎么没人管", "119的人呢", "你们派的人到哪了",
    "救护车还要几分钟", "怎么还没人来",
]  # fmt: skip
OTHERS = [
    "警察来了", "警察到了", "救护车把人拉走了", "警察在楼下", "消防车堵在门口", "我要投诉派出所，到现在没来人", "物业不管", "保安打人",
    "他到哪了", "救护车进不来，路上停满车", "物业电话多少", "社区在哪", "警察说没事", "孩子去哪了", "110打不通", "师傅修好了",
]  # fmt: skip


BESIDE = [
    "警察来了没用，他又打我", "物业来了没用，火更大了", "救护车几分钟到，血止不住", "救护车到哪了，要不要按压", "警察来了没动静，还在打", "110来不来啊打死人了",
    "消防怎么还没到，我跳窗了", "派出所的人来了吗，他把我锁屋里了", "要叫救护车来吗", "不要警察来吗", "消防来了不用了", "不用120来了没事", "医生来了不让动",
    "警察来了没抓他", "119来了没灭掉", "师傅到了没电了", "保安来不及", "物业费什么时候到期", "师傅什么时候来修灯", "我要投诉派出所的人呢",
]  # fmt: skip


@pytest.mark.parametrize("text", BESIDE)
def test_what_is_told_beside_it_is_heard_first(text: str) -> None:
    assert not asks_where_help_is(text)


@pytest.mark.parametrize("text", ASKS)
def test_it_is_asked(text: str) -> None:
    assert asks_where_help_is(text)


@pytest.mark.parametrize("text", OTHERS)
def test_other_words_of_those_who_help_are_no_such_question(text: str) -> None:
    assert not asks_where_help_is(text)


@pytest.mark.parametrize("script", ["violence", "home_violence", "fire", "missing"])
@pytest.mark.parametrize(
    "text", ["派出所的人呢", "警察到哪了", "救护车到哪了", "消防队在哪", "警察来了没", "保安怎么还不过来"]
)
@pytest.mark.parametrize("rule", ["intake", "status", "faq"])
def test_in_an_emergency_to_call_again_is_said(chat: Chat, portal: Portal, script: str, text: str, rule: Topic) -> None:
    """It joins the case, and neither a report nor how the case stands is made of it."""
    raise_as(chat, script)
    told = chat.says(text, rule=rule, body=tuple(one for one in ("派出所",) if one in text))
    assert any(name.startswith("utter_call_to_hurry") for name in names(told))
    assert f"utter_till_help_{script}" in names(told)
    assert len(portal.cases) == 1
    assert chat.talk.form is None


def test_after_an_all_clear_it_may_be_anything(chat: Chat) -> None:
    fire(chat)
    chat.was_told_its_end()
    assert not any(name.startswith("utter_call_to_hurry") for name in names(chat.says("派出所的人呢")))


@pytest.mark.parametrize("text", ["派出所的人呢", "城管那边呢", "那物业呢", "办事的人呢"])
def test_beside_a_summary_it_is_of_who_sees_it(resident: Resident, portal: Portal, text: str) -> None:
    """The report stays as it was told, and accuses nobody."""
    resident.says("翠竹公寓3栋202每天晚上11点聚众赌博，有七八个人")
    told = texts(resident.says(text))
    assert told.startswith("登记以后，受理台的工作人员看得到")
    resident.says("是")
    assert portal.cases[0]["text"] == "翠竹公寓3栋202每天晚上11点聚众赌博，有七八个人"


def test_but_what_a_body_does_is_told(resident: Resident, portal: Portal) -> None:
    resident.says("翠竹公寓3栋202每天晚上11点聚众赌博，有七八个人")
    resident.says("派出所来过两次都不管")
    resident.says("是")
    assert "派出所来过两次都不管" in portal.made("report")[-1]["text"] + str(portal.made("report")[-1]["answers"])
