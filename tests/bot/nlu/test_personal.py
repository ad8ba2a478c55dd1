"""Phones, identity numbers, names."""

from __future__ import annotations

import pytest

from bot.reading.spotting.personal import find_personal, is_valid_identity_number
from bot.reading.text.normal_form import normalise


def personal_of(text: str) -> list[tuple[str, str]]:
    normal = normalise(text)
    return [(one.span.within(normal.text), one.type) for one in find_personal(normal)]


def test_a_mobile_number_is_found_with_blanks() -> None:
    """138 1234 5678 is one phone."""
    assert personal_of("打我电话138 1234 5678") == [("138 1234 5678", "phone")]


def test_an_identity_number_needs_its_check_digit() -> None:
    """The last character is computed from the others."""
    assert is_valid_identity_number("11010519491231002X")
    assert not is_valid_identity_number("110105194912310021")
    assert personal_of("证号11010519491231002X") == [("11010519491231002X", "id_number")]


def test_a_name_that_introduces_itself_is_found() -> None:
    """我叫 and 联系人 come before names."""
    assert personal_of("我叫王建国，住在三楼") == [("王建国", "name")]


@pytest.mark.parametrize("text", ["我是业主，住在三楼", "订单号20261124000012345", "我是来反映问题的"])
def test_other_words_and_numbers_are_not_personal(text: str) -> None:
    """业主 is no name, an order number no phone."""
    assert personal_of(text) == []
