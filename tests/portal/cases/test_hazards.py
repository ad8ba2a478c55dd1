"""Which cases are of a hazard, and after how many working days it is inspected again, by data/hazards.csv."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.cases.rules import hazards
from portal.cases.rules.hazards import days_until_inspection


@pytest.mark.parametrize(
    ("kind", "category", "danger", "urgency", "days"),
    [
        ("complaint", "0416", "", "normal", 5),
        ("tip_off", "1204", "", "normal", 5),
        ("request", None, "gas", "emergency", 3),
        ("request", "0416", "gas", "emergency", 3),  # the line above the category's
        ("request", "0416", "injury", "emergency", 5),
        ("request", "0403", "", "urgent", 10),
        ("request", "0403", "", "emergency", 10),
        ("request", "0403", "", "normal", None),
        ("request", "0404", "", "urgent", None),
        ("request", None, "injury", "emergency", None),
        ("request", None, "gas", "normal", None),  # a false alarm
        ("inquiry", "0416", "", "normal", None),
        ("praise", "1204", "", "normal", None),
    ],
)
def test_the_first_line_that_fits(kind: str, category: str | None, danger: str, urgency: str, days: int | None) -> None:
    """By category, danger and urgency; of the kinds that tell of a trouble only."""
    assert days_until_inspection(kind, category, danger, urgency) == days


@pytest.mark.parametrize("line", ["0416,,,0,", "0416,,,x,", "0416,,soon,5,", ",,urgent,5,", "0416,,,61,"])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    """Its number in the file, so that whoever wrote it finds it."""
    file = tmp_path / "hazards.csv"
    file.write_text(f"category,danger,urgency,working_days,note\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        hazards.rows(file)
