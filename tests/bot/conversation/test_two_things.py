"""Two matters in one message, said to be two; and one of two that is given up."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, asked
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑3栋路灯不亮，翠竹公寓垃圾没人收，都帮我记一下",
        "公园路井盖松了，小区门口有人乱停车，两件事",
        "两件事，幸福家园2栋电梯老停，楼下烧烤油烟大",
        "桂花苑门口路灯不亮，5栋电梯老停，两件事都登记一下",
        "翠竹公寓垃圾没人收，公园路下水道堵了，麻烦都记一下",
    ],
)
def test_clauses_that_are_said_to_be_two_matters_are_split(resident: Resident, text: str) -> None:
    """As those behind 另外 are."""
    told = resident.says(text)
    assert told["messages"][0]["response"] == "utter_ask_split"


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑3栋路灯不亮，晚上看不见",
        "公园路井盖松了，走过去响，帮我记一下",
        "桂花苑3栋路灯不亮，好几天了，没人修，两件事",
    ],
)
def test_other_clauses_stay_one_matter(resident: Resident, text: str) -> None:
    assert resident.says(text)["messages"][0]["response"] != "utter_ask_split"


TWO = "路灯不亮，垃圾没人收，桂花苑3栋"


def report(resident: Resident, text: str) -> None:
    resident.says(text)
    resident.says("是")
    resident.new_epoch()


@pytest.mark.parametrize(
    "said", ["垃圾那个不用了，已经收了", "路灯的撤了吧，修好了", "垃圾的取消吧", "路灯不用弄了", "撤了垃圾那个吧"]
)
def test_one_of_two_things_that_is_given_up_is_noted(resident: Resident, portal: Portal, said: str) -> None:
    """The case goes on with the other."""
    report(resident, TWO)
    resident.says(said)
    assert ("details", said) in portal.details
    assert portal.cases[0]["state"] != "withdrawn"


@pytest.mark.parametrize("said", ["都撤了吧", "撤回", "路灯和垃圾都不用了，撤了吧", "这件撤了吧"])
def test_a_whole_case_is_withdrawn_after_a_question(resident: Resident, portal: Portal, said: str) -> None:
    """As before."""
    report(resident, TWO)
    assert asked(resident.says(said)) == "confirm"
    resident.says("是")
    assert portal.cases[0]["state"] == "withdrawn"


def test_the_only_thing_of_a_case_is_withdrawn(resident: Resident, portal: Portal) -> None:
    report(resident, "桂花苑3栋路灯不亮，晚上看不见")
    assert asked(resident.says("路灯的撤了吧")) == "confirm"
