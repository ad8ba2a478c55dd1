"""What in the words of staff may be of a third person."""

from __future__ import annotations

from datetime import date

import pytest

from portal.cases.reading import masking
from portal.cases.reading.staff_words import reply_check, third_persons

OURS = frozenset({"057188001234"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("已上门查看，联系人李大爷13812345678，3幢2单元301", ["13812345678", "3幢2单元301"]),
        ("水是2单元502漏下来的", ["2单元502"]),
        ("找王阿姨谈过，她同意挪车", ["王阿姨"]),
        ("业主陈明，答应周五清走", ["业主陈明"]),
        ("让7-301的住户把杂物搬走", ["7-301"]),
        ("座机 0571-88123456 打过去的", ["0571-88123456"]),
        ("老张家的狗拴好了", ["老张"]),
        ("电工小王换了灯，两层都亮了", []),
        ("维修师傅 11月30日 换了 36 瓦的灯管", []),
        ("3幢楼道的灯修好了，试亮正常", []),
        ("工单 LL-20261130-0005 一起办了", []),
        ("有事打我们的电话 0571-88001234", []),
        ("2026-11-30 10:30 到的现场", []),
        ("业主反映，楼道灯又坏了", []),
        ("已和业主沟通，明天换", []),
        ("联系当事人了解，是误会", []),
        ("井盖换成 700 毫米的，花了 1200 元", []),
    ],
)
def test_what_may_be_of_a_third_person(text: str, found: list[str]) -> None:
    """Numbers, names with the titles of residents, doors; not those who work, not dates, case numbers or our own number."""
    told = third_persons.found(text, (), OURS)
    assert all(any(one in each for each in told) for one in found), told
    assert bool(told) == bool(found), told


NAMED = [
    "张建国说不是他弄坏的，301的刘志强可以作证",
    "是李桂兰弄坏的，她愿意赔",
    "和赵铁柱谈过，他不肯搬",
    "找沈梅谈了两次",
    "欧阳娜娜同意把车挪走",
    "纸箱是孙福根堆的",
    "让郭大勇搬走，他答应了",
    "陈丽家的狗拴好了",
    "据邵阿毛讲，水是楼上漏的",
    "楼上的韩雪承认养了两条狗",
    "吴秀芳住302，她家漏的",
    "周国强骂人的事，派出所在处理",
    "跟田小军说过了，他道歉了",
    "曹玉梅不同意拆棚子",
    "董军占的车位，已劝走",
]
ORDINARY = [
    "到现场看过，灯座坏了，明天换",
    "施工队说下周一进场",
    "马上答应的，今天下午来人",
    "李师傅说要等配件，三天到货",
    "王工讲水泵是老型号",
    "物业张经理同意出一半的钱",
    "电工小陈换了灯头，试亮正常",
    "金属件已经生锈，要整根换",
    "高空车约在周五",
    "方案报给街道了，等批",
    "陆续有人反映，我们统一换",
    "居民说晚上最吵，我们晚上去测",
    "向居民说明了情况",
    "向业主讲清了规定",
    "施工方承认没围挡，已补上",
    "何时开工等通知",
    "石板铺好了一半",
    "白天没人，晚上再去",
    "许多业主反映停水，已报水务",
    "顾客说店里漏水",
    "环卫公司说明天清运",
    "派出所李警官说已立案",
    "城管队员已劝离摊主",
    "万用表测过，线路没断",
    "任务派给绿化班了",
    "对方同意挪车，明天挪走",
    "楼上答应修水管",
    "租户同意搬走杂物",
    "业主不同意拆，社区再去做工作",
    "房东说这周修",
    "王主任说经费批下来了",
    "余下两盏灯明天换",
    "夏天雨大，井口加了网",
    "卫生间漏水，已找维修工",
    "江边步道的灯换好了",
    "龙头拆下来换了新的",
    "于昨天把垃圾清走了",
    "路段封闭到12月3日",
    "周边住户都同意装栏杆",
    "和平里东门的栏杆已刷漆",
    "司机说车坏了，拖车在路上",
    "黄线重新划过了",
    "黎明前巡过一次，没听到响声",
    "周五再去一趟",
    "周末施工，请绕行",
    "程序走完就开工",
    "万科的工程部答应换门禁",
    "严禁堆放的牌子装好了",
    "谢谢您提醒，灯换好了",
    "张贴了通知，三天内搬走",
    "高层水压不够，加了泵",
    "水务局说主管道要停水四小时",
    "孔洞已经封堵",
    "金师傅讲明天上午到",
    "保洁说已经扫了两遍",
    "任何一户同意都行，正在征求",
    "温馨提示贴好了",
    "毛坯房没人住，门锁换了",
    "史上最大的雨，下水道堵了",
    "钱已经退到原账户",
]


@pytest.mark.parametrize("text", NAMED)
def test_a_whole_name_without_a_title_is_asked_about(text: str) -> None:
    """Whoever says or does something under their name."""
    assert third_persons.found(text, (), OURS)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_note_is_not_asked_about(text: str) -> None:
    """Nor those who work, by their post."""
    assert third_persons.found(text, (), OURS) == []


def test_what_the_report_says_itself_is_known() -> None:
    """The reporter reads of their own door."""
    assert third_persons.found("3幢2单元301门口的灯换了", ("我住3幢2单元301，灯坏了",), OURS) == []


@pytest.mark.parametrize(
    "text",
    [
        "联系人李大爷13812345678",
        "联系人张三13912345678，请清一下",
        "联系人：欧阳建国的儿子13912345678",
        "联系人王先生 0571-88123456",
        "联系人李大爷138****5678",
    ],
)
def test_no_digits_are_left_of_a_number(text: str) -> None:
    """Nor half a bracket."""
    covered = masking.covered(text)
    assert not any(one.isdigit() for one in covered)
    assert covered.count("（") == covered.count("）")


@pytest.mark.parametrize(
    ("reply", "later"),
    [
        ("12月1日电工小王更换了一楼楼道灯头，试亮正常", True),
        ("已于12月3日清运完毕", True),
        ("11月30日下午换了整流器", False),
        ("11月29日上门修好了", False),
        ("灯头换了，12月5日再来看一次", False),
        ("已经和厂家约定12月2日送货", False),
        ("井盖修好了，12月1日前不要踩", False),
        ("10月3日就修好了", False),
        ("计划12月10日完工", False),
    ],
)
def test_what_is_told_as_done_on_a_later_day(reply: str, later: bool) -> None:
    """Of a reply written on 30 November."""
    assert reply_check.tells_of_a_later_day(reply, date(2026, 11, 30)) is later
