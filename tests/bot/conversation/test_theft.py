"""Which words tell that something was stolen."""

from __future__ import annotations

import pytest

from actions.interpreting.matters.theft import tells_of_theft


@pytest.mark.parametrize("said", ["小偷!!我阳台的腊肉少了三块,昨晚还挂着的", "我的电瓶被偷了", "门口的花不翼而飞", "有人偷外卖", "鞋子被人顺走了"])  # fmt: skip
def test_a_theft_is_a_report(said: str) -> None:
    assert tells_of_theft(said)


@pytest.mark.parametrize("said", ["工人偷懒", "有人偷拍", "讲个小偷的笑话", "企业偷税漏税"])
def test_no_theft_is_none(said: str) -> None:
    assert not tells_of_theft(said)
