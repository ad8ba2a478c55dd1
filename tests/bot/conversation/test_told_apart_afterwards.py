"""What a correction after a report does not change, and what it does: a floor, a room, another road, when it was told, a category, and a report that is given up or wanted again."""

from __future__ import annotations

import asyncio

import pytest

from actions.intake import after_report
from actions.intake.corrections.changes import Known
from actions.intake.corrections.turn_changes import changes_of
from actions.interpreting.follow_up_answers import wants_it_after_all
from actions.interpreting.withdrawals import takes_back_at_last
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal
from tests.bot.conversation.test_after_report import a_case

FLOOR = Known("幸福家园3栋三单元楼道", "", "", "request")
ROOM = Known("清河小区8栋2单元202", "", "", "request")
MARKET = Known("老菜场门口", "昨晚开始", "", "request")


def place_after(text: str, known: Known, **said: object) -> str | None:
    return changes_of(a_turn(text, act="correct", act_score=0.95, **said), known).place


@pytest.mark.parametrize(
    "text",
    ["第三层", "在第三层", "第三楼", "第3层", "是第三层", "第三层的", "就在第三层", "住第三层", "第3楼", "第三层啊"],
)
def test_a_floor_alone_joins_the_place(text: str) -> None:
    assert place_after(text, FLOOR) is not None


@pytest.mark.parametrize(
    "text",
    [
        "第三次了",
        "第三天",
        "第三户人家很吵",
        "第三个灯",
        "第三方检测",
        "第三层楼下也有",
        "第三回",
        "第二件",
        "第三家",
        "三次",
    ],
)
def test_other_counts_do_not(text: str) -> None:
    assert changes_of(a_turn(text), FLOOR).place is None


@pytest.mark.parametrize(
    "text",
    [
        "202是我家，漏的是302",
        "漏的是302",
        "漏水的是302",
        "漏水的那户是302",
        "房号302",
        "房间号是302",
        "门牌号：302",
        "吵的是楼上302",
        "坏的是302",
        "滴水的那家是302",
    ],
)
def test_the_flat_where_it_is_is_the_place(text: str) -> None:
    assert place_after(text, ROOM) == "清河小区8栋2单元302"


@pytest.mark.parametrize(
    "text",
    [
        "302是我家",
        "电费302",
        "花了302块",
        "302也来看过",
        "门牌掉了",
        "房号没写",
        "漏的是水管",
        "漏了302升水",
        "编号302",
        "我住302",
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    assert changes_of(a_turn(text), ROOM).place is None


@pytest.mark.parametrize("text", ["说错了，是公园路28号门口那盏", "不对，是公园路28号", "错了，应该是公园路28号门口"])
def test_another_road_stands_not_within_the_known_place(text: str) -> None:
    told = place_after(text, MARKET, place=("公园路28号门口",) if "门口" in text else ("公园路28号",))
    assert told is not None
    assert told.startswith("公园路28号")


@pytest.mark.parametrize(
    "told",
    [
        "上午说的",
        "昨天报的",
        "刚才说的",
        "早上我说的",
        "昨晚跟你说的",
        "下午填的",
        "今天上午报的",
        "傍晚讲的",
        "中午写的",
        "前天留的",
    ],
)
def test_when_it_was_told_is_not_when_it_happened(told: str) -> None:
    known = Known("清河小区8栋302", "", "", "request")
    assert not changes_of(
        a_turn(f"{told}302也不对，是303", times=(told[:2],), act="correct", act_score=0.95), known
    ).time


@pytest.mark.parametrize(
    "text", ["类别你们写错了，不是路灯，是门禁", "分类错了，是门禁", "类型写错了，应该是门禁", "归类不对，是门禁"]
)
def test_a_category_is_no_place(text: str) -> None:
    known = Known("幸福家园5栋门口", "", "", "request")
    assert not place_after(text, known, place=("门禁",))


@pytest.mark.parametrize(
    "text",
    [
        "类别写错了，地址也错了，是6栋402", "分类不对，地址是翠竹公寓6栋402", "地址错了，是6栋402，类别也要改", "类型不对，位置也不对，应该是6栋402", "归类错了，门牌也错了，是6栋402", "类别登错了，在6栋402",
        "类别要改，房号也写错了，6栋402才对", "你们类别写错了，楼栋号也错了，是6栋402", "分类有误，地点改成6栋402", "种类填错了，是6栋402的门禁",
    ],
)  # fmt: skip
def test_a_place_that_is_corrected_beside_a_category_is_one(text: str) -> None:
    named = "翠竹公寓6栋402" if "翠竹" in text else "6栋402"
    assert place_after(text, Known("翠竹公寓5栋401", "", "", "request"), place=(named,)) == "翠竹公寓6栋402"


@pytest.mark.parametrize(
    "known", ["翠竹公寓5栋401", "翠竹公寓5栋401门口", "清河小区8栋2单元202", "翠竹公寓5栋401室", "公园路28号1201"]
)
@pytest.mark.parametrize("text", ["第三层", "在第三楼"])
def test_a_floor_joins_no_room(text: str, known: str) -> None:
    """The room is on a floor of its own; the words are kept with the case."""
    assert place_after(text, Known(known, "", "", "request")) is None


@pytest.mark.parametrize("text", ["第三层", "在第三层", "就在第三楼"])
def test_it_is_told_of_the_case_all_the_same(chat: Chat, portal: Portal, text: str) -> None:
    """It begins no report of its own."""
    portal.has_case(title="漏水", place="翠竹公寓5栋401", reported_at=JUST_NOW)
    chat.says(text, act="add", act_score=0.5)
    assert portal.details == [("details", text)]


@pytest.mark.parametrize("known", ["翠竹公寓5栋", "翠竹公寓5栋楼道", "公园路128号", "清河小区12栋2单元"])
def test_it_joins_a_building(known: str) -> None:
    assert place_after("第三层", Known(known, "", "", "request")) is not None


GIVES_UP = "其实是我老公看错了，有水，撤回|我看错了，灯是好的，撤了吧|不对，是我弄错了，取消吧|原来是跳闸，不用来了，撤回|说错了，已经好了，撤销|其实没坏，撤了|是我搞错了，帮我撤回|看错了，麻烦撤掉|记错了，不是我们小区，撤回吧|其实修好了，请撤销这件"
CORRECTS = "不对，是3栋，别撤|说错了，是5栋|其实是昨天|撤回那句，是5栋|看错了，不是撤，是5栋|不是2单元，是3单元|把502改成602|错了，应该是老菜场|其实是两盏灯|说错了，撤掉的是垃圾桶"


@pytest.mark.parametrize("text", GIVES_UP.split("|"))
def test_what_is_withdrawn_at_last_corrects_nothing(text: str) -> None:
    assert not after_report.corrects(a_turn(text), a_case(title="老菜场卫生间没水"))


@pytest.mark.parametrize("text", CORRECTS.split("|"))
def test_other_last_words_withdraw_nothing(text: str) -> None:
    assert not takes_back_at_last(text)


@pytest.mark.parametrize(
    "text",
    [
        "我又想报了",
        "又想办了",
        "又要修了",
        "恢复这件",
        "恢复那个",
        "恢复刚才的",
        "算了又想报了",
        "我们又想报一下",
        "那又想登记了",
        "现在又想处理了",
    ],
)
def test_what_was_given_up_is_wanted_after_all(text: str) -> None:
    assert wants_it_after_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "恢复供水了",
        "恢复",
        "又坏了",
        "我又想起一件事",
        "又想投诉楼上",
        "恢复通行了吗",
        "又要停水",
        "恢复正常了",
        "我不想报了",
        "又想撤回",
    ],
)
def test_other_words_want_nothing_back(text: str) -> None:
    assert not wants_it_after_all(text)


@pytest.fixture
def chat(portal: Portal, loop: asyncio.AbstractEventLoop) -> Chat:
    return Chat(portal, loop)


@pytest.mark.parametrize(
    "text",
    ["里面现在困了两个人", "刚才里面困住人了", "电梯又停了，里面有人", "里面有两个老人出不来", "那里有人被夹住了"],
)
def test_the_place_of_the_report_before_is_that_of_the_emergency(chat: Chat, portal: Portal, text: str) -> None:
    """It is said, so that it can be put right, and nobody is asked where."""
    portal.has_case(title="翠竹公寓4栋电梯坏了", place="翠竹公寓4栋", reported_at=JUST_NOW)
    told = chat.says(text, danger="trapped")
    assert portal.cases[0]["place"] == "翠竹公寓4栋"
    assert "utter_danger_lift" in names(told)
    assert "utter_ask_danger_place" not in names(told)


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("我家厨房着火了", "fire"),
        ("我老公打我", "home_violence"),
        ("有人晕倒了", "injury"),
        ("我不想活了", "self_harm"),
        ("我妈不见了", "missing"),
    ],
)
def test_what_points_nowhere_is_asked_about(chat: Chat, portal: Portal, text: str, danger: str) -> None:
    portal.has_case(title="翠竹公寓4栋电梯坏了", place="翠竹公寓4栋", reported_at=JUST_NOW)
    told = chat.says(text, danger=danger)
    assert portal.cases[0]["place"] == ""
    assert "刚报的那件" not in str(told.says)


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("那个人拿刀追着砍人", "violence"),
        ("刚才河边有小孩落水了", "trapped"),
        ("有人被树砸到了，快来", "injury"),
        ("在老粮站后头，里面困了两个人", "trapped"),
        ("刚刚出车祸了，人躺在马路上", "injury"),
        ("还有，楼上着火了", "fire"),
        ("电梯里困了人", "trapped"),
        ("旁边店里打起来了", "violence"),
    ],
)
def test_another_emergency_is_not_where_an_unrelated_report_was(
    chat: Chat, portal: Portal, text: str, danger: str
) -> None:
    """Help would go to the wrong place."""
    portal.has_case(title="路灯不亮", place="桂花苑3栋", reported_at=JUST_NOW)
    chat.says(text, danger=danger)
    assert portal.cases[0]["place"] == ""


def test_a_case_in_confidence_gives_no_place(chat: Chat, portal: Portal) -> None:
    portal.has_case(title="电梯坏了", place="翠竹公寓4栋", reported_at=JUST_NOW, confidential=True)
    chat.says("里面现在困了两个人", danger="trapped")
    assert portal.cases[0]["place"] == ""
