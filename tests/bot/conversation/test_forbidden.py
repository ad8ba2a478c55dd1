"""Acts that must not be done in a danger: whoever names one hears that very one, then the dos and don'ts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.conversation.turn import Talk
from actions.interpreting import scenes
from actions.interpreting.doing import forbidden
from actions.routing import topic_of
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal
from tests.bot.conversation.test_danger import Chat, chat, names, raise_as
from tests.bot.conversation.test_domain_words import DANGERS, RESPONSES

__all__ = ["chat"]
ACTS = [
    ("fire", "坐电梯下去可以吗", "坐电梯"), ("fire", "我们坐电梯下去", "坐电梯"), ("smoke", "电梯还能用，从电梯走行不行", "坐电梯"),
    ("gas", "我在屋里打电话", "在屋里打电话"), ("gas", "在屋里打电话可以吗", "在屋里打电话"), ("gas", "我先开个灯看看", "开灯、开关电器、点火"),
    ("shock", "用手拉他", "用手碰他"), ("shock", "我用手拉他可以吗", "用手碰他"), ("live_wire", "去把他拉开", "用手碰他"),
    ("fire", "可以回去了吗", "回去、进去"), ("gas", "可以回去了吗", "回去、进去"), ("co", "能进去看看吗", "回去、进去"), ("fire", "我回去拿下手机", "回去、进去"),
    ("injury", "扶他起来", "挪动伤者"), ("injury", "要不要扶他起来", "挪动伤者"), ("injury", "背伤者下楼", "挪动伤者"), ("injury", "我背他下去", "挪动伤者"),
    ("bite", "吸毒血", "用嘴吸、割伤口"), ("bite", "用嘴把毒吸出来", "用嘴吸、割伤口"), ("bite", "要不要绑紧", "用嘴吸、割伤口"),
    ("self_harm", "一个人在天台吹风", "一个人待着"), ("water", "我跳下去救他", "跳下水"), ("oil", "浇水行不行", "往油锅里浇水"),
    ("lift", "我们扒门出去", "扒门、往外爬"), ("seizure", "往嘴里塞毛巾", "按住他、往嘴里塞东西"), ("burn", "抹点牙膏", "抹牙膏、酱油"),
    ("swallowed", "给她催吐", "催吐"), ("unconscious", "喂点水行吗", "喂水喂药"), ("violence_seen", "我上去拉架", "上去拉架"),
]  # fmt: skip
NO_ACTS = [
    ("fire", "没坐电梯，走楼梯下来的"), ("shock", "我们没碰他"), ("shock", "不敢碰他"), ("gas", "灯没开，也不敢开灯"), ("fire", "我妈还在里面"), ("bite", "伤口肿起来了"),
    ("injury", "他流了很多血"), ("injury", "坐电梯下去可以吗"), ("lift", "电梯里有四个人"), ("water", "他在喊救命"), ("gas", "在6栋3楼"), ("fire", "别回去拿东西，我知道了"),
]  # fmt: skip


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
    assert names(told)[:2] == ["utter_forbidden", "utter_danger_self_harm"]


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
    file.write_text("act,of,words\n坐电梯,,电梯\n", encoding="utf-8")
    with pytest.raises(forbidden.ActError, match=r"danger_acts\.csv line 2"):
        forbidden.load(file)
