"""After a report: a time that is wished goes to the case, an hour that nobody knows is said to be unknown, a number that is announced is asked for,
one matter of several is given up by its name, and what only says where corrects."""

from __future__ import annotations

import pytest

from actions.intake.corrections.turn_changes import surely_corrects
from actions.interpreting.numbers import announces_number
from actions.interpreting.withdrawals import gives_up_what_it_points_at
from actions.routes.after_report import wishes_a_time
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal
from tests.bot.conversation.test_after_report import registered

WISHES = [
    ("能不能下午来", "下午"),
    ("麻烦明天上午来修", "明天上午"),
    ("最好周末来", "周末"),
    ("可不可以晚上七点以后来", "晚上七点"),
    ("请星期六来，平时没人", "星期六"),
    ("尽量早上来", "早上"),
    ("希望后天来", "后天"),
    ("能否中午来", "中午"),
    ("能不能今天就来看看", "今天"),
    ("麻烦下午三点再来", "下午三点"),
]
NO_WISHES = [
    ("今天能修好吗", "今天"),
    ("下午什么时候来", "下午"),
    ("明天几点来", "明天"),
    ("昨天就说来的", "昨天"),
    ("下午来过了", "下午"),
    ("麻烦问下昨天那件办好没有", "昨天"),
    ("能不能告诉我今天到哪一步了", "今天"),
    ("请问明天进度会有吗", "明天"),
    ("昨天晚上又坏了", "昨天晚上"),
    ("下午", "下午"),
]


@pytest.mark.parametrize(("text", "time"), WISHES)
def test_a_time_is_wished(text: str, time: str) -> None:
    """By words that ask or beg, beside a time."""
    assert wishes_a_time(a_turn(text, time=(time,)))


@pytest.mark.parametrize(("text", "time"), NO_WISHES)
def test_no_time_is_wished(text: str, time: str) -> None:
    """It asks when or how far, or only tells."""
    assert not wishes_a_time(a_turn(text, time=(time,)))


@pytest.mark.parametrize("text", ["能不能下午来", "麻烦明天上午来修", "最好周末来"])
def test_such_a_wish_goes_to_the_case(resident: Resident, portal: Portal, text: str) -> None:
    """Its state would lose it."""
    registered(resident, portal)
    resident.says(text)
    assert portal.details == [("details", text)]


@pytest.mark.parametrize("text", ["具体几点来", "师傅什么时候上门", "几点能到"])
def test_an_unknown_hour_is_called_unknown(resident: Resident, portal: Portal, text: str) -> None:
    """Beside the state of the case."""
    registered(resident, portal)
    said = texts(resident.says(text))
    assert "LL-20261124-0001" in said
    assert "还不知道" in said


def test_other_questions_of_the_state_say_nothing_of_the_hour(resident: Resident, portal: Portal) -> None:
    """办得怎么样了."""
    registered(resident, portal)
    assert "几点" not in texts(resident.says("办得怎么样了"))


@pytest.mark.parametrize(
    "text",
    [
        "我想留个电话",
        "能不能留个号码",
        "再留个联系方式吧",
        "补个电话",
        "留个手机号行吗",
        "给你们留个电话",
        "我要留一下电话",
        "我电话",
        "手机号是",
        "想补一个手机号",
    ],
)
def test_a_number_is_announced(text: str) -> None:
    """It comes with the next message."""
    assert announces_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "想要个电话",
        "给个电话",
        "能给个电话吗",
        "要物业电话",
        "给我打电话",
        "不留电话",
        "留了电话的",
        "电话留错了",
        "留个纸条",
        "打电话给我",
    ],
)
def test_no_number_is_announced(text: str) -> None:
    """Somebody else's is asked for, a call is, or none is left."""
    assert not announces_number(text)


def test_an_announced_number_is_asked_for(resident: Resident, portal: Portal) -> None:
    """And then kept."""
    registered(resident, portal)
    assert "号码是多少" in texts(resident.says("我想留个电话"))
    resident.says("13912345678")
    assert portal.made("detail")[-1]["changes"] == {"contact": "13912345678"}


@pytest.mark.parametrize(
    "text",
    [
        "鸡那个别办了",
        "路灯那件不用管了",
        "垃圾的那个先不弄了",
        "养鸡那事算了吧",
        "养鸡的事算了吧",
        "门禁那个撤了",
        "3栋那个不要了",
        "停车那件事就不用修了",
        "漏水那个取消吧",
        "噪音的事情不报了",
    ],
)
def test_one_matter_is_given_up_by_its_name(text: str) -> None:
    """Whatever it is called."""
    assert gives_up_what_it_points_at(text)


@pytest.mark.parametrize(
    "text",
    [
        "灯那个别修错了",
        "那个别办了",
        "物业那边不管了",
        "楼上那家不修",
        "漏水那件别急",
        "路灯那个还没修",
        "垃圾那个没人管了",
        "路灯那个他们不管",
        "电梯那个不要再修了吗",
        "门禁那个物业不管",
    ],
)
def test_none_is_given_up(text: str) -> None:
    """Others see to nothing, or nothing is named."""
    assert not gives_up_what_it_points_at(text)


def test_it_is_asked_whether_to_withdraw_it(resident: Resident, portal: Portal) -> None:
    """Before anything is withdrawn."""
    registered(resident, portal)
    assert resident.says("路灯那个别办了")["messages"][0]["response"] == "utter_ask_withdraw"
    assert portal.details == []


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("还有时间是前天晚上不对大前天", "time", "大前天"),
        ("改回公园路", "place", "公园路"),
    ],
)
def test_what_says_only_where_or_when_corrects(
    resident: Resident, portal: Portal, text: str, field: str, value: str
) -> None:
    """It can be no report of its own."""
    registered(resident, portal)
    resident.says(text)
    assert len(portal.cases) == 1
    assert value in portal.made("detail")[-1]["changes"][field]


def test_of_what_says_only_where_it_is_less_is_enough() -> None:
    """是幸福家园门口那段; not a place alone, nor words that tell more."""
    sure = {"act": "correct", "act_score": 0.75}
    assert surely_corrects(a_turn("是幸福家园门口那段", place=("幸福家园门口",), **sure))
    assert not surely_corrects(a_turn("幸福家园门口", place=("幸福家园门口",), **sure))
    assert not surely_corrects(a_turn("是幸福家园门口的灯全坏了好几天了", place=("幸福家园门口",), **sure))
    assert not surely_corrects(a_turn("是幸福家园门口那段", place=("幸福家园门口",), act="add", act_score=0.75))


@pytest.mark.parametrize("text", ["桂花苑3栋", "是桂花苑3栋门禁坏了", "在翠竹公寓还有一件"])
def test_a_place_that_may_begin_another_report_corrects_none(resident: Resident, portal: Portal, text: str) -> None:
    """It opens with no 是, or tells more than where."""
    registered(resident, portal)
    resident.says(text)
    assert all("place" not in (one.get("changes") or {}) for one in portal.made("detail"))


def test_what_only_urges_is_asked_what_it_was(resident: Resident, portal: Portal) -> None:
    """Where no case is known: not where it is, since nothing is told yet; the words are kept."""
    urges = "那个昨天跟你们说过的事情怎么还没人来啊"
    shown = resident.says(urges)
    assert asked(shown) == "detail"
    assert "查不到" in texts(shown)
    assert asked(resident.says("桂花苑3栋楼下的路灯不亮了")) == "confirm"
    resident.says("是")
    assert urges in portal.cases[0]["text"]
