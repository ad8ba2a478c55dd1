"""Whether two lines ask for the same."""

from __future__ import annotations

import pytest

from portal.admission.likeness import are_alike, is_same_department, subject


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("统计辖区出租房底数", "出租房屋摸底情况统计表"),
        ("报送养犬登记台账", "请各社区尽快上报居民养犬情况"),
        ("创建无烟社区材料", "关于做好无烟创建台账的通知"),
        ("填报沿街店铺消防检查表", "沿街商铺消防排查，报汇总表"),
        ("流動人口登記", "流动人口信息登记"),
        ("ＷｉＦｉ点位摸排", "wifi点位统计"),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    """Words of any task, their order, scripts and widths do not count."""
    assert are_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("统计辖区出租房底数", "统计辖区老年人底数"),
        ("报送养犬登记台账", "报送流动人口登记台账"),
        ("沿街店铺消防检查", "老旧小区电梯检查"),
        ("反诈宣传", "垃圾分类宣传"),
        ("高龄津贴申请材料", "残疾人补贴申请材料"),
        ("统计报表", "出租房统计"),
        ("", "出租房统计"),
    ],
)
def test_other_matters(one: str, other: str) -> None:
    """Only what they are about counts."""
    assert not are_alike(one, other)


def test_a_line_of_nothing_but_words_of_any_task_is_compared_whole() -> None:
    """It is about those words."""
    assert subject("统计报表") == "统计报表"
    assert are_alike("统计报表", "统计、报表")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("民政局", "区民政局", True),
        ("区 民政局", "区民政局", True),
        ("民政局", "司法局", False),
        ("局", "民政局", False),
        ("", "民政局", False),
    ],
)
def test_one_department(one: str, other: str, same: bool) -> None:
    """With or without its district."""
    assert is_same_department(one, other) == same
