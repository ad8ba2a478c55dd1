"""The words of a report whose place was corrected, as they are quoted since."""

from __future__ import annotations

import pytest

from portal.cases.reading.moved_words import at_present_place


@pytest.mark.parametrize(
    ("text", "former", "present", "quoted"),
    [
        ("桂花苑3栋楼下的路灯不亮", "桂花苑3栋楼下", "桂花苑5栋楼下", "桂花苑5栋楼下的路灯不亮"),
        ("桂花苑 3栋的路灯不亮", "桂花苑3栋", "桂花苑5栋", "桂花苑 5栋的路灯不亮"),
        ("柳树里3栋2单元灯坏了", "柳树里3栋2单元", "柳树里3栋1单元", "柳树里3栋1单元灯坏了"),
        ("公园路的长椅断了", "公园路", "解放路", "解放路的长椅断了"),
        ("桂花路 3号的路灯不亮", "桂花路3号", "桂花路5号", "桂花路 5号的路灯不亮"),
        ("我家1室1厅，301室漏水", "301室", "302室", "我家1室1厅，302室漏水"),
        ("村口的垃圾房没人收", "村口、垃圾房", "村尾、垃圾房", "村尾的垃圾房没人收"),
        (
            "桂花苑3栋和柳树里2栋的灯坏了",
            "桂花苑3栋、柳树里2栋",
            "桂花苑5栋、柳树里4栋",
            "桂花苑5栋和柳树里4栋的灯坏了",
        ),
        ("柳树里2栋的灯坏了", "桂花苑3栋、柳树里2栋", "桂花苑5栋、柳树里4栋", "柳树里4栋的灯坏了"),
        ("3栋和5栋漏水", "3栋、5栋", "5栋旁边、8栋", "5栋旁边和8栋漏水"),
    ],
)
def test_the_present_place_stands_for_the_former(text: str, former: str, present: str, quoted: str) -> None:
    """Whole, or by the number of the same unit."""
    assert at_present_place(text, former, present) == quoted


@pytest.mark.parametrize(
    ("text", "former", "present"),
    [
        ("路灯不亮，3个月了", "桂花苑3栋", "桂花苑5栋"),
        ("路灯不亮", "桂花苑3栋", "桂花苑5栋"),
        ("13栋和23栋之间的树倒了", "桂花苑3栋", "桂花苑5栋"),
        ("桂花苑3栋的路灯不亮", "桂花苑3栋", ""),
        ("桂花苑3栋的路灯不亮", "桂花苑3栋", "桂花苑3栋"),
        ("桂花苑3栋的路灯不亮", "", "桂花苑5栋"),
    ],
)
def test_other_words_stay(text: str, former: str, present: str) -> None:
    """Numbers of something else, a report without its place, a place that was only deleted or added."""
    assert at_present_place(text, former, present) == text


@pytest.mark.parametrize(
    ("text", "former", "present"),
    [
        ("3号晚上楼下路灯坏了", "桂花路3号", "桂花路5号"),
        ("这里3号停水", "桂花路3号", "桂花路5号"),
        ("桂花路3号晚上路灯坏了", "桂花路3号", "桂花路5号"),
        ("从3栋到5栋的路灯坏了", "3栋", "5栋"),
        ("从3栋到5栋的路灯坏了", "桂花苑3栋", "桂花苑5栋"),
        ("我住3栋，投诉5栋养狗", "5栋", "3栋"),
        ("我家1室1厅漏水", "桂花苑1室", "桂花苑2室"),
        ("3栋门口，3栋的灯", "桂花苑3栋", "桂花苑5栋"),
        ("13栋楼下的灯", "3栋", "5栋"),
        ("3栋2单元的灯", "桂花苑3栋2单元", "桂花苑5栋"),
        ("桂花苑 3栋的灯", "桂花苑3栋", "柳树里5栋"),
        ("桂花路边的桂花路灯", "桂花路", "解放路"),
        ("我是柳树里3栋502的王阿姨，楼道灯坏了", "柳树里3栋502", "柳树里5栋"),
        ("我住柳树里3栋，楼道灯坏了", "3栋", "5栋"),
        ("桂花苑3栋和柳树里2栋的灯坏了", "桂花苑3栋、柳树里2栋", "桂花苑5栋"),
    ],
)
def test_in_doubt_the_reporter_is_quoted_unchanged(text: str, former: str, present: str) -> None:
    """A date, another house, the reporter's home, the rooms of a flat, a number that stands twice or could be replaced only in part."""
    assert at_present_place(text, former, present) == text


@pytest.mark.parametrize(
    ("text", "former", "present", "shown"),
    [
        ("那个男的又在单元门口等我", "单元门口", "东门便利店", "那个男的又在单元门口等我"),
        ("楼梯拐角的沙发烧起来了", "拐角", "桂花苑3栋701", "楼梯拐角的沙发烧起来了"),
        ("楼道的灯不亮", "楼道", "桂花苑3栋楼道", "桂花苑3栋楼道的灯不亮"),
        ("老菜场门口积水", "老菜场门口", "新菜场门口", "新菜场门口积水"),
    ],
)
def test_where_somebody_fled_to_is_not_put_into_what_they_told(
    text: str, former: str, present: str, shown: str
) -> None:
    """A spot without a name stays in the words, unless the present place names it, too."""
    assert at_present_place(text, former, present) == shown
