"""撤销业委会的决定 withdraws no report, and a complaint about a vote is no wish to vote."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Talk
from actions.intake.flow import continue_report
from actions.intake.form import Form
from actions.interpreting import ballots, withdrawals
from actions.routes.topics import Topic
from actions.routing import topic_of
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.test_routing import NOTHING, open_form

REVOKES = [
    "我要撤销业委会的决定", "撤销业委会决定", "我要求撤销这次表决", "请撤销业主大会的决议", "这次选举结果要作废", "取消物业的涨价方案", "表决结果应该撤销", "把业委会的决议撤销了", "业委会的决定能不能撤销", "我要取消主任的资格", "撤回居委会那个通知", "业主大会决议必须作废", "我想撤销开发商的合同",
]  # fmt: skip
WITHDRAWS = [
    "我要撤销", "撤销吧", "撤销我的投诉", "撤回我的举报", "取消报修", "把我报的那件撤了", "撤销我对业委会的投诉", "这件撤回", "路灯那个撤了吧", "撤销工单", "取消我的登记", "撤销投诉物业的单子", "先不报了", "算了",
]  # fmt: skip
COMPLAINS = [
    "我要举报业委会主任，他改了我的手机号，我投不了票", "我觉得这次投票有人作弊，我要举报主任", "我不同意这次表决结果，要提异议", "对投票结果有异议找谁", "有人冒名投票", "业委会选举有猫腻", "计票的时候做假", "选票被人换了，是伪造的", "他们拉票贿选", "我要求重新计票", "表决程序违法", "有人替我投了票", "这次换届不公平", "监票人和主任串通操纵投票",
]  # fmt: skip
VOTES = ["我要投票", "怎么投票", "换届哪天投票", "我对第2项投同意", "投票截止到几号", "我对表决没有异议", "投票结果什么时候出", "把我投的票作废，我要重投", "在哪里看公示", "投票无异议"]  # fmt: skip


@pytest.mark.parametrize("text", REVOKES)
def test_to_revoke_somebody_elses_act_withdraws_nothing(text: str) -> None:
    assert withdrawals.revokes_anothers_act(text)
    assert not withdrawals.asks_to_withdraw(text)
    assert not withdrawals.withdraws(text)


@pytest.mark.parametrize("text", WITHDRAWS)
def test_to_withdraw_ones_own_report_still_does(text: str) -> None:
    assert not withdrawals.revokes_anothers_act(text)


@pytest.mark.parametrize("stage", ["place", "confirm"])
def test_an_open_report_stays_open(stage: str) -> None:
    text, talk = "我要撤销业委会的决定", open_form(stage)
    turn = a_turn(text, "withdraw", 0.9, act=("stop", 0.95))
    assert topic_of(turn, talk, "withdraw") == "intake"
    step = continue_report(Form.from_json(talk.form or {}), turn)
    assert step.form is not None
    assert "utter_dropped" not in [say.response for say in step.says]


@pytest.mark.parametrize("text", COMPLAINS)
@pytest.mark.parametrize("rule", ["consultations", "vote"])
def test_a_complaint_about_a_vote_is_told(text: str, rule: Topic) -> None:
    assert ballots.complains_of_a_vote(text)
    assert topic_of(a_turn(text, "list_consultations", 0.9), NOTHING, rule) not in ("consultations", "vote")


@pytest.mark.parametrize("text", VOTES)
def test_a_wish_to_vote_is_no_complaint(text: str) -> None:
    assert not ballots.complains_of_a_vote(text)


@pytest.mark.parametrize("text", COMPLAINS[:4])
def test_such_a_complaint_beside_an_open_report_gets_no_link(text: str) -> None:
    talk: Talk = open_form("place")
    assert topic_of(a_turn(text, "vote", 0.9), talk, "vote") not in ("consultations", "vote")
