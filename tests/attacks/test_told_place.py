"""The place of an emergency that is told bit by bit: what the people on duty read leads to the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal.storage.parts import Parts
from tests.attacks.town import call, contact, report, seat, town

__all__ = ["call", "report", "seat", "town"]

DANGER = {"level": "emergency", "reasons": [], "danger": "fire"}


def spans(text: str, *places: str) -> list[dict[str, Any]]:
    return [
        {"text": place, "start": text.find(place), "end": text.find(place) + len(place), "grid": None, "score": 0.9}
        for place in places
    ]


@pytest.mark.parametrize(
    ("text", "part", "later", "place"),
    [
        ("着火了，2单元", "2单元", "桂花苑5栋", "桂花苑5栋2单元"),
        ("着火了，2单元301", "2单元301", "在桂花苑5栋，快来", "桂花苑5栋2单元301"),
        ("着火了，5栋", "5栋", "桂花苑5栋2单元", "桂花苑5栋2单元"),
        ("楼上着火了", "楼上", "幸福家园3栋", "幸福家园3栋楼上"),
        ("着火了，2单元", "2单元", "阳光花园6栋", "阳光花园6栋2单元"),  # in no list of places
        ("着火了", "", "阳光花园6栋", "阳光花园6栋"),
        ("着火了，3栋", "3栋", "桂花苑5栋", "桂花苑5栋、3栋"),  # they differ: both are read
        ("桂花苑5栋着火了", "桂花苑5栋", "幸福家园3栋也闻到烟味", "桂花苑5栋"),  # whole from the first
        ("着火了，2单元", "2单元", "火已经灭了", "2单元"),
        ("着火了，2单元", "2单元", "已经打了119号", "2单元"),
    ],
)
def test_a_part_of_a_place_is_completed_by_what_is_told_later(
    town: Parts,
    call: Callable[..., Any],
    report: Callable[..., str],
    text: str,
    part: str,
    later: str,
    place: str,
) -> None:
    """As the bot's list of cases has it, from which the desk reads too; other words leave it as it is."""
    who = contact(town)
    case_no = report(text, who, urgency=DANGER, places=spans(text, part) if part else [])
    call(f"/cases/{case_no}/details", contact=who, text=later)
    told = call(f"/cases/{case_no}/reminders", contact=who, text="")
    assert told["place"] == place


def test_a_lamps_place_is_not_changed_by_an_addition(
    town: Parts, call: Callable[..., Any], report: Callable[..., str]
) -> None:
    """Only in an emergency is it put together: elsewhere the bot asks before the case is registered."""
    who = contact(town)
    text = "2单元的灯坏了"
    case_no = report(text, who, places=spans(text, "2单元"))
    call(f"/cases/{case_no}/details", contact=who, text="幸福家园3栋隔壁也坏了")
    assert call(f"/cases/{case_no}/reminders", contact=who, text="")["place"] == "2单元"
