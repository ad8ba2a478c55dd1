"""Reports of one matter make one cluster, counted by people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from portal.cases.duplicates.comparing import report_from
from portal.overview.clusters import Report, clusters

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def reported(number: int, words: str, person: int, block: str = "G-01", place: str = "公园路口") -> Report:
    return Report(number, report_from(place, words, "0403"), block, person, NOON + timedelta(hours=number))


LAMPS = ("公园路口的路灯坏了三天了", "公园路口路灯不亮", "路灯坏了，公园路口黑漆漆的", "公园路口那盏路灯不亮了")


def test_three_people_make_a_cluster() -> None:
    """In other words each; another place is not among them."""
    other = reported(9, "老菜场门口路灯不亮", 9, place="老菜场门口")
    found = clusters([*(reported(n, words, n) for n, words in enumerate(LAMPS)), other], 3)
    assert [[one.id for one in cluster.reports] for cluster in found] == [[0, 1, 2, 3]]
    assert found[0].people == 4
    assert sum(one.at >= NOON + timedelta(hours=2) for one in found[0].reports) == 2


def test_one_person_who_reports_often_is_one_person() -> None:
    """Four reports of one person are no hot issue."""
    assert clusters([reported(n, words, 1) for n, words in enumerate(LAMPS)], 2) == []


def test_reports_of_two_blocks_are_not_compared() -> None:
    """The same words in two grids are two matters."""
    found = clusters([reported(n, words, n, block=f"G-0{n % 2}") for n, words in enumerate(LAMPS)], 2)
    assert sorted(len(one.reports) for one in found) == [2, 2]
