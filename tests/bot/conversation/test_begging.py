"""Whoever asks or begs in an open emergency hears what to do until help comes, and never only that it was noted."""

from __future__ import annotations

import pytest

from actions.interpreting.aid.begging import pleads
from actions.routes.topics import Topic
from actions.topics.danger.emergency import says_that_we_stay
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal

QUESTIONS = [
    "能把人拽出来不", "能挪不", "要不要把车推开", "可以给她喝点水不", "会不会爆炸", "她手冷得很要盖被子不", "先断电还是先拉人", "要先关哪个", "我该往哪边跑", "多久会没命",
    "我们咋把他弄上来", "狗还在咬怎么赶", "有没有办法把门弄开", "绳子扔给他有用不", "这里还要紧不",
]  # fmt: skip
BEGGING = [
    "先做什么啊快说",
    "快告诉我怎么弄",
    "你倒是说话啊",
    "求你们了教教我",
    "急死我了",
    "帮我想想办法",
    "谁能告诉我先救谁",
]
TOLD = [
    "在三楼啊", "还在烧呢", "怎么叫都不醒", "不知道怎么回事", "没有", "什么都看不见", "哪里都是烟", "有什么东西在响", "不晓得谁打的", "怎么拉都拉不动", "谁家的车不知道", "说什么也不开门", "他说他不去", "一直没出来",
    "看不清几个人", "我问了保安怎么走", "血止不住", "收到没有", "你们来不来", "对不",
]  # fmt: skip


@pytest.mark.parametrize(("plea", "said"), [*(("question", one) for one in QUESTIONS), *(("begging", one) for one in BEGGING)])  # fmt: skip
def test_a_plea_is_read_as_what_it_is(plea: str, said: str) -> None:
    assert pleads(said) == plea


@pytest.mark.parametrize("said", TOLD)
def test_what_is_told_is_no_plea(said: str) -> None:
    """Nor is a question whether we heard, which is answered by what is said all the same."""
    assert pleads(said) is None


@pytest.mark.parametrize("rule", ["detail", "out_of_scope", "not_understood"])
@pytest.mark.parametrize("said", ["能挪不", "会不会爆炸", "多久会没命", "先断电还是先拉人"])
def test_a_question_without_an_answer_gets_the_advice_and_whom_to_ask(
    chat: Chat, portal: Portal, said: str, rule: Topic
) -> None:
    """However its intent is read; it still goes onto the case."""
    raise_as(chat, "shock")
    told = chat.says(said, rule=rule, score=0.9)
    assert names(told)[0] in ("utter_danger_shock", "utter_call_first")
    assert names(told)[1:3] == ["utter_till_help_shock", "utter_ask_those_who_help"]
    assert told.says[2].params == {"number": "120"}
    assert [one["text"] for one in portal.made("detail")] == [said]
    assert chat.raised()["danger"] == "shock"


@pytest.mark.parametrize("said", BEGGING)
def test_begging_gets_the_advice(chat: Chat, said: str) -> None:
    """Without that we could not answer: what to do is what was asked."""
    raise_as(chat, "wire_home")
    told = names(chat.says(said, "out_of_scope", rule="out_of_scope", score=0.9))
    assert "utter_till_help_wire_home" in told
    assert "utter_ask_those_who_help" not in told


def test_while_the_place_is_awaited_too(chat: Chat) -> None:
    """And it is asked for again."""
    raise_as(chat, "fire")
    chat.expecting = {**chat.raised(), "asks": "place"}
    told = names(chat.says("会不会爆炸", rule="detail"))
    assert "utter_till_help_fire" in told
    assert told[-1] == "utter_ask_danger_place"


def test_a_new_danger_goes_before_the_question(chat: Chat) -> None:
    raise_as(chat, "collapse")
    assert names(chat.says("又着火了怎么跑", danger="fire"))[0] == "utter_danger_fire"


@pytest.mark.parametrize("script", ["self_harm", "self_harm_edge"])
def test_whoever_wants_to_die_is_listened_to(chat: Chat, script: str) -> None:
    """No list of what to do answers 为什么是我."""
    raise_as(chat, script)
    assert says_that_we_stay(chat.says("为什么是我", rule="detail").says)


@pytest.mark.parametrize("said", ["另外路灯坏了找谁修", "还有个事，3栋的垃圾桶满了谁来换"])
def test_another_matter_is_no_plea(chat: Chat, said: str) -> None:
    raise_as(chat, "fire")
    assert "utter_till_help_fire" not in names(chat.says(said, rule="intake"))


def test_nothing_is_advised_once_it_is_over(chat: Chat) -> None:
    raise_as(chat, "fire")
    chat.was_told_its_end()
    assert "utter_till_help_fire" not in names(chat.says("会不会爆炸", rule="detail"))
