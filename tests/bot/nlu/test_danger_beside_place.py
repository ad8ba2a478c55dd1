"""A danger is a danger wherever it is: the place before or after it takes nothing from the score."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import pytest

from bot.reading.reader import Reader
from bot.reading.text.moment import SHANGHAI

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=SHANGHAI)
DANGERS = ("我家着火了", "楼上起火了", "邻居家失火了", "我妈晕倒了", "煤气泄漏了", "有人要跳楼", "孩子掉河里了", "我奶奶没呼吸了")  # fmt: skip
SHORT = ("着火了", "冒烟了", "煤气漏了", "救命", "老人摔倒了", "心口疼", "进贼了", "抢劫", "流血了", "溺水了", "孩子卡住了", "燃气报警")  # fmt: skip
ORDINARY = ("路灯坏了", "有人抽烟", "烧烤摊油烟大", "消防栓没水", "煤气价格涨了", "狗叫吵人", "漏水了", "怕进贼", "楼上吵得我心口疼", "煤气表坏了", "门禁坏了")  # fmt: skip
PLACES = ("桂花苑3栋", "河畔人家5栋", "幸福路3号", "公园路", "翠竹公寓1栋2单元")
FRAMES = ("{what}，{where}", "{what}{where}", "{where}，{what}", "{what} {where}", "{what}，在{where}")


@pytest.mark.parametrize("what", DANGERS)
def test_a_plain_danger_is_raised_wherever_it_is(reader: Reader, what: str) -> None:
    for frame, where in product(FRAMES, PLACES):
        text = frame.format(what=what, where=where)
        assert reader.read(text, NOW)["urgency"]["level"] == "emergency", text


@pytest.mark.parametrize("what", SHORT)
def test_a_cry_of_two_words_is_no_less_with_its_address(reader: Reader, what: str) -> None:
    """Asked or raised as without it, if only a comma or a stop stands between."""
    alone = reader.read(what, NOW)["urgency"]
    assert alone["level"] == "emergency" or alone["ask"]
    for mark, where in product("，。！", PLACES):
        for text in (what + mark + where, where + mark + what):
            urgency = reader.read(text, NOW)["urgency"]
            assert urgency["level"] == "emergency" or (urgency.get("ask") and alone["level"] != "emergency"), text


@pytest.mark.parametrize("what", ["冒烟了", "着火了", "煤气漏了", "有人叫不醒"])
def test_no_mark_is_needed_after_the_place(reader: Reader, what: str) -> None:
    for where in (*(one for one in PLACES if one != "公园路"), "桂花苑5栋1单元302"):
        alone, told = (reader.read(text, NOW)["urgency"]["level"] for text in (what, where + what))
        assert (alone, told) == ("emergency", "emergency"), where + what


@pytest.mark.parametrize("what", ORDINARY)
def test_no_place_makes_an_ordinary_matter_a_danger(reader: Reader, what: str) -> None:
    for frame, where in product(FRAMES, PLACES):
        text = frame.format(what=what, where=where)
        urgency = reader.read(text, NOW)["urgency"]
        assert (urgency["level"] == "emergency", urgency.get("ask", False)) == (False, False), text


CALLS = ("随时打我，号码13900001234", "号码13900001234，随时打我", "有事打我，手机号13900001234", "可以打我，电话13900001234", "直接打我，13900001234", "随时打我，号码13900001234，桂花苑3栋")  # fmt: skip
BLOWS = ("他打我，号码13900001234", "老公打我，电话13900001234，桂花苑3栋", "有人打我，号码13900001234", "救命，13900001234", "着火了，号码13900001234，公园路")  # fmt: skip


@pytest.mark.parametrize("text", CALLS)
def test_a_call_that_is_asked_for_beside_a_number_is_none(reader: Reader, text: str) -> None:
    """The number beside it looks like a place by itself, and shows that 打 is to ring."""
    urgency = reader.read(text, NOW)["urgency"]
    assert (urgency["level"], urgency["ask"]) == ("normal", False)


@pytest.mark.parametrize("text", BLOWS)
def test_a_danger_beside_a_number_stays_one(reader: Reader, text: str) -> None:
    urgency = reader.read(text, NOW)["urgency"]
    assert urgency["level"] == "emergency" or urgency["ask"]
