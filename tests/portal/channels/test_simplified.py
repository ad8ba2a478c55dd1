"""Texts as they are compared where the gateway hears a choice."""

from __future__ import annotations

import pytest

from portal.channels.text.simplified import simple


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("三栋", "3栋"),
        ("九号楼", "9号楼"),
        ("十一栋", "十一栋"),
        ("二十三号", "二十三号"),
        ("一百零五号", "一百零五号"),
    ],
)
def test_only_a_numeral_of_one_character_becomes_a_digit(text: str, plain: str) -> None:
    """十一栋 is not 十1栋."""
    assert simple(text) == plain
