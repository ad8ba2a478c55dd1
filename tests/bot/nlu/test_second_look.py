"""Where a place ends beside the thing that stands there, and where the name of a 里 begins."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.reading.reader import Reader
from bot.reading.text.moment import SHANGHAI

NOW = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)


def places(reader: Reader, text: str) -> list[str]:
    return [place["text"] for place in reader.read(text, NOW)["places"]]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("竹园路路灯不亮三天了", "竹园路"),
        ("竹园路路灯又灭了，晚上看不见", "竹园路"),
        ("竹园路路面坑坑洼洼 骑车摔跤", "竹园路"),
        ("竹园路路牌歪了", "竹园路"),
        ("竹园路路标让车撞弯了", "竹园路"),
        ("麻烦看看竹园路路障怎么还没撤", "竹园路"),
        ("竹园路路口红绿灯坏了", "竹园路路口"),
    ],
)
def test_a_place_ends_before_the_thing_that_stands_there(reader: Reader, text: str, place: str) -> None:
    assert place in places(reader, text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("芙蓉里1栋楼下着火了", "芙蓉里1栋楼下"),
        ("住芙蓉里1栋", "芙蓉里1栋"),
        ("长庆里12号楼有人晕倒", "长庆里12号楼"),
        ("永康里3幢电梯困人", "永康里3幢"),
        ("救命，锦绣里5栋打人了", "锦绣里5栋"),
        ("我家住同德里2栋 屋里全是烟", "同德里2栋"),
    ],
)
def test_an_estate_named_as_a_li_stays_with_its_building(reader: Reader, text: str, place: str) -> None:
    assert place in places(reader, text)


@pytest.mark.parametrize(
    ("text", "place"), [("小区里5栋电梯坏了", "5栋"), ("院子里3栋门禁坏了", "3栋"), ("我们那里2栋停水了", "2栋")]
)
def test_what_only_says_inside_names_no_estate(reader: Reader, text: str, place: str) -> None:
    assert place in places(reader, text)
