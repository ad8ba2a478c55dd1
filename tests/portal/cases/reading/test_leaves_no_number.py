"""Who leaves no number does not therefore wish to stay unnamed."""

from __future__ import annotations

import pytest

from portal.cases.disclosure import wishes


@pytest.mark.parametrize(
    "text",
    ["电话就不留了", "我不留电话", "不要留我电话", "不留电话", "手机号不想留", "楼道灯坏了，不留电话", "别记我号码", "号码就不写了", "联系方式不留了"],
)  # fmt: skip
def test_no_number_is_no_wish(text: str) -> None:
    """电话就不留了: their words may go to whoever mends it."""
    assert wishes.split_wish(text) is None


@pytest.mark.parametrize(
    "text",
    ["不留名", "不要留我名字", "电话别告诉物业", "不留电话，别说是我说的", "我的电话不要给他们", "号码保密", "不想露面", "匿名", "不方便留"],
)  # fmt: skip
def test_other_wishes_stay(text: str) -> None:
    """Whoever wants their number kept from somebody, or no name written, wishes it still."""
    assert wishes.split_wish(text) is not None
