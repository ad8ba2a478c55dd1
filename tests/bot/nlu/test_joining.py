"""Short messages join_texts to one text."""

from __future__ import annotations

import pytest

from bot.reading.text.joining import join_texts


@pytest.mark.parametrize(
    ("before", "said", "whole"),
    [
        ("清河小区", "6栋", "清河小区6栋"),
        ("清河小区6栋", "二单元", "清河小区6栋二单元"),
        ("河畔人家3栋", "楼下", "河畔人家3栋楼下"),
        ("老粮站", "后门", "老粮站后门"),
        ("东门弄", "8号", "东门弄8号"),
        ("我在公园路", "十八号门口", "我在公园路十八号门口"),
        ("停在马路", "8号停的水", "停在马路，8号停的水"),
        ("电梯", "又坏了", "电梯，又坏了"),
        ("路灯不亮。", "三天了", "路灯不亮，三天了"),
        ("路灯不亮", "是的", None),
        ("", "灯坏了", None),
        ("字" * 301, "灯坏了", None),
    ],
)
def test_places_are_one_and_the_rest_is_set_off(before: str, said: str, whole: str | None) -> None:
    """A yes is join_texts to nothing."""
    assert join_texts(before, said, {"老粮站"}) == whole
