"""A danger is a danger wherever it is: the place before or after it takes nothing from the score."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import pytest

from bot.reading.reader import Reader
from bot.reading.text.moment import SHANGHAI

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=SHANGHAI)
DANGERS = ("我家着火了", "楼上起火了", "邻居家失火了", "我妈晕倒了", "煤气泄漏了", "有人要跳楼", "孩子掉河里了", "我奶奶没呼吸了")  # fmt: skip
ORDINARY = ("路灯坏了", "有人抽烟", "烧烤摊油烟大", "消防栓没水", "煤气价格涨了", "狗叫吵人")
PLACES = ("桂花苑3栋", "河畔人家5栋", "幸福路3号", "公园路", "翠竹公寓1栋2单元")
FRAMES = ("{what}，{where}", "{what}{where}", "{where}，{what}", "{what} {where}", "{what}，在{where}")


@pytest.mark.parametrize("what", DANGERS)
def test_a_plain_danger_is_raised_wherever_it_is(reader: Reader, what: str) -> None:
    for frame, where in product(FRAMES, PLACES):
        text = frame.format(what=what, where=where)
        assert reader.read(text, NOW)["urgency"]["level"] == "emergency", text


@pytest.mark.parametrize("what", ORDINARY)
def test_no_place_makes_an_ordinary_matter_a_danger(reader: Reader, what: str) -> None:
    for frame, where in product(FRAMES, PLACES):
        text = frame.format(what=what, where=where)
        urgency = reader.read(text, NOW)["urgency"]
        assert (urgency["level"] == "emergency", urgency.get("ask", False)) == (False, False), text
