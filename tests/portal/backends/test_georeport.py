"""What of our cases goes into the records of Open311."""

from __future__ import annotations

import pytest

from portal.backends.mapping.georeport import without_room


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("柳树里3栋2单元502", "柳树里3栋"),
        ("柳树里3栋2单元 502漏水", "柳树里3栋漏水"),
        ("柳树里3栋2单元502号", "柳树里3栋"),
        ("柳树里3栋502", "柳树里3栋"),
        ("2单元100米外", "100米外"),
        ("柳树里3栋五零二室漏水", "柳树里3栋漏水"),
        ("柳树里三栋二单元五〇二", "柳树里三栋"),
        ("柳树里3栋五零二", "柳树里3栋"),
        ("三百零二室", ""),
        ("一二三四五路", "一二三四五路"),
    ],
)
def test_no_room_is_left_behind_its_unit(told: str, read: str) -> None:
    """With 室 or without it."""
    assert without_room(told) == read
