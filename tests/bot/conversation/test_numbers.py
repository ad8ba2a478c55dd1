"""Whose telephone number a message gives."""

from __future__ import annotations

import pytest

from actions.intake.flow import continue_report, start_report
from actions.intake.form import Form
from actions.intake.step import Step
from actions.interpreting.numbers import own_phone
from tests.bot.conversation.drafts import a_draft, a_turn

NUMBER = "19912345678"


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑3栋保安队长昨天骂人推人，他的电话是19912345678",
        "桂花苑3栋有人半夜装修，对方号码19912345678",
        "楼上天天吵，他手机：19912345678",
        "桂花苑物业电话是19912345678，没人接",
        "烧烤店油烟大，老板电话19912345678",
        "乱贴广告，广告上的电话19912345678",
        "保安队长张强手机19912345678骂人",
        "我邻居的电话是19912345678，他家漏水",
        "接到19912345678打来的骚扰电话",
        "桂花苑漏水，联系物业19912345678没人接",
        "19912345678这个号码一直打给我",
        "堵车的人不挪车，19912345678是车主的电话",
        "他妈妈家里电话19912345678",
        "路灯坏了，王老师家里电话19912345678",
    ],
)
def test_somebody_elses_number_is_no_contact(text: str) -> None:
    """It stays in the words alone."""
    step = start_report(a_turn(text, place=("桂花苑",) if "桂花苑" in text else (), phone=(NUMBER,)))
    assert step.form is not None
    assert "contact" not in step.form.answers
    assert NUMBER in step.form.text


@pytest.mark.parametrize(
    "text",
    [
        "我老公在打我，你们联系他电话19912345678",
        "我老公天天喝醉，你们打他电话19912345678说说他",
        "我女儿不管我，你们找她电话19912345678",
        "我儿媳妇骂我，我儿子在外地。联系她电话19912345678",
        "我儿子把我赶出来了，记他号码19912345678",
        "我爸不养我们，你们回她电话19912345678",
        "我老公打我，我老公说打他电话19912345678",
        "投诉我弟弟，我弟弟说找他手机19912345678",
    ],
)
def test_the_number_of_the_family_member_complained_of_is_no_contact(text: str) -> None:
    """The desk would phone the one who does harm."""
    assert own_phone(a_draft(text, phone=(NUMBER,)), text) is None


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑3栋楼道灯坏了，我女儿说留她号码19912345678",
        "楼道灯坏了，我妈叫你们打她手机19912345678",
        "我儿子讲，联系他电话19912345678",
    ],
)
def test_family_who_wants_to_be_called_is_the_contact(text: str) -> None:
    """It is who says so in the same clause."""
    assert own_phone(a_draft(text, phone=(NUMBER,)), text) == NUMBER


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑3栋路灯坏了，19912345678",
        "桂花苑3栋保安骂人，我的电话是19912345678",
        "物业不接电话，我手机19912345678",
        "物业不接电话，19912345678",
        "路灯坏了，有事打电话19912345678",
        "我叫张三，电话19912345678，邻居家漏水",
        "我们公司电话19912345678，门口积水",
        "我是物业的，电话19912345678，管子爆了",
        "请打19912345678联系我",
        "物业天天不管，桂花苑楼下13栋19912345678",
        "我是店主19912345678，门口积水",
        "19912345678，我妈的手机，她在家",
        "我家里电话19912345678",
        "路灯坏了，家里座机19912345678",
        "有事请打我们家里电话19912345678",
    ],
)
def test_ones_own_number_is_the_contact(text: str) -> None:
    """Also where another person is spoken of."""
    assert own_phone(a_draft(text, phone=(NUMBER,)), text) == NUMBER


def test_of_two_numbers_the_own_one_is_taken() -> None:
    """And a number said later, as an answer."""
    text = "老板电话19912345678，我的是13812345678"
    assert own_phone(a_draft(text, phone=(NUMBER, "13812345678")), text) == "13812345678"
    step = start_report(a_turn("桂花苑3栋路灯坏了", place=("桂花苑3栋",)))
    assert step.form is not None
    said = continue_report(step.form, a_turn("他的电话是19912345678", phone=(NUMBER,)))
    assert said.form is not None
    assert "contact" not in said.form.answers
    own = continue_report(step.form, a_turn("电话19912345678", phone=(NUMBER,)))
    assert own.form is not None
    assert own.form.answers["contact"] == NUMBER


def _at_the_summary(text: str) -> Step:
    """The step on a message at the summary of a report about a lamp, with a number."""
    said = "听潮名邸路灯坏了三天"
    form = Form(said, a_draft(said, place=("听潮名邸",)), stage="confirm", answers={"contact": "13800000016"})
    return continue_report(form, a_turn(text, phone=("13900001112",)))


@pytest.mark.parametrize("text", ["电话欠费停机了13900001112，还有二楼积水", "打我老公的13900001112，时间是上周开始的"])
def test_what_stands_beside_another_number_is_kept(text: str) -> None:
    """As detail."""
    form = _at_the_summary(text).form
    assert form is not None
    assert form.answers["contact"] == "13900001112"
    assert text in form.answers["detail"]


def test_a_mere_change_of_number_is_no_detail() -> None:
    """It is in its field."""
    form = _at_the_summary("电话停机了 打13900001112").form
    assert form is not None
    assert form.answers == {"contact": "13900001112"}


def test_another_matter_beside_another_number_waits() -> None:
    """Which comes first is asked."""
    step = _at_the_summary("换个号码13900001112，另外楼道灯也坏了")
    assert [one.response for one in step.says] == ["utter_two_matters"]
    assert step.form is not None
    assert step.form.answers["contact"] == "13900001112"
    assert step.form.other is not None
    assert "楼道灯也坏了" in step.form.other["text"]


@pytest.mark.parametrize(
    "text", ["物业电话是零五七一88213306", "物业电话是0571—8821 3306", "房东的号码：0571 8821 3306"]
)
def test_somebody_elses_landline_is_no_contact_however_it_is_spelt(text: str) -> None:
    """Spoken digits and dashes are no disguise."""
    assert own_phone(a_draft(text), text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("路灯坏了，打我0571—8821 3306", "0571-88213306"),
        ("路灯坏了，打我138—0000—0046", "13800000046"),
        ("路灯坏了，打我幺三八零零零零零零四六", "13800000046"),
    ],
)
def test_a_number_that_is_deleted_leaves_no_spelling_of_it(text: str, number: str) -> None:
    """In the words of the report, too."""
    form = Form(text=text, draft=a_draft(text), answers={"contact": number}).without_contact()
    assert "contact" not in form.answers
    assert form.text.startswith("路灯坏了，打我*")
    assert form.text.rstrip("*") == "路灯坏了，打我"


DIALLED = """晚上七点多，打的0571-00000100
我打的是0571-88213306，她接的
昨天打了0571-88213306三次没人理
我打过0571-88213306，没人接
他们用13812345678打给我
对方用的号码13812345678骂我
来电显示是13812345678
我拨打了0571-88213306
我打0571-88213306没人接
打13812345678打不通
她用0571-88213306给我打的电话
接的是0571-88213306，说要交钱
我打通的是0571-88213306
用13812345678打给我的，说是客服
接到的电话号码是13812345678
拨打13812345678三次没人接
我打给13812345678没人接
打电话给13812345678他不管
拨通了13812345678，说不归他们管
联系了13812345678他不管
给13812345678打过电话没人理"""
TO_BE_DIALLED = """有事打13812345678
请打13812345678
打13812345678就行
晚上打13812345678找我
我电话13812345678
换个号码，打13812345678
您打0571-88213306，我家座机
我打了三次没人接，我电话13812345678
有结果打我13812345678
直接打13812345678找我老公
联系我13812345678
来了打这个电话13812345678
打我家座机0571-88213306
我用的号码是13812345678
我的号码13812345678，打不通就发短信
到了打电话13812345678
请回拨13812345678
方便时回拨13812345678
有事打到13812345678
可以打到13812345678
电话打到13812345678找我
打到这个号13812345678就能找到我
打13812345678，接电话的是我妈
先打13812345678，关机就打我老婆
打13812345678，没人接就发短信
打13812345678，占线的话再打
请打13812345678，不接就微信
我白天接13812345678
我现在只能接13812345678
这个手机来电显示13812345678
我的来电显示是13812345678
能打通的是13812345678
能打通的号码是13812345678
只有这个打通13812345678
我妈那边用13812345678
家里那边用的电话13812345678
我打了13812345678这个号登记的"""


@pytest.mark.parametrize("text", DIALLED.split("\n"))
def test_a_number_that_was_dialled_or_called_is_no_contact(text: str) -> None:
    """The sender is not reached there."""
    assert own_phone(a_draft(text), text) is None


@pytest.mark.parametrize("text", TO_BE_DIALLED.split("\n"))
def test_a_number_that_is_to_be_dialled_is_one(text: str) -> None:
    """打 alone tells nothing of whose it is."""
    assert own_phone(a_draft(text), text)
