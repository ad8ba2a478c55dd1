"""Places that need the community's list to be linked: parts of an estate, other names, addresses, crossings."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.reading.community import Community, load
from bot.reading.spotting.estates import MOST_ESTATES, Linked, link_places
from bot.reading.spotting.places import Place
from bot.reading.text.spans import Span

PLACES = """name,kind,grid,full_name,aliases
梧桐苑,estate,G1,城西街道梧桐路9号梧桐苑,梧桐小区
梧桐苑,estate,G2,城西街道梧桐路9号梧桐苑,梧桐小区
梧桐苑南区,estate,G2,城西街道梧桐路9号梧桐苑南区,南梧桐
梧桐苑3栋,building,G1,城西街道梧桐路9号梧桐苑3栋,
梧桐苑12栋,building,G2,城西街道梧桐路9号梧桐苑12栋,
梧桐苑西门,gate,G2,城西街道梧桐苑西门,
云杉里,estate,G3,城西街道云杉街40号云杉里,老云杉
云杉里3栋,building,G3,城西街道云杉街40号云杉里3栋,
云杉里东门,gate,G3,城西街道云杉里东门,
新松园,estate,G4,城西街道云杉街41号新松园,
梧桐路,road,G1,城西街道梧桐路,
云杉街,road,G3,城西街道云杉街,
云杉街,road,G4,城西街道云杉街,
云杉街梧桐路口,crossing,G3,城西街道云杉街梧桐路口,
"""


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory) -> Community:
    folder = tmp_path_factory.mktemp("estates")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    return load(folder)


def linked(text: str, said: str, community: Community) -> Linked:
    """The place `said` of a text, linked as far as it goes."""
    start = text.index(said)
    return link_places(text, [Place(Span(start, start + len(said)), 0.6)], community)[0]


@pytest.mark.parametrize(
    ("said", "estates"),
    [
        ("3栋", ("梧桐苑", "云杉里", "新松园")),  # of 新松园 no building is listed
        ("三幢楼道", ("梧桐苑", "云杉里", "新松园")),
        ("3-2-301", ("梧桐苑", "云杉里", "新松园")),
        ("12号楼2单元", ("梧桐苑", "新松园")),
        ("2单元", ("梧桐苑", "云杉里", "新松园")),
        ("西门", ("梧桐苑", "新松园")),
        ("40栋", ("新松园",)),
        ("3栋旁边的松涛中学", ()),
    ],
)
def test_a_part_has_the_estates_that_have_it(community: Community, said: str, estates: tuple[str, ...]) -> None:
    """Or may have it; areas of an estate are not offered beside it; what names a place of its own is no part."""
    found = linked(f"{said}坏了", said, community)
    assert (found.estates, found.estate, found.place.grid) == (estates, None, None)


@pytest.mark.parametrize(
    ("text", "estate", "grid"),
    [
        ("我住梧桐苑，3栋的灯坏了", "梧桐苑", "G1"),
        ("老云杉这边，3栋的灯坏了", "云杉里", "G3"),
        ("南梧桐的，3栋的灯坏了", "梧桐苑", "G1"),
    ],
)
def test_an_estate_that_is_named_elsewhere_is_meant(community: Community, text: str, estate: str, grid: str) -> None:
    """By whatever name."""
    found = linked(text, "3栋", community)
    assert (found.estates, found.estate, found.place.grid) == ((), estate, grid)


def test_of_several_that_are_named_those_that_have_it_are_offered(community: Community) -> None:
    """And no other."""
    assert linked("云杉里到梧桐苑之间，3栋的灯坏了", "3栋", community).estates == ("云杉里", "梧桐苑")


@pytest.mark.parametrize(
    ("said", "grid"),
    [
        ("梧桐小区12栋", "G2"),
        ("梧桐苑3-1-502", "G1"),
        ("南梧桐的3栋", "G1"),
        ("梧桐苑", None),
        ("云杉街40号", "G3"),
        ("云杉街041号门口", "G4"),
        ("云杉街4号", None),
        ("云杉街", None),
        ("梧桐路和云杉街交叉口", "G3"),
        ("云杉街与梧桐路的路口", "G3"),
    ],
)
def test_more_than_the_name_leads_to_the_grid(community: Community, said: str, grid: str | None) -> None:
    """Another name with a building, dashed numbers, the number in an address, a crossing in another order."""
    assert linked(f"{said}积水", said, community).place.grid == grid


def test_too_many_estates_are_not_offered(tmp_path: Path) -> None:
    """Nobody chooses from eight; where is then asked in free words."""
    rows = [f"第{number}村苑,estate,G{number},," for number in range(MOST_ESTATES + 1)]
    (tmp_path / "places.csv").write_text("\n".join(["name,kind,grid,full_name,aliases", *rows]), encoding="utf-8")
    assert linked("3栋坏了", "3栋", load(tmp_path)).estates == ()
    (tmp_path / "places.csv").write_text("\n".join(["name,kind,grid,full_name,aliases", *rows[1:]]), encoding="utf-8")
    assert len(linked("3栋坏了", "3栋", load(tmp_path)).estates) == MOST_ESTATES
