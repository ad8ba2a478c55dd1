"""A place given in parts over several messages."""

from __future__ import annotations

import pytest

from portal.cases.reading.partial_places import address_told_in, joined


@pytest.mark.parametrize(
    ("known", "added", "whole"),
    [
        ("2单元", "桂花苑6栋", "桂花苑6栋2单元"),
        ("301室", "3栋301", "3栋301室"),
        ("3栋2单元", "桂花苑3栋", "桂花苑3栋2单元"),
        ("桂花苑6栋", "6栋", "桂花苑6栋"),
        ("桂花苑13栋", "3栋", "3栋、桂花苑13栋"),
        ("3栋", "13栋", "13栋、3栋"),
        ("3栋2单元", "桂花苑13栋", "桂花苑13栋、3栋2单元"),
        ("1单元", "桂花苑十一单元", "桂花苑十一单元、1单元"),
    ],
)
def test_a_number_is_no_part_of_a_longer_one(known: str, added: str, whole: str) -> None:
    """In an emergency people go to the building that was said: 3栋 is not in 13栋."""
    assert joined(known, added) == whole


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("我在东风路十八号，三楼着火了", "东风路十八号"),
        ("着火了，东风路18号有人困住了出不去", "东风路18号"),
        ("着火了，我刚从医院2号楼出来往家赶", ""),
        ("着火了，我住桃源路8号", ""),
        ("在医院2号楼下班回来着火了", ""),
        ("公园路3号晚上着火了", ""),
    ],
)
def test_an_address_is_told_where_nobody_only_comes_from_or_lives(text: str, address: str) -> None:
    """Nor is a date one."""
    assert address_told_in(text) == address
