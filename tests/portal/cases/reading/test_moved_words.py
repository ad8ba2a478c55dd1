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
        ("村口的垃圾房没人收", "村口、垃圾房", "村尾、垃圾房", "村尾的垃圾房没人收"),
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
