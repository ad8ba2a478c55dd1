"""A place in somebody's words → the grid, or nothing where it would be a guess."""

from __future__ import annotations

import pytest

from portal.grids.lookup.matching import KnownName, NameIndex, plain

NAMES = [
    KnownName("柳树里", "G-01"),
    KnownName("柳树里", "G-02"),
    KnownName("柳树里3栋", "G-01"),
    KnownName("柳树里13栋", "G-02"),
    KnownName("柳树里东门", "G-02"),
    KnownName("老槐树", "G-03"),
    KnownName("远郊水库", None),
]


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("柳树里3栋楼下", "G-01"),
        ("柳树里 3 栋", "G-01"),
        ("柳树里三号楼", "G-01"),
        ("柳树里３幢２单元", "G-01"),
        ("柳树里13栋", "G-02"),
        ("柳树里十三栋", "G-02"),
        ("柳树里东门口的老槐树", "G-02"),  # the longest name wins
        ("老槐树下", "G-03"),
        ("柳树里", None),  # lies in two grids: not guessed
        ("柳树里33栋", None),
        ("远郊水库", None),
        ("什么地方", None),
        ("", None),
    ],
)
def test_the_longest_name_decides(text: str, grid: str | None) -> None:
    """Buildings however written, no digit cut, ambiguity is nothing."""
    assert NameIndex(NAMES).grid_of(text) == grid


@pytest.mark.parametrize(
    ("text", "same"),
    [("二十一栋", "21栋"), ("一百零五号楼", "105栋"), ("十座", "10栋"), ("12 号楼", "12栋"), ("Ａ座", "a座")],
)
def test_buildings_have_one_plain_form(text: str, same: str) -> None:
    """Chinese numerals, 号楼, 幢, 座 and full width."""
    assert plain(text) == same


def test_a_building_number_does_not_match_inside_a_longer_one() -> None:
    """3栋 does not stand in 13栋."""
    assert NameIndex([KnownName("3栋", "G-01")]).grid_of("13栋") is None
