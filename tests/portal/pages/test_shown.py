"""How times and numbers are said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.pages.template_context import amount, clock, day, moment, spoken

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # Tuesday, 9:00 in Hangzhou


def test_a_moment_is_said_in_hangzhous_time() -> None:
    """UTC 17:30 is the next day, 01:30."""
    assert moment(datetime(2026, 11, 24, 17, 30, tzinfo=UTC)) == "2026年11月25日 01:30"
    assert clock(datetime(2026, 11, 24, 17, 30, tzinfo=UTC)) == "01:30"


def test_a_day_without_an_hour_stays_that_day() -> None:
    """A date is not taken through a time zone."""
    assert day(date(2026, 1, 2)) == "2026年1月2日"


def test_nothing_is_said_of_nothing() -> None:
    """None is the empty string, so that a template can leave the line out."""
    assert moment(None) == day(None) == clock(None) == amount(None) == ""


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(minutes=5), "今天 08:55"),
        (timedelta(hours=10), "昨天 23:00"),
        (timedelta(days=3), "周六 09:00"),
        (timedelta(days=6), "周三 09:00"),
        (timedelta(days=7), "11月17日 09:00"),
        (timedelta(days=400), "2025年10月20日 09:00"),
        (timedelta(days=-1), "11月25日 09:00"),
    ],
)
def test_a_moment_as_a_neighbour_says_it(ago: timedelta, said: str) -> None:
    """Today, yesterday, the weekday within a week, the date after that; a moment to come is never a past weekday."""
    assert spoken(NOW - ago, NOW) == said


@pytest.mark.parametrize(
    ("value", "said"), [(Decimal("8123.450"), "8123.45"), (Decimal("1E+3"), "1000"), (90, "90"), (Decimal("0.00"), "0")]
)
def test_a_number_has_no_needless_zeros(value: Decimal | int, said: str) -> None:
    """Areas are exact and short; no exponent is ever shown."""
    assert amount(value) == said
