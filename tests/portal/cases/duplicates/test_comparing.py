"""Two reports of the same trouble at the same place are likelier one matter than any two others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.cases.duplicates.comparing import (
    FEWEST_DAYS,
    LIKELY,
    MOST_DAYS,
    SURE,
    ComparedReport,
    figures,
    is_same_place,
    likeness,
    report_from,
)

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
LAMP = report_from("公园路口", "公园路口那盏路灯三天不亮了，晚上看不见台阶", "0402")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("公园路口", "公园路口的路灯坏了好几天，晚上黑漆漆的"),
        ("公园路", "公园路那边路灯不亮，老人差点摔跤"),
        ("公园路口", "路灯不亮"),
    ],
)
def test_the_same_trouble_in_other_words_is_likely_one_matter(place: str, words: str) -> None:
    """Place and category agree, the words only in part."""
    assert likeness(LAMP, report_from(place, words, "0402")) >= LIKELY


@pytest.mark.parametrize(
    ("place", "words", "category"),
    [
        ("公园路口", "公园路口垃圾桶满了没人收", "0203"),
        ("老菜场门口", "老菜场门口路灯三天不亮了", "0402"),
        ("幸福家园3栋", "3栋电梯又坏了", "0601"),
    ],
)
def test_another_matter_or_another_place_is_not(place: str, words: str, category: str) -> None:
    """Neither the place alone nor the words alone make one matter of two."""
    assert likeness(LAMP, report_from(place, words, category)) < LIKELY


def reported(days: float) -> ComparedReport:
    """The lamp, so many days after NOON."""
    return report_from("公园路口", "公园路口路灯坏了", "0402", NOON + timedelta(days=days))


def test_the_nearer_in_time_the_likelier() -> None:
    """Within a few days, and beyond half a year, a day more or less makes no difference."""
    first = reported(0)
    assert likeness(first, reported(10)) > likeness(first, reported(60)) > likeness(first, reported(MOST_DAYS))
    assert likeness(first, reported(1)) == likeness(first, reported(-FEWEST_DAYS))
    assert likeness(first, reported(MOST_DAYS)) == likeness(first, reported(MOST_DAYS + 100))


def test_an_unknown_time_counts_as_the_same_day() -> None:
    """Neither for nor against more than a report of today."""
    assert likeness(reported(0), report_from("公园路口", "公园路口路灯坏了", "0402")) == likeness(
        reported(0), reported(0)
    )


def test_headings_of_another_phase_or_district_are_no_duplicates() -> None:
    """Whatever else of the words is the same."""
    text = "楼板裂了好几条，开发公司只肯抹腻子，请质监站来看一看。"
    first = ComparedReport("云栖台一期楼板裂缝", f"云栖台一期楼板裂缝。{text}")
    assert (
        likeness(first, ComparedReport("云栖台二期楼板裂缝", f"云栖台二期楼板裂缝。{text}"))
        < likeness(first, first) - 2
    )


@pytest.mark.parametrize(
    ("place", "other"),
    [
        ("幸福家园一期", "幸福家园二期"),
        ("幸福家园3栋", "幸福家园5栋"),
        ("幸福家园3栋一单元", "幸福家园3栋二单元"),
        ("石桥村", "下湾村"),
        ("第三小学门口", "第五小学门口"),
        ("市一医院", "市二医院"),
    ],
)
@pytest.mark.parametrize("words", ["路灯不亮", "路灯不亮三天了，晚上看不见台阶，老人摔了一跤"])
def test_the_very_same_words_of_another_phase_building_or_village_are_not_likely(
    place: str, other: str, words: str
) -> None:
    """However alike the words are, and although half of the place is the same; also if the place stands in the words alone."""
    assert likeness(report_from(place, place + words, "0403"), report_from(other, other + words, "0403")) < LIKELY - 3
    assert likeness(report_from("", place + words, "0403"), report_from("", other + words, "0403")) < LIKELY - 3


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("居民区旁边的工地半夜施工太吵", "生活区旁边的工地半夜施工太吵"),
        ("国庆十一期间广场喇叭太吵", "幸福家园二期对面广场喇叭太吵"),
        ("幸福家园一二期路灯不亮", "幸福家园二期路灯不亮"),
    ],
)
def test_words_that_only_look_like_a_district_or_a_phase_part_no_reports(words: str, other: str) -> None:
    """居民区 is no district, 十一期间 is no eleventh phase, and both phases are the second, too."""
    assert likeness(report_from("", words, "0403"), report_from("", other, "0403")) >= LIKELY


def test_questions_without_a_place_are_less_likely_one_matter() -> None:
    """Many ask the same of a policy; a known place makes the difference."""
    asked = ComparedReport("公积金断缴还能贷款吗", "公积金断缴还能贷款吗。换了工作")
    placed = ComparedReport(asked.heading, asked.text, place="公积金中心")
    assert likeness(asked, asked) == pytest.approx(likeness(asked, placed) - 1)


@pytest.mark.parametrize(
    ("words", "category", "other", "its_category"),
    [
        ("电梯又坏了", "0901", "楼道灯不亮", "0403"),
        ("楼下垃圾没人收", "0404", "楼道灯不亮", "0403"),
        ("顶楼漏雨", "0406", "外墙砖掉下来", "0406"),
        ("井盖没了", "0403", "路面积水很深", "0403"),
    ],
)
def test_two_short_reports_of_one_place_are_no_duplicates_by_its_name(
    words: str, category: str, other: str, its_category: str
) -> None:
    """The name of a place that both have is one reason, however much of a short message it is."""
    place = "幸福家园安置小区3栋"
    assert (
        likeness(report_from(place, place + words, category), report_from(place, place + other, its_category)) < LIKELY
    )


def test_two_short_reports_of_one_matter_at_one_place_are_duplicates() -> None:
    """They share a word besides the place."""
    place = "幸福家园安置小区3栋"
    assert (
        likeness(report_from(place, place + "电梯又坏了", "0901"), report_from(place, place + "电梯停了两天了", "0901"))
        >= SURE
    )


def test_what_only_one_heading_has_counts_against_it() -> None:
    """Two matters of one estate are less alike than one matter there in other words, where no place is known, too."""
    lift = ComparedReport("望江花苑三号楼电梯困人", "望江花苑三号楼电梯困人。电梯昨天又停在半路")
    same = ComparedReport("望江花苑三号楼电梯又停了", "望江花苑三号楼电梯又停了。昨天困人半小时")
    other = ComparedReport("望江花苑三号楼屋顶漏雨", "望江花苑三号楼屋顶漏雨。顶层一下雨就滴水")
    assert figures(lift, other)["own"] == 0 < figures(lift, same)["own"]
    assert likeness(lift, other) < likeness(lift, same) - 2


def test_likeness_does_not_depend_on_the_order() -> None:
    """Comparing is symmetric."""
    other = report_from("公园路", "公园路那边路灯不亮", "0402")
    assert likeness(LAMP, other) == pytest.approx(likeness(other, LAMP))


def test_texts_without_a_word_are_unlike() -> None:
    """Erased words compare as nothing, and nothing is divided by zero."""
    assert likeness(ComparedReport("", ""), ComparedReport("", "")) < LIKELY


def test_two_buildings_of_one_estate_are_two_places() -> None:
    """Different numbers part two places that share a name."""
    assert not is_same_place("幸福家园3栋", "幸福家园5栋")
    assert not is_same_place("幸福家园一期", "幸福家园二期")
    assert is_same_place("幸福家园3栋", "幸福家园3栋楼下")
    assert is_same_place("幸福家园一期", "幸福家园1期门口")
