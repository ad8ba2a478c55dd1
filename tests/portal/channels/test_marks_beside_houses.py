"""A mark beside a house is a report of whoever writes little, and no vote, unless a vote is talked about."""

from __future__ import annotations

import pytest

from portal.channels.text.other_choices import marks_a_house
from portal.channels.text.vote_slots import VoteTexts
from portal.storage.parts import Parts
from tests.portal.channels.conftest import Visitor
from tests.portal.channels.test_secret_vote import expect_vote
from tests.portal.conftest import HandClock
from tests.portal.consultations.secret_vote import open_secret_vote
from tests.vendors.bot import StandInBot

OPTIONS = [{"code": "yes", "label": "同意"}, {"code": "no", "label": "不同意"}]
QUESTIONS = [{"key": "q1", "text": "是否同意修订公约？", "options": OPTIONS}]
TITLE = "桂花苑公约修订"
VOTES = [
    VoteTexts(TITLE, ("是否同意修订公约？",), ("同意", "不同意", "弃权")),
    VoteTexts("推选监督小组成员", ("推选谁？",), ("刘志强", "陈美华")),
]


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑1栋灯❌😡", "❌ 清河小区2栋", "💡❌😡 桂花苑1栋", "桂花苑1栋路灯❌", "🗑️❌ 桂花苑2栋", "桂花苑3栋 水❌", "电梯❌❌ 桂花苑5栋", "桂花苑5栋电梯👎", "幸福家园8栋 🚿✖️", "12幢门禁×", "3号楼垃圾👎👎", "我家3栋灯❌",
    ],
)  # fmt: skip
def test_a_mark_beside_a_house_reports(text: str) -> None:
    assert marks_a_house(text, VOTES)


@pytest.mark.parametrize(
    "text",
    [
        "❌", "公约❌", "桂花苑公约❌", "公约 ❌ 3栋201", "我家3栋201 ❌", "我们3栋都✅", "3栋 公约👎", "第一题❌", "刘志强✅ 桂花苑3栋", "同意❌ 3栋", "3栋投❌", "👎", "桂花苑❌", "3栋反对❌", "3栋修订✅", "桂花苑1栋灯坏了", "3栋201 ✅", "3栋201❌", "桂花苑3栋201 张伟 ❌", "3栋201张伟✅", "3栋 赞👍", "3栋201室王女士👎", "5号楼李大爷 👍", "清河小区2栋 ✅", "桂花苑1栋业主❌",
    ],
)  # fmt: skip
def test_a_bare_mark_or_words_of_the_vote_do_not(text: str) -> None:
    assert not marks_a_house(text, VOTES)


def test_it_reaches_the_bot_unless_a_vote_is_talked_about(
    parts: Parts, clock: HandClock, visitor: Visitor, bot: StandInBot
) -> None:
    open_secret_vote(parts, TITLE, QUESTIONS)
    for number, text in enumerate(("桂花苑1栋灯❌😡", "❌ 清河小区2栋")):
        visitor.say(text, f"mark-{number}")
    assert [ask["text"] for ask in bot.asked] == ["桂花苑1栋灯❌😡", "❌ 清河小区2栋"]
    expect_vote(parts, visitor)
    asked = len(bot.asked)
    assert any("这样不算投票" in said["text"] for said in visitor.say("桂花苑1栋❌", "vote")["messages"])
    assert len(bot.asked) == asked
    visitor.say("几点了")
    clock.move(hours=3)
    visitor.say("清河小区2栋❌", "house")
    visitor.say("清河小区2栋灯❌", "thing")
    assert [ask["text"] for ask in bot.asked[asked:]] == ["几点了", "清河小区2栋灯❌"]


@pytest.mark.parametrize("text", ["桂花苑3栋201 张伟 ❌", "3栋201❌"])
def test_neighbours_who_sign_one_after_the_other_leave_no_choice(
    parts: Parts, visitor: Visitor, bot: StandInBot, text: str
) -> None:
    open_secret_vote(parts, TITLE, QUESTIONS)
    assert "这样不算投票" in visitor.say(text)["messages"][-1]["text"]
    assert bot.asked == []
