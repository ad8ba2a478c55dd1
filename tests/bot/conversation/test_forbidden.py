"""Acts that must not be done in a danger: whoever names one hears that very one, then the dos and don'ts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.conversation.turn import Talk
from actions.interpreting import scenes
from actions.interpreting.doing import forbidden
from actions.routing import topic_of
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal
from tests.bot.conversation.test_domain_words import DANGERS, RESPONSES

ACTS = [
    ("fire", "坐电梯下去可以吗", "坐电梯"), ("fire", "我们坐电梯下去", "坐电梯"), ("smoke", "从电梯走行不行", "坐电梯"),
    ("gas", "我在屋里打电话", "在屋里打电话"), ("gas", "在屋里打电话可以吗", "在屋里打电话"), ("gas", "我先开个灯看看", "开灯、开关电器、点火"),
    ("shock", "用手拉他", "在没断电时用手碰他"), ("shock", "我用手拉他可以吗", "在没断电时用手碰他"), ("live_wire", "去把他拉开", "在没断电时用手碰他"),
    ("fire", "可以回去了吗", "急着回去"), ("gas", "可以回去了吗", "急着回去"), ("fire", "我回去拿下手机", "回去拿东西"), ("fire", "我能不能回去拿手机", "回去拿东西"),
    ("injury", "扶他起来", "挪动伤者（留在原地更危险时除外）"), ("injury", "要不要扶他起来", "挪动伤者（留在原地更危险时除外）"), ("injury", "背伤者下楼", "挪动伤者（留在原地更危险时除外）"), ("injury", "我背他下去", "挪动伤者（留在原地更危险时除外）"),
    ("bite", "吸毒血", "用嘴吸、割伤口"), ("bite", "用嘴把毒吸出来", "用嘴吸、割伤口"),
    ("self_harm", "一个人在天台吹风", "一个人待着"), ("water", "我跳下去救他", "跳下水"), ("oil", "浇水行不行", "往油锅里浇水"),
    ("lift", "我们扒门出去", "扒门、往外爬"), ("seizure", "往嘴里塞毛巾", "按住他、往嘴里塞东西"), ("burn", "抹点牙膏", "抹牙膏、酱油"),
    ("swallowed", "给她催吐", "自己催吐"), ("poison", "要催吐吗", "自己催吐"), ("unconscious", "喂点水行吗", "给没醒的人喂水喂药"), ("burn", "可以冰敷吗", "用冰敷"), ("seizure", "要不要掐人中", "按住他、往嘴里塞东西"), ("pit", "我下井救他", "跟着下去"), ("self_harm", "我想一个人静静", "一个人待着"), ("flood", "可以开车过去吗", "开车过水"), ("violence", "我出去跟他理论", "出去跟他理论"), ("collapse", "先把他拉出来", "硬拽压住的人"), ("violence_seen", "我上去拉架", "上去拉架"),
]  # fmt: skip
NO_ACTS = [
    ("fire", "没坐电梯，走楼梯下来的"), ("shock", "我们没碰他"), ("shock", "不敢碰他"), ("gas", "灯没开，也不敢开灯"), ("fire", "我妈还在里面"), ("bite", "伤口肿起来了"),
    ("injury", "他流了很多血"), ("injury", "坐电梯下去可以吗"), ("lift", "电梯里有四个人"), ("water", "他在喊救命"), ("gas", "在6栋3楼"), ("fire", "别回去拿东西，我知道了"),
]  # fmt: skip

RIGHT_OR_NOT_THEIRS = [
    ("violence", "要开门让警察进来吗"), ("violence", "警察到门口了，我去开门"), ("violence", "可以开门吗"), ("violence", "我要还手吗"),
    ("injury", "车要爆炸了，能把他拖出来吗"), ("injury", "车着火了我背他走"), ("injury", "把他背到平地上"), ("shock", "他被弹开了没呼吸，要抱他吗"),
    ("shock", "要抱他吗"), ("shock", "用干木棍把他拉开"), ("shock", "拉了闸可以碰他吗"), ("swallowed", "120让我催吐"), ("poison", "120让我催吐"),
    ("poison", "医生说要催吐"), ("gas", "有人开门进来"), ("violence", "有人开门进来"), ("violence", "他要踹开门"), ("lift", "他要踹开门"),
    ("lift", "消防在撬门了"), ("violence", "消防在撬门了"), ("fire", "能进来救我吗"), ("collapse", "能进来救我吗"), ("fire", "他能回答"), ("gas", "他能回答"),
    ("burn", "可以脱衣服吗"), ("heart", "他吃药也没用"), ("heart", "可以吃硝酸甘油吗"), ("co", "家里电话打不通"), ("gas", "家里电话打不通"), ("co", "我在屋里打电话"),
    ("self_harm", "我不在天台"), ("self_harm", "我妈陪着我不是一个人"), ("self_harm_seen", "他一个人在天台"), ("smoke", "可以回去吗"), ("smoke", "可以回去了吗"),
    ("smoke", "我回去拿湿毛巾"), ("live_wire", "可以回去了吗"), ("co", "能进去看看吗"), ("oil", "手上浇水可以吗"), ("fire", "我妈坐电梯下去了"),
    ("fire", "消防让我们坐电梯下去"), ("fire", "下面有气垫跳下去吗"), ("unconscious", "他醒了能喂水吗"), ("collapse", "他没气了，把他拉出来"), ("bite", "要不要绑紧"),
    ("flood", "可以蹚水出去吗"), ("water", "我在水里可以游过去吗"), ("seizure", "按着他胸口"), ("poison", "百草枯要催吐吗"), ("fire", "他要坐电梯下去"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "text"), RIGHT_OR_NOT_THEIRS)
def test_no_act_is_named_that_may_be_right_or_is_not_the_senders(script: str, text: str) -> None:
    """What others do, what helpers told them, what the scene makes right, what merely has the words in it: the advice alone is safe."""
    assert forbidden.forbidden_act(text, script) == ""


def test_what_a_person_in_smoke_asks_is_judged_by_the_smoke(chat: Chat) -> None:
    """Whoever cannot get down is to go back into the flat: never told not to."""
    raise_as(chat, "fire")
    assert "utter_forbidden" not in names(chat.says("我在五楼下不去，可以回去了吗"))


@pytest.mark.parametrize(("script", "text", "act"), ACTS)
def test_the_act_is_named_first_then_the_advice(chat: Chat, portal: Portal, script: str, text: str, act: str) -> None:
    """Said as a plan, as a question or as what is being done."""
    raise_as(chat, script)
    told = chat.says(text, "faq", rule="faq")
    assert names(told)[0] == "utter_forbidden"
    assert told.says[0].params == {"act": act}
    assert names(told)[1] == f"utter_danger_{script}"
    assert portal.cleared == []


@pytest.mark.parametrize(("script", "text"), NO_ACTS)
def test_what_is_refused_or_harmless_is_no_such_act(script: str, text: str) -> None:
    """Nor what is forbidden in another danger."""
    assert forbidden.forbidden_act(text, script) == ""


@pytest.mark.parametrize(("script", "text", "act"), ACTS)
def test_such_an_act_goes_before_a_common_question(script: str, text: str, act: str) -> None:
    """坐电梯下去可以吗 is none of the lift's hours."""
    faq: Any = {"question": "电梯", "answer": "…", "source": "", "score": 0.99}
    raised: Any = {"kind": "detail", "case_no": "LL-20261124-0001", "danger": script}
    assert topic_of(a_turn(text, "faq", 0.9, expecting=raised, faq=faq), Talk(), "faq") == "advice", act


def test_a_sure_danger_in_the_words_has_the_act_named_too(chat: Chat) -> None:
    """一个人在天台吹风 is read as self-harm again."""
    raise_as(chat, "self_harm")
    told = chat.says("一个人在天台吹风", danger="self_harm")
    assert names(told)[:2] == ["utter_forbidden", "utter_danger_self_harm_edge"]


def test_once_help_was_called_the_number_is_not_said_again(chat: Chat) -> None:
    """The act, and what to do until help comes."""
    raise_as(chat, "fire")
    chat.says("119打过了")
    assert names(chat.says("坐电梯下去可以吗"))[:2] == ["utter_forbidden", "utter_till_help_fire"]


def test_every_act_is_of_scripts_that_there_are() -> None:
    """And fits the sentence that names it."""
    known = {*DANGERS, *(scene.script for scene in scenes.scenes())}
    for one in forbidden.acts():
        assert one.scripts <= known, one.act
    assert "{act}" in RESPONSES["utter_forbidden"][0]["text"]


def test_a_bad_act_is_named(tmp_path: Path) -> None:
    """The file and the line."""
    file = tmp_path / "danger_acts.csv"
    file.write_text("act,of,words,unless\n坐电梯,,电梯,\n", encoding="utf-8")
    with pytest.raises(forbidden.ActError, match=r"danger_acts\.csv line 2"):
        forbidden.load(file)
