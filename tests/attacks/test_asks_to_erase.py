"""Who asks in the chat that their data be erased is told how, truthfully; nobody else's words are taken for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.channels.models import Handover
from portal.residents.models import ContactPoint
from tests.attacks.test_choice_in_chat import Line, bot, line
from tests.portal.cases.cases_world import report
from tests.vendors.bot import said

__all__ = ["bot", "line"]

ASKS = [
    "把我的信息都删掉", "删除我的个人信息", "我不想你们留着我的电话", "请删除我的资料", "怎么删掉我的信息", "我要删除我的数据", "注销我的账号",
    "麻烦把我的聊天记录清空", "能不能把我的电话和名字删了", "你们把我的号码删了吧", "我要求你们删除我的所有个人信息！", "不要保存我的手机号",
    "把我说过的话删掉", "别再留着我的信息了", "把你们存的我的资料全部删掉",
]  # fmt: skip
OTHERS = [
    "物业把我的信息发到群里了，要求删除", "网上有人发我的个人信息", "我的电话是13900001112", "我不想留电话", "业主群把我删了", "把3栋的灯修好",
    "门禁系统里我的信息没了", "墙上小广告上的号码谁去清除", "不要告诉物业是我说的", "撤回同意", "快递员把我的电话写墙上了，帮我抹掉",
    "你们会保存我的信息吗",
]  # fmt: skip


@pytest.fixture(params=["chat", "sms", "wechat"])
def door(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def say(line: Line, door: str) -> Callable[[str], str]:
    """Say something at the door; the words of the answer."""
    told: Callable[[str], str] = getattr(line, door)
    return told


def test_who_asks_is_told_how_on_every_door(line: Line, door: str, say: Callable[[str], str]) -> None:
    """The page, the code and 撤回同意; that nothing was erased yet. The bot makes no report of it."""
    for text in ASKS:
        told = say(text)
        assert all(words in told for words in ("删掉我的", "验证码", "还不会删", "撤回同意")), text
        assert door == "chat" or "/me/erase" in told
    assert line.bot.asked == []


def test_the_chat_gives_the_link_and_the_page_is_there(line: Line) -> None:
    """Which leads to the proof of the phone first."""
    who = line.visitor()
    body = {"text": ASKS[0], "client_message_id": "m-erase"}
    messages = line.client.post("/api/v1/chat/messages", json=body, headers=who).json["messages"]
    assert "/me/erase" in [message["link"] for message in messages]
    page = line.client.get("/me/erase")
    assert page.status_code == 302
    assert "next=/me/erase" in page.headers["Location"]


def test_the_number_of_an_open_case_is_the_bots_to_delete(line: Line) -> None:
    """As the residents' page promises; without a case the words lead to the page, and all that is kept always does."""
    who = line.visitor()
    assert "还不会删" in line.chat("把我电话删了", who)
    with line.parts.db.write() as s:
        contact = s.query(ContactPoint).filter_by(channel="webchat").one().id
        report(s, line.parts, contact)
    for text in ("把我电话删了", "删掉我的号码"):
        line.chat(text, who)
        assert line.bot.asked[-1]["text"] == text
    for text in ("把我的名字和电话删了", "把我的信息都删掉"):
        assert "还不会删" in line.chat(text, who), text


def test_other_words_reach_the_bot(line: Line) -> None:
    """Complaints about others, numbers, questions; and a contact taken back while a report is open."""
    for text in OTHERS:
        assert "还不会删" not in line.chat(text), text
    line.bot.answer = lambda _ask: {"messages": [said("是不是这样？", asks="confirm")]}
    who = line.visitor()
    line.chat("路灯不亮了", who)
    line.chat("把我的电话删掉", who)
    assert line.bot.asked[-1]["text"] == "把我的电话删掉"
    assert "还不会删" in line.chat("把我的信息都删掉", who)


WITHDRAW = [
    "我不同意你们用我的信息", "我不同意你们收集我的个人信息", "别再用我的资料了", "不许你们采集我的数据", "我要收回我的同意", "怎么撤回同意", "取消授权",
    "我不想让你们使用我的个人信息了", "能不能撤回之前的同意", "拒绝你们处理我的个人信息",
]  # fmt: skip
NO_WITHDRAWAL = [
    "我不同意物业用我的信息", "不同意", "我不同意装电梯", "同意撤回", "撤回", "取消", "不要把我的信息给物业", "别记我的电话", "你们会用我的信息吗",
    "快递站不让我用手机号取件", "我不同意停车收费", "有人冒用我的信息贷款",
]  # fmt: skip


def test_withdrawing_in_other_words_is_told_what_it_means_and_how(line: Line, say: Callable[[str], str]) -> None:
    """Nothing is reported and nothing withdrawn yet; the very words then do it."""
    for text in WITHDRAW:
        told = say(text)
        assert all(words in told for words in ("撤回同意", "不主动给您发消息", "照办", "删掉我的信息")), text
        assert "已撤回同意" not in told
    assert line.bot.asked == []
    assert "已撤回同意" in say("我要撤回同意")


def test_what_takes_back_no_consent_reaches_the_bot(line: Line) -> None:
    """Others' use of data, votes, cases, a number; and the answer to whether they leave one."""
    for text in NO_WITHDRAWAL:
        assert "可以随时收回同意" not in line.chat(text), text
    line.bot.answer = lambda _ask: {"messages": [said("怎么联系您？", asks="contact")]}
    who = line.visitor()
    line.chat("路灯不亮了", who)
    line.chat("不要记录我的信息", who)
    assert line.bot.asked[-1]["text"] == "不要记录我的信息"


def test_who_cannot_erase_it_themselves_gets_a_person(line: Line) -> None:
    """Once a message, on the desk's list, with nothing erased yet; words that are no such plea make none."""
    for text in ("怎么删 我不会", "我不会弄，帮我删掉我的信息", "我没有智能手机，怎么删我的资料"):
        told = line.chat(text)
        assert "转给工作人员" in told, text
        assert "还在" in told
    assert line.bot.asked == []
    for text in (
        "物业不会删我的信息吧", "我不会用打印机", "群里的话怎么删", "你们不会删我的记录吧", "系统不会把我的信息删了吧", "不会删记录吧", "别删我的信息，我不会弄",
    ):  # fmt: skip
        assert "来帮您删" not in line.chat(text), text
    with line.parts.db.read() as s:
        assert [one.reason for one in s.query(Handover)] == ["erase"] * 3
