"""Votes in whole conversations through the channel, with the trained agent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.interpreting import ballots
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import Portal

DOMAIN = Path(__file__).resolve().parents[3] / "domain.yml"
SECRET: dict[str, Any] = {
    "id": "3",
    "title": "要不要改造停车场",
    "template": "residents_assembly",
    "secrecy": "secret",
    "closes_at": "2026-12-01T18:00:00+08:00",
    "questions": [
        {
            "key": "q1",
            "text": "同意改造吗",
            "options": [{"code": "yes", "label": "同意"}, {"code": "no", "label": "不同意"}],
        }
    ],
    "can_answer_here": False,
}
NAMED = {**SECRET, "id": "4", "title": "公共收益怎么用", "secrecy": "named", "can_answer_here": True}


def test_a_secret_vote_is_handed_out_as_a_link(resident: Resident, portal: Portal) -> None:
    """And what is typed from then on is no vote."""
    portal.consultations.append(SECRET)
    told = resident.says("现在有什么在投票吗")
    assert told["messages"][0]["link"] == "http://127.0.0.1/v/abc"
    assert resident.expecting == {"kind": "vote_secret", "consultation": "3"}
    assert "不算投票" in texts(resident.says("同意"))
    assert portal.votes == []


def test_a_named_vote_is_taken_in_the_chat(resident: Resident, portal: Portal) -> None:
    """By button, number or word."""
    portal.consultations.append(NAMED)
    offered = resident.says("现在有什么在投票吗")
    assert [button["payload"] for button in offered["messages"][0]["buttons"]] == ["同意", "不同意"]
    resident.says("2")
    assert portal.votes == [("4", {"q1": ["no"]})]
    assert resident.expecting is None


def test_a_named_vote_that_waits_for_a_code_is_not_called_counted(resident: Resident, portal: Portal) -> None:
    """By SMS the portal parks it, and the gateway puts the code's letter in the place of this message."""
    portal.consultations.append(NAMED)
    portal.vote_status = "code_needed"
    resident.says("现在有什么在投票吗")
    told = resident.says("同意")
    assert [message["response"] for message in told["messages"]] == ["utter_vote_code"]
    assert resident.expecting is None


def test_every_question_of_a_named_vote_is_asked(resident: Resident, portal: Portal) -> None:
    """Handed in together."""
    more = {"key": "q2", "text": "同意装灯吗", "options": NAMED["questions"][0]["options"]}
    portal.consultations.append({**NAMED, "questions": [*NAMED["questions"], more]})
    resident.says("现在有什么在投票吗")
    assert "装灯" in texts(resident.says("同意"))
    resident.says("不同意")
    assert portal.votes == [("4", {"q1": ["yes"], "q2": ["no"]})]


def test_a_vote_that_names_its_item(resident: Resident, portal: Portal) -> None:
    """The second of the list; a secret one is not taken even so."""
    portal.consultations += [SECRET, NAMED]
    resident.says("我对第2项投同意")
    assert portal.votes == [("4", {"q1": ["yes"]})]
    assert "不算投票" in texts(resident.says("我对第1项投同意"))
    assert len(portal.votes) == 1


ELECTION = {**NAMED, "id": "5", "title": "选楼长", "questions": [{"key": "q1", "text": "选谁", "options": [
    {"code": "a", "label": "张三"}, {"code": "b", "label": "李四（3栋）"}]}]}  # fmt: skip
OWN_WORDS = [("我投张三", "a"), ("我投给李四一票", "b"), ("我对选楼长那个投票投张三", None)]


@pytest.mark.parametrize("channel", ["sms", "webchat"])
@pytest.mark.parametrize(("text", "code"), OWN_WORDS)
def test_a_vote_in_own_words_is_heard_and_never_a_report(
    resident: Resident, portal: Portal, text: str, code: str | None, channel: str
) -> None:
    """Taken, by SMS with a code; what is not clear is asked as the vote's question. No draft, no case."""
    resident.channel = channel
    portal.consultations.append(ELECTION)
    portal.vote_status = "code_needed"
    told = resident.says(text)["messages"]
    assert portal.votes == ([("5", {"q1": [code]})] if code else [])
    assert [message["response"] for message in told] == (["utter_vote_code"] if code else ["utter_ask_vote"])
    assert portal.cases == []
    assert not any(portal.drafts.values())


@pytest.mark.parametrize("text", ["我对物业那个投票同意", "公共收益那个表决我投赞成", "我投张三"])
def test_a_vote_in_own_words_finds_the_one_that_is_meant(resident: Resident, portal: Portal, text: str) -> None:
    """Of several, by title or option; who names another matter is shown the question. Without any, that there is none."""
    assert resident.says(text)["messages"][0]["response"] == "utter_no_consultations"
    portal.consultations += [ELECTION, NAMED]
    told = resident.says(text)
    voted = {"公共收益那个表决我投赞成": [("4", {"q1": ["yes"]})], "我投张三": [("5", {"q1": ["a"]})]}
    assert portal.votes == voted.get(text, [])
    assert text in voted or told["messages"][0]["response"] == "utter_ask_vote"
    assert portal.cases == []


@pytest.mark.parametrize("text", ["业委会投票造假，我要举报", "投票点的灯坏了，在幸福家园3栋"])
def test_a_report_about_a_vote_stays_one(resident: Resident, portal: Portal, text: str) -> None:
    """A draft is open, nothing was cast."""
    portal.consultations.append(NAMED)
    resident.says(text)
    assert portal.votes == []
    assert any(portal.drafts.values())


@pytest.mark.parametrize("where", ["nothing open", "a secret one open"])
def test_consent_alone_is_no_vote(resident: Resident, portal: Portal, where: str) -> None:
    """Nothing is counted."""
    portal.consultations += [] if where == "nothing open" else [NAMED]
    resident.says("同意")
    assert portal.votes == []


def test_somebody_unproven_gets_the_link(resident: Resident, portal: Portal) -> None:
    """There the phone is proven."""
    portal.consultations.append(NAMED)
    portal.refusals["/answers"] = (403, "entry-unproven")
    resident.says("现在有什么在投票吗")
    told = resident.says("同意")
    assert told["messages"][0]["response"] == "utter_vote_unproven"
    assert told["messages"][0]["link"]


LINKED = {**NAMED, "can_answer_here": False}


@pytest.mark.parametrize("asks", ["我要投票", "我想投票"])
def test_to_say_that_one_votes_lists_every_open_vote_again(resident: Resident, portal: Portal, asks: str) -> None:
    """Also after the link of one of them; the other can be chosen then."""
    portal.consultations[:] = [SECRET, {**NAMED, "id": "9", "title": "别的事"}]
    resident.says(asks)
    assert resident.says("1")["messages"][0]["response"] == "utter_vote_link"
    told = resident.says(asks)["messages"]
    assert [button["title"] for button in told[0]["buttons"]] == [SECRET["title"], "别的事"]
    assert resident.says("2")["messages"][0]["response"] == "utter_ask_vote"


def test_another_mind_in_a_vote_by_name_is_of_that_vote(resident: Resident, portal: Portal) -> None:
    """我想改成反对: the gateway keeps out what is meant of the secret one."""
    portal.consultations[:] = [SECRET, {**NAMED, "id": "9"}]
    told = resident.says("我想改成反对")["messages"]
    assert told[0]["response"] == "utter_vote_counted"
    assert [vote[0] for vote in portal.votes] == ["9"]


@pytest.mark.parametrize("asks", ["怎么投", "帮我投票"])
@pytest.mark.parametrize("item", [SECRET, LINKED], ids=["secret", "named"])
def test_to_ask_for_the_vote_again_gives_the_link_again(
    resident: Resident, portal: Portal, item: dict[str, Any], asks: str
) -> None:
    """What the refusal of a typed choice tells people to say; with a second vote open, the one just spoken of."""
    portal.consultations.append(item)
    resident.says("现在有什么投票")
    portal.consultations.insert(0, {**SECRET, "id": "9", "title": "别的事"})
    told = resident.says(asks)["messages"]
    assert [message["response"] for message in told] == ["utter_vote_link"]
    assert item["title"] in told[0]["text"]
    assert told[0]["link"] == "http://127.0.0.1/v/abc"


def test_a_choice_beside_the_link_is_refused_as_that_vote_is(resident: Resident, portal: Portal) -> None:
    """By name: the phone must be proven first, and no word of a secret vote; the question in the chat says by name too."""
    portal.consultations.append(LINKED)
    resident.says("现在有什么投票")
    told = resident.says("同意")
    assert [message["response"] for message in told["messages"]] == ["utter_vote_unproven"]
    assert "无记名" not in texts(told)
    portal.consultations[:] = [NAMED]
    assert "这次记名" in texts(resident.says("现在有什么投票"))
    assert portal.votes == []


@pytest.mark.parametrize("text", ["集体分红外嫁女有没有份", "选举投票能不能让人代"])
def test_a_question_of_law_is_no_question_about_the_votes(resident: Resident, portal: Portal, text: str) -> None:
    """Who is entitled to what is answered, not that nothing is open."""
    told = [one["response"] for one in resident.says(text)["messages"]]
    assert told == ["utter_faq_answer", "utter_ask_answered"]


@pytest.mark.parametrize("text", ["现在有什么投票", "我要投票", "业委会选举什么时候投票", "委托投票怎么弄"])
def test_a_question_about_the_votes_is_none_of_law(text: str) -> None:
    """It is answered by what is open."""
    assert not ballots.asks_about_the_law(text)


HALTED = {"id": "9", "title": "推荐社区带头人", "halted_at": "2026-11-23T10:00:00+08:00"}


def test_a_halted_vote_is_told_of_when_nothing_is_open(resident: Resident, portal: Portal) -> None:
    """With its title and day, beside the words that nothing is open."""
    portal.halted.append(HALTED)
    told = resident.says("现在有什么在投票吗")
    assert [one["response"] for one in told["messages"]] == ["utter_no_consultations", "utter_vote_halted"]
    assert "“推荐社区带头人”11月23日（周一）被督查停止了" in texts(told)


@pytest.mark.parametrize("text", ["推荐社区带头人那个投票怎么样了", "推荐社区带头人的投票我投同意"])
def test_whoever_names_a_halted_vote_is_told_of_it(resident: Resident, portal: Portal, text: str) -> None:
    """Not asked for another that is open; and nothing is handed in for that."""
    portal.consultations.append(NAMED)
    portal.halted.append(HALTED)
    assert [one["response"] for one in resident.says(text)["messages"]] == ["utter_vote_halted"]
    assert portal.votes == []


def test_an_open_vote_is_not_taken_for_a_halted_one(resident: Resident, portal: Portal) -> None:
    portal.consultations.append(NAMED)
    portal.halted.append(HALTED)
    assert resident.says("公共收益怎么用的投票我投同意")["messages"][0]["response"] == "utter_vote_counted"


def test_a_vote_that_is_halted_after_its_link_was_handed_out(resident: Resident, portal: Portal) -> None:
    """Whatever is said to it then."""
    portal.consultations.append(SECRET)
    resident.says("现在有什么在投票吗")
    portal.consultations.clear()
    portal.halted.append({**HALTED, "id": "3", "title": SECRET["title"]})
    assert resident.says("同意")["messages"][0]["response"] == "utter_vote_halted"
    assert resident.expecting is None


@pytest.mark.parametrize("text", ["表决为什么停了", "投票怎么停了", "凭什么停了我们的表决", "谁把公约表决叫停了", "我投的票还算吗", "我那张票还算不算", "我投的票是不是白投了", "那我不是白投了吗", "收票号还有用吗", "为什么停掉投票", "我投的票作废了吗", "投票咋停了", "票还算数不", "我的票呢", "我的票白投了？", "请问公约的表决为什么被停止了？", "督查凭什么停止投票", "我投的还算数吗"])  # fmt: skip
def test_a_question_about_a_halt(text: str) -> None:
    assert ballots.asks_of_a_halt(text)


@pytest.mark.parametrize("text", ["上次投诉都白投诉了，楼上还在漏水", "打了三次电话都白投诉了", "我投的快递柜押金还算数吗", "投的老鼠药还有用吗，孩子吃了", "他家投的毒饵还有用吗，狗都死了", "投的保险还算数吗", "我投的稿还算吗", "报警回执还有用吗，楼下又打人了", "上次的回执还有效吗，井盖还没修", "公交车票那张票还有效吗", "按公约谁都不能停在消防通道，那辆车又停了", "公约写了为什么还有人停摩托车在楼道", "投票的电梯怎么停了，人困在里面", "议题里说的电梯为什么停了", "谁把公约里的路灯停掉了", "为什么公约不停止养鸡", "谁来停止公约里说的违停", "为什么取消了小区门口的投票箱", "督查凭什么停止投票，我要投诉", "投票点怎么停车", "投票点为什么停电", "路灯为什么停了", "怎么投票", "我投的票算成功了吗", "电梯为什么停用", "我家停水了", "谁能投票", "主任把我们投的票作废了", "我要取消投票", "停车票怎么开", "我那张票投成功没有", "停车票作废了吗", "主任逼我们投票，凭什么停了表决"])  # fmt: skip
def test_what_is_no_question_about_a_halt_alone(text: str) -> None:
    """A report above all, whatever ballot or stop it speaks of: it is registered."""
    assert not ballots.asks_of_a_halt(text)
    assert not ballots.asks_why_stopped(text)


@pytest.mark.parametrize("text", ["为什么停了", "凭什么停", "我要投诉，凭什么停", "怎么停了", "怎么就停了呢", "为什么叫停", "谁停的", "请问为什么停止了？", "那为什么停", "是谁把它停了的", "停止的理由是什么", "怎么不投了", "凭什么不让投了"])  # fmt: skip
def test_why_something_stopped(text: str) -> None:
    assert ballots.asks_why_stopped(text) or ballots.asks_why_barred(text)


@pytest.mark.parametrize("text", ["为什么停水了", "怎么停电了", "停了", "电梯怎么停了", "凭什么停我家的电", "怎么停车"])  # fmt: skip
def test_why_something_else_stopped(text: str) -> None:
    assert not ballots.asks_why_stopped(text)


@pytest.mark.parametrize(
    "text", ["为什么停了", "我要投诉，凭什么停", "我投的票还算吗", "小区服务怎么定", "表决为什么停了"]
)  # fmt: skip
def test_whoever_asks_about_a_halt_is_told_of_it(resident: Resident, portal: Portal, text: str) -> None:
    """Also while another vote is open."""
    portal.consultations.append(NAMED)
    portal.halted.append({**HALTED, "title": "小区服务怎么定"})
    assert resident.says(text)["messages"][0]["response"] == "utter_vote_halted"


def test_a_halt_is_told_as_the_supervisors_finding() -> None:
    """Not as the bot's own, and with where to object."""
    told = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["responses"]["utter_vote_halted"]
    assert all("督查认为" in one["text"] and "向街道" in one["text"] for one in told)


def test_without_a_halt_nothing_is_told_of_one(resident: Resident, portal: Portal) -> None:
    """为什么停了 may be about anything."""
    assert "督查" not in texts(resident.says("为什么停了"))


def test_an_open_vote_that_is_named_is_not_told_as_halted(resident: Resident, portal: Portal) -> None:
    portal.consultations.append({**NAMED, "title": "居民公约修订"})
    portal.halted.append(HALTED)
    told = resident.says("公约表决怎么停了")
    assert "utter_vote_halted" not in [one["response"] for one in told["messages"]]


def test_a_report_that_speaks_of_a_ballot_is_registered(resident: Resident, portal: Portal) -> None:
    portal.halted.append(HALTED)
    told = resident.says("上次投诉都白投诉了，楼上还在漏水")
    assert "utter_vote_halted" not in [one["response"] for one in told["messages"]]
