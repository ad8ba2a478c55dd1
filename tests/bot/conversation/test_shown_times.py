"""How a report's time is read back: as the portal shows it (tests/portal/cases/reading/test_shown_times.py)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from actions.conversation.wording import time_in_words
from actions.intake.flow import start_report
from tests.bot.conversation.drafts import a_turn

ROWS = list(csv.DictReader((Path(__file__).parents[2] / "shown_times.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_what_has_lasted_is_said_so_and_every_day_is_each(row: dict[str, str]) -> None:
    """Any other time stands as it was said."""
    assert time_in_words(row["time"], row["text"]) == row["shown"]


def test_the_summary_says_it() -> None:
    """Before the report is registered."""
    step = start_report(a_turn("桂花苑3栋垃圾三天没清", place=("桂花苑3栋",), time=("三天",)))
    assert [part.params.get("time") for part in step.says[-1].parts["lines"] if "time" in part.params] == ["三天了"]
