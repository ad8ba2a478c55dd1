"""Two reports of the same trouble at the same place are likelier one matter than any two others."""

from __future__ import annotations

import pytest

from portal.cases.duplicates.comparing import LIKELY, ComparedReport, is_same_place, likeness, told

LAMP = told("公园路口", "公园路口那盏路灯三天不亮了，晚上看不见台阶", "0402")


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
    assert likeness(LAMP, told(place, words, "0402")) >= LIKELY


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
    assert likeness(LAMP, told(place, words, category)) < LIKELY


def test_likeness_does_not_depend_on_the_order() -> None:
    """Comparing is symmetric."""
    other = told("公园路", "公园路那边路灯不亮", "0402")
    assert likeness(LAMP, other) == pytest.approx(likeness(other, LAMP))


def test_texts_without_a_word_are_unlike() -> None:
    """Erased words compare as nothing, and nothing is divided by zero."""
    assert likeness(ComparedReport("", ""), ComparedReport("", "")) < LIKELY


def test_two_buildings_of_one_estate_are_two_places() -> None:
    """Different numbers part two places that share a name."""
    assert not is_same_place("幸福家园3栋", "幸福家园5栋")
    assert is_same_place("幸福家园3栋", "幸福家园3栋楼下")
