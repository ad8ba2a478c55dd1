"""Words that go on with a reported case and may tell of a danger: once that is settled they go to the case, not into another report."""

from __future__ import annotations

from typing import Any

import pytest

from actions.routes.after_report import topic_once_safe
from actions.routes.topics import Topic
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal
from tests.bot.conversation.test_after_report import a_case

SHED: dict[str, Any] = {"title": "翠竹公寓3楼走廊堆电瓶车", "place": "翠竹公寓3楼", "reported_at": JUST_NOW}
UNSURE = ("0415", ["城乡建设", "房屋质量与漏水"], 0.3)


@pytest.mark.parametrize(
    ("answer", "added"),
    [
        ("没有", "线都发烫了"),
        ("不知道", "线都发烫了"),
        ("没有人碰到", "线都发烫了；没有人碰到"),
    ],
)
def test_they_are_added_with_what_the_answer_tells(resident: Resident, portal: Portal, answer: str, added: str) -> None:
    portal.has_case(**SHED)
    assert asked(resident.says("他们还从家里拉线下来充电，线都发烫了")) == "danger"
    assert "加在“翠竹公寓3楼走廊堆电瓶车”" in texts(resident.says(answer))
    assert portal.details == [("details", f"他们还从家里拉线下来充电，{added}")]
    assert portal.drafts[17] is None


def test_what_follows_is_about_the_case(resident: Resident, portal: Portal) -> None:
    """No draft is left open that would take it."""
    portal.has_case(**SHED)
    resident.says("他们还从家里拉线下来充电，线都发烫了")
    resident.says("没有")
    assert "催过了" in texts(resident.says("麻烦催一下"))


def test_a_clerk_still_reads_what_nobody_knows(resident: Resident, portal: Portal) -> None:
    portal.has_case(**SHED)
    resident.says("他们还从家里拉线下来充电，线都发烫了")
    resident.says("不知道")
    assert [one["reason"] for one in portal.handovers] == ["danger_unsure"]


def test_a_yes_raises_an_emergency(resident: Resident, portal: Portal) -> None:
    portal.has_case(**SHED)
    resident.says("他们还从家里拉线下来充电，线都发烫了")
    resident.says("有")
    assert len(portal.made("report")) == 1
    assert portal.details == []


def test_another_matter_in_the_answer_begins_a_report(resident: Resident, portal: Portal) -> None:
    """It is not lost behind words that were added."""
    portal.has_case(**SHED)
    resident.says("他们还从家里拉线下来充电，线都发烫了")
    answer = resident.says("没有，另外幸福家园8栋门口的垃圾也没人收")
    assert asked(answer) == "confirm"
    assert [text for _, text in portal.details] == ["他们还从家里拉线下来充电，线都发烫了"]
    assert "垃圾" in texts(answer)


def test_without_a_case_they_are_a_report(chat: Chat) -> None:
    chat.says("铁皮翘起来了", danger="other", asks=True, place=("铁皮",))
    assert "utter_confirm_case" in names(chat.says("没有", "deny", rule="deny"))


def test_what_was_read_of_them_is_kept_while_it_is_asked_again(chat: Chat, portal: Portal) -> None:
    """`Talk.pending` stays beside the draft, so that a sure addition stays one."""
    portal.has_case(**SHED)
    chat.says("线都发烫了", danger="live_wire", asks=True, act="add", act_score=0.9)
    chat.says("我在上班", "out_of_scope", rule="out_of_scope")
    assert (chat.talk.pending or {}).get("act") == "add"


@pytest.mark.parametrize(
    ("text", "said", "topic"),
    [
        ("里面还有碎玻璃", {}, "addition"),
        ("轮子一压就往下塌", {"act": "add", "act_score": 0.9}, "addition"),
        ("隔壁安徽的老李也被夹了", {"place": ("安徽",), "act": "add", "act_score": 0.9}, "addition"),
        ("不是3楼，是4楼，满地碎玻璃", {"place": ("3楼", "4楼")}, "correction"),
        ("另外水池边栏杆断了，小孩老去爬", {}, None),
        ("幸福家园6栋栏杆断了", {"place": ("幸福家园6栋",)}, None),
        ("幸福家园6栋也这样，差点夹到人", {"place": ("幸福家园6栋",), "act": "add", "act_score": 0.9}, None),
        ("闻着有点煤气味", {"danger": "gas"}, None),
        ("闻着有股焦味", {"danger": "fire"}, None),
    ],
)
def test_whose_matter_it_is(text: str, said: dict[str, Any], topic: Topic | None) -> None:
    """Another thing elsewhere, what is announced as another, and fire or gas is a report of its own."""
    told = {"danger": "other", "asks": True, "category": UNSURE, **said}
    turn = a_turn(text, "report_case", 0.6, sent_at=JUST_NOW, **told)
    assert topic_once_safe(turn, a_case(**SHED)) == topic


def test_surely_another_category_is_another_matter() -> None:
    """Unless it surely adds to the case."""
    told: dict[str, Any] = {"danger": "other", "asks": True, "sent_at": JUST_NOW}
    other = ("0602", ["交通运输", "道路"], 0.9)
    text = "井口敞着没人管"
    assert topic_once_safe(a_turn(text, category=other, **told), a_case(**SHED)) is None
    adds = a_turn(text, category=other, act="add", act_score=0.9, **told)
    assert topic_once_safe(adds, a_case(**SHED)) == "addition"


def test_a_day_later_they_are_a_report() -> None:
    turn = a_turn("里面还有碎玻璃", danger="other", asks=True, category=UNSURE, sent_at="2026-11-24T20:00:00+08:00")
    assert topic_once_safe(turn, a_case(**SHED)) is None
