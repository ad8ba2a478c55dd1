"""Words that cannot stand alone (她说, 第一, 我妈让我发的) begin no report: the bot waits for what comes."""

from __future__ import annotations

import pytest

from actions.interpreting.short_answers import is_bare_opening
from tests.bot.conversation.conftest import Resident, asked
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

BARE = [
    "她说",
    "他们讲",
    "第一",
    "其一",
    "第二件事",
    "两个事",
    "我妈让我发的",
    "帮邻居问的",
    "老人家让我来的",
    "我老婆叫我报",
    "隔壁阿婆托我说的",
    "先说第一个",
    "我家里人说",
    "话说",
]
TOLD = [
    "我妈摔了",
    "我妈不见了",
    "第一中学门口路灯不亮",
    "两个事故车堵在路上",
    "她说水管爆了",
    "我妈说楼上漏水",
    "三个灯不亮",
    "第一医院",
    "我老公打我",
    "我爸要跳楼",
    "他要我",
    "她让我",
    "邻居喊我",
    "老人喊我",
    "他们报复我",
]


@pytest.mark.parametrize("text", BARE)
def test_words_that_cannot_stand_alone_wait_for_what_comes(resident: Resident, portal: Portal, text: str) -> None:
    """Neither is asked where that is, nor is there a summary."""
    assert asked(resident.says(text)) not in ("place", "time", "confirm")


@pytest.mark.parametrize("text", TOLD)
def test_what_tells_something_is_none(text: str) -> None:
    """However short it is, and whomever it names."""
    assert not is_bare_opening(text)


def test_they_are_never_the_whole_report(resident: Resident, portal: Portal) -> None:
    """A place behind them still lacks a matter; the matter then is what is told."""
    resident.says("她说")
    assert asked(resident.says("桂花苑3栋")) != "confirm"
    resident.says("楼道灯不亮了")
    assert portal.drafts[17]["text"] != "她说"
    assert "楼道灯不亮" in portal.drafts[17]["text"]


def test_a_list_is_heard_from_its_first_matter(resident: Resident, portal: Portal) -> None:
    """两个事, 第一: more must follow."""
    resident.says("两个事")
    assert asked(resident.says("第一")) not in ("place", "confirm")
    resident.says("桂花苑3栋垃圾没人收")
    assert "垃圾没人收" in portal.drafts[17]["text"]


def test_after_a_report_they_add_nothing(resident: Resident, portal: Portal) -> None:
    """The case stays as it is."""
    portal.has_case(reported_at=JUST_NOW, state="reported")
    resident.says("她说")
    assert portal.details == []
