"""Which cases are of one place, and how many make it a key place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portal.cases.key_places import gathering
from portal.cases.key_places.gathering import CountedCase, Thresholds, gather

RULES = Thresholds(hazards=3, cases=5, days=90, visit_days=7, too_wide=frozenset())


def counted(number: int, **more: Any) -> CountedCase:
    facts: dict[str, Any] = {
        "case_id": number,
        "main": number,
        "grid": "G-01",
        "name": "",
        "words": "",
        "hazard": False,
        "at": datetime(2026, 11, 24, tzinfo=UTC),
    }
    return CountedCase(**(facts | more))


def ids(*cases: CountedCase) -> list[list[int]]:
    return [[one.case_id for one in place.cases] for place in gather(cases)]


def test_one_name_of_the_town_in_one_grid_is_one_place() -> None:
    """The same name in another grid is another."""
    found = [counted(1, name="公园路"), counted(2, name="公园路"), counted(3, name="公园路", grid="G-02")]
    assert ids(*found) == [[1, 2], [3]]


def test_words_of_one_place_are_one_without_a_name() -> None:
    """As for duplicates: 垃圾房旁 and 垃圾房旁边 are one, the buildings 3栋 and 5栋 are not."""
    words = ("垃圾房旁", "垃圾房旁边", "3栋后面车棚", "5栋后面车棚")
    assert ids(*(counted(at, words=one) for at, one in enumerate(words, start=1))) == [[1, 2], [3], [4]]


def test_cases_that_tell_no_place_are_not_of_one() -> None:
    """Nothing said is no place."""
    assert ids(counted(1), counted(2)) == [[1], [2]]


def test_a_merged_case_is_where_its_main_case_is() -> None:
    """Whatever it says itself."""
    found = [counted(1, name="公园路"), counted(2, main=1, words="家门口"), counted(3, main=1)]
    assert ids(*found) == [[1, 2, 3]]
    assert ids(counted(1), counted(2, main=1)) == [[1, 2]]


@pytest.mark.parametrize(("hazards", "others", "met"), [(3, 0, True), (2, 2, False), (2, 3, True), (0, 5, True)])
def test_from_how_many_on(hazards: int, others: int, met: bool) -> None:
    """Three hazards, or five of any kind, hazards among them."""
    found = [counted(at, hazard=at < hazards) for at in range(hazards + others)]
    assert RULES.are_met(found) is met


@pytest.mark.parametrize("line", ["hazards,0,", "hazards,many,", "cases,366,", "month,3,"])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    """By its number."""
    file = tmp_path / "key_places.csv"
    file.write_text(f"what,value,note\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        gathering.thresholds(file)


def test_a_missing_line_is_named(tmp_path: Path) -> None:
    """Nothing is guessed."""
    file = tmp_path / "key_places.csv"
    file.write_text("what,value,note\nhazards,3,\ncases,5,\ndays,90,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="missing: visit_days"):
        gathering.thresholds(file)
