"""Of which body a report tells a wrong; what it only is to do is no such thing."""

from __future__ import annotations

import time

import pytest
from sqlalchemy.orm import Session

from portal.cases.disclosure import parties
from portal.cases.reading.of_the_accused import blamed_bodies
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import draft, report

WRONGS = [
    "收费不公示，还把地下室出租给人住", "乱收停车费", "把绿地圈起来卖车位", "的人态度很差", "不给开发票", "挪用公共收益", "擅自涨物业费", "停了我家的水", "服务太差", "推诿了三次",
    "公司私自把架空层租出去了", "账目不清", "逼着我们交钱",
]  # fmt: skip
NO_WRONGS = [
    "门口路灯不亮", "说是市政的", "来修过又坏了", "不来修", "一直没人管", "旁边的停车场乱收费", "没有电话", "贴了通知说停水", "建议收费公示", "前面有人打架", "楼下违章停车", "值班室的灯坏了",
    "告诉我们擅自装修要罚",
]  # fmt: skip


@pytest.mark.parametrize("after", WRONGS)
def test_a_wrong_of_the_body_is_heard(after: str) -> None:
    assert blamed_bodies.is_blamed("", after)


@pytest.mark.parametrize("after", NO_WRONGS)
def test_what_it_is_to_do_is_no_wrong(after: str) -> None:
    assert not blamed_bodies.is_blamed("", after)


def test_whoever_is_asked_to_act_does_none() -> None:
    assert not blamed_bodies.is_blamed("请", "强制拆掉违建")
    assert blamed_bodies.is_blamed("我对", "的服务不满")


@pytest.mark.parametrize(
    "text",
    [
        "路灯队收费不公示，柳树里3栋的灯还租给人打广告",
        "灯队乱收费，柳树里3栋的灯坏了",
        "我对路灯队很不满，柳树里3栋灯的事",
    ],
)
def test_the_body_is_not_suggested_for_it(parts: Parts, reporter: int, s: Session, text: str) -> None:
    """Nor is its reporter told that it will handle it; another body's matter goes on as ever."""
    assert parties.bodies_not_to_suggest(s, text) == {"lamps"}
    assert report(s, parts, reporter, text, draft=draft(text)).body is None
    assert report(s, parts, reporter, "柳树里3栋的灯坏了，路灯队不来修").body == "lamps"


@pytest.mark.parametrize("word", ["物业", "乱收", "把", "收费", "的"])
def test_a_long_report_is_read_in_time(word: str) -> None:
    began = time.monotonic()
    blamed_bodies.is_blamed(word * 3000, word * 3000)
    assert time.monotonic() - began < 1
