"""An address is cut into its parts. Every address here is made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.address.grammar import split_address


def told(address: str) -> str:
    return " ".join(f"{part.text}/{part.tag}" for part in split_address(address))


def test_whole_address() -> None:
    """From the province to the room, each part has its tag."""
    assert told("江西省九江市柴桑区桃花街道梧桐路88号桂语花苑3幢2单元501室") == (
        "江西省/prov 九江市/city 柴桑区/district 桃花街道/town 梧桐路/road 88号/roadno "
        "桂语花苑/poi 3幢/houseno 2单元/cellno 501室/roomno"
    )


def test_short_names_of_divisions() -> None:
    """省, 市, 区 and 街道 may be left out."""
    assert told("浙江杭州拱墅祥符梧桐路88号").startswith("浙江/prov 杭州/city 拱墅/district 祥符/town 梧桐路/road")


def test_division_elsewhere() -> None:
    """Divisions are known in the whole country, autonomous ones as people call them."""
    assert told("新疆省乌鲁木齐市天山区") == "新疆省/prov 乌鲁木齐市/city 天山区/district"


def test_old_name_of_a_district() -> None:
    """A district that was merged away is still one."""
    assert told("杭州市江干区梧桐路8号") == "杭州市/city 江干区/district 梧桐路/road 8号/roadno"


@pytest.mark.parametrize("road", ["西湖大道", "下沙路", "温州街", "8号大街"])
def test_road_named_after_a_place(road: str) -> None:
    """A road's name may begin with a place's, or a number."""
    assert told(f"{road}9号") == f"{road}/road 9号/roadno"


def test_dashes_between_numbers() -> None:
    """Numbers behind an estate are building, entrance, room; the dashes say nothing, nor does 一 typed for one."""
    assert told("桂语花苑12-2-301") == "桂语花苑/poi 12/houseno -/redundant 2/cellno -/redundant 301/roomno"
    assert told("桂语花苑3一2一301") == "桂语花苑/poi 3/houseno 一/redundant 2/cellno 一/redundant 301/roomno"


def test_range_of_houses() -> None:
    """36-38号 is one number on the road; 361-2号 is a house and what is in it."""
    assert told("梧桐路36-38号") == "梧桐路/road 36-38号/roadno"
    assert told("梧桐路361-2号") == "梧桐路/road 361/roadno -/redundant 2号/houseno"


@pytest.mark.parametrize(
    ("place", "tag"), [("桃李小区15号", "houseno"), ("桃李小商品市场1208号", "roomno"), ("桃李大厦1208", "roomno")]
)
def test_number_by_the_sort_of_place(place: str, tag: str) -> None:
    """An estate numbers its buildings, a market its stalls, a tower its rooms."""
    assert split_address(place)[-1].tag == tag


def test_house_in_a_village() -> None:
    """A village's houses are numbered as a road's."""
    assert told("石梁镇双溪村15号") == "石梁镇/town 双溪村/community 15号/roadno"


def test_junction() -> None:
    """The second road of a junction is a side road."""
    assert told("梧桐路与银杏街交叉口") == "梧桐路/road 与/assist 银杏街/subRoad 交叉口/assist"


def test_lane() -> None:
    """A lane with a number is a side road with a number."""
    assert told("梧桐路12弄7号") == "梧桐路/road 12弄/subRoad 7号/subroadno"


def test_said_twice() -> None:
    """A division said twice counts once."""
    assert told("杭州杭州市西湖区桃李路5号") == "杭州/redundant 杭州市/city 西湖区/district 桃李路/road 5号/roadno"
    assert told("云南省曲靖市麒麟区麒麟区桃李路5号").count("/redundant") == 1


def test_who_is_there() -> None:
    """What stands behind the floor is who is there; how to reach them says nothing of the place."""
    assert told("桃李路20号3楼前台电联") == "桃李路/road 20号/roadno 3楼/floorno 前台/person 电联/redundant"


def test_full_width() -> None:
    """Width is folded, and the parts are verbatim."""
    assert told("桂语花苑Ｂ座３０１室") == "桂语花苑/poi Ｂ座/houseno ３０１室/roomno"


@given(st.text(alphabet="省市区县路街号楼室一二三东西湖杭州浙江桃李12AB-_ ①\n", max_size=40))
def test_parts_make_the_address(address: str) -> None:
    """Whatever it is given, the parts are its characters in order."""
    parts = split_address(address)
    assert "".join(part.text for part in parts) == address
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
