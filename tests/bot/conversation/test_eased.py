"""Once what choked somebody is out, or whoever was in the water is ashore, nobody is told to push their belly or to hold out a pole."""

from __future__ import annotations

import pytest

from actions.interpreting.aid.asked import read_aid
from actions.interpreting.aid.eased import eases
from actions.interpreting.aid.untold import asks_who_is_told
from actions.interpreting.all_clear import read_all_clear
from actions.topics.danger.emergency import says_that_we_stay
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("choking", "吐出来了"), ("choking", "咳出来了"), ("choking", "现在吐出来了"), ("choking", "果冻抠出来了"), ("choking", "孩子已经把糖吐出来了"), ("choking", "我妈咳出来了，谢谢"), ("choking", "出来了"), ("choking", "拍出来了"),
        ("water", "救上来了，有呼吸"), ("water", "孩子已经被捞上来了，还有呼吸"), ("water", "人拉上岸了，有呼吸"), ("water", "救上来了 会咳嗽了"),
    ],
)  # fmt: skip
def test_from_then_on_other_advice_is_given(chat: Chat, portal: Portal, script: str, text: str) -> None:
    raise_as(chat, script)
    assert names(chat.says(text, "out_of_scope", rule="out_of_scope"))[0] == "utter_awake_again"
    assert portal.cleared == []
    for question in ("能喝水吗", "要注意什么", "然后呢"):
        said = names(chat.says(question, "out_of_scope", rule="out_of_scope"))
        assert "utter_till_help_unconscious" in said
        assert not {f"utter_till_help_{script}", f"utter_danger_{script}"} & set(said)


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("choking", "还没吐出来"), ("choking", "吐不出来"), ("choking", "吐出来一点"), ("choking", "吐出来了又噎住了"), ("choking", "吐出来了，脸还是紫的"), ("choking", "咳出来了血"), ("choking", "吐出来了吗"), ("choking", "吐出来了，可是叫不醒"), ("choking", "吐出来一半，还有"), ("choking", "怎么弄出来"),
        ("water", "救上来了，没呼吸"), ("water", "捞上来了 不动了"), ("water", "救上来一个，还有一个"), ("water", "还没救上来"), ("water", "快救上来"), ("water", "救上来了，另一个还在水里"), ("water", "救上来了，嘴唇发紫"),
        ("poison", "吐出来了"), ("fire", "出来了"), ("seizure", "吐出来了"),
    ],
)  # fmt: skip
def test_words_of_more_ease_nothing(script: str, text: str) -> None:
    assert not eases(text, script)
    assert read_aid(text, script) != "awake"


@pytest.mark.parametrize("text", ["我妈又噎住了", "又卡住喉咙了，脸发紫"])
def test_whoever_chokes_again_is_told_how_to_help(chat: Chat, text: str) -> None:
    raise_as(chat, "choking")
    chat.says("吐出来了", "out_of_scope", rule="out_of_scope")
    assert names(chat.says(text, danger="injury"))[0] == "utter_danger_choking"


@pytest.mark.parametrize(
    ("text", "danger"),
    [("吐出来了，没事了", "injury"), ("咳出来了没事了", "injury"), ("抱回去了，没事了", "trapped"), ("大人把他抱进去了，没事了", "trapped"), ("拔出来了", "trapped"), ("拿出来了", "trapped"), ("头拔出来了", "trapped"), ("孩子的手已经拿出来了", "trapped")],
)  # fmt: skip
def test_it_is_over(text: str, danger: str) -> None:
    assert read_all_clear(text, danger) == "safe"


@pytest.mark.parametrize(
    ("text", "danger"),
    [("刀拔出来了", "injury"), ("拔出来了", "injury"), ("拔出来了，血止不住", "trapped"), ("还没拔出来", "trapped"), ("拔不出来", "trapped"), ("拔出来了吗", "trapped"), ("钥匙拿出来了", "trapped"), ("手拔出来了，骨头断了", "trapped"), ("抱回去了又爬出来了", "trapped"), ("抱回去了", "self_harm"), ("吐出来了", "injury")],
)  # fmt: skip
def test_a_word_more_is_no_end(text: str, danger: str) -> None:
    assert read_all_clear(text, danger) is None


@pytest.mark.parametrize(
    "text",
    ["他看得到我写的吗", "他看得到这个吗", "我老公看得到我发的消息吗", "他看不看得到", "他看不看得到这些", "谁看得到我说的", "我男朋友看得见聊天记录吗", "他查得到吗", "这些话他看得见吗", "他能看到吗", "我发的这些他看得见不"],
)  # fmt: skip
def test_who_reads_this_is_asked(text: str) -> None:
    assert asks_who_is_told(text)


@pytest.mark.parametrize(
    "text",
    ["他看得见我躲在这里吗", "他看得到我吗", "他看见我打电话了吗", "你看得到我写的吗", "你们看得见吗", "他看到我了", "别人看得到火吗", "他看得到我", "警察看得到血吗", "他看见刀了"],
)  # fmt: skip
def test_who_is_seen_is_another_question(text: str) -> None:
    assert not asks_who_is_told(text)


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("救护车拉走了", "utter_taken_to_hospital"),
        ("120已经送医院了", "utter_taken_to_hospital"),
        ("救护车拉走了，没事了", "utter_all_clear_doctor"),
        ("没事了", "utter_all_clear_doctor"),
        ("送医院了，好转了", "utter_all_clear_doctor"),
    ],
)
def test_a_way_to_hospital_is_no_good_news(chat: Chat, portal: Portal, text: str, response: str) -> None:
    raise_as(chat, "heart")
    assert names(chat.says(text)) == [response]
    assert len(portal.cleared) == 1


@pytest.mark.parametrize("text", ["嗯", "好", "好的"])
def test_whoever_wants_to_die_is_heard_at_a_mere_yes(chat: Chat, text: str) -> None:
    raise_as(chat, "self_harm")
    assert says_that_we_stay(chat.says(text, "affirm", rule="affirm").says)


def test_a_mere_yes_in_a_fire_is_none_of_that(chat: Chat) -> None:
    raise_as(chat, "fire")
    assert not says_that_we_stay(chat.says("嗯", "affirm", rule="affirm").says)
