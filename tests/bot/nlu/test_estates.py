"""Places that need the community's list to be linked: parts of an estate, other names, addresses, crossings."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

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


SET_ASIDE = [
    "不是梧桐苑，是我们3栋的电梯坏了",
    "不在梧桐苑，在3栋的电梯里",
    "我不住梧桐苑，3栋的灯坏了",
    "梧桐苑？不，3栋的灯坏了",
    "梧桐苑，说错了，3栋的灯坏了",
    "我妈住梧桐苑，我家3栋的电梯坏了",
    "从梧桐苑搬过来，3栋的电梯又坏了",
    "路灯坏了跟梧桐苑一样，3栋门口",
    "像梧桐苑那样，3栋的垃圾没人收",
    "梧桐苑的朋友来了，我们3栋的电梯坏了",
    "梧桐苑都修好了，我们3栋的灯还黑着",
    "听说梧桐苑换了灯，3栋的什么时候换",
    "梧桐苑旁边，3栋的灯坏了",
    "3栋的电梯坏了，我妈住梧桐苑",
    "3栋的灯坏了，和老梧桐小区一样",
]


@pytest.mark.parametrize("text", SET_ASIDE)
def test_an_estate_that_is_denied_or_only_mentioned_is_not_joined(community: Community, text: str) -> None:
    """The others are offered; the mentioned one is no place of the matter, whatever the reading made of it."""
    start = text.index("3栋")
    at = text.index("梧桐")
    name = Span(at, at + (3 if text[at:].startswith("梧桐苑") else 4))
    estate, part = link_places(text, [Place(name, 0.8), Place(Span(start, start + 2), 0.6)], community)
    assert (part.estate, part.place.grid, estate.place.role) == (None, None, "mention")
    assert {"云杉里", "新松园"} <= set(part.estates)


def test_a_name_said_without_end_is_read_in_time(community: Community) -> None:
    """A message of nothing but an estate's name takes no more than a moment."""
    text = "梧桐苑" * 700 + "3栋"
    part = Place(Span(len(text) - 2, len(text)), 0.6)
    begins = monotonic()
    link_places(text, [part] * 20, community)
    assert monotonic() - begins < 1


def test_a_denied_estate_is_not_offered(community: Community) -> None:
    """One only mentioned is."""
    assert linked("不是梧桐苑，是我们3栋的电梯坏了", "3栋", community).estates == ("云杉里", "新松园")
    assert "梧桐苑" in linked("我妈住梧桐苑，我家3栋的电梯坏了", "3栋", community).estates


@pytest.mark.parametrize(
    "text",
    [
        "梧桐苑，3栋的电梯坏了",
        "你好，我是梧桐苑的业主，家门口3栋的灯坏了",
        "我们家住在梧桐苑，我们3栋的电梯坏了",
        "3栋的电梯坏了，在梧桐苑",
        "梧桐苑里面的3栋电梯坏了",
        "梧桐苑12栋和3栋的电梯坏了",
        "梧桐苑昨天又停电了，3栋的电梯也停了",
    ],
)
def test_the_senders_own_estate_and_that_of_the_matter_are_joined(community: Community, text: str) -> None:
    """Where it stands alone, directly before the part, as the sender's home, or as a place of the matter."""
    start, at = text.index("3栋"), text.index("梧桐苑")
    _, part = link_places(text, [Place(Span(at, at + 3), 0.8), Place(Span(start, start + 2), 0.6)], community)
    assert (part.estate, part.place.grid) == ("梧桐苑", "G1")


@pytest.mark.parametrize(
    ("text", "estate"),
    [
        ("梧桐苑的朋友来了，我们3栋着火了", None),
        ("我住梧桐苑，3栋着火了", None),
        ("我妈住梧桐苑，3栋着火了", None),
        ("梧桐苑的老王在喊，3栋着火了", None),
        ("梧桐苑停电了，3栋着火了", None),
        ("不是梧桐苑，3栋着火了", None),
        ("梧桐苑，3栋着火了", "梧桐苑"),
        ("3栋着火了，在梧桐苑", "梧桐苑"),
        ("梧桐苑里面的3栋着火了", "梧桐苑"),
    ],
)
def test_in_danger_only_what_is_said_outright_is_joined(community: Community, text: str, estate: str | None) -> None:
    """Else the estate is no place of the matter, so that the bot asks where."""
    start, at = text.index("3栋"), text.index("梧桐苑")
    places = [Place(Span(at, at + 3), 0.8), Place(Span(start, start + 2), 0.6)]
    named, part = link_places(text, places, community, in_danger=True)
    assert (part.estate, part.place.grid) == (estate, "G1" if estate else None)
    assert named.place.role == ("matter" if estate else "mention")


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
