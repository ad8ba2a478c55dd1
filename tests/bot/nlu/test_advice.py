"""The script of advice that the danger head learned: which are known, and when it is passed on."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest

from actions.interpreting import scenes
from bot.reading.classifying.danger import NONE, Advice
from bot.reading.danger.kinds.scripts import LEAST_TOLD, advised, scripts
from bot.reading.learning.training import danger_sentences
from bot.reading.reader import Reader
from tests.bot.conversation.test_domain_words import RESPONSES

TOLD = {
    "84和洁厕灵倒一起了，嗓子辣得睁不开眼": "fumes",
    "我叔吊在房梁上，脚离了地": "hanged",
    "搬砖的大哥晒倒了，身上滚烫不出汗": "heatstroke",
    "吃了花生，嘴唇肿起来，喉咙发紧喘不上气": "allergy",
    "雪地里躺着个醉汉，手都冻硬了": "cold",
    "前男友拿我的裸照要五千块，不给就群发": "blackmail",
    "老板扣了我们身份证，门口有人守着不让走": "held_by_others",
    "河堤脚下冒浑水，越冒越粗": "dike",
    "有人在撬我家门锁，我躲在屋里": "break_in",
    "床底下钻进来一条蛇": "snake",
    "一个小娃娃自己走在大马路中间": "child_in_road",
    "她裙子烧着了，人还在跑": "fire_on_person",
}
"""What nobody wrote for training, each with the advice that fits it."""


def test_every_script_that_is_taught_is_known_and_has_its_words() -> None:
    """A slip in the training data would be said to nobody, or fail when it is."""
    taught = Counter(one.script for one in danger_sentences() if one.script != NONE)
    assert set(taught) <= set(scripts())
    assert {f"utter_danger_{one}" for one in taught} <= set(RESPONSES)
    assert {f"utter_till_help_{one}" for one in taught} <= set(RESPONSES)


@pytest.mark.parametrize("text", TOLD)
def test_situations_of_which_no_list_tells_get_their_own_advice(reader: Reader, moment: datetime, text: str) -> None:
    found = reader.read(text, moment)["urgency"]
    assert found["level"] == "emergency" or found["ask"]
    assert scenes.script_of(found["danger"] or "other", text, found["advice"]) == TOLD[text]


@pytest.mark.parametrize("text", ["路灯不亮了", "电影里楼塌了，真好看", "there is a fire in building 3"])
def test_without_danger_or_in_english_none_is_given(reader: Reader, moment: datetime, text: str) -> None:
    assert reader.read(text, moment)["urgency"]["advice"] is None


def test_advice_for_another_danger_or_that_is_unlikely_is_left_out() -> None:
    """The words of the lists decide which danger it is, so who is told and which number comes first."""
    assert advised(Advice("lift", LEAST_TOLD), "trapped") == Advice("lift", LEAST_TOLD)
    assert advised(Advice("lift", LEAST_TOLD - 0.01), "trapped") is None
    assert advised(Advice("birth", 0.99), "fire") is None
    assert advised(Advice("home_violence", 0.99), "violence") is None
    assert advised(Advice("snake", 0.99), None) == Advice("snake", 0.99)


def test_the_lists_go_first_until_the_head_is_sure() -> None:
    """And whoever may be in the danger is not told what whoever only sees it should do."""
    assert scenes.script_of("fire", "着火了", {"code": "battery", "score": 0.3}) == "battery"
    assert scenes.script_of("fire", "着火了", {"code": "fire_seen", "score": 0.5}) == "fire"
    assert scenes.script_of("fire", "着火了", {"code": "fire_seen", "score": 0.7}) == "fire_seen"
    assert scenes.script_of("fire", "油锅着火了", {"code": "battery", "score": 0.5}) == "oil"
    assert scenes.script_of("fire", "油锅着火了", {"code": "fire", "score": 0.99}) == "oil"
    assert scenes.script_of("fire", "着火了", {"code": "lift", "score": 0.99}) == "fire"
    assert scenes.script_of("fire", "着火了", {"code": "gas", "score": 0.99}) == "fire"


@pytest.mark.parametrize("text", ["放鞭炮炸到眼睛了", "孩子玩炮仗炸到眼睛", "他眼睛被炸了，看不见"])
def test_nobody_is_told_to_press_on_an_eye(reader: Reader, moment: datetime, text: str) -> None:
    found = reader.read(text, moment)["urgency"]
    assert found["level"] == "emergency" or found["ask"]
    assert scenes.script_of(found["danger"] or "other", text, found["advice"]) != "bleeding"


@pytest.mark.parametrize(
    ("script", "danger", "told", "text"),
    [
        ("gas_threat_home", "home_violence", "gas_threat", "我老公喊着要把煤气点了"),
        ("fallen", "injury", "unconscious", "我妈从楼梯上滚下来，怎么喊都不应"),
        ("no_food", "other", "visit_today", "孩子三天没吃饭了，家里没钱"),
        ("eye", "injury", "bleeding", "鞭炮炸到眼睛了"),
    ],
)
def test_a_narrower_scene_that_the_head_has_not_learned_goes_first(
    script: str, danger: str, told: str, text: str
) -> None:
    """However sure the head is of the wider one."""
    assert scenes.script_of(danger, text, {"code": told, "score": 0.95}) == script


@pytest.mark.parametrize("text", ["他强奸我", "我被老师强奸了", "老板性侵了我"])
def test_whoever_was_raped_is_told_of_the_hospital_and_the_evidence(text: str) -> None:
    assert scenes.script_of("violence", text, {"code": "groped", "score": 1.0}) == "assault"
    assert scenes.script_of("violence", "老师摸我屁股", {"code": "groped", "score": 1.0}) == "groped"
