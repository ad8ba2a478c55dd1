"""Where: fullest forms, on characters, linked to grids."""

from __future__ import annotations

import pytest

from bot.reading.community import Community, CommunityFiles
from bot.reading.spotting.places import find_known_place, find_places
from bot.reading.text.normal_form import normalise
from bot.reading.text.words import split_words


def places_of(text: str, community: Community | None = None) -> list[str]:
    normal = normalise(text)
    places = find_places(normal, split_words(normal.text), community or Community())
    return [normal.verbatim(place.span.start, place.span.end) for place in places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q3县白鹭镇柳树村四组的路烂了", ["Q3县白鹭镇柳树村四组"]),
        ("住在云栖路128号12栋2单元501室，天天停水", ["云栖路128号12栋2单元501室"]),
        ("青枫花园西门对面的工地半夜施工", ["青枫花园西门对面的工地"]),
        ("松岭路与橘洲大道交叉口没有红绿灯", ["松岭路与橘洲大道交叉口"]),
        ("B市B4区望江公馆7栋漏水", ["B市B4区望江公馆7栋"]),
        ("地铁6号线柳湾站出口太挤", ["地铁6号线柳湾站出口"]),
        ("我家3号楼2单元502漏水", ["3号楼2单元502"]),
        ("第三人民医院门口黑车多", ["第三人民医院门口"]),
    ],
)
def test_the_fullest_form_is_found(text: str, expected: list[str]) -> None:
    """Units side by side are one place."""
    assert places_of(text) == expected


def test_what_is_complained_of_is_no_part_of_a_name() -> None:
    """Without signs 扰民 stands right before the name."""
    assert places_of("夜里施工扰民松岭路") == ["松岭路"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请文A2区望江小区有没有电梯", ["A2区望江小区"]),
        ("安静得松岭路", ["松岭路"]),
        ("青枫花园停水，青枫花圆没人管，麻繁尽块处理", ["青枫花园", "青枫花圆"]),
        ("谢谢E5县的师傅", ["E5县"]),
    ],
)
def test_mistyped_neighbours_are_no_part_of_a_name(text: str, expected: list[str]) -> None:
    """A name typed two ways is found both times, as written."""
    assert places_of(text) == expected


def test_several_places_are_all_found() -> None:
    """Two places in one message are two spans."""
    assert (
        places_of("从柳湾新村到枫林小学的路上没有灯") == ["柳湾新村到枫林小学"]
        or len(places_of("柳湾新村没灯，枫林小学也没灯")) == 2
    )


@pytest.mark.parametrize(
    "text", ["坐2路车等了很久", "希望有关部门管管", "老板欠我工资", "请问社保怎么交", "这条路太烂了"]
)
def test_what_is_no_place_is_left_alone(text: str) -> None:
    """Bus routes, departments and 这条路 name no place."""
    assert places_of(text) == []


@pytest.mark.parametrize("said", ["梧桐苑3栋", "梧桐苑三幢", "梧桐苑3号楼", "梧桐小区"])
def test_every_way_to_say_it_links(files: CommunityFiles, said: str) -> None:
    """Buildings in any spelling, and aliases, lead to the grid."""
    found = find_known_place(said, files.now())
    assert found is not None
    assert found.grid == "G1"


def test_a_name_in_two_grids_has_no_grid(files: CommunityFiles) -> None:
    """What could be either is left to people."""
    found = find_known_place("双子楼", files.now())
    assert found is not None
    assert found.grid is None


def test_thirteen_is_not_three(files: CommunityFiles) -> None:
    """梧桐苑13栋 is not 梧桐苑3栋, only somewhere in 梧桐苑."""
    found = find_known_place("梧桐苑13栋", files.now())
    assert found is not None
    assert found.name == "梧桐苑"
