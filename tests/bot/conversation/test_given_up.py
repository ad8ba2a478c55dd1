"""Words without a question before them, while a case runs: no more need of it, a yes to a handler, 进度 beside a draft."""

from __future__ import annotations

import pytest

from actions.interpreting.follow_up_answers import gives_up
from actions.interpreting.short_answers import asks_for_progress
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

GIVES_UP = [
    "算了", "不用了", "不用修了", "不修了", "别修了", "那就不用了", "不用来了 修好了", "不用麻烦你们了", "算了算了 不麻烦你们了", "算了 灯我自己换了",
    "算了 不用修了", "不需要了", "不用修了 谢谢", "不用派人来了", "修好了，不用来了", "不用上门了，谢谢师傅", "那算了吧", "不用管了", "不用处理了，已经好了",
    "我自己修好了，不用来了", "不用来人了", "不必麻烦了", "不用跑一趟了", "用不着了", "算了，我找人弄好了",
    "路灯修好了不用来了", "下水道通了别来了", "修好了不用派人了", "灯亮了就不用来了",
]  # fmt: skip
KEEPS = [
    "没修好，别修了又不来", "水停了不用来电话吗", "修好了别来晚了", "不用修了吗", "算了吧，你们从来不管", "不用上门了，在楼下修就行", "周末不用来了，周一再来", "别来晚了", "不需要钱吧", "不要修了又挖",
    "不用带梯子", "修好了", "什么时候来修", "别修错了", "算了 晚上八点以后家里没人", "不用了？", "不要忘了", "不亮了", "不通了", "灯不亮了", "谢谢", "不用水了才修", "再不来我就不用了",
]  # fmt: skip


@pytest.mark.parametrize("text", GIVES_UP)
def test_whoever_needs_nobody_any_more(text: str) -> None:
    """All of the message says so, thanks and how it was mended aside."""
    assert gives_up(text)


@pytest.mark.parametrize("text", KEEPS)
def test_whoever_says_something_else_does_not(text: str) -> None:
    """A question, a reproach, a time, a wish how to come."""
    assert not gives_up(text)


@pytest.fixture
def running(portal: Portal) -> Portal:
    portal.has_case(reported_at=JUST_NOW, state="reported")
    return portal


@pytest.mark.parametrize(
    "text", ["算了", "不用麻烦你们了", "不用来了 修好了", "算了 灯我自己换了", "算了算了 不麻烦你们了", "不用修了"]
)
def test_a_case_that_runs_is_asked_about(resident: Resident, running: Portal, text: str) -> None:
    """Nothing is done until the answer; then the words go with it."""
    told = resident.says(text)
    assert [message["response"] for message in told["messages"]] == ["utter_ask_withdraw"]
    assert [button["title"] for button in told["messages"][0]["buttons"]] == ["撤回", "不撤回", "修好了"]
    assert (running.cases[0]["state"], running.details) == ("reported", [])
    resident.says("是")
    assert running.cases[0]["state"] == "withdrawn"
    assert running.details == [("withdrawal", text)]


def test_it_may_be_said_to_be_mended_instead(resident: Resident, running: Portal) -> None:
    """Then the case stays, with the words."""
    resident.says("算了 灯我自己换了")
    told = resident.says("修好了")
    assert told["messages"][0]["response"] == "utter_not_resolved_yet"
    assert running.details == [("details", "算了 灯我自己换了，修好了")]
    assert running.cases[0]["state"] == "reported"


def test_a_case_that_is_resolved_is_not_offered_to_be_withdrawn(resident: Resident, portal: Portal) -> None:
    """The portal would refuse it: its state is told, with the question whether it is fixed, and 修好了 closes it."""
    case_no = portal.has_case(reported_at=JUST_NOW, state="resolved")
    told = resident.says(f"我要撤回{case_no}")
    assert asked(told) != "confirm"
    assert "撤回" not in texts(told)
    assert portal.made("withdraw") == []


@pytest.mark.parametrize("text", ["不撤回", "不是", "不用了"])
def test_a_no_keeps_the_case(resident: Resident, running: Portal, text: str) -> None:
    """And says so."""
    resident.says("算了")
    assert resident.says(text)["messages"][0]["response"] == "utter_not_withdrawn"
    assert running.cases[0]["state"] == "reported"


def test_a_bare_stop_days_later_tells_which_case_runs(resident: Resident, portal: Portal) -> None:
    """Not that there is none."""
    portal.has_case()
    assert resident.says("算了")["messages"][0]["response"] == "utter_nothing_asked_but"


def test_without_a_case_there_is_nothing_to_stop(resident: Resident, portal: Portal) -> None:
    """As before, and of one that is over."""
    assert resident.says("算了")["messages"][0]["response"] == "utter_nothing_to_stop"
    portal.has_case(state="withdrawn", reported_at=JUST_NOW)
    assert resident.says("算了")["messages"][0]["response"] == "utter_nothing_to_stop"


@pytest.mark.parametrize("text", ["对对对 是6栋", "对的，就是那盏", "不是，是6栋"])
def test_a_yes_with_more_to_it_reaches_the_case(resident: Resident, portal: Portal, text: str) -> None:
    """A handler asked in the resident's chat: 请问是不是6栋？"""
    portal.has_case(state="in_progress", last="办理进展：请问是不是6栋？")
    resident.says(text)
    assert [words for _verb, words in portal.details] == [text]


@pytest.mark.parametrize(("last", "kept"), [("办理进展：请问是不是6栋？", True), ("已派给市政", False)])
def test_a_bare_yes_reaches_it_where_something_was_asked(
    resident: Resident, portal: Portal, last: str, kept: bool
) -> None:
    """Else it is told which case runs."""
    portal.has_case(state="in_progress", last=last)
    told = resident.says("对")
    assert bool(portal.details) is kept
    assert (told["messages"][0]["response"] == "utter_nothing_asked_but") is not kept


@pytest.mark.parametrize("text", ["进度", "查进度", "查一下进度", "进度怎么样了", "帮我查一下我的进度"])
def test_progress_is_told_while_the_bot_asks_where(resident: Resident, portal: Portal, text: str) -> None:
    """Then the question again."""
    portal.has_case()
    assert asked(resident.says("楼道灯坏了")) == "place"
    told = resident.says(text)
    assert told["messages"][0]["response"] == "utter_status"
    assert asked(told) == "place"


@pytest.mark.parametrize("text", ["施工进度牌旁边", "进度小区3栋", "工程进度太慢"])
def test_a_place_with_that_word_is_one(text: str) -> None:
    """It asks for no state."""
    assert not asks_for_progress(text)
    assert "进度" in text


def test_without_a_case_the_question_stays(resident: Resident, portal: Portal) -> None:
    """It is said that there is none."""
    resident.says("楼道灯坏了")
    told = resident.says("进度")
    assert "这里没有能查的事" in texts(told)
    assert asked(told) == "place"


@pytest.mark.parametrize("state", ["rejected", "withdrawn"])
@pytest.mark.parametrize("text", ["修好了", "已经修好了，谢谢", "路灯修好了"])
def test_no_question_is_promised_for_a_case_that_was_not_taken_or_was_withdrawn(
    resident: Resident, portal: Portal, text: str, state: str
) -> None:
    """It will not be resolved, so nobody asks later whether it is fixed."""
    portal.has_case(reported_at=JUST_NOW, state=state)
    told = resident.says(text)
    assert "utter_not_resolved_yet" not in [message["response"] for message in told["messages"]]
    assert portal.cases[0]["state"] == state
