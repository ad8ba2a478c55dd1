"""Who is to be given nothing (别给物业), also behind a blank."""

from __future__ import annotations

import pytest

from portal.cases.disclosure import wishes


@pytest.mark.parametrize("text", ["别给物业", "可以打电话给我 但是别给物业", "有事打我手机 不要给物业"])
def test_it_is_a_wish_behind_a_blank_too(text: str) -> None:
    """Old people write blanks for commas."""
    assert wishes.split_wish(text) is not None


@pytest.mark.parametrize(
    "text", ["可以告诉物业我是谁", "路灯坏了 别给我打电话", "钱不能给物业收 他们乱收费", "可以打电话给物业 也可以给我"]
)
def test_other_gifts_are_no_wish(text: str) -> None:
    """It says no more than not to give it to somebody."""
    assert wishes.split_wish(text) is None
