"""After a halt: whose ballot it was hears that it was deleted with the vote, and whoever asks hears who halted it and why."""

from __future__ import annotations

import pytest

from actions.interpreting import ballots
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import Portal

WHO, BALLOTS = "督查小林提议、督查老韩同意停止的。情形是：选举", "选的是什么已经删掉。不是哪一张票丢了，是整件停了"
HALTED = {
    "id": "9", "title": "修订《幸福社区居民公约》", "halted_at": "2026-11-23T10:00:00+08:00", "who": WHO, "ballots": BALLOTS, "source": "议题“修订《幸福社区居民公约》”的公开页面",
}  # fmt: skip
NEVER_BEGUN = HALTED | {"id": "8", "title": "推荐社区带头人", "ballots": ""}
OPEN = {
    "id": "3", "title": "要不要改造停车场", "template": "residents_assembly", "secrecy": "secret", "closes_at": "2026-12-01T18:00:00+08:00",
    "questions": [{"key": "q1", "text": "同意改造吗", "options": [{"code": "yes", "label": "同意"}, {"code": "no", "label": "不同意"}]}], "can_answer_here": False,
}  # fmt: skip
LOST = [
    "你们把我的票删了？", "收票号5f87bce674993a57查不到了", "收票号5f87bce674993a57查不到了，是不是我的票丢了", "我的收票号还能查吗", "我的票丢了吗", "我的票没了", "我投的票怎么没了", "票是不是被删了", "你们凭什么删我的票", "怎么把我们投的票都删掉了", "我的票去哪了", "我的票哪去了",
    "收票号查不到", "收票号怎么查不到了", "为什么查不到我的收票号", "我拿着收票号查不到", "回执上的号查不到了", "我投过的票还在吗", "我的票还在不在", "是不是把我的票弄丢了", "谁删了我的票", "选票被删除了？", "我的选票呢，丢了？", "收票号作废了吗", "票号5f87bce674993a57还查得到吗", "你们是不是把票弄没了",
]  # fmt: skip
NOT_LOST = [
    "我的票丢了，公交车上丢的", "发票查不到了", "你们把我的票删了吗，我交费的发票", "快递单号查不到了", "运单号5f87bce674993a57查不到", "收据号查不到", "我的票据丢了", "我车票丢了", "停车票丢了", "戏票没了", "电影票没了", "彩票丢了", "票价多少", "怎么投票", "我的工单号查不到了", "编号查不到",
    "你们把我的票删了，我要举报", "主任把我们的票删了", "投票箱丢了", "谁删了我的留言", "我要撤回我的票", "粮票还能查吗", "我家3栋的票丢了", "票", "他们把我的票删了还打人",
    "老人去投票不见了", "我投票的时候孩子丢了", "我妈去投票，人不见了", "投票那天我的钱包丢了", "去投票的路上电动车不见了", "投票以后身份证丢了", "楼道的灯没了，投票说要装的", "投票装的路灯丢了一盏", "票没了，煤气也没了", "捡到一张丢了的选票", "投票公告栏上的通知没了", "我老公把我的票丢了",
    "去哪投票", "选票去哪领", "投票结果查不到", "投票结果去哪儿看", "投票群里我被删了", "投票链接删了吗", "投票验证码丢了", "收票号丢了怎么办", "我把收票号弄丢了", "请把我的票删了", "把票删了吧", "我要删掉我投的票", "我后悔了，把我投的票删掉", "我投的票能查是谁投的吗", "我的票谁查得到吗", "收票号", "收票号5f87bce674993a57",
]  # fmt: skip
WHY = [
    "谁停的", "凭什么停", "谁让停的", "谁叫停的", "是谁停的", "谁决定停的", "停的人是谁", "哪个督查停的", "凭什么停了", "凭啥停", "为什么停", "为啥停了", "怎么就停了", "停的理由是什么", "什么理由停的", "谁批准停的", "他凭什么停", "督查是谁", "督查凭什么停", "停止的原因呢",
    "谁定的停", "为什么给停了",
]  # fmt: skip
NOT_WHY = [
    "停", "停了", "停止", "停吧", "别停", "停一下", "不要停", "别弄了，停", "凭什么停我家的水", "谁停的车", "谁把车停在消防通道", "为什么停电", "怎么停水了", "电梯谁停的", "楼下的车谁停的", "工地谁让停的", "为什么停用电梯", "物业凭什么停我的门禁", "撤回", "我要撤回", "谁停的？电梯里有人困着",
    "凭什么停，他们逼我投票还打我", "凭什么停，我要投诉督查", "算了", "不用了",
]  # fmt: skip
BARRED = ["为啥不让投了", "为什么不让投了", "凭什么不让我们投", "怎么不让投票了", "谁不让投的", "凭什么不让大家再投了"]
NOT_BARRED = [
    "主任不让我们投票",
    "为什么不让投诉",
    "怎么投票",
    "不让投票我要举报",
    "为什么不让停车",
    "凭什么不让我投票，我家在3栋",
]


@pytest.mark.parametrize("text", LOST)
def test_whoever_misses_their_ballot_is_understood(text: str) -> None:
    assert ballots.asks_for_lost_ballots(text)


@pytest.mark.parametrize("text", NOT_LOST)
def test_tickets_bills_and_complaints_are_no_missing_ballots(text: str) -> None:
    assert not ballots.asks_for_lost_ballots(text)


@pytest.mark.parametrize("text", WHY)
def test_who_and_why_are_understood(text: str) -> None:
    assert ballots.asks_why_stopped(text)
    assert ballots.asks_who_or_why(text)


@pytest.mark.parametrize("text", NOT_WHY)
def test_to_stop_or_park_is_no_question_who_halted_a_vote(text: str) -> None:
    assert not ballots.asks_why_stopped(text)


def test_whoever_may_not_vote_any_more_is_understood() -> None:
    assert [text for text in BARRED if not ballots.asks_why_barred(text)] == []
    assert [text for text in NOT_BARRED if ballots.asks_why_barred(text)] == []


@pytest.mark.parametrize(
    "text", ["你们把我的票删了？", "收票号5f87bce674993a57查不到了", "我拿着收票号查不到", "我的收票号还能查吗"]
)
def test_a_missing_ballot_is_told_of_by_the_halted_vote(resident: Resident, portal: Portal, text: str) -> None:
    """Not of one that was halted before anybody could vote; nor is it said that it can be looked up later."""
    portal.halted += [NEVER_BEGUN, HALTED]
    told = resident.says(text)
    assert [one["response"] for one in told["messages"]] == ["utter_vote_halted", "utter_faq_answer"]
    assert "幸福社区居民公约" in texts(told)
    assert BALLOTS in texts(told)


def test_beside_an_open_vote_both_are_told_of(resident: Resident, portal: Portal) -> None:
    portal.halted.append(HALTED)
    portal.consultations.append(OPEN)
    told = [one["response"] for one in resident.says("我的收票号还能查吗")["messages"]]
    assert told == ["utter_vote_halted", "utter_faq_answer", "utter_vote_arrived"]


def test_where_nothing_was_halted_a_missing_ballot_is_answered_as_before(resident: Resident, portal: Portal) -> None:
    portal.halted.append(NEVER_BEGUN)
    assert "utter_vote_halted" not in [one["response"] for one in resident.says("我的收票号还能查吗")["messages"]]


@pytest.mark.parametrize("text", ["谁停的", "凭什么停", "为啥不让投了", "是谁停的", "督查凭什么停"])
def test_who_halted_it_and_why_is_told(resident: Resident, portal: Portal, text: str) -> None:
    portal.halted.append(HALTED)
    resident.says("公约的表决怎么停了")
    assert WHO in texts(resident.says(text))


def test_to_stop_stays_what_it_was(resident: Resident, portal: Portal) -> None:
    portal.halted.append(HALTED)
    resident.says("公约的表决怎么停了")
    assert resident.says("停")["messages"][0]["response"] == "utter_nothing_to_stop"
    assert resident.says("撤回")["messages"][0]["response"] == "utter_no_cases"


def test_what_is_open_and_what_was_halted_are_asked_for_at_once(resident: Resident, portal: Portal) -> None:
    portal.halted.append(HALTED)
    resident.says("我的收票号还能查吗")
    assert sum("/consultations" in path for _method, path, *_ in portal.calls) == 1
