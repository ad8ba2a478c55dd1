"""Danger now, and what only sounds like it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.reading.normal import normalise
from bot.reading.urgency import read_urgency

with (Path(__file__).parent / "danger.csv").open(encoding="utf-8") as file:
    CASES = [(row["text"], row["danger"] or None) for row in csv.DictReader(line for line in file if line[0] != "#")]


@pytest.mark.parametrize(("text", "danger"), CASES)
def test_danger_now_is_told_from_the_rest(text: str, danger: str | None) -> None:
    """The danger decides the number to call; past, feared and told-of danger is none."""
    assert read_urgency(normalise(text).text).danger == danger


def test_the_reason_is_the_words_that_show_it() -> None:
    """The clerk sees why."""
    text = "三楼着火了快来人"
    found = read_urgency(text)
    assert [reason.within(text) for reason in found.reasons] == ["着火"]


def test_a_threat_inside_a_long_letter_counts() -> None:
    """Who says it at the end of a page is in danger all the same."""
    letter = "我在工地干了两年，工钱一直没有结清，找了很多部门都没有结果。" * 6 + "再不解决我就从楼上跳下去。"
    assert read_urgency(letter).danger == "self_harm"
