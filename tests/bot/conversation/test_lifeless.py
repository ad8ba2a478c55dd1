"""Whoever tells of no breath in an emergency, whatever it began with, hears 120 and how to press; what is better ends nothing by itself."""

from __future__ import annotations

import pytest

from actions.interpreting import scenes
from actions.interpreting.aid import lifeless
from tests.bot.conversation.danger_chat import Chat, fire, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal

NO_BREATH = [
    "没脉了", "没气了", "拉下来了 没气了", "捞上来了没呼吸", "他没呼吸了", "摸不到脉搏了", "心跳停了", "孩子不喘气了", "我爸没心跳了", "救出来了，没呼吸", "他断气了怎么办",
]  # fmt: skip
ORDINARY = [
    "车胎没气了", "煤气没气了", "没气味了", "我没脾气了", "没力气了", "打气筒没气", "灯不动了", "水管没声音了", "按钮没反应", "电梯没反应", "没有心情", "电话没声音", "按门铃没反应", "门铃不响了",
    "他不动手了", "他不说了", "没心思", "没人气", "天然气没气", "广播没声了", "猫没气了", "怕他没呼吸", "昨天没呼吸机", "物业没反应",
]  # fmt: skip
NO_QUESTION_OF_PRESSING = [
    "怎么按电梯", "我不会按铃", "按几楼", "怎么走", "怎么办理", "按时来吗", "怎么按门铃", "按密码不行", "怎么按摩", "按规定办", "怎么弄", "按哪个键", "压价怎么办", "怎么报", "怎么交费",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_BREATH)
def test_no_breath_is_read(text: str) -> None:
    assert lifeless.has_no_breath(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_no_sign(text: str) -> None:
    assert not lifeless.has_no_breath(text)
    assert not lifeless.is_silent(text)


@pytest.mark.parametrize("text", NO_QUESTION_OF_PRESSING)
def test_ordinary_questions_are_not_of_pressing(text: str) -> None:
    assert not lifeless.asks_how_to_press(text)


@pytest.mark.parametrize("text", ["没气了", "没气了啊"])
def test_gas_that_is_off_is_not_somebody_without_breath(text: str) -> None:
    """After gas was raised only with somebody named."""
    assert not lifeless.has_no_breath(text, "gas")
    assert lifeless.has_no_breath(f"他{text}", "gas")


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("heart", "unconscious"), ("injury", "unconscious"), ("choking", "unconscious"), ("bleeding", "unconscious"), ("fire", "unconscious"), ("lift", "unconscious"),
        ("collapse", "unconscious"), ("violence_seen", "unconscious"), ("no_answer", "unconscious"), ("other", "unconscious"), ("swallowed", "unconscious"),
        ("shock", "shock"), ("live_wire", "shock"), ("co", "co"), ("gas", "co"), ("water", "drowned"), ("flood", "drowned"),
    ],
)  # fmt: skip
def test_no_breath_brings_the_ambulance_and_how_to_press(chat: Chat, portal: Portal, before: str, said: str) -> None:
    """In the script that keeps whoever presses safe; and whoever is on call hears of it."""
    raise_as(chat, before)
    told = chat.says("他没呼吸了", "out_of_scope", rule="out_of_scope")
    assert names(told)[0] == f"utter_danger_{said}"
    assert scenes.number_to_call(said) == "120"
    assert portal.made("detail")[-1]["danger"] in ("injury", "gas")
    assert "utter_danger_added" in names(told)


def test_after_a_shock_the_current_is_named_before_the_chest(chat: Chat) -> None:
    raise_as(chat, "shock")
    assert names(chat.says("拉下来了 没气了"))[:2] == ["utter_danger_shock", "utter_till_help_shock"]


def test_in_a_cesspit_nobody_is_sent_down(chat: Chat) -> None:
    raise_as(chat, "pit")
    assert names(chat.says("他没气了"))[:2] == ["utter_danger_pit", "utter_danger_unconscious"]


def test_somebody_struck_without_breath_has_both_numbers(chat: Chat) -> None:
    raise_as(chat, "home_violence")
    assert names(chat.says("我妈没脉了"))[:2] == ["utter_danger_home_violence", "utter_danger_unconscious"]


def test_somebody_silent_after_an_illness_has_fainted(chat: Chat) -> None:
    raise_as(chat, "heart")
    assert names(chat.says("他不说话了"))[0] == "utter_danger_unconscious"


@pytest.mark.parametrize("script", ["violence", "no_answer", "self_harm_seen", "fire"])
def test_whoever_strikes_or_does_not_open_has_not(chat: Chat, script: str) -> None:
    raise_as(chat, script)
    assert "utter_danger_unconscious" not in names(chat.says("他不说话了"))


def test_a_cry_of_no_breath_is_heard_beside_an_open_draft(chat: Chat) -> None:
    raise_as(chat, "heart")
    chat.says("另外3栋路灯坏了", place=("3栋",))
    assert names(chat.says("没脉了"))[0] == "utter_danger_unconscious"


def test_how_to_press_is_told_by_the_script(chat: Chat) -> None:
    raise_as(chat, "heart")
    assert names(chat.says("怎么按"))[1:3] == ["utter_how_to_press", "utter_till_help_unconscious"]


def test_after_the_water_breath_comes_first(chat: Chat) -> None:
    raise_as(chat, "water")
    told = names(chat.says("怎么做人工呼吸"))
    assert "utter_till_help_drowned" in told
    assert "utter_how_to_press" not in told


@pytest.mark.parametrize("text", ["他会喘气了", "他醒了", "有呼吸了", "会动了"])
def test_who_breathes_again_is_no_end(chat: Chat, portal: Portal, text: str) -> None:
    """It is written down as news: to lie on the side, to be watched, to call all the same."""
    raise_as(chat, "unconscious")
    assert names(chat.says(text))[0] == "utter_awake_again"
    assert portal.cleared == []
    assert not chat.raised().get("over")


@pytest.mark.parametrize("text", ["他醒过来了，没大碍", "没事了", "送到医院了"])
def test_an_end_in_plain_words_is_one(chat: Chat, portal: Portal, text: str) -> None:
    raise_as(chat, "unconscious")
    chat.says(text)
    assert len(portal.cleared) == 1


def test_out_of_the_water_without_breath_is_said_at_once(chat: Chat) -> None:
    told = fire(chat, "有人掉清河水库里 捞上来了 没气了", "trapped", ("清河水库",))
    assert names(told)[0] == "utter_danger_drowned"


def test_somebody_in_the_water_who_does_not_move_is_not_jumped_after(chat: Chat) -> None:
    """Whoever pulls them out presses on the chest after two breaths, and calls 120."""
    raise_as(chat, "water")
    told = chat.says("他不动了", danger="injury")
    assert names(told)[:2] == ["utter_danger_water", "utter_danger_drowned"]


def test_who_breathes_again_is_heard_while_it_is_asked_whether_anybody_is_in_danger(chat: Chat) -> None:
    raise_as(chat, "unconscious")
    chat.expecting = {**chat.raised(), "asks": "danger"}
    assert names(chat.says("有气了"))[0] == "utter_awake_again"


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("fire", "灭火器怎么按"), ("fire", "报警器按哪里"), ("fire", "灭火器不会按"), ("fire", "怎么按"), ("lift", "电梯里怎么按都没用"), ("lift", "按哪里"),
        ("injury", "伤口怎么按压止血"), ("injury", "血止不住怎么按"), ("injury", "手要按哪里止血"), ("injury", "怎么按住伤口"), ("injury", "怎么按电话"), ("bleeding", "怎么按"),
    ],
)  # fmt: skip
def test_other_things_are_pressed_too(script: str, text: str) -> None:
    assert not lifeless.asks_how_to_press(text, script)


@pytest.mark.parametrize(("script", "text"), [("fire", "怎么做心肺复苏"), ("lift", "胸口怎么按压"), ("injury", "怎么按"), ("water", "按哪里"), ("shock", "不会做人工呼吸")])  # fmt: skip
def test_the_chest_is_pressed_after_any_danger(script: str, text: str) -> None:
    assert lifeless.asks_how_to_press(text, script)


def test_a_fire_read_beside_the_question_is_raised(chat: Chat, portal: Portal) -> None:
    raise_as(chat, "injury")
    chat.says("这边着火了，怎么做心肺复苏", danger="fire")
    assert portal.made("detail")[-1]["danger"] == "fire"


@pytest.mark.parametrize("text", ["我好怕 他没呼吸了", "狗咬的 没呼吸了", "昨晚摔的 现在没心跳了", "我妈没呼吸没心跳"])
def test_fear_a_dog_or_last_night_beside_takes_no_sign_away(text: str) -> None:
    assert lifeless.has_no_breath(text)


@pytest.mark.parametrize("text", ["我家没气了", "他家没气了", "我家也没气了"])
def test_a_home_without_gas_is_nobody_without_breath(text: str) -> None:
    assert not lifeless.has_no_breath(text, "gas")


@pytest.mark.parametrize("text", ["救上来了 不动", "他不动了", "没反应了"])
def test_who_does_not_move_after_the_water_has_drowned(chat: Chat, portal: Portal, text: str) -> None:
    """Though no danger is read in the words; and whoever is still in it is not jumped after."""
    raise_as(chat, "water")
    assert names(chat.says(text, "out_of_scope", rule="out_of_scope"))[:2] == [
        "utter_danger_water",
        "utter_danger_drowned",
    ]
    assert portal.made("detail")[-1]["danger"]
