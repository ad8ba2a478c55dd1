"""A name that a correction denies, whole or by a piece of it, stands in no part of the new place."""

from __future__ import annotations

import pytest

from actions.intake.corrections.changes import Known
from actions.intake.corrections.denied_names import read_denied_name
from actions.intake.corrections.reading import read_changes
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.drafts import a_draft
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    ("known", "said", "place"),
    [
        ("清河小区门口", "不是清河，在老菜场那头", "老菜场"),
        ("清河小区3栋", "不是清河小区门口，在老菜场那头", "老菜场"),
        ("清河小区3栋", "清河说错了，老菜场那头的", "老菜场"),
        ("清河小区3栋", "我讲错了，不是清河这边，是老邮局对面", "老邮局对面"),
        ("清河小区3栋", "在老邮局对面，不是清河", "老邮局对面"),
        ("翠竹公寓门口", "不是翠竹，公园路口那边", "公园路口"),
        ("滨河步道南段", "不是滨河，在公园路口", "公园路口"),
        ("老菜场东门", "不是菜场，是小学东门", "小学东门"),
        ("清河小区3栋楼下", "不是清河，是幸福家园", "幸福家园3栋楼下"),
        ("清河路18号", "不是清河路，是桂花路", "桂花路18号"),
        ("老菜场", "我家这边不叫老菜场了，改叫联华市场", "联华市场"),
        ("公园路18号", "不是公园路，是解放路", "解放路18号"),
        ("村口、清河小区门口", "不是清河，在老邮局门口", "村口、老邮局门口"),
    ],
)
def test_a_denied_piece_denies_the_whole_name(known: str, said: str, place: str) -> None:
    """What stands behind it stays only behind a name of the same sort."""
    assert read_changes(said, a_draft(said, place=("老菜场",) if "老菜场" in said else ()), Known(known)).place == place


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("桂花苑3栋楼道", "不是楼道，是地下室"),
        ("清河小区门口", "不是清河物业管的，是城管"),
        ("清河小区门口", "不是清河小区里面，是门口马路上"),
        ("清河小区3栋", "不是清河的人，是外面的车"),
        ("清河小区3栋", "不光清河，老菜场那头也是"),
        ("清河小区3栋", "不是清河，是3栋"),
        ("桂花苑3栋", "不是3栋，是老菜场"),
        ("清河小区门口", "不是小区，是马路"),
    ],
)
def test_no_name_is_denied(known: str, said: str) -> None:
    """Another thing of that name, a spot in it, a part of it; or no other name is said."""
    assert read_denied_name(said, a_draft(said), known) is None


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("不是3栋，是荷花池", "桂花苑荷花池"),
        ("不是3栋，是荷花池那边的", "桂花苑荷花池"),
        ("不是3栋，是我搞错了", ""),
        ("不是3栋，是水管坏了", ""),
        ("不是3栋，是租客", ""),
        ("不是3栋，是业主", ""),
        ("不是3栋，是装修队", ""),
        ("不是3栋，是石碑", "桂花苑石碑"),
    ],
)
def test_a_name_that_was_not_read_as_a_place_stands_for_the_part_that_is_denied(said: str, place: str) -> None:
    assert read_changes(said, a_draft(said), Known("桂花苑3栋")).place == place


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("桂花苑6栋门口", "不是桂花苑的，是工地的"),
        ("桂花苑6栋门口", "不是桂花苑的人，是旁边饭店的"),
        ("幸福家园2栋楼下", "不是幸福家园的，应该是学校的"),
    ],
)
def test_who_it_is_moves_no_place(known: str, said: str) -> None:
    """Both sides are somebody's, not somewhere."""
    assert read_changes(said, a_draft(said, place=(known[:4].rstrip("236"),)), Known(known)).place is None


@pytest.mark.parametrize(
    ("known", "said", "place"),
    [
        ("桂花苑3栋楼下", "不是3栋的，是6栋的", "桂花苑6栋楼下"),
        ("清河小区3栋", "不是清河小区的，是幸福家园的", "幸福家园3栋"),
        ("清河小区3栋", "不是清河的，是在老邮局对面", "老邮局对面"),
    ],
)
def test_another_estate_or_part_is_where_it_is_all_the_same(known: str, said: str, place: str) -> None:
    assert read_changes(said, a_draft(said), Known(known)).place == place


def test_a_listed_place_is_where_it_is_all_the_same(resident: Resident, portal: Portal) -> None:
    resident.says("清河小区门口的路灯坏了")
    resident.says("不是清河小区的，是老菜场的")
    resident.says("是")
    assert portal.cases[0]["place"] == "老菜场"


def test_a_place_that_the_community_lists_stands_alone(resident: Resident, portal: Portal) -> None:
    """It lies in no estate, though only a part of one was denied."""
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00")
    resident.says("不是3栋楼下，是公园路口")
    assert portal.cases[0]["place"] == "公园路口"


def test_what_lies_within_a_place_is_denied_without_it() -> None:
    said = "不是清河小区里面，是门口马路上"
    assert read_changes(said, a_draft(said, place=("清河小区",)), Known("清河小区门口")).place is None


@pytest.mark.parametrize(
    ("first", "said", "place"),
    [
        ("清河小区门口的井盖坏了", "不是清河，在老菜场那头", "老菜场"),
        ("桂花苑门口的井盖坏了", "不是桂花，在老菜场那头", "老菜场"),
        ("翠竹公寓门口的井盖坏了", "讲错了，不是翠竹，公园路那边", "公园路"),
    ],
)
def test_before_and_after_registering_alike(
    resident: Resident, portal: Portal, first: str, said: str, place: str
) -> None:
    resident.says(first)
    resident.says(said)
    resident.says("是")
    assert portal.cases[0]["place"] == place
    portal.cases.clear()
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00", place=first.split("的", maxsplit=1)[0])
    resident.new_epoch()
    resident.says(said)
    assert portal.cases[0]["place"] == place


def test_the_answer_to_what_is_wrong(resident: Resident, portal: Portal) -> None:
    resident.says("桂花苑门口的井盖坏了")
    resident.says("不对")
    resident.says("不是桂花，在老菜场那头")
    resident.says("是")
    assert portal.cases[0]["place"] == "老菜场"
