"""Answers to the summary: an order to register it at once is a yes, and that it is mended is no part of the trouble."""

from __future__ import annotations

import pytest

from actions.interpreting import short_answers as short
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    "said",
    ["赶紧登记", "报上去", "赶紧给我登记", "快登记啊", "马上给我报上去", "你们赶快登记", "别问了，赶紧报", "抓紧登记", "帮我报上去", "立刻登记"],
)  # fmt: skip
def test_an_order_to_register_goes_ahead(said: str) -> None:
    """赶紧登记."""
    assert short.goes_ahead(said)


@pytest.mark.parametrize(
    "said",
    [
        "赶紧修",
        "快点派人来",
        "赶紧登记身份证在哪",
        "别登记",
        "先别报上去",
        "不要赶紧登记",
        "快递登记",
        "报上去多久了",
        "报警",
    ],
)
def test_other_haste_does_not(said: str) -> None:
    """赶紧修 says what is to be done, and not yet that the summary is right."""
    assert not short.goes_ahead(said)


@pytest.mark.parametrize("said", ["系", "是额", "系嘅", "对额"])
def test_a_yes_in_dialect(said: str) -> None:
    """系, in Cantonese; 是额, in Wu."""
    assert short.is_affirm(said)


@pytest.mark.parametrize("said", ["什么时候有人回我 给个准话", "几时搞掂", "多久能修 急死了"])
def test_what_comes_next_is_asked_with_a_plea(said: str) -> None:
    """It adds nothing to the report."""
    assert short.asks_what_happens_next(said)


@pytest.mark.parametrize(
    ("report", "said"), [("公园路路灯坏了三天了", "公园路那个修好了"), ("幸福家园3栋水管漏水", "物业刚修好了")]
)
def test_what_is_mended_is_asked_about(report: str, said: str, resident: Resident, portal: Portal) -> None:
    """The words are kept; a yes still registers the report, a stop drops it."""
    resident.says(report)
    answer = resident.says(said)
    assert asked(answer) == "confirm"
    assert "还没登记" in texts(answer)
    draft = portal.drafts[17]
    assert (draft["text"], draft["answers"]["detail"]) == (report, said)
    resident.says("算了")
    assert portal.cases == []


def test_back_to_what_was_told_is_no_common_question(resident: Resident, portal: Portal) -> None:
    """算了还是漏水 tells the report anew, with more of it."""
    resident.says("楼上漏水 清河小区1栋202")
    resident.says("算了还是漏水 302漏下来的")
    draft = portal.drafts[17]
    assert "302漏下来的" in draft["text"] + draft["answers"].get("detail", "")


def test_what_was_meant_joins_the_question(resident: Resident, portal: Portal) -> None:
    """不是，我是问小孩的 says of whom."""
    resident.says("打疫苗带什么本本")
    resident.says("不是 我是问小孩的不是新冠")
    draft = portal.drafts[17]
    assert "小孩" in draft["text"] + draft["answers"].get("detail", "")


@pytest.mark.parametrize(
    ("report", "place", "second"),
    [
        ("幼儿园门口电瓶车乱停 还有路口红绿灯不亮", "老菜场路口那边", "老菜场路口"),
        ("红绿灯不亮 还有路口井盖松了", "公园路", "公园路路口"),
    ],
)
def test_a_place_for_two_matters(report: str, place: str, second: str, resident: Resident, portal: Portal) -> None:
    """It is for each that had none, or only 路口."""
    resident.says(report)
    resident.says(place)
    assert portal.drafts[17]["other"]["answers"]["place"] == second


@pytest.mark.parametrize("said", ["幸福家园1栋201开黑麻将馆", "幸福家园1栋吵"])
def test_what_somebody_does_in_a_room_is_a_matter(said: str, resident: Resident) -> None:
    """It is not asked what it is about."""
    assert asked(resident.says(said)) != "detail"


@pytest.mark.parametrize("wrong", ["不对", "地点不对"])
def test_an_order_to_register_after_a_no_is_not_called_a_change(wrong: str, resident: Resident, portal: Portal) -> None:
    """Nothing was said that could be changed; the summary is shown as it is, and nothing is registered yet."""
    resident.says("幸福家园7栋楼道灯坏了")
    resident.says(wrong)
    assert resident.says("赶紧登记")["messages"][0]["response"] == "utter_confirm_case"
    assert portal.cases == []
