"""The list of offices by which people go the ways out of 信访工作条例 31: checked, and read by way."""

from __future__ import annotations

from typing import Any

import pytest

from portal.grids.offices import Way, faults, offices

COURT = {
    "code": "court",
    "way": "litigation",
    "name": "区法院",
    "address": "一号路1号",
    "phone": "0571-00000031",
    "hours": "周一至周五",
}


def test_a_good_list_has_no_fault_and_is_read_by_way() -> None:
    """In the order of the article's items."""
    listed = [COURT | {"code": "board", "way": "arbitration"}, COURT]
    assert faults(listed) == []
    assert [one.way for one in offices({"offices": listed})] == [Way.LITIGATION, Way.ARBITRATION]


def test_a_community_without_a_list_has_none() -> None:
    """Files of before the list still load."""
    assert offices({"name": "测试社区"}) == []


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"phone": "打总机"}, "第 1 个：电话要写全"),
        ({"hours": " "}, "第 1 个：hours 要写"),
        ({"address": "长" * 61}, "第 1 个：address 要写，最多 60 个字"),
        ({"phone": 12368}, "第 1 个：phone 要写"),
        ({"way": "petition"}, "第 1 个：way 要是这六样里的一样"),
        ({"fax": "1"}, "第 1 个：要写、也只写这几样"),
    ],
)
def test_an_office_of_which_something_is_missing_is_named(wrong: dict[str, Any], named: str) -> None:
    """Nothing is told to a resident that is not whole."""
    found = faults([COURT | wrong])
    assert len(found) == 1
    assert named in found[0]


@pytest.mark.parametrize("listed", [{"court": COURT}, "court", None])
def test_what_is_no_list_is_refused(listed: object) -> None:
    """As JSON may hold anything."""
    assert faults(listed) == ["community.json：offices 应当是一张单子"]


def test_a_code_may_occur_once() -> None:
    """Else a clerk's choice would be either."""
    assert faults([COURT, COURT]) == ["community.json 的 offices：代码 court 出现了两次"]
