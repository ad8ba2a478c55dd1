"""When: as said, with the days meant."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.reading.spotting.times import find_times
from bot.reading.text.spans import Span


def told(text: str, moment: datetime) -> list[tuple[str, date | None, date | None]]:
    return [(when.span.within(text), when.first, when.last) for when in find_times(text, moment, [])]


@pytest.mark.parametrize(
    ("text", "said", "first", "last"),
    [
        ("昨天晚上八点停水", "昨天晚上八点", date(2026, 11, 23), date(2026, 11, 23)),
        ("上周三就报了", "上周三", date(2026, 11, 18), date(2026, 11, 18)),
        ("3月15日买的", "3月15日", date(2026, 3, 15), date(2026, 3, 15)),
        ("12月1号交的钱", "12月1号", date(2025, 12, 1), date(2025, 12, 1)),
        ("2025年6月的事", "2025年6月", date(2025, 6, 1), date(2025, 6, 30)),
        ("坏了三天了", "三天了", date(2026, 11, 21), date(2026, 11, 24)),
        ("那盏路灯三天不亮了", "三天", date(2026, 11, 21), date(2026, 11, 24)),
        ("下水道堵了四天，臭得很", "四天", date(2026, 11, 20), date(2026, 11, 24)),
        ("去年就说要修", "去年", date(2025, 1, 1), date(2025, 12, 31)),
        ("2020年至今没人管", "2020年至今", date(2020, 1, 1), date(2026, 11, 24)),
        ("上个月开始漏", "上个月开始", date(2026, 10, 1), date(2026, 11, 24)),
    ],
)
def test_a_time_means_days(text: str, said: str, first: date, last: date, moment: datetime) -> None:
    """Relative to the Tuesday the message was sent."""
    assert (said, first, last) in told(text, moment)


def test_what_lasted_goes_before_a_part_of_the_day(moment: datetime) -> None:
    """晚上 says little beside 三天."""
    said = told("公园路那盏路灯三天不亮了，晚上老人不敢出门", moment)
    assert [span for span, _, _ in said] == ["三天"]


def test_a_stretch_is_one_span(moment: datetime) -> None:
    """每天凌晨两点到四点 is one repeated time."""
    found = find_times("每天凌晨两点到四点打桩", moment, [])
    assert [(when.span, when.repeats) for when in found] == [(Span(0, 9), True)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("从晚上910点吵到凌晨", ["从晚上910点吵到凌晨"]),
        ("晚上七点左右早上八点又停一次", ["晚上七点左右", "早上八点"]),
    ],
)
def test_times_dictated_without_signs(text: str, said: list[str], moment: datetime) -> None:
    """Two hours written together are one time; two times side by side are two."""
    assert [span for span, _, _ in told(text, moment)] == said


@pytest.mark.parametrize(
    "text",
    ["3号楼漏水", "地铁2号线", "三年级的学生", "15元一斤", "13800001111", "12栋1201室", "保修期三年", "八点二十斤"],
)
def test_numbers_of_other_things_are_no_times(text: str, moment: datetime) -> None:
    """Buildings, lines, classes, prices and phones are no dates."""
    assert [said for said, _, _ in told(text, moment)] == []


def test_a_day_that_does_not_exist_has_no_date(moment: datetime) -> None:
    """2月31日 is kept as said, without days."""
    assert told("2月31日来的", moment) == [("2月31日", None, None)]
