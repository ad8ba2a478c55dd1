"""A number that is left after the report is the contact on the clerk's page, however it is said."""

from __future__ import annotations

import pytest

from portal.cases.disclosure import wishes
from portal.storage.parts import Parts
from tests.attacks.confidence_world import LAMP, Call, Report, Seat
from tests.attacks.town import call, contact, report, seat, town

__all__ = ["call", "report", "seat", "town"]

NUMBER = "13900001234"
OWN = [
    "{}", "电话{}", "打{}", "{} 谢谢", "可以打{}", "号码{}，随时打", "手机{} 我姓陈", "你们打这个电话{}", "有事情打{}", "{}找我", "好的 {}",
    "我姓王，{}", "有消息打{} 麻烦了", "电话是{}，随时联系", "来之前打{}", "忘了说电话 {}", "联系方式：{}",
]  # fmt: skip
THEIRS = [
    "他电话{}", "物业电话{}", "{}这个人骂我", "墙上写着{}", "老板{}", "广告上的号码{}", "打{}没人接", "{}老是打电话来", "房东的号码{}",
    "打过{}了", "保安{}", "打他{}", "{} 13900005678",
]  # fmt: skip


@pytest.mark.parametrize("said", OWN)
def test_words_that_only_leave_a_number_leave_ones_own(said: str) -> None:
    """With courtesy, a name, and when to call."""
    assert wishes.own_number(said.format(NUMBER), only_plainly=False) == NUMBER


@pytest.mark.parametrize("said", THEIRS)
def test_a_number_of_somebody_else_is_no_contact(said: str) -> None:
    """Whoever is rung then would not be the reporter."""
    assert wishes.own_number(said.format(NUMBER), only_plainly=False) == ""


@pytest.mark.parametrize("said", ["可以打{}", "{} 谢谢", "手机{} 我姓陈"])
def test_the_clerk_reads_it_as_the_contact(town: Parts, seat: Seat, report: Report, call: Call, said: str) -> None:
    """Not 没有留."""
    who = contact(town)
    case_no = report("桂花苑5栋楼下的路灯不亮", who, **LAMP | {"personal": []})
    call(f"/cases/{case_no}/details", contact=who, text=said.format(NUMBER))
    page = seat("clerk").post(f"/desk/cases/{case_no}/look").text
    assert "没有留，只能在原来的渠道里回" not in page
    assert NUMBER in page
