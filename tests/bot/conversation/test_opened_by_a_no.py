"""A report that opens with a no, with thanks or with a thing's own number is a report: none of its words are lost."""

from __future__ import annotations

import pytest

from actions.interpreting.aid.this_chat import wishes_it_deleted
from actions.routes.new_message import _tells_of_a_slap
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    "text",
    [
        "不是我家的事，是三楼那户空调滴水，桂花苑2栋",
        "没有没有，就是翠竹公寓门口下水道堵了",
        "谢谢上次帮忙，今天又有个垃圾桶倒了，在幸福路上",
        "不是电梯是楼道灯不亮，清河小区1栋",
        "你好谢谢你，我们幸福家园2栋楼上天天吵",
        "不对，不是桂花苑，翠竹公寓的门禁坏了",
        "辛苦了，公园路井盖破了",
        "我没有说错，桂花苑3栋就是停水了",
        "灯不亮，不是我们楼，是前面那排，公园路上",
        "电线杆编号B2208歪了，在幸福路",
        "洒水车LL5566号一直按喇叭，公园路",
    ],
)
def test_it_is_taken_in(resident: Resident, text: str) -> None:
    """The summary quotes it whole."""
    shown = resident.says(text)
    assert asked(shown) == "confirm"
    assert text in texts(shown)


@pytest.mark.parametrize(
    "text",
    [
        "不是漏水",
        "没有坏，看错了",
        "不用了，没坏",
        "好的谢谢，不吵了",
        "没什么事，不是投诉",
        "不是桂花苑",
        "谢谢，桂花苑3栋的灯亮了",
        "LL-20261124-0001怎么样了",
        "编号0001的桂花苑那件还没修",
    ],
)
def test_what_tells_no_trouble_opens_none(resident: Resident, portal: Portal, text: str) -> None:
    """A trouble that is denied or mended, a mere no, and the number of a case."""
    assert asked(resident.says(text)) is None
    assert portal.drafts.get(17) is None


@pytest.mark.parametrize(
    "text",
    [
        "物业不作为", "物业从来不管事", "保安不登记外来车", "不是要投诉，就是楼下天天唱歌唱到半夜", "没人扫地", "不知道找谁，楼下天天唱歌", "物业不公开账", "物业不给我们开门禁", "物业不理我们业主", "物业不履行合同",
    ],
)  # fmt: skip
def test_a_complaint_worded_as_a_no_is_none_the_less_one(resident: Resident, portal: Portal, text: str) -> None:
    assert asked(resident.says(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "不是物业", "不是说物业", "物业没问题", "不用物业来", "不投诉了", "不是那个事", "没有别的", "不认识这个人", "不是噪音", "不找物业了",
    ],
)  # fmt: skip
def test_a_mere_no_is_one(resident: Resident, portal: Portal, text: str) -> None:
    assert asked(resident.says(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "我女儿今年初三，老师打了她耳光", "老师体罚学生", "教练打孩子手心", "老师罚他站了一上午", "班主任扇了他一巴掌", "他们老师揪他耳朵", "培训班老师踢了孩子一脚", "老师打学生屁股", "宿管罚孩子跪着", "保安打了我一拳，上周的事",
    ],
)  # fmt: skip
def test_a_slap_is_no_matter_that_the_bot_cannot_see_to(resident: Resident, portal: Portal, text: str) -> None:
    """It is taken in, or asked whether somebody is in danger."""
    assert asked(resident.says(text)) is not None


@pytest.mark.parametrize("text", ["讲个打他屁股的故事", "我梦见老师打他屁股", "我想扇他一巴掌", "游戏里踢了他一脚"])
def test_a_slap_that_nobody_was_given_is_none(text: str) -> None:
    assert not _tells_of_a_slap(text)


@pytest.mark.parametrize("text", ["清空", "帮我清空", "清空吧", "怎么清空", "清空一下"])
def test_the_word_of_the_button_is_told_where_the_button_is(resident: Resident, portal: Portal, text: str) -> None:
    assert "清空这台手机上的聊天记录" in texts(resident.says(text))


@pytest.mark.parametrize("text", ["垃圾桶没人清空", "清空垃圾桶", "化粪池清空", "楼道清空了吗", "把仓库清空"])
def test_what_is_to_be_emptied_is_no_chat(text: str) -> None:
    assert not wishes_it_deleted(text)
