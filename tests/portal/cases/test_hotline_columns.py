"""What the hotline's columns and cells mean: headings by many names, dates by many spellings, and what is wrong with a line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from portal.cases.hotline import columns
from portal.kernel.time_zone import SHANGHAI
from tests.portal.cases.hotline_files import naive

EVENING = datetime(2026, 11, 28, 17, 30, tzinfo=SHANGHAI)
END = datetime(2026, 11, 28, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (naive(2026, 11, 28, 17, 30), EVENING),
        (naive(2026, 11, 28), END),
        (date(2026, 11, 28), END),
        (46354, END),
        (46354.729166666664, EVENING),
        ("46354.729166666664", EVENING),
        ("2026-11-28 17:30", EVENING),
        ("2026/11/28 17:30:00", EVENING),
        ("2026年11月28日17时30分", EVENING),
        ("2026年11月28日17:30", EVENING),
        ("2026.11.28", END),
        ("20261128", END),
        ("２０２６－１１－２８", END),
        ("2026-11-28 17:30:00.0", EVENING),
        ("", None),
        (None, None),
        ("尽快", None),
        ("2026-13-28", None),
        ("2026-11-31", None),
        ("1999-01-01", None),
        (5, None),
        (True, None),
    ],
)
def test_moments(value: Any, moment: datetime | None) -> None:
    """Shanghai time; a day alone is its end, the last moment of a deadline."""
    assert columns.moment(value) == moment


def layout(*headings: str) -> dict[str, int]:
    found = columns.find_layout([headings])
    assert found is not None
    return dict(found.at)


def test_headings_by_their_other_names() -> None:
    """Marks, brackets, spaces and width do not matter; of two names for one field the first of the file of names counts."""
    assert layout("*工单 编号", "诉求内容（必填）", "办结时限/处置时限", "联系电话：") == {
        "number": 0,
        "text": 1,
        "due_at": 2,
        "phone": 3,
    }
    assert layout("编号", "工单编号", "内容")["number"] == 1


def test_headings_below_a_title() -> None:
    """Within ten rows; else there are none."""
    rows = [["12345 日报"], [], ["工单编号", "诉求内容"]]
    found = columns.find_layout(rows)
    assert found is not None
    assert found.row == 2
    assert columns.find_layout([[""]] * 10 + rows) is None
    assert columns.find_layout([["工单编号", "谁"]]) is None


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["", "灯坏了"], "no_number"),
        (["一号", "灯坏了"], "bad_number"),
        ([2026112800012345678, "灯坏了"], "inexact_number"),
        (["A001", ""], "no_text"),
        (["A001", "灯" * 5001], "long_text"),
        (["A001", "灯坏了", "尽快"], "bad_due_at"),
    ],
)
def test_what_is_wrong_with_a_line(row: list[Any], fault: str) -> None:
    """Each by its code; the line has no order then."""
    found = columns.find_layout([["工单编号", "诉求内容", "办结时限"]])
    assert found is not None
    line = columns.lines([found.headings, row], found)[0]
    assert (line.order, line.faults, line.row) == (None, (fault,), 2)


def test_the_second_line_of_a_number_is_faulty_and_empty_ones_are_left_out() -> None:
    """Lines are counted as the sheet counts them."""
    found = columns.find_layout([["工单编号", "诉求内容"]])
    assert found is not None
    lines = columns.lines([found.headings, ["A001", "灯坏了"], ["", None], ["A001", "灯又坏了"]], found)
    assert [(line.row, line.faults) for line in lines] == [(2, ()), (4, ("twice",))]


def test_numbers_are_read_as_they_are_shown() -> None:
    """A number cell has no point; a telephone number keeps its digits."""
    assert columns.as_text(13800001234) == "13800001234"
    assert columns.as_text(13800001234.0) == "13800001234"
    assert columns.as_text(2.5) == "2.5"
