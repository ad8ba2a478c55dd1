"""A place given in parts over several messages."""

from __future__ import annotations

import pytest

from portal.cases.reading.partial_places import joined


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
