"""A wish to die that stands alone in its clause, or follows what weighs on the heart, is asked about; hyperbole is none."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.reading.reader import Reader
from bot.reading.text.moment import SHANGHAI

NOW = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        "心里难受想死",
        "心里难受，想死了算了",
        "心里好难受，真的想死",
        "我心里苦得想死",
        "不想上学，想死",
        "天天想死",
        "最近总是想死",
        "活得没意思，有时候想死",
        "老公发微信说别找他了，手机关机",
        "女儿留了纸条叫我们别找她，电话打不通",
    ],
)
def test_a_wish_to_die_is_a_danger(reader: Reader, text: str) -> None:
    urgency = reader.read(text, NOW)["urgency"]
    assert urgency["danger"] == "self_harm"
    assert urgency["level"] == "emergency" or urgency["ask"]


@pytest.mark.parametrize(
    "text",
    [
        "累得想死",
        "作业多得想死",
        "垃圾臭得想死",
        "想死你了",
        "热死了，想死你们家的冰粉",
        "别老想死的事",
        "想死的心都有了，垃圾没人收",
        "心里难受，睡不着",
        "心里烦，楼上太吵",
    ],
)
def test_hyperbole_and_a_low_mood_are_none(reader: Reader, text: str) -> None:
    assert reader.read(text, NOW)["urgency"]["level"] == "normal"
