"""Where a place ends beside the thing that stands there, where the name of a 里 begins, and which durations are no times."""

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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("对了顺便3栋楼道灯也不亮", "3栋"),
        ("顺带5栋垃圾也清一下", "5栋"),
        ("还有顺便讲一声3栋门禁坏了", "3栋"),
        ("便民服务中心3栋的灯坏了", "便民服务中心3栋"),
    ],
)
def test_words_that_begin_another_matter_are_no_part_of_its_place(reader: Reader, text: str, place: str) -> None:
    assert places(reader, text) == [place]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>路灯不亮", "<script>alert(1)</script>"])
def test_code_is_no_place(reader: Reader, text: str) -> None:
    assert places(reader, text) == []


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("东门弄，8号，门前头格条阴沟", []),
        ("老街，12号，门口下水道堵了", []),
        ("公园路，18号晚上就开始吵", ["18号晚上"]),
        ("解放路，8号开始停水", ["8号开始"]),
    ],
)
def test_the_number_of_a_house_is_no_day(reader: Reader, text: str, times: list[str]) -> None:
    assert [time["text"] for time in reader.read(text, NOW)["times"]] == times


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("芦席街31号楼上空调滴水，一晚上没停", "芦席街31号楼上"),
        ("竹园路8号楼上装修，电钻响了一天", "竹园路8号楼上"),
        ("梧桐苑3号楼下堆了一大堆建筑垃圾没人清", "梧桐苑3号楼下"),
        ("梧桐苑3号楼顶太阳能漏水，顺着墙往下流", "梧桐苑3号楼顶"),
        ("青年路17号楼下烧烤摊油烟熏得开不了窗", "青年路17号楼下"),
    ],
)
def test_a_place_does_not_end_within_a_word_for_above_or_below(reader: Reader, text: str, place: str) -> None:
    """楼上, 楼下 and 楼顶 stay whole."""
    assert place in places(reader, text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("梧桐苑3号楼下水道堵了，臭得不行", "梧桐苑3号楼"),
        ("梧桐苑3号楼上个月就没人打扫了", "梧桐苑3号楼"),
        ("竹园路8号楼下午又停水，没人通知", "竹园路8号楼"),
    ],
)
def test_a_building_ends_before_words_that_only_begin_alike(reader: Reader, text: str, place: str) -> None:
    """下水道, 上个月 and 下午 belong to no building."""
    assert place in places(reader, text)


@pytest.mark.parametrize(("text", "place"), [("厨房窗口在冒火", "厨房窗口"), ("卧房门口着火了", "卧房门口")])
def test_a_room_keeps_its_name(reader: Reader, text: str, place: str) -> None:
    """厨房 and not 房."""
    assert place in places(reader, text)


@pytest.mark.parametrize(
    ("text", "place"),
    [("竹园路3号门口路灯不亮三天了", "竹园路3号门口"), ("梧桐苑东门转弯看不见车，很危险", "梧桐苑东门转弯")],
)
def test_a_place_ends_with_its_last_word(reader: Reader, text: str, place: str) -> None:
    """门口 before 路灯, and 转弯 whole."""
    assert place in places(reader, text)


def of_matter(reader: Reader, text: str) -> list[str]:
    return [place["text"] for place in reader.read(text, NOW)["places"] if place["role"] == "matter"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("一个四岁娃娃爬到七楼阳台栏杆外面了，梧桐苑3栋", "梧桐苑3栋"),
        ("有个三岁小孩翻到六楼阳台外面去了，梧桐苑3栋", "梧桐苑3栋"),
        ("一个男的站在五楼阳台栏杆外面，梧桐苑3栋", "梧桐苑3栋"),
        ("八楼窗台外面有个娃，梧桐苑3栋", "梧桐苑3栋"),
    ],
)
def test_the_house_leads_before_the_floor_on_which_it_happens(reader: Reader, text: str, first: str) -> None:
    assert of_matter(reader, text)[0] == first


def test_a_floor_alone_stays_the_place(reader: Reader) -> None:
    assert of_matter(reader, "七楼有个娃挂在防盗窗外面") == ["七楼"]


@pytest.mark.parametrize(
    "text",
    [
        "一个三岁娃娃爬到五楼阳台栏杆外面了，梧桐苑3栋",
        "孩子六个月大，发烧抽起来了，梧桐苑3栋",
        "八十岁老人走丢了，梧桐苑3栋",
        "我妈八十二岁，在梧桐苑3栋摔了",
        "两岁半的娃卡在栏杆里了，梧桐苑3栋",
    ],
)
def test_an_age_is_neither_a_time_nor_a_place(reader: Reader, text: str) -> None:
    draft = reader.read(text, NOW)
    assert not draft["times"]
    assert all("岁" not in place["text"] for place in draft["places"])


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("三个月前就报过，竹园路的灯", "三个月前"),
        ("一个多月没人扫了，梧桐苑3栋", "一个多月"),
        ("昨天三岁孩子在小区摔了", "昨天"),
    ],
)
def test_other_spans_of_time_stay(reader: Reader, text: str, time: str) -> None:
    assert time in [one["text"] for one in reader.read(text, NOW)["times"]]


def test_a_battery_is_no_part_of_the_place(reader: Reader) -> None:
    assert "梧桐苑4栋2楼" in places(reader, "打电话的人说梧桐苑4栋2楼电瓶鼓包烫手还在充")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("河畔人家楼下广场舞太吵", "河畔人家楼下"),
        ("翠竹公寓楼下广场舞天天吵", "翠竹公寓楼下"),
        ("金桂花园门口跳广场舞的音响太响", "金桂花园门口"),
        ("河畔人家广场舞音响开到半夜", "河畔人家"),
        ("翠竹公寓门口放广场舞音乐", "翠竹公寓门口"),
        ("桂花苑3栋前面跳广场舞", "桂花苑3栋前面"),
        ("幸福家园小广场跳广场舞吵", "幸福家园小广场"),
        ("公园路广场舞太吵", "公园路"),
        ("幸福家园楼下超市场地积水", "幸福家园楼下超市"),
        ("金桂公寓路灯不亮", "金桂公寓"),
        ("银杏小区路灯坏了两天了", "银杏小区"),
        ("金桂公寓路牌倒了一个多星期没人扶", "金桂公寓"),
    ],
)
def test_no_place_ends_inside_a_longer_word(reader: Reader, text: str, place: str) -> None:
    """广场舞 is no square, and 超市|场地 no 市场."""
    assert places(reader, text) == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("河畔人家楼下广场地砖翘起来了", "河畔人家楼下广场"),
        ("翠竹公寓中心广场晚上跳舞吵", "翠竹公寓中心广场"),
        ("桂花苑广场上有人跳广场舞", "桂花苑广场"),
        ("人民广场舞台搭了一夜太吵", "人民广场"),
        ("清河小区楼下水道堵了", "清河小区楼下"),
        ("桂花苑楼下水管爆了", "桂花苑楼下"),
        ("翠竹公寓出口处积水", "翠竹公寓出口"),
        ("幸福家园广场砖坏了", "幸福家园广场"),
        ("桂花苑旁边工地面积水", "桂花苑旁边工地"),
        ("幸福家园路口积水", "幸福家园路口"),
        ("竹园路路灯坏了两天", "竹园路"),
    ],
)
def test_a_whole_place_stays_beside_other_words(reader: Reader, text: str, place: str) -> None:
    assert places(reader, text) == [place]


def times(reader: Reader, text: str) -> list[str]:
    return [one["text"] for one in reader.read(text, NOW)["times"] if one["role"] == "matter"]


@pytest.mark.parametrize(
    "text",
    [
        "物业多收了我两个月停车费，桂花苑",
        "房东扣了我三个月押金，幸福家园",
        "退我半年停车费，桂花苑",
        "停车场多扣了五天停车费，桂花苑",
        "交了半年学费培训班跑了，幸福家园",
        "物业收了三个月管理费啥也没干，桂花苑",
        "我们预交了一年的物业费，桂花苑",
        "桂花苑物业让我补交三个月的停车费",
        "中介收了我两个月房租不退，桂花苑",
        "健身房退了我半年的会员费，少了一截",
    ],
)
def test_how_much_was_paid_is_no_time(reader: Reader, text: str) -> None:
    """两个月停车费 says how much."""
    assert times(reader, text) == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("上周物业多收了两个月停车费，桂花苑", ["上周"]),
        ("公园路那盏路灯三天不亮了", ["三天"]),
        ("桂花苑停车费涨了两个月了", ["两个月了"]),
        ("物业两个月没来收垃圾费了，桂花苑", ["两个月"]),
        ("三个月没发工资了，公园路", ["三个月"]),
        ("桂花苑停水两天", ["两天"]),
        ("电梯坏了半个月没人修，桂花苑", ["半个月"]),
        ("三天了停车费还没退，桂花苑", ["三天了"]),
        ("这两个月停车费翻倍了，桂花苑", ["这两个月"]),
        ("两个月前交的停车费没给票，桂花苑", ["两个月前"]),
        ("上个月多收了停车费，桂花苑", ["上个月"]),
        ("物业费交了三个月了发票没给，桂花苑", ["三个月了"]),
    ],
)
def test_how_long_and_when_are_times(reader: Reader, text: str, time: list[str]) -> None:
    assert times(reader, text) == time


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("清河小区楼下垃圾堆了三天", "清河小区楼下"),
        ("翠竹公寓楼下垃圾堆了两天没人管", "翠竹公寓楼下"),
        ("河畔人家4栋门口垃圾堆满了", "河畔人家4栋"),
        ("桂花苑2栋楼下垃圾堆着没人收", "桂花苑2栋"),
        ("清河小区后门垃圾堆三天了没人清", "清河小区后门"),
        ("桂花苑3栋楼下装修垃圾堆了一个月", "桂花苑3栋"),
    ],
)
def test_what_has_piled_up_is_no_place(reader: Reader, text: str, place: str) -> None:
    assert place in places(reader, text)
    assert not any("垃" in one for one in places(reader, text))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("清河小区北门那盏路灯坏了四天了", "清河小区北门"),
        ("翠竹公寓南门那个井盖翘起来了", "翠竹公寓南门"),
        ("桂花苑3栋这台电梯老停", "桂花苑3栋"),
        ("河畔人家东门那棵树要倒了", "河畔人家东门"),
        ("清河小区北门那边的路灯坏了", "清河小区北门"),
    ],
)
def test_what_points_to_a_thing_is_no_place(reader: Reader, text: str, place: str) -> None:
    """It stands there; 那边 is a place as before."""
    found = places(reader, text)
    assert any(one.startswith(place) for one in found)
    assert not any(one.endswith(("盏", "个", "台", "棵")) for one in found)


@pytest.mark.parametrize("text", ["公园路垃圾堆着火了", "公园路垃圾堆旁边的路灯不亮"])
def test_a_heap_may_still_be_where(reader: Reader, text: str) -> None:
    assert any(one.startswith("公园路") for one in places(reader, text))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我叫王桂芳，住清河小区2栋，家里漏水", ["清河小区2栋"]),
        ("我叫刘玉兰，住桂花苑3栋，楼道灯坏了", ["桂花苑3栋"]),
        ("我是王桂芳，家在翠竹公寓2栋，楼道灯坏了", ["翠竹公寓2栋"]),
        ("我是桂花苑，楼下的路灯坏了", ["桂花苑"]),
    ],
)
def test_the_name_of_a_person_is_no_place(reader: Reader, text: str, place: list[str]) -> None:
    """But an estate whose name might be a person's is one."""
    assert [one for one in places(reader, text) if one not in ("家里", "楼道", "楼下")] == place
