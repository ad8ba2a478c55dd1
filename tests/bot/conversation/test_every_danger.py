"""Every kind of danger, and whatever people say next: the right number and some advice come, never a date or a menu."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions.interpreting import scenes
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.danger_chat import Chat, raise_as
from tests.bot.conversation.portal_stand_in import Portal
from tests.bot.conversation.test_domain_words import RESPONSES

TOLD = {
    "fire": "桂花苑3栋302厨房着火了",
    "smoke": "桂花苑3栋楼道全是烟，我们五楼出不去",
    "oil": "桂花苑3栋我家炒菜油锅烧起来了",
    "gas": "桂花苑3栋我家煤气漏了，一屋子味",
    "co": "桂花苑3栋室友烧炭取暖，现在叫不醒",
    "lift": "桂花苑3栋电梯里困了人",
    "water": "桂花苑旁边的河里有人掉下去了，在扑腾",
    "collapse": "桂花苑3栋围墙塌了，压住两个人",
    "unconscious": "桂花苑3栋楼下有个大爷倒在地上叫不应",
    "choking": "桂花苑3栋孩子吃果冻噎住了，脸发紫",
    "heart": "桂花苑3栋我爸胸口痛，冒冷汗",
    "bleeding": "桂花苑3栋我手割到了，血止不住",
    "shock": "桂花苑3栋师傅触电了，手粘在上面",
    "swallowed": "桂花苑3栋我把一瓶安眠药都吃了",
    "violence": "桂花苑3栋有人跟踪我，要打我",
    "violence_seen": "桂花苑3栋门口有两个人打起来了，一个拿刀",
    "home_violence": "桂花苑3栋我老公打我",
    "self_harm_seen": "桂花苑3栋楼顶有个人要跳楼",
    "missing": "桂花苑3栋我女儿走丢了，六岁",
    "live_wire": "桂花苑3栋门口电线掉在地上冒火花",
    "no_answer": "桂花苑3栋独居的大爷敲门没人应，三天没出来了",
}
"""The script of advice → a message that is raised with it, or with another of the same number."""
NEXT = ("然后怎么办", "已经打了", "没人接", "我不敢", "还要多久", "人没反应了", "他不动了", "没事了")
_DATE = re.compile(r"\d{1,2}月\d{1,2}日|工作日|期限|办结")
_MENU = {"utter_not_understood", "utter_out_of_scope", "utter_capability", "utter_greet", "utter_offer_human"}
_ADVICE = re.compile(
    r"utter_(?:danger|till_help|how_to_press|call_|still_inside|skin|denied|all_clear|false_alarm|ask_danger|not_back)"
)


def _says(answer: dict[str, Any]) -> tuple[list[str], str]:
    """The names of the responses, and all words."""
    return [one["response"] for one in answer["messages"]], "\n".join(one["text"] for one in answer["messages"])


@pytest.mark.slow
@pytest.mark.parametrize("script", TOLD)
def test_whatever_comes_next_gets_a_number_or_advice(resident: Resident, portal: Portal, script: str) -> None:
    """Each follow-up to an alarm of its own."""
    assert {*RESPONSES} >= _MENU
    number = scenes.number_to_call(script)
    for said in NEXT:
        portal.clear()
        resident.expecting = None
        resident.new_epoch()
        first, words = _says(resident.says(TOLD[script]))
        assert first[0].startswith("utter_danger_"), (said, first)
        assert number in words, (said, words)
        names, words = _says(resident.says(said))
        assert not _MENU & set(names), (said, names)
        assert not _DATE.search(words), (said, words)
        if said == "没事了":
            continue
        assert any(_ADVICE.match(name) for name in names), (said, names)
        assert said == "已经打了" or re.search("11[09]|120", words), (said, names, words)


@pytest.mark.parametrize(
    ("script", "said", "number"),
    [
        ("home_violence", "我打了120了", "110"), ("violence", "120打了", "110"), ("fire", "已经打了120", "119"), ("unconscious", "119打了", "120"),
    ],
)  # fmt: skip
def test_whoever_called_another_number_is_told_the_right_one(chat: Chat, script: str, said: str, number: str) -> None:
    """Help of another kind comes, but not the one that is needed first."""
    raise_as(chat, script)
    told = chat.says(said, "remind", rule="remind")
    assert told.says[0].response.startswith("utter_call_first")
    assert told.says[0].params["number"] == number


@pytest.mark.parametrize(
    ("script", "said"), [("home_violence", "110打了"), ("fire", "打了119了"), ("lift", "119和120都打了")]
)
def test_whoever_called_the_right_number_is_not(chat: Chat, script: str, said: str) -> None:
    raise_as(chat, script)
    assert chat.says(said, "remind", rule="remind").says[0].response == f"utter_till_help_{script}"


@pytest.mark.parametrize("said", ["120把人接走了", "120来了把他拉走了", "送去医院了"])
def test_whoever_was_fetched_by_the_ambulance_is_in_good_hands(resident: Resident, portal: Portal, said: str) -> None:
    """The danger ends; nobody is glad that they are well, nor told once more whom to call."""
    resident.says(TOLD["unconscious"])
    names, words = _says(resident.says(said))
    assert not any(name.startswith(("utter_danger_unconscious", "utter_till_help", "utter_call_")) for name in names)
    assert "平安" not in words
    assert (resident.expecting or {}).get("over")


STRUCK = "高压线掉在棚子上，师傅碰到了倒在那边|电线断了搭在水里，有个阿姨趴着|娃手指伸进插座弹开了没反应|洗衣机漏电我妈黏上面了|路灯杆带电 有个小孩碰了倒在水里"
NOT_STRUCK = (
    "骑车撞到电线杆倒了|高压线掉在路上冒火花|电线杆要倒了|电线碰着树枝|家里漏电，碰了水龙头就麻|刚才电线掉下来砸到车上"
)


@pytest.mark.parametrize("text", STRUCK.split("|"))
def test_whoever_lies_where_current_is_loose_is_not_to_be_touched(text: str) -> None:
    """Whichever danger is read, the injury or the current."""
    assert {scenes.script_of(danger, text) for danger in ("injury", "live_wire")} == {"shock"}


@pytest.mark.parametrize("text", NOT_STRUCK.split("|"))
def test_a_wire_that_struck_nobody_is_no_shock(text: str) -> None:
    assert scenes.script_of("live_wire", text) != "shock"


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("着火了，我爸晕倒了", "unconscious"),
        ("厨房着火，手烫伤起泡了", "burn"),
        ("着火了没人流血", ""),
        ("我家着火了", ""),
    ],
)
def test_who_is_hurt_in_a_fire_needs_120_too(text: str, harm: str) -> None:
    """Out of the fire first, then what to do for them."""
    assert scenes.harm_beside(scenes.script_of("fire", text), text) == harm
