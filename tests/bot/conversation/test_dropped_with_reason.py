"""A report given up before it is registered, with the reason why, or in whatever words open it."""

from __future__ import annotations

import pytest

from actions.interpreting.short_answers import has_word_of_stopping
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

DROPS = [
    "算了不报了，刚看见电工在换灯了", "不报了不报了，我自己打电话给物业", "哎算了，群里说今晚就修，我等等看", "啊不用登记了 已经有人来了", "不麻烦你们了，我儿子会弄", "别报了别报了，我看错了",
    "不需要登记了，师傅刚到", "还是不反映了，多一事不如少一事", "当我没说，灯又亮了",
]  # fmt: skip
STAYS = [
    "算了，你们还是来看看吧", "上次说算了，这次不行", "我没说不报啊，快登记", "他们让我别报了，我偏要报", "不要了那个旧灯罩，换新的", "别登记我的名字", "不报的话会不会越来越严重",
    "算了我把时间也说一下，早上七点最多", "算了直接登记吧", "不要投诉，改成建议", "别投诉，就反映一下", "不需要上报 你们社区自己处理就好", "算了不说了，反正就在5栋",
]  # fmt: skip


@pytest.mark.parametrize("text", DROPS)
def test_the_reason_comes_along(resident: Resident, portal: Portal, text: str) -> None:
    """Nothing is registered, and the words are not added to the report."""
    resident.says("桂花苑5栋门口的路灯不亮了，三天了")
    assert [one["response"] for one in resident.says(text)["messages"]] == ["utter_dropped"]
    assert portal.drafts[17] is None


@pytest.mark.parametrize("text", STAYS)
def test_a_wish_beside_it_keeps_the_report(resident: Resident, portal: Portal, text: str) -> None:
    """What somebody else said, what was given up before, or a wish for it after all."""
    resident.says("桂花苑5栋门口的路灯不亮了，三天了")
    resident.says(text)
    assert portal.drafts[17] is not None or portal.cases


def test_it_may_be_given_up_at_a_question(resident: Resident, portal: Portal) -> None:
    """The words are no place."""
    assert asked(resident.says("路灯不亮了，三天了")) == "place"
    told = resident.says("算了不报了，我自己找物业")
    assert "先不报了" in texts(told)
    assert portal.drafts[17] is None


GIVES_UP = [
    "我想撤了",
    "还是别弄了",
    "不报了",
    "不投诉了",
    "不用来了",
    "别来了",
    "不修了",
    "那不修了",
    "不想报了",
    "先不报",
    "不登记了",
    "不说了",
    "甭管了",
    "没必要了",
    "不麻烦了",
    "不再报了",
]
TELLS = [
    "下不来",
    "上不来",
    "进不来",
    "水不来",
    "电梯不来",
    "起不来",
    "师傅不来",
    "公交车不来了",
    "物业不管",
    "门开不来",
    "轮椅下不来",
    "他不修",
    "物业不修",
    "居委会不管了",
    "人也不来修",
    "三天不来水",
    "报不上",
    "登不上去",
    "说不清楚",
]


def test_only_explicit_words_give_a_report_up() -> None:
    """轮椅下不来 and 物业不管 have 不来 and 不管 in them, and tell the matter."""
    assert [text for text in GIVES_UP if not has_word_of_stopping(text)] == []
    assert [text for text in TELLS if has_word_of_stopping(text)] == []


@pytest.mark.parametrize("text", ["下不来", "上不来", "进不来", "水不来"])
def test_a_fragment_never_throws_away_what_was_said(resident: Resident, portal: Portal, text: str) -> None:
    """申请 / 坡道 / 轮椅 / 下不来 is one report."""
    for said in ("申请", "一个", "坡道", "轮椅"):
        resident.says(said)
    told = resident.says(text)
    assert "不报了" not in texts(told)
    assert all(word in portal.drafts[17]["text"] for word in ("坡道", "轮椅", text))
