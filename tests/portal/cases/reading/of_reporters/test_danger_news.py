"""What further words of an emergency say is new."""

from __future__ import annotations

import pytest

from portal.cases.reading.of_reporters import danger_news
from portal.cases.records import event_wording

NEW = [
    ("又没呼吸了", ["我爸晕倒了没呼吸"], "no_breath"),
    ("没有呼吸了", ["我爸摔了一跤"], "no_breath"),
    ("又着起来了", ["着火了"], "fire"),
    ("他又拿刀来了", ["有人拿刀砍人"], "knife"),
    ("他掏刀了", ["有人打架"], "knife"),
    ("他又来了", ["有人打我"], "again"),
    ("火更大了", ["着火了"], "worse"),
    ("又打起来了", ["有人打架"], "blows"),
    ("叫不醒了", ["老人摔倒"], "unconscious"),
    ("又爆炸了", ["着火了"], "explosion"),
    ("火烧到三楼了", ["着火了"], "worse"),
    ("救命 出不去了", ["着火了"], "trapped"),
    ("出不去了", ["着火了"], "trapped"),
    ("救命 他抓住我了", ["他打我"], "blows"),
    ("他砸门进来了", ["他打我"], "blows"),
    ("我站在楼顶了", ["我不想活了"], "jump"),
    ("我站在楼顶了", ["我想跳楼，站在楼顶"], "jump"),
    ("我要跳了", ["我要跳楼"], "jump"),
    ("我吃了一瓶安眠药", ["我不想活了"], "hurt_self"),
]


@pytest.mark.parametrize(("text", "before", "sign"), NEW)
def test_what_is_back_worse_or_not_told_before_is_new(text: str, before: list[str], sign: str) -> None:
    """The gravest sign is told."""
    assert danger_news.news_in(text, before) == sign


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("着火了快来", ["着火了"]), ("没呼吸了", ["没有呼吸"]), ("在3栋", ["着火了"]), ("他打我", ["他打我，快来"]),
        ("打得头破了，没有刀", ["有人打架"]), ("没拿刀", ["有人打架"]), ("没人动手", ["吵起来了"]), ("他不打我了", ["吵起来了"]), ("没有着火", ["有烟味"]), ("她没跳下去", ["有人在楼顶"]),
        ("120又打电话来了", ["我爸晕倒了"]), ("物业又打电话来了", ["着火了"]), ("又打给我", ["着火了"]), ("我又打了一次120", ["着火了"]), ("保安又来人了", ["有人打架"]), ("我又困了", ["着火了"]),
        ("没流血了", ["他打我"]), ("没出血", ["摔了一跤"]), ("不要跳了", ["有人在楼顶"]), ("又跳闸了", ["着火了"]), ("又倒车进来了", ["着火了"]),
    ],
)  # fmt: skip
def test_what_was_told_before_is_not_new(text: str, before: list[str]) -> None:
    """Nor is where it is, what is denied, or that somebody called again."""
    assert danger_news.news_in(text, before) == ""


@pytest.mark.parametrize(
    ("text", "before", "is_new"),
    [("没心跳了，厨房也着火了", ["厨房着火了"], True), ("又着火了", ["着火了"], False), ("又来了", ["着火了"], False), ("不是吵架，他拿刀了", ["有人打架"], True)],
)  # fmt: skip
def test_a_sign_is_new_if_no_words_before_told_of_it(text: str, before: list[str], *, is_new: bool) -> None:
    """However much else of it was told."""
    assert danger_news.tells_new_sign(text, before) is is_new


@pytest.mark.parametrize(
    ("text", "is_relief"),
    [("扑灭了", True), ("消防员进来了", True), ("救护车来了", True), ("血止住了", True), ("不打了", True), ("灭了又着了", False), ("火烧到三楼了", False), ("他进来了", False)],
)  # fmt: skip
def test_relief_is_that_it_is_over_or_help_came(text: str, *, is_relief: bool) -> None:
    """Unless it is back."""
    assert danger_news.is_relief(text) is is_relief


def test_each_sign_has_words_for_an_sms() -> None:
    """Short ones, so that the danger, they and a case's number fit a provider's longest parameter."""
    signs = {sign for sign, _ in danger_news._SIGNS} | {danger_news.AGAIN, danger_news.WORSE}
    for sign in signs:
        group = "danger" if f"danger.{sign}" in event_wording.texts() else "danger_sign"
        assert 0 < len(event_wording.sentence(f"{group}.{sign}")) <= 6
