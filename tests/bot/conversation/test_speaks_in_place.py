"""Whoever speaks of her who told of danger at home as of a third person is somebody else, to whom nothing is shown or advised."""

from __future__ import annotations

import asyncio

import pytest

from actions.interpreting.aid.another_holder import holds_the_telephone, says_that_another_writes, shows_another
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal

IN_HER_PLACE = (
    "她睡了，我替她说，没事|她去洗澡了，你跟我说|她出去了，有什么事跟我说|她在睡觉，我帮她回|她不在，你找我就行|她现在没空，我来说|我老婆睡了，我替她回一下|她去做饭了，你们有啥跟我讲|她累了休息了，我代她说吧|我替她说，没事了"
    "|她已经睡下了，有话跟我说|她上班去了，手机我看着呢|她带孩子出门了，我来回你|她不方便，跟我说一样的|孩子睡了，我替他说，没事|她喝多了，我来说|她走开了，你说吧|她睡了，没事了，别来了|她睡了我替她说没事|没事，我替她说|我替我老婆说，都是误会"
    "|手机是我老婆的，她有没有在这里说我坏话|手机是我媳妇的，她是不是说我坏话了"
)
HER_OWN_WORDS = (
    "他睡了，我跟你说|她睡着了，我现在才敢说|他去洗澡了，我跟你说|他出去了，你说怎么办|我女儿睡了，他在客厅|她不敢说，我替她说，她老公打她|孩子睡了，你跟我说怎么走|我妈睡了，我替她报一下|他睡了，你跟我说|我去洗澡了|她睡了，他还在闹"
    "|他走了，没事了|手机是我妈的|他说我坏话|她不方便说话，我替她说|他睡着了，我想走|他不在，你说吧|手机是她给我买的|孩子睡了，你跟我说"
)
ELDERS = (
    "我是孩子妈妈，他瞎说的|我是他妈，没事|我是家长，孩子闹着玩的|孩子瞎说的，我是他妈妈|我是孩子的妈妈，他刚才说什么了|我是孩子奶奶，别听他的|我是他妈妈，不用来了|我是孩子外婆，有事跟我说|我是妈妈，孩子乱讲的|我是孩子爸爸，就教育一下"
    "|我是她家长，小孩子不懂事|我是孩子妈，他刚刚报了什么"
)
OF_THE_HOUSE = "我是孩子妈妈，我刚回来|我是他妈妈，他现在在哪|我是孩子奶奶，他爸又打他|我是老师，孩子刚跟我说了|我妈说不用管|妈妈睡了|我爸睡了|我妈替我说过了|我是女孩|我是他妈妈|我是孩子妈妈，他被打晕了|我妈瞎说的"
ORDINARY = "我妈睡了，我替她报一下|她去洗澡了，楼道灯坏了|她睡了，我替她说，没事|我老婆睡了，我替她说一下，路灯坏了|她不在家，有事跟我说|我是孩子妈妈，他瞎说的|手机是我老婆的，路灯坏了|我妈去做饭了，你跟我说|我替我妈说一下，水管漏了|她出去了，跟我说就行"


@pytest.mark.parametrize("said", IN_HER_PLACE.split("|"))
def test_who_writes_in_her_place_is_another(said: str) -> None:
    assert shows_another(said, near=True)
    assert says_that_another_writes(said, near=True)
    assert holds_the_telephone(said)


@pytest.mark.parametrize("said", HER_OWN_WORDS.split("|"))
def test_who_speaks_of_him_or_of_her_child_is_herself(said: str) -> None:
    assert not shows_another(said, near=True)
    assert not says_that_another_writes(said, near=True)


@pytest.mark.parametrize("said", ELDERS.split("|"))
def test_an_elder_of_a_child_that_told_is_another(said: str) -> None:
    assert shows_another(said, near=True, child=True)
    assert says_that_another_writes(said, near=True, child=True)


@pytest.mark.parametrize("said", OF_THE_HOUSE.split("|"))
def test_an_elder_who_only_asks_where_the_child_is_may_help(said: str) -> None:
    assert not shows_another(said, near=True, child=True)
    assert not says_that_another_writes(said, near=True, child=True)


@pytest.mark.parametrize("said", ORDINARY.split("|"))
def test_where_no_danger_at_home_was_told_it_is_anybody(said: str) -> None:
    assert not shows_another(said, near=False)
    assert not says_that_another_writes(said, near=False)


@pytest.fixture
def chat(portal: Portal, loop: asyncio.AbstractEventLoop) -> Chat:
    return Chat(portal, loop)


@pytest.mark.parametrize(
    ("danger", "said"),
    [
        ("home_violence", "她睡了，我替她说，没事"),
        ("home_violence", "她去洗澡了，你跟我说"),
        ("home_violence", "手机是我老婆的，她有没有在这里说我坏话"),
        ("home_violence_hiding", "她去洗澡了，你跟我说"),
        ("home_violence_child", "我是孩子妈妈，他瞎说的"),
    ],
)
def test_nothing_is_advised_or_shown_from_then_on(chat: Chat, portal: Portal, danger: str, said: str) -> None:
    """And the desk learns that the telephone changed hands."""
    raise_as(chat, danger)
    assert names(chat.says(said, rule="not_understood")) == ["utter_not_told_to_others"]
    assert len(portal.made("hold")) == 1
    assert portal.details[-1] == ("details", said)
    assert chat.raised()["held"]
    told = chat.says("你们别来了", "stop", rule="stop")
    assert not any("case_no" in one.params or "violence" in one.response for one in told.says)
    assert not {"utter_ask_danger", "utter_danger_added"} & set(names(told))
    assert not portal.cleared
