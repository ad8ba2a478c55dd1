"""Which of several cases is meant, where one tells of another thing."""

from __future__ import annotations

from typing import Any

import pytest

from actions.intake import after_report
from actions.interpreting import choosing, withdrawals
from actions.interpreting.matters import things
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.matters_world import LAMP, told
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal
from tests.bot.conversation.test_after_report import a_case

DRAIN: dict[str, Any] = {"title": "幸福家园2栋下水道堵了", "place": "幸福家园2栋", "reported_at": JUST_NOW}
GATE: dict[str, Any] = {"title": "桂花苑2栋门禁坏了", "place": "桂花苑2栋", "reported_at": JUST_NOW, "category": "0401"}


# --- another thing in another building


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑2栋井盖松了",
        "3栋井盖也松了",
        "还有我们小区健身器材也断了 在2栋旁边",
        "5栋电梯也停了",
        "幸福家园9栋垃圾没人收",
    ],
)
def test_another_thing_elsewhere_begins_a_report(resident: Resident, portal: Portal, text: str) -> None:
    """Nothing of it is added to the lamp's case."""
    portal.has_case(**LAMP)
    assert asked(resident.says(text)) in ("place", "confirm")
    assert portal.details == []


def test_what_follows_goes_where_it_went(resident: Resident, portal: Portal) -> None:
    """今天早上 is when the cover came loose."""
    portal.has_case(**LAMP)
    resident.says("桂花苑2栋井盖松了")
    assert "井盖松了，今天早上" in texts(resident.says("今天早上"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2栋也有一盏灯不亮", ("2栋",)),
        ("在3栋垃圾房旁边", ("3栋垃圾房旁边",)),
        ("不是1栋，是2栋的电梯口", ("1栋", "2栋的电梯口")),
        ("2栋井盖那个好了吗", ("2栋",)),
        ("井盖也松了", ()),
        ("1栋井盖也松了", ("1栋",)),
    ],
)
def test_the_same_thing_or_building_is_not_another(text: str, place: tuple[str, ...]) -> None:
    """Nor a thing that only says where, a correction, or a question."""
    assert not after_report.tells_another_thing(a_turn(text, place=place), a_case(**LAMP))


# --- the case that is named


def test_a_correction_is_of_the_case_that_is_named(resident: Resident, portal: Portal) -> None:
    """Though another was reported later."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    resident.says("灯那个是2栋")
    assert told(portal, "details") == [("0001", "灯那个是2栋")]
    assert portal.made("detail")[0]["changes"] == {"place": "桂花苑2栋"}


def test_a_correction_right_after_a_withdrawal_is_one(resident: Resident, portal: Portal) -> None:
    """What was withdrawn asks no question."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    resident.says("下水道那个撤了吧")
    resident.says("是")
    resident.says("灯那个是2栋")
    assert portal.made("detail")[0]["changes"] == {"place": "桂花苑2栋"}


def test_each_clause_is_the_answer_for_its_own_case(resident: Resident, portal: Portal) -> None:
    """The gate is mended, the drain is hurried."""
    portal.has_case(**DRAIN)
    portal.has_case(**GATE)
    resident.says("门禁好了 下水道没好")
    assert told(portal, "details") == [("0002", "门禁好了")]
    assert told(portal, "reminders") == [("0001", "下水道没好")]


def test_two_that_are_mended_are_both_told(resident: Resident, portal: Portal) -> None:
    """Each write has a key of its own."""
    portal.has_case(**DRAIN)
    portal.has_case(**GATE)
    resident.says("门禁好了，下水道也通了")
    assert told(portal, "details") == [("0002", "门禁好了"), ("0001", "下水道也通了")]
    assert len({key for *_, key in portal.calls if key}) == 2


@pytest.mark.parametrize("text", ["门禁好了，门也关得上了", "门禁修好了，谢谢师傅"])
def test_that_it_is_mended_withdraws_nothing(resident: Resident, portal: Portal, text: str) -> None:
    """However sure the act is; the desk learns it."""
    portal.has_case(**GATE)
    assert asked(resident.says(text)) is None
    assert told(portal, "details") == [("0001", text)]


@pytest.mark.parametrize("text", ["不用来了，门禁好了", "师傅不用跑了，门禁已经修好了", "门禁好了，撤了吧"])
def test_who_gives_up_what_is_mended_is_asked_whether_to_withdraw(
    resident: Resident, portal: Portal, text: str
) -> None:
    """The contrary: nobody need come any more."""
    portal.has_case(**GATE)
    assert "撤回" in texts(resident.says(text))
    assert told(portal, "details") == []


def test_a_case_is_hurried_by_its_thing(resident: Resident, portal: Portal) -> None:
    """没好 does not hide what is meant."""
    portal.has_case(**LAMP)
    portal.has_case(**GATE)
    resident.says("路灯的还没好，催一下")
    assert told(portal, "reminders") == [("0001", "路灯的还没好，催一下")]


def test_that_one_is_mended_is_written_on_it(resident: Resident, portal: Portal) -> None:
    """It is no question how it stands."""
    portal.has_case(**LAMP)
    portal.has_case(**GATE)
    resident.says("路灯那个修好了")
    assert told(portal, "details") == [("0001", "路灯那个修好了")]


@pytest.mark.parametrize(
    "text", ["井盖的还没好，催一下", "健身器材那个是4栋旁边 不是2栋", "电梯那个好了", "水管那件撤了吧"]
)
def test_a_thing_of_no_case_is_not_answered_as_if_it_were(resident: Resident, portal: Portal, text: str) -> None:
    """It is asked whether it is the only case's."""
    portal.has_case(**LAMP)
    assert asked(resident.says(text)) == "which_case"
    assert [call for call in portal.calls if call[0] == "POST"] == []


def test_words_of_another_thing_correct_nothing(resident: Resident, portal: Portal) -> None:
    """Even if they are said to be the same matter's."""
    portal.has_case(**LAMP)
    resident.says("健身器材那个是4栋旁边 不是2栋")
    resident.says("同一件")
    assert "changes" not in portal.made("detail")[0]


def test_of_several_it_is_asked_which(resident: Resident, portal: Portal) -> None:
    """They are listed."""
    portal.has_case(**LAMP)
    portal.has_case(**GATE)
    answer = resident.says("井盖的还没好，催一下")
    assert asked(answer) == "which_case"
    assert len(answer["messages"][-1]["buttons"]) == 2


@pytest.mark.parametrize("text", ["井盖松了", "垃圾没人收", "门口的树倒了", "灯那个是2栋", "催一下"])
def test_what_is_told_for_the_first_time_points_at_nothing(text: str) -> None:
    """Or names the case's own thing."""
    assert not things.names_none([a_case(**LAMP)], text)


def test_a_title_that_is_cut_may_hold_any_thing() -> None:
    """So nothing is said to be in no case."""
    cut = a_case(**{**LAMP, "title": "桂花苑1栋路灯坏了好几天晚上走路…"})
    assert not things.names_none([cut], "井盖那个还没好")


# --- all of them, one of them by its order, and the wrong one withdrawn


def test_both_are_hurried(resident: Resident, portal: Portal) -> None:
    """Each once."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    resident.says("两件都催一下")
    assert {case for case, _ in told(portal, "reminders")} == {"0001", "0002"}


def test_both_are_withdrawn_after_a_yes(resident: Resident, portal: Portal) -> None:
    """Both are named in the question."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    question = texts(resident.says("两件都撤了吧"))
    assert "路灯" in question
    assert "下水道" in question
    resident.says("是")
    assert {case["state"] for case in portal.cases} == {"withdrawn"}


def test_after_a_no_both_stay(resident: Resident, portal: Portal) -> None:
    """Nothing is written."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    resident.says("两件都撤了吧")
    resident.says("不要")
    assert {case["state"] for case in portal.cases} == {"dispatched"}


@pytest.mark.parametrize("text", ["两件里撤一件", "第二件不用了", "撤第二件", "两件事", "那一件撤了"])
def test_one_of_them_is_not_all(text: str) -> None:
    """两件 alone does not withdraw both."""
    assert not choosing.acts_on_all(text)


@pytest.mark.parametrize(
    ("text", "state"), [("第二件不用了", "0002"), ("第一件撤了", "0001"), ("后面那件不用办了", "0002")]
)
def test_one_is_given_up_by_its_order(resident: Resident, portal: Portal, text: str, state: str) -> None:
    """In the order in which they were reported."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    question = texts(resident.says(text))
    assert f"{state}）吗" in question


def test_the_order_is_that_of_one_day(resident: Resident, portal: Portal) -> None:
    """A case of days before is none of those just told."""
    portal.has_case(state="dispatched", title="水管漏水", place="河畔人家2栋")
    portal.has_case(**{**LAMP, "reported_at": JUST_NOW})
    portal.has_case(**{**DRAIN, "reported_at": JUST_NOW})
    assert "0002）吗" in texts(resident.says("第一件不用了"))


@pytest.mark.parametrize("second", [{"title": "垃圾房旁边路灯不亮"}, {"place": "3栋、5栋"}])
def test_the_second_case_is_meant_though_it_has_two_things_or_places(
    resident: Resident, portal: Portal, second: dict[str, Any]
) -> None:
    """The order has said which case; it says nothing of what is within it."""
    portal.has_case(**DRAIN)
    portal.has_case(**LAMP | second)
    assert "0002）吗" in texts(resident.says("第二件不用了"))
    assert portal.details == []


def test_the_second_of_one_case_is_added(resident: Resident, portal: Portal) -> None:
    """The first of its two things goes on."""
    portal.has_case(**{**LAMP, "title": "3栋下水道堵了，另外4栋的路灯也不亮"})
    resident.says("第二件不用了")
    assert told(portal, "details") == [("0001", "第二件不用了")]


@pytest.mark.parametrize(
    "text", ["我刚才撤错了 灯的要办 撤下水道的", "撤错了，是撤下水道那件", "误撤了路灯，应该撤下水道的"]
)
def test_the_wrong_withdrawal_is_taken_back_and_the_other_asked(resident: Resident, portal: Portal, text: str) -> None:
    """The lamp is restored at once; the drain only after a yes."""
    portal.has_case(**{**LAMP, "state": "withdrawn"})
    portal.has_case(**DRAIN)
    assert "要撤回“幸福家园2栋下水道堵了”" in texts(resident.says(text))
    assert [case for case, _ in told(portal, "restoration")] == ["0001"]
    resident.says("是")
    assert [case for case, _ in told(portal, "withdrawal")] == ["0002"]


@pytest.mark.parametrize("text", ["撤错了", "撤错了 灯的还要办", "灯的撤了吧，门禁别撤", "撤路灯的", "取消撤回"])
def test_other_words_swap_nothing(text: str) -> None:
    """A withdrawal must be taken back and another one asked for."""
    assert withdrawals.read_swap(text) is None
