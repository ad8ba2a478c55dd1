"""The invented community: its files fit together, and nothing in them can be taken for real."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter

import pytest

from portal.cases.rules import taxonomy
from portal.consultations.law import roll
from portal.consultations.law.template import Basis
from portal.demo import consultations
from portal.demo.stories import FOLDER
from portal.grids import files
from portal.grids.lookup.matching import KnownName, NameIndex
from portal.wording.sms_text import units

Point = tuple[float, float]
NATIONAL = {"95598"}


@pytest.fixture(scope="module")
def found() -> files.Files:
    return files.read_files(FOLDER)


def rings(found: files.Files) -> dict[str, list[Point]]:
    return {one.code: [(x, y) for x, y in one.geometry["coordinates"][0]] for one in found.grids}


def inside(point: Point, ring: list[Point]) -> bool:
    """Even-odd rule."""
    x, y = point
    crossed = False
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed


def test_there_is_as_much_as_a_community_has(found: files.Files) -> None:
    """Twelve grids, more than 150 places, 18 bodies, 40 common questions, a team a grid."""
    assert len(found.grids) == 12
    assert len(found.places) >= 150
    assert len(found.bodies) >= 18
    assert len(found.faq) >= 40
    assert {row["grid"] for row in found.teams} == {one.code for one in found.grids}


def test_the_grids_are_closed_and_do_not_overlap(found: files.Files) -> None:
    """Any point lies in at most one grid; rings close and run counter-clockwise (RFC 7946)."""
    shapes = rings(found)
    for ring in shapes.values():
        assert ring[0] == ring[-1]
        assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring)) > 0
    xs, ys = zip(*itertools.chain(*shapes.values()), strict=True)
    steps = 60
    for i, j in itertools.product(range(steps), repeat=2):
        point = (
            min(xs) + (i + 0.5) * (max(xs) - min(xs)) / steps,
            min(ys) + (j + 0.5) * (max(ys) - min(ys)) / steps,
        )
        assert sum(inside(point, ring) for ring in shapes.values()) <= 1, point


def test_every_grid_has_places_and_every_building_one_grid(found: files.Files) -> None:
    """`幸福家园3栋` is found however it is written, and is not guessed from `13栋`."""
    assert {row["grid"] for row in found.places if row["grid"]} == set(rings(found))
    names = NameIndex(
        KnownName(name, row["grid"])
        for row in found.places
        for name in (row["name"], *files.split_values(row["aliases"]))
    )
    for spoken in ("幸福家园3栋楼下", "幸福家园三号楼", "幸福家园 3 幢门口"):
        assert names.grid_of(spoken) == "330106003-07"
    assert names.grid_of("幸福家园13栋") == "330106003-08"
    assert names.grid_of("老菜场后门") == "330106003-05"


def test_local_phone_numbers_are_plainly_invented(found: files.Files) -> None:
    """Hangzhou has no number that begins with 0000; national hotlines are real."""
    for row in found.bodies:
        assert row["phone"] in NATIONAL or re.fullmatch(r"0571-0000\d{4}", row["phone"]), row["name"]


def test_the_duty_list_speaks_of_categories_that_exist(found: files.Files) -> None:
    """Each prefix is a code of the taxonomy, each deadline one of the three, and the rest has a line."""
    known = taxonomy.names()
    assert {row["category"] for row in found.duty} - {""} <= set(known)
    assert {row["working_days"] for row in found.duty} <= {"5", "7", "15"}
    assert any(row["category"] == "" and row["kind"] == "" for row in found.duty)
    assert {code[:2] for code in known} == {row["category"] for row in found.duty if len(row["category"]) == 2}


def test_answers_fit_two_messages_and_name_their_source(found: files.Files) -> None:
    """A common question is answered by SMS in at most two segments; each says where it is from and until when."""
    for row in found.faq:
        assert units(row["answer"]) <= 134, row["question"]
        assert row["source"]
        assert row["valid_until"]
        assert len(files.split_values(row["variants"])) >= 2


def test_no_way_of_asking_has_two_answers(found: files.Files) -> None:
    """A question or a variant stands in one line only."""
    asked = Counter(way for row in found.faq for way in (row["question"], *files.split_values(row["variants"])))
    assert [way for way, times in asked.items() if times > 1] == []


def test_the_roll_can_be_imported_to_try(found: files.Files) -> None:
    """All sixty as persons with one shared phone named; the owners of one estate with their areas."""
    everybody = roll.parse_roll(consultations.roll_of(""), Basis.PERSONS)
    assert everybody.good
    assert len(everybody.entries) == 60
    assert any("1 个手机号" in note for note in everybody.notes)
    assert roll.parse_roll(consultations.roll_of("幸福家园"), Basis.OWNERS).good
    with (FOLDER / "demo_roll.csv").open(encoding="utf-8") as lines:
        assert all(re.fullmatch(r"199000000\d\d", row["手机"]) for row in csv.DictReader(lines))


def test_the_shares_of_a_repair_add_up() -> None:
    """What each pays by the area on the roll is what the repair costs, within a twentieth."""
    found = next(one for one in consultations.consultations() if one["topic"] == "use_repair_fund")
    cost, rate = re.findall(r"最低 ([\d.]+) 万元|每平方米约 (\d+) 元", found["text"])
    with (FOLDER / "demo_roll.csv").open(encoding="utf-8") as file:
        area = sum(float(row["面积"]) for row in csv.DictReader(file) if row["房号"].startswith(found["roll"]))
    assert abs(float(cost[0]) * 10_000 - area * int(rate[1])) < area * int(rate[1]) / 20
