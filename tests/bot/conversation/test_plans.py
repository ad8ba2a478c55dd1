"""What people do, or mean to do, about a danger that was raised: they hear again what to do and what not."""

from __future__ import annotations

from typing import Any

import pytest

from actions.conversation.turn import Talk
from actions.interpreting.doing import plans
from actions.routing import topic_of
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

PLANS = [
    "我先去把窗户打开通通气", "老公想进去把人拉出来", "要不我们先把门砸了", "我拿灭火器试试", "那我给他灌点水行吗", "干脆从窗台爬下去",
    "邻居说他去把电闸拉了", "我下到井里看看", "用绳子把他拽上来可以吗", "我点个蜡烛照一照", "把他扶起来走两步好不好", "赶紧用湿被子捂上去",
    "怎么都掰不开", "火扑不灭", "拉不动他", "够不着那根线",
]  # fmt: skip
NO_PLANS = [
    "桂花苑3栋门口", "我在路口等消防车", "是个老太太", "已经打过119了", "谢谢你们", "还有两个人在里面", "13900001111", "火越来越大", "他醒了", "在五楼",
]  # fmt: skip
RAISED: Any = {"kind": "detail", "case_no": "LL-20261124-0001", "danger": "gas"}


@pytest.mark.parametrize("text", PLANS)
def test_a_plan_is_heard(text: str) -> None:
    """Whoever acts, whether it is asked or only said, and what does not succeed."""
    assert plans.tells_what_is_done(text)
    assert topic_of(a_turn(text, expecting=RAISED), Talk(), "not_understood") == "advice"


@pytest.mark.parametrize("text", NO_PLANS)
def test_where_and_what_are_no_plans(text: str) -> None:
    """Nor that somebody waits for the help."""
    assert not plans.tells_what_is_done(text)


def test_a_danger_in_a_plan_is_a_danger() -> None:
    """It gets the number to call for that danger."""
    turn = a_turn("我去拉他结果也被电了", danger="injury", expecting=RAISED)
    assert topic_of(turn, Talk(), "intake") == "danger"


def test_no_plan_once_it_is_over() -> None:
    """我上去看看 is then an ordinary remark."""
    turn = a_turn("我先上去看看", "out_of_scope", expecting={**RAISED, "over": True})
    assert topic_of(turn, Talk(), "out_of_scope") != "advice"


def test_what_not_to_do_is_said_again(resident: Resident, portal: Portal) -> None:
    """The number, the dos and don'ts; and the words are kept. After the call only what to do till help comes."""
    resident.says("桂花苑5栋电梯卡在半空 里面关着两个老人 快来人")
    resident.new_epoch()
    said = texts(resident.says("我叫儿子拿撬棍来撬一下"))
    assert "别扒门" in said
    assert "等人来的时候" in said
    assert ("details", "我叫儿子拿撬棍来撬一下") in portal.details
    resident.says("119打过了")
    said = texts(resident.says("那我们从上面的口子爬出去吧"))
    assert "等人来的时候" in said
    assert "请马上打" not in said


def test_a_plan_beside_the_question_about_danger(resident: Resident, portal: Portal) -> None:
    """What not to do, and the question again."""
    assert resident.says("锅烧干了有点冒烟，桂花苑2栋301")["messages"][-1]["asks"] == "danger"
    answer = resident.says("锅盖怎么也盖不住")
    assert "千万别浇水" in texts(answer)
    assert answer["messages"][-1]["asks"] == "danger"


def test_a_pan_that_smokes_is_raised_wherever_it_is(resident: Resident, portal: Portal) -> None:
    """At once; what cannot be put out brings the advice to leave it, and no water."""
    assert resident.says("油锅冒烟了，桂花苑2栋301")["messages"][0]["response"] == "utter_danger_oil"
    assert len(portal.cases) == 1
    told = texts(resident.says("锅盖怎么也盖不住"))
    assert "别泼水" in told
    assert "119" in told
