"""A duty that several bodies share: whom the words are about, or nobody."""

from __future__ import annotations

import csv

import pytest

from portal.grids.lookup.gazetteer import KnownBody
from portal.grids.lookup.shared_duties import for_words
from portal.kernel.config import PROJECT

_FOLDER = PROJECT / "data" / "community"


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


BODIES = [
    KnownBody(row["code"], row["name"], tuple(filter(None, row["aliases"].split("|"))), row["handles"])
    for row in _rows("bodies.csv")
]
NOTES = {row["category"]: (row["body"], row["note"]) for row in _rows("duty.csv") if not row["kind"]}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("我们这栋停水了，什么时候来", "water"),
        ("家里没水了", "water"),
        ("水压太小，洗澡都出不来", "water"),
        ("小区停电两个小时了", "power"),
        ("我家突然没电了，电话13900001234", "power"),
        ("电表在响", "power"),
        ("整栋楼跳闸，没电", "power"),
        ("天然气停了做不了饭", "gas"),
        ("燃气表不走字", "gas"),
        ("煤气打不着了，没气", "gas"),
        ("水电都停了", None),
        ("停水又停电", None),
        ("管子坏了没人管，电话打不通", None),
        ("电热水器不出热水", None),
    ],
)
def test_water_power_and_gas_are_told_apart_by_what_each_handles(text: str, body: str | None) -> None:
    """Nobody is suggested where the words tell of none, or of two."""
    assert for_words(BODIES, *NOTES["0405"], text) == body


@pytest.mark.parametrize(
    ("category", "text", "body"),
    [
        ("0414", "车停在我家楼下挡路", "property_xingfu"),
        ("0414", "路边违停一排车", "traffic_police"),
        ("0502", "楼下饭店油烟太大", "urban_management"),
        ("0502", "厂里排工业废气", "ecology"),
        ("0401", "电梯坏了", "property_xingfu"),
        ("0403", "路灯不亮，电线露在外面", "municipal"),
    ],
)
def test_other_duties_go_by_their_note_too(category: str, text: str, body: str) -> None:
    """A place that a company looks after is no matter of words."""
    assert for_words(BODIES, *NOTES[category], text) == body
