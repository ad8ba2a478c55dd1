"""Asking after one of several reports, by its number's end, in order, or without a number at all."""

from __future__ import annotations

import pytest

from actions.interpreting import choosing
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

UNKNOWN_TAILS = [
    "9999那件怎么样了", "尾号9999到哪了", "编号9999怎么样了", "单号是9999，办得怎么样", "9999号那件有结果吗", "查一下尾号9999", "尾号后四位是9999的进度",
    "9999这件到哪一步了", "编号最后四位9999", "9999的那个怎么样了",
]  # fmt: skip


@pytest.mark.parametrize("text", UNKNOWN_TAILS)
def test_there_is_none_by_an_unknown_tail(resident: Resident, portal: Portal, text: str) -> None:
    """The state of the only case is not told for it."""
    portal.has_case()
    told = texts(resident.says(text))
    assert "这个编号在这里查不到" in told
    assert "路灯不亮" not in told


@pytest.mark.parametrize("text", [text.replace("9999", "0001") for text in UNKNOWN_TAILS])
def test_a_known_tail_is_the_case(resident: Resident, portal: Portal, text: str) -> None:
    """The same words with its own number."""
    portal.has_case()
    assert "LL-20261124-0001" in texts(resident.says(text))


@pytest.mark.parametrize(
    "text",
    [
        "3栋1201那件怎么样了",
        "2026年那件怎么样了",
        "138 0000 9999到哪了",
        "12:3000那件",
        "桂花苑5幢2301那个漏水怎么样了",
    ],
)
def test_other_digits_are_no_number_of_a_case(text: str) -> None:
    """A room's, a year's, a telephone's."""
    assert not choosing.gives_number(text)


NO_NUMBER = [
    "编号？早删了 不记得", "编号忘了", "编号找不到了", "没有编号", "他手机报的 我这没编号", "不记得编号了", "编号不知道", "单号丢了", "编号我没记", "忘了编号是多少",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBER)
def test_who_has_no_number_registers_nothing_new(resident: Resident, portal: Portal, text: str) -> None:
    """They are told how it is found, or of their case."""
    resident.says("我上礼拜报的那个怎么样了")
    told = resident.says(text)
    assert asked(told) is None
    assert "转人工" in texts(told)
    assert portal.drafts.get(17) is None


IN_ORDER = ["第二件", "第二件呢", "第二个", "那第二件怎么样了", "后面那件", "后一件"]


@pytest.mark.parametrize("text", IN_ORDER)
def test_after_all_were_told_one_is_named_in_order(resident: Resident, portal: Portal, text: str) -> None:
    """It is told, and begins no report."""
    portal.has_case(title="楼上跳绳")
    portal.has_case(title="对讲机坏了")
    both = texts(resident.says("那两件现在什么情况"))
    assert "楼上跳绳" in both
    assert "对讲机坏了" in both
    told = resident.says(text)
    assert "LL-20261124-" in texts(told)
    assert asked(told) is None


def test_other_words_after_all_were_told_are_heard(resident: Resident, portal: Portal) -> None:
    """Though they share characters with a case."""
    portal.has_case(title="楼上跳绳")
    portal.has_case(title="对讲机坏了")
    resident.says("那两件现在什么情况")
    assert asked(resident.says("桂花苑9栋门口的井盖松了")) == "confirm"


REPORT = "清河小区17栋水压小，六楼洗澡都洗不成"
MORE = [
    "楼下五楼也这样", "四楼好的", "三楼也小", "楼上七楼没水", "忘了说，是厨房那边最小", "我想起来了，是从修管子那天开始的", "补充一下，热水也小",
]  # fmt: skip


@pytest.mark.parametrize("more", MORE)
def test_more_of_the_case_joins_it(resident: Resident, portal: Portal, more: str) -> None:
    """A floor is no other place, and what is recalled is of the case."""
    resident.says(REPORT)
    assert resident.says("是")["registered"]
    resident.new_epoch()
    resident.says(more)
    assert portal.details == [("details", more)]
    assert portal.cases[0]["reported_at"] == JUST_NOW


@pytest.mark.parametrize("number", ["忘了留电话 13800006706", "刚才漏了电话，13800006706", "补个号码：13800006706"])
def test_a_number_left_later_is_the_cases(resident: Resident, portal: Portal, number: str) -> None:
    """It stands where the clerk looks for it."""
    resident.says(REPORT)
    resident.says("是")
    resident.new_epoch()
    resident.says(number)
    assert [body["changes"] for body in portal.made("detail")] == [{"contact": "13800006706"}]


@pytest.mark.parametrize(
    ("text", "rest"), [("别提我哦 抬头不见低头见", "抬头不见低头见"), ("别告诉他是我说的，对门对户的", "对门对户的")]
)
def test_a_wish_with_its_reason_is_of_the_case(resident: Resident, portal: Portal, text: str, rest: str) -> None:
    """It begins no other report."""
    resident.says(REPORT)
    resident.says("是")
    resident.new_epoch()
    resident.says(text, wish=rest)
    assert portal.details == [("details", text)]
    assert len(portal.cases) == 1


def test_a_wish_with_another_matter_is_no_word_of_the_case(resident: Resident, portal: Portal) -> None:
    """It is a report of its own."""
    resident.says(REPORT)
    resident.says("是")
    resident.new_epoch()
    resident.says("别告诉物业，垃圾没人收", wish="垃圾没人收")
    assert portal.details == []
