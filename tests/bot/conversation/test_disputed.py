"""Words that do not accept how a case is dealt with, an announcement of another matter, and an answer to staff: each is told for what it is."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal


@pytest.mark.parametrize(
    "said",
    ["不认可，她没有当面道歉", "不认可", "不接受这个处理", "对你们的答复不满意", "这个结果我不服", "不同意你们的处理"],
)
def test_who_does_not_accept_is_not_asked_to_withdraw(resident: Resident, portal: Portal, said: str) -> None:
    """Though there is no result yet: the words are added, and it goes on."""
    portal.has_case(title="保洁员骂人", state="accepted", reported_at=JUST_NOW)
    told = resident.says(said)
    assert told["messages"][0]["response"] == "utter_not_resolved_yet"
    assert [text for _, text in portal.details] == [said]


@pytest.mark.parametrize("said", ["不办了，撤回吧", "撤回", "这件我不报了，撤了吧"])
def test_who_withdraws_is_asked_as_before(resident: Resident, portal: Portal, said: str) -> None:
    portal.has_case(title="保洁员骂人", state="accepted", reported_at=JUST_NOW)
    assert resident.says(said)["messages"][0]["response"] == "utter_ask_withdraw"


@pytest.mark.parametrize("said", ["还有一件", "我家还有一件事", "对了，还有个事要说", "另外还有一件"])
def test_announcing_another_matter_adds_nothing(resident: Resident, portal: Portal, said: str) -> None:
    """It is asked what it is."""
    portal.has_case(title="路灯坏了", reported_at=JUST_NOW)
    resident.says(said)
    assert portal.details == []


@pytest.mark.parametrize("said", ["二楼靠楼梯那间，晚上八点以后", "里面那间", "不是二楼，是三楼那间"])
def test_an_answer_to_staff_is_told_to_have_reached_them(resident: Resident, portal: Portal, said: str) -> None:
    """Also where it corrects the place."""
    case_no = portal.has_case(title="棋牌室赌钱", place="老菜场二楼", reported_at=JUST_NOW)
    resident.expecting = {"kind": "question", "case_no": case_no, "until": "2026-11-30T09:00:00+08:00"}
    assert "问您的人看得到" in texts(resident.says(said))
    assert portal.details[0][1] == said
