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


@pytest.mark.parametrize("text", ["他断气了", "我爸好像断气了", "断气了", "已经断气了", "老公断气了"])
def test_who_breathes_no_more_is_heard(text: str) -> None:
    assert danger_news.tells_new_sign(text, ["人从楼梯上摔下来了"])


@pytest.mark.parametrize("text", ["燃气公司的人来了，管道已经断气了", "小区从明天起断气检修", "燃气公司断气了"])
def test_gas_that_is_cut_off_is_nobody_without_breath(text: str) -> None:
    assert not danger_news.tells_new_sign(text, ["家里有股煤气味"])


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


@pytest.mark.parametrize(
    "text",
    [
        "消防到了没有？火更大了", "消防来了吗，烧到四楼了", "民警来了没，他在踹门", "他找到了我，在撞门", "我出来了，我爸还在里面出不来", "我都想好了，要跳了",
        "物业打电话说修好了，可是火更大了", "遗书写好了", "绳子准备好了", "孩子被他抱走了", "我妈被水冲走了", "火灭了吗", "没扑灭", "灯灭了", "叫不醒了", "把孩子救出来", "救护车来了，他没呼吸了", "火灭了，我妈还在屋里", "120来了又走了",
    ],
)  # fmt: skip
def test_words_that_ask_or_tell_of_danger_bring_no_relief(text: str) -> None:
    """Though they hold a word of it."""
    assert not danger_news.is_relief(text)


@pytest.mark.parametrize(
    "text",
    ["火灭了，人都出来了", "消防来了，火灭了", "被困的人都救出来了", "着火的那家扑灭了", "消防车又来了一辆", "没事了", "我们都安全出来了", "火灭了，你们还来吗？", "没有着火，看错了"],
)  # fmt: skip
def test_the_end_is_relief_whatever_it_was(text: str) -> None:
    """Also if its own words name the danger."""
    assert danger_news.is_relief(text)


@pytest.mark.parametrize(
    ("text", "dangers", "is_danger"),
    [
        ("他又来了", {"home_violence"}, True), ("我老公回来了", {"violence"}, True), ("他又来了", {"fire"}, False), ("警察又来了", {"violence"}, False),
        ("女儿回来了", {"missing"}, False), ("消防员又问我住几楼", {"fire"}, False), ("吃了药好多了", {"injury"}, False), ("吃了一瓶安眠药", {"self_harm"}, True),
        ("谢谢，又麻烦你们了", {"home_violence"}, False), ("火还在烧", {"fire"}, True), ("火太大了", {"fire"}, True), ("火越来越小了", {"fire"}, False), ("警察抓住他了", {"violence"}, False), ("保安抓住我打", {"violence"}, True),
    ],
)  # fmt: skip
def test_danger_is_told_by_a_sign_or_that_it_goes_on(text: str, dangers: set[str], *, is_danger: bool) -> None:
    """An "again" or somebody who is back tells of it only after blows."""
    assert danger_news.tells_danger(text, dangers) is is_danger


@pytest.mark.parametrize(
    ("text", "dangers"), [("女儿回来了", {"missing"}), ("找回来了", {"missing"}), ("他走了", {"violence"})]
)
def test_what_ends_a_danger_depends_on_it(text: str, dangers: set[str]) -> None:
    """Who was missing is back, or who struck left: no end of a fire."""
    assert danger_news.is_relief(text, dangers)
    assert not danger_news.is_relief(text, {"fire"})


def test_each_sign_has_words_for_an_sms() -> None:
    """Short ones, so that the danger, they and a case's number fit a provider's longest parameter."""
    signs = {sign for sign, _ in danger_news._SIGNS} | {danger_news.AGAIN, danger_news.WORSE}
    for sign in signs:
        group = "danger" if f"danger.{sign}" in event_wording.texts() else "danger_sign"
        assert 0 < len(event_wording.sentence(f"{group}.{sign}")) <= 6
