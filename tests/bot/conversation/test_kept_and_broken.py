"""A case that is not to be withdrawn, and one that is still broken, in the words that people use."""

from __future__ import annotations

import pytest

from actions.interpreting.follow_up_answers import is_still_broken, read_fixed
from actions.interpreting.open_questions import keeps_case
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.portal_stand_in import Portal

KEEPS = [
    "不撤回", "不撤", "不撤了", "别撤", "别撤回", "先别撤回", "不要撤回", "不要取消", "别取消", "还是不撤了", "算了，不撤回了", "那就不撤回吧", "我不撤回", "我不想撤回", "这件先别撤", "千万别撤销", "暂时不撤",
    "不用撤回。", "也别取消了",
]  # fmt: skip
DOES_NOT = [
    "撤回", "不要，撤回", "不办了，撤回", "不用了，取消吧", "别办了 撤了吧", "取消", "不撤回不行吗", "不撤回的话什么时候修", "不撤回，灯还是不亮", "怎么撤回", "撤不撤", "别来了", "不要了", "能不能不撤回",
]  # fmt: skip


@pytest.mark.parametrize("text", KEEPS)
def test_a_case_is_kept(text: str) -> None:
    """All of the words say so."""
    assert keeps_case(text)


@pytest.mark.parametrize("text", DOES_NOT)
def test_other_words_are_not_that(text: str) -> None:
    """They withdraw it, ask, or say something else too."""
    assert not keeps_case(text)


@pytest.mark.parametrize("text", ["不撤回", "先别撤回", "不要取消", "还是不撤了"])
def test_nobody_is_asked_whether_to_withdraw_what_they_keep(resident: Resident, portal: Portal, text: str) -> None:
    """Also where nothing was asked; the case goes on."""
    portal.has_case()
    assert texts(resident.says(text)) == "好的，不撤回，继续办。"
    assert portal.details == []


def test_who_keeps_what_is_over_is_told_how_it_stands(resident: Resident, portal: Portal) -> None:
    """It does not go on."""
    portal.has_case(state="withdrawn", state_label="已撤回")
    assert "已撤回" in texts(resident.says("不撤回"))


STILL = [
    "还是不亮",
    "还是漏",
    "又坏了",
    "没修好",
    "修了还是不亮",
    "依旧不亮",
    "照样漏水",
    "老样子，没修好",
    "还是堵",
    "又不亮了",
]
WAITS = [
    "还没人来修",
    "还没人来修啊，都一个星期了",
    "到现在还没修",
    "还是没人来",
    "还是没动静",
    "没修，快点",
    "还没处理",
    "催一下，还没修",
]


@pytest.mark.parametrize("text", STILL)
def test_what_is_still_broken_goes_on_the_case(resident: Resident, portal: Portal, text: str) -> None:
    """As the resident's words: nobody answers that it was hurried."""
    assert is_still_broken(text)
    assert read_fixed(text) is False or text in ("依旧不亮", "照样漏水")
    case_no = portal.has_case(state="dispatched")
    resident.expecting = {"kind": "follow_up", "case_no": case_no, "choices": {"1": "修好了", "2": "没修好"}}
    if read_fixed(text) is False:
        assert "催过" not in texts(resident.says(text))
        assert portal.details == [("details", text)]


@pytest.mark.parametrize("text", WAITS)
def test_who_waits_for_somebody_hurries(text: str) -> None:
    """Nobody has come yet: that is a reminder."""
    assert not is_still_broken(text)
