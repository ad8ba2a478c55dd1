"""A common question that a text does not ask, though its words are near."""

from __future__ import annotations

import pytest

from bot.reading.classifying.faq import Question, _is_of_another_thing, _is_of_no_leak, _scolds_us

LEAK = Question("闻到煤气味怎么办", ("燃气漏气",), "马上关阀门", "", "", "")
FRAUD = Question("被骗钱了怎么办", ("遇到骗子怎么办",), "马上打 110", "", "", "")
AGE = Question("燃气灶热水器几年要换", ("燃气软管多久换一次",), "八年", "", "", "")


@pytest.mark.parametrize(
    "text", ["我家煤气灶打不着火 找谁修", "煤气灶点不着", "燃气灶老是打不着火怎么办", "灶头不打火了"]
)
def test_a_stove_that_does_not_light_is_no_leak(text: str) -> None:
    assert _is_of_no_leak(text, LEAK)


@pytest.mark.parametrize(
    "text", ["煤气灶打不着火 有煤气味", "煤气灶打不着还漏气", "闻到煤气味怎么办", "灶打不着火 报警器在响"]
)
def test_a_smell_beside_it_is(text: str) -> None:
    assert not _is_of_no_leak(text, LEAK)


@pytest.mark.parametrize("text", ["灭火器过期找谁换", "没有着火 就是问问灭火器过期找谁换", "楼道的消火栓没水"])
def test_an_extinguisher_is_no_stove(text: str) -> None:
    assert _is_of_another_thing(text, AGE)
    assert not _is_of_another_thing("灶用了十年要换吗", AGE)


@pytest.mark.parametrize(
    "text", ["你们都是骗子", "你们都是废物 骗子", "社区就是一帮骗子", "你们就是骗人的", "物业都是骗子"]
)
def test_who_calls_us_cheats_asks_of_no_fraud(text: str) -> None:
    assert _scolds_us(text, FRAUD)


@pytest.mark.parametrize("text", ["遇到骗子怎么办", "骗子叫我转账", "你们是不是骗子", "有人冒充社区的骗子打电话给我", "物业经理骗子骗了我两万块", "网上都是骗子 我被骗了"])  # fmt: skip
def test_who_tells_of_a_fraud_does(text: str) -> None:
    assert not _scolds_us(text, FRAUD)
