"""The last digit of a number is corrected where one reading is possible; which field is called wrong is asked for."""

from __future__ import annotations

import pytest

from actions.intake.corrections.phones import read_number
from actions.intake.draft_corrections import field_called_wrong

KNOWN = "13912345678"


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("不是尾8，是尾7", "13912345677"), ("尾7，不是尾8", "13912345677"), ("是尾7不是尾8", "13912345677"), ("不是尾号8，是尾号7", "13912345677"),
        ("不是尾78，是尾87", "13912345687"),
    ],
)  # fmt: skip
def test_the_last_digits_are_corrected(said: str, becomes: str) -> None:
    assert read_number(said, KNOWN) == becomes


@pytest.mark.parametrize(
    "said", ["不是尾7，是尾8", "不是尾号5，是尾号7", "不是尾8栋，是尾7栋", "不是3栋，是5栋", "车尾7厘米", "结尾7号楼"]
)
def test_a_number_that_does_not_end_so_stays(said: str) -> None:
    assert read_number(said, KNOWN) is None


@pytest.mark.parametrize("said", ["时间也不对", "地点也错了", "时间还是不对", "时间不对"])
def test_a_field_that_is_wrong_too_is_asked_for(said: str) -> None:
    assert field_called_wrong(said) is not None


@pytest.mark.parametrize("said", ["时间也行", "地点也对", "时间是昨天"])
def test_other_words_of_a_field_call_nothing_wrong(said: str) -> None:
    assert field_called_wrong(said) is None
