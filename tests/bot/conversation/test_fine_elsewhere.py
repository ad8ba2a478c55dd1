"""A correction that names another building too: one where all is well, the sender's old home, or what was typed by mistake."""

from __future__ import annotations

import pytest

from actions.intake.corrections.changes import Known
from actions.intake.corrections.reading import read_changes
from actions.intake.corrections.taking_back import contradicts
from actions.intake.corrections.turn_changes import changes_of
from tests.bot.conversation.drafts import a_draft, a_turn


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("讲错了，是11栋旁边，12栋那个倒是亮的", ("11栋旁边", "12栋")),
        ("说错了，是11栋，12栋那盏是好好的", ("11栋", "12栋")),
        ("不对，是11栋，12栋没漏", ("11栋", "12栋")),
        ("搞错了 11栋 12栋的灯亮着的", ("11栋", "12栋")),
        ("写错了，11栋，12栋那边有电", ("11栋", "12栋")),
        ("不对是11栋 12栋不堵", ("11栋", "12栋")),
        ("记错了，是11栋，12栋反而是通的", ("11栋", "12栋")),
        ("不对，12栋是好的，是11栋", ("12栋", "11栋")),
        ("说错了，12栋那里没坏，11栋", ("12栋", "11栋")),
        ("弄错了，12栋都亮着，是11栋", ("12栋", "11栋")),
    ],
)
def test_where_all_is_well_is_not_meant(said: str, named: tuple[str, ...]) -> None:
    place = read_changes(said, a_draft(said, place=named), Known("翠竹公寓3栋", "", "", "complaint")).place
    assert place is not None
    assert place.startswith("翠竹公寓11栋")


@pytest.mark.parametrize(
    "said", ["不对，11栋不亮，12栋也不亮", "说错了，11栋还是12栋我再看看", "不对，11栋坏了，12栋也是坏的"]
)
def test_where_it_is_bad_too_stays_open(said: str) -> None:
    found = read_changes(said, a_draft(said, place=("11栋", "12栋")), Known("翠竹公寓3栋", "", "", "complaint")).place
    assert found is None


@pytest.mark.parametrize(
    "said",
    [
        "等等，桂花苑是我老房子那边，现在这个叫翠竹公寓",
        "桂花苑是我以前住的，现在这里是翠竹公寓",
        "桂花苑是我们老小区，现在住翠竹公寓",
        "桂花苑是我原来的房子，如今是在翠竹公寓",
        "桂花苑是我旧地址，现在是翠竹公寓",
    ],
)
def test_an_old_home_is_not_meant(said: str) -> None:
    known = Known("桂花苑大门口", "", "", "complaint")
    assert read_changes(said, a_draft(said, place=("桂花苑", "翠竹公寓")), known).place == "翠竹公寓大门口"


@pytest.mark.parametrize(
    "said",
    [
        "楼上是我以前同事，现在天天吵",
        "桂花苑是我老房子，漏水",
        "隔壁是我原来单位的人，现在不讲话",
        "物业说成本太高了不修",
        "他把我打成这样了",
        "把孩子打成重伤了",
        "老师发成绩了",
        "讲成语讲到半夜了",
        "说成什么都不来",
        "写成文件了吗",
    ],
)
def test_other_words_take_nothing_back(said: str) -> None:
    assert not contradicts(said)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("打成西门了 是东门", "城南小学东门"),
        ("我去，写成西门了，东门！", "城南小学东门"),
        ("发成西门了，应该是东门", "城南小学东门"),
    ],
)
def test_what_was_typed_by_mistake_is_not_meant(said: str, place: str) -> None:
    assert changes_of(a_turn(said, place=("西门", "东门")), Known("城南小学西门")).place == place


@pytest.mark.parametrize(
    ("said", "named", "place"),
    [
        ("整反了，5号楼九楼，不是9号楼", ("5号楼九",), "白鹭湾5号楼九楼"),
        ("搞反了，3号楼二楼，不是9号楼", ("3号楼二",), "白鹭湾3号楼二楼"),
        ("反了反了 5号楼9楼", ("5号楼9",), "白鹭湾5号楼9楼"),
    ],
)
def test_a_place_that_was_read_too_short_is_read_whole(said: str, named: tuple[str, ...], place: str) -> None:
    assert read_changes(said, a_draft(said, place=named), Known("白鹭湾9号楼五楼")).place == place
