"""What looks like a place and is none: a number to call, a plate, the number of a thing, a day, what is done on a road."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.reading.spotting.no_places import without_no_places
from bot.reading.spotting.personal import find_personal
from bot.reading.spotting.places import Place
from bot.reading.spotting.times import find_times
from bot.reading.text.normal_form import normalise
from bot.reading.text.spans import Span

SENT = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def _left(text: str, *places: str) -> list[str]:
    normal = normalise(text)
    read = [Place(Span(text.index(one), text.index(one) + len(one)), 0.9) for one in places]
    times = find_times(normal.text, SENT, [one.span for one in read])
    return [one.span.within(text) for one in without_no_places(text, read, times, find_personal(normal))]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("电话0571-86543210，漏水", "0571-865"),
        ("My wife is bleeding a lot, building 5", "My"),
        ("打我一三八一二三四五六七八", "七八"),
        ("浙A12345堵着门", "A12345"),
        ("浙A12345堵着门", "12345"),
        ("车牌皖B88321停在这里", "B88321"),
        ("电线杆编号B2208歪了", "B2208"),
        ("洒水车LL5566号按喇叭", "LL5566号"),
        ("大前天，就是25号停的水", "25号"),
        ("昨天也就是3号，停电", "3号"),
        ("一辆货车挡路", "挡路"),
        ("施工队堵了路", "堵了路"),
        ("没人让道", "让道"),
        ("东门路牌写错了，幸福路写成辛福路", "辛福路"),
        ("把建设路印成了建没路", "建没路"),
        ("我叫王桂芳，路灯坏了", "王桂芳"),
    ],
)
def test_something_else_is_no_place(text: str, place: str) -> None:
    """Whatever the tagger makes of it."""
    assert _left(text, place) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("KTV", "KTV"),
        ("KTV门口有人打架", "KTV"),
        ("公园路25号门口积水", "公园路25号门口"),
        ("25号门口积水", "25号门口"),
        ("幸福路15号漏水", "15号"),
        ("车位B037被占", "B037"),
        ("A座1203漏水", "A座1203"),
        ("3号楼B座灯坏了", "3号楼B座"),
        ("昨天3号楼停水", "3号楼"),
        ("过路的人说桂花路灯坏了", "桂花路"),
        ("前天开始8号漏水", "8号"),
        ("幸福家园12栋1单元", "幸福家园12栋1单元"),
        ("我是桂花苑，停水了", "桂花苑"),
    ],
)
def test_a_place_stays(text: str, place: str) -> None:
    """A house, a slot of a garage, a building."""
    assert _left(text, place) == [place]


def test_a_day_before_a_place_is_no_part_of_it() -> None:
    """25号幸福路."""
    assert _left("25号幸福路路灯坏了", "25号幸福路") == ["幸福路"]
    assert _left("12号大街路灯坏了", "12号大街") == ["12号大街"]


def test_two_buildings_without_a_name_are_two_places() -> None:
    """3栋和5栋; a name before them belongs to both."""
    assert _left("3栋和5栋的垃圾没人收", "3栋和5栋") == ["3栋", "5栋"]
    assert _left("三栋跟五栋楼道没灯", "三栋跟五栋楼道") == ["三栋", "五栋楼道"]
    assert _left("桂花苑3栋和5栋没水", "桂花苑3栋和5栋") == ["桂花苑3栋和5栋"]
    assert _left("3栋和物业之间漏水", "3栋和物业之间") == ["3栋和物业之间"]


def test_what_is_done_there_is_no_part_of_a_place() -> None:
    """丢得河边, 香樟树上下不来."""
    assert _left("垃圾丢得河边", "丢得河边") == ["河边"]
    assert _left("香樟树上下不来一只猫", "香樟树上下不来") == ["香樟树上"]
    assert _left("幸福路写成辛福路", "幸福路") == ["幸福路"]
    assert _left("停车场进不去", "停车场") == ["停车场"]
