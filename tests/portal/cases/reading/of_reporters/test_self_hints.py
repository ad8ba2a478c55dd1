"""What may tell of the reporter by what they told of themselves is found again, and what they told of the matter is not."""

from __future__ import annotations

import pytest

from portal.cases.reading.of_reporters.self_hints import Hints, found_again
from tests.portal.cases.reading.staff_words.test_vantage import ORDINARY

RESTAURANT = (
    "小饭馆天天半夜往河里倒泔水，我就住他家楼上202，厨房窗户正对着后门看得清清楚楚，"
    "千万别让饭馆老板知道是我说的，他是我表弟"
)
BARBECUE = "烧烤店天天半夜往下水道倒废油，别说是我说的，我住店对面桂花苑6栋201，阳台上看得见"
COLLEAGUE = "饭馆用烂肉，我以前在他店里打工，会计是我同学"
NEXT_DOOR = "302天天聚赌，我就在隔壁303，夜里吵得睡不着，别说是我"
MOST_STOPPED = 7  # of the 122 ordinary texts, in either case: a relation's words name kin, too


@pytest.mark.parametrize(
    ("told", "written"),
    [
        (RESTAURANT, "老板的表姐家"),
        (RESTAURANT, "老板亲戚反映"),
        (RESTAURANT, "二楼那户"),
        (RESTAURANT, "2楼住户"),
        (RESTAURANT, "楼上那家"),
        (RESTAURANT, "窗户那里"),
        (BARBECUE, "对面那栋"),
        (BARBECUE, "对面小区"),
        (BARBECUE, "桂花苑"),
        (BARBECUE, "阳台上"),
        (BARBECUE, "店对面2楼"),
        (BARBECUE, "二层"),
        ("302聚赌，我是他老婆的表姐", "302家的亲戚"),
        ("老板是我舅舅，店里用烂菜，别说是我", "老板的外甥"),
        ("我和店主是亲戚，他卖假烟", "他亲戚"),
        ("饭馆用烂菜，我以前在他店里干过", "以前的员工"),
        ("我在店里洗碗，他们用烂菜", "店里的人"),
        *(
            (RESTAURANT, one)
            for one in ("楼上有人愿意作证", "别惊动楼上", "取证位置：楼上", "请从居民楼内取证", "是自己人")
        ),
        *((BARBECUE, one) for one in ("店对过那家", "对面楼上架个相机就行")),
        *((COLLEAGUE, one) for one in ("里面干过的人", "知道内情的人", "会计的同学", "会计可能知道")),
        *((NEXT_DOOR, one) for one in ("隔壁那户可以作证", "隔壁吵得睡不着", "同层住户", "302旁边那户")),
        ("我刚从厂里辞职，他们偷排", "离职的工人"),
    ],
)
def test_it_is_found(told: str, written: str) -> None:
    """Side, floor, estate, window, kin, colleagues; floors also of their room."""
    assert found_again(Hints.of([told], places=["桂花苑6栋"]), written)


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("我住302，楼上402天天装修", "楼上402装修，请去劝"),
        ("老板的老婆打员工，别说是我", "老板的老婆打员工，请去问"),
        ("我老公打我，别告诉他", "老公打人，请去看看"),
        ("302阳台上堆煤气罐，我住501", "302阳台上堆煤气罐"),
        ("对面工地夜里施工，我住对面", "对面工地夜里施工"),
        ("3楼漏水，我住301", "3楼漏水，请去修"),
        ("厂里拖欠员工工资，我在厂里上班", "拖欠员工工资，请查"),
        ("我家孩子在幼儿园吐了，食堂不干净", "孩子吐了，请查食堂"),
    ],
)
def test_the_matter_is_not(told: str, written: str) -> None:
    """What the reporter says of it, a handler may read."""
    assert found_again(Hints.of([told]), written) == []


@pytest.mark.parametrize("told", [RESTAURANT, BARBECUE])
def test_ordinary_texts_are_let_through(told: str) -> None:
    own = Hints.of([told], places=["桂花苑6栋"])
    assert len([said for said in ORDINARY.split("\n") if found_again(own, said)]) <= MOST_STOPPED
