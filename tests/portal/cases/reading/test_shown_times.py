"""How a report's time is shown: in the words that the bot reads back, too (tests/bot/conversation/test_shown_times.py)."""

from __future__ import annotations

import csv

import pytest

from portal.cases.records.event_wording import time_in_words
from portal.kernel.config import PROJECT

ROWS = list(csv.DictReader((PROJECT / "tests" / "shown_times.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_what_has_lasted_is_said_so_and_every_day_is_each(row: dict[str, str]) -> None:
    """Any other time stands as it was said."""
    assert time_in_words(row["time"], row["text"]) == row["shown"]
