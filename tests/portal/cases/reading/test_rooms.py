"""Room numbers, so that they can be starred out of a reporter's words."""

from __future__ import annotations

import pytest

from portal.cases.reading.rooms import pattern_of


@pytest.mark.parametrize("room", ["602", "602室", "六零二", "六〇二"])
def test_a_room_is_found_in_digits_and_in_characters(room: str) -> None:
    """However the wish names it; another room stays."""
    pattern = pattern_of(room, ["3栋602漏水，楼上702也漏"])
    assert pattern is not None
    assert pattern.sub("*", "3栋602，就是六零二、六〇二，702也漏") == "3栋*，就是*、*，702也漏"


def test_without_a_number_every_room_of_the_texts_is_found() -> None:
    """ "Leave the room out": of all that was said."""
    pattern = pattern_of("门牌", ["3栋602漏水", "702室也漏"])
    assert pattern is not None
    assert pattern.sub("*", "3栋602，702室") == "3栋*，*室"


def test_no_room_gives_no_pattern() -> None:
    """A road's number and a price are none."""
    assert pattern_of("", ["302路公交", "涨了150元"]) is None
