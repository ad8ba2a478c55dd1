"""Words after which the sender is asked whatever the score: somebody old who does not answer the telephone; a life that is not wanted any more; a fuse box that crackles."""

from __future__ import annotations

import pytest

from bot.reading.danger.asked_about import asked_about
from bot.reading.danger.plain_scenes import plain_scene
from bot.reading.danger.urgency import read_urgency
from bot.reading.learning.model_archive import Heads
from bot.reading.learning.training import reading_of


@pytest.mark.parametrize(
    "text",
    [
        "我妈电话没人接", "我爸不接电话，平时秒回的", "我爷爷不接电话，打了三个小时", "妈妈电话没人接，担心", "我家老人电话没人接有点担心", "爷爷有高血压，一天没接电话", "我妈有糖尿病，今天一天没接电话",
    ],
)  # fmt: skip
def test_somebody_old_who_does_not_answer_is_asked_about(text: str) -> None:
    assert asked_about(text) == "no_answer"


@pytest.mark.parametrize(
    "text",
    [
        "物业电话没人接", "我妈打社区电话没人接", "我妈办医保的电话打不通", "我爸说物业电话打不通", "爷爷没接电话，原来在下棋", "社区食堂送餐电话没人接老人等着", "我妈回电话了",
    ],
)  # fmt: skip
def test_an_office_that_does_not_answer_is_not(text: str) -> None:
    assert asked_about(text) is None


@pytest.mark.parametrize("text", ["我站错楼了，11栋的楼顶", "我一个人在天台上", "我现在坐在楼顶"])
def test_whoever_is_on_a_roof_is_asked(text: str) -> None:
    assert asked_about(text) == "self_harm"


@pytest.mark.parametrize("text", ["我在天台装太阳能", "我在找楼顶", "我家在楼顶", "他们在楼顶", "我投诉有人占了天台"])
def test_whoever_speaks_of_a_roof_is_not(text: str) -> None:
    assert asked_about(text) is None


@pytest.mark.parametrize("text", ["不想过了", "这日子不想过了", "没意思，不想过了", "日子过不下去了", "活着也没啥意思"])
def test_a_life_that_is_not_wanted_is_heard(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.danger == "self_harm"
    assert found.asks or found.level == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "不想过生日了", "这个年不想过了", "我不想过户了", "低保停了日子过不下去了", "日子实在过不下去了，求救助", "生意太差，日子过不下去了", "噪音吵得日子过不下去了", "老公天天喝酒日子过不下去了想离婚", "不想过了，离婚",
    ],
)  # fmt: skip
def test_what_else_is_not_wanted_is_none(heads: Heads, text: str) -> None:
    reading = reading_of(text)
    found = read_urgency(heads.danger, reading, reading.text)
    assert found.danger != "self_harm"


@pytest.mark.parametrize("text", ["楼上漏水漏到电箱里，啪啪响，桂花苑5栋", "水漏进电表箱了啪啪响"])
def test_water_in_a_fuse_box_that_crackles(text: str) -> None:
    found = plain_scene(text, None)
    assert found is not None
    assert found.danger == "live_wire"
