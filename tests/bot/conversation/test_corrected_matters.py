"""What happens is corrected (不是漏水，是楼上倒水): the category is read anew in the report's words, the place stays."""

from __future__ import annotations

import pytest

from actions.intake.corrections.changes import Known
from actions.intake.corrections.turn_changes import changes_of
from actions.intake.draft_corrections import apply_correction
from actions.intake.form import Form, place_of
from bot.reading.spotting.matters import put_right
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_draft, a_turn
from tests.bot.conversation.portal_stand_in import Portal

WATER = ("0406", ["城乡建设", "房屋质量与漏水"], 0.99)


@pytest.mark.parametrize(
    ("said_before", "text", "whole"),
    [
        ("河畔人家楼下唱歌太吵", "不是唱歌，是装修", "河畔人家楼下装修太吵"),
        ("我家楼上漏水，清河小区2栋", "不是漏水 是楼上倒水", "我家楼上倒水，清河小区2栋"),
        ("公园路路灯不亮", "是红绿灯，不是路灯", "公园路红绿灯不亮"),
        ("桂花苑6栋停水了", "不是停水，是水压太小", "桂花苑6栋水压太小了"),
        ("翠竹公寓门口有人乱停车", "不是乱停车，而是堆垃圾的", "翠竹公寓门口有人堆垃圾"),
        ("桂花苑3栋楼下路灯昨天晚上坏了", "不是路灯，是门禁坏了", "桂花苑3栋楼下门禁坏"),
        ("河畔人家2栋楼道灯不亮，急", "不是楼道灯，是单元门坏了", "河畔人家2栋单元门坏，急"),
        ("公园路路灯不亮", "路灯没坏，是井盖松了", "公园路井盖松"),
        ("公园路路灯不亮", "路灯倒没坏，其实是井盖松了", "公园路井盖松"),
        ("公园路路灯不亮", "门禁没坏，是井盖松了", ""),
        ("翠竹公寓门口有人乱停车", "不是吵架，是堆垃圾", ""),
        ("翠竹公寓门口有人乱停车", "不对，是堆垃圾", ""),
        ("", "不是漏水，是倒水", ""),
        ("翠竹公寓门口有人乱停车", "是的", ""),
    ],
)
def test_the_right_words_stand_where_the_denied_ones_stood(said_before: str, text: str, whole: str) -> None:
    """So that 装修 is read as what is loud, and no fragment is read alone."""
    assert put_right(said_before, text) == whole


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("桂花苑3栋楼上", "不是漏水 是楼上倒水"),
        ("桂花苑3栋楼上", "不是敲东西，是楼上搬家具"),
        ("清河小区", "不是灯坏，是楼下有人偷电"),
        ("河畔人家2栋楼道", "不是楼道灯，是单元门坏了"),
        ("河畔人家2栋楼道", "不是楼道灯，是对讲机坏了"),
        ("桂花苑2栋", "电梯没坏，是水管爆了"),
        ("桂花苑2栋", "不是电梯，是水管爆了"),
    ],
)
def test_what_happens_is_no_part_of_the_place(place: str, text: str) -> None:
    """However surely the message corrects."""
    turn = a_turn(text, "deny", act="correct", act_score=0.99)
    assert changes_of(turn, Known(place, "", "", "complaint")).place is None


@pytest.mark.parametrize(
    ("place", "text", "new"),
    [
        ("桂花苑3栋楼上", "不是2栋，是3栋", None),
        ("桂花苑2栋楼上", "不是2栋，是3栋", "桂花苑3栋楼上"),
        ("桂花苑2栋楼上", "不是楼上，是楼下", "桂花苑2栋楼下"),
        ("桂花苑3栋楼道", "不是3栋，是5栋的楼道灯坏了", "桂花苑5栋楼道"),
    ],
)
def test_a_place_is_still_corrected(place: str, text: str, new: str | None) -> None:
    turn = a_turn(text, "deny", act="correct", act_score=0.99)
    assert changes_of(turn, Known(place, "", "", "complaint")).place == new


@pytest.mark.parametrize(
    ("score", "code", "unsure"),
    [(0.95, "0404", False), (0.73, "0416", True), (0.73, "0406", False)],
)
def test_a_fragment_must_be_sure_to_choose_the_category(score: float, code: str, unsure: bool) -> None:
    """Else the desk chooses, so that nobody is suggested; the same category stays."""
    first = "清河小区2栋漏水"
    form = Form(first, a_draft(first, place=("清河小区2栋",), category=WATER), stage="confirm")
    text = "不是漏水，是楼上倒水"
    changed = apply_correction(form, text, a_turn(text, "deny", correction=("楼上倒水", (code, ["a", "b"], score))))
    assert changed is not None
    assert ("category" in changed.draft["missing"]) is unsure
    assert changed.draft["category"]["code"] == (code if score > 0.8 else "0406")
    assert place_of(changed) == "清河小区2栋"


@pytest.mark.parametrize(
    ("first", "text", "category", "place"),
    [
        ("桂花苑3栋楼上漏水到我家了", "不是漏水 是楼上倒水", "归哪一类由工作人员定", "桂花苑3栋楼上"),
        ("我家楼上漏水，清河小区2栋", "不是漏水 是楼上倒水", "归哪一类由工作人员定", "清河小区2栋"),
        ("河畔人家2栋楼道灯不亮", "不是楼道灯，是单元门坏了", "，不是楼道灯，是单元门坏了”", "河畔人家2栋楼道"),
        ("河畔人家2栋楼道灯不亮", "不是楼道灯，是对讲机坏了", "，不是楼道灯，是对讲机坏了”", "河畔人家2栋楼道"),
        ("公园路路灯不亮", "路灯没坏，是井盖松了", "，路灯没坏，是井盖松了”", "公园路"),
        ("桂花苑3栋楼下路灯昨天晚上坏了", "不是路灯，是门禁坏了", "坏了，不是路灯，是门禁坏了”", "桂花苑3栋楼下"),
        ("桂花苑6栋停水了", "不是停水，是楼下水压太小", "水电气供应", "桂花苑6栋"),
    ],
)
def test_the_category_of_the_corrected_matter_is_told(
    resident: Resident, portal: Portal, first: str, text: str, category: str, place: str
) -> None:
    """A spill from upstairs is no matter of the fire lanes."""
    resident.says(first)
    answer = texts(resident.says(text))
    assert category in answer
    assert f"地点：{place}\n" in answer


@pytest.mark.parametrize(
    ("first", "corrected"),
    [("桂花苑3栋楼下路灯昨天晚上坏了", "不是路灯，是门禁坏了"), ("公园路路灯不亮", "路灯没坏，是井盖松了")],
)
def test_the_words_registered_are_the_words_said(
    resident: Resident, portal: Portal, first: str, corrected: str
) -> None:
    """None are made of both."""
    resident.says(first)
    resident.says(corrected)
    resident.says("是")
    assert [body["text"] for body in portal.made("report")] == [f"{first}，{corrected}"]


@pytest.mark.parametrize("text", ["为什么我的事办了一个月还没好", "为什么我的事办了两个月还没好"])
def test_nothing_is_said_to_be_noted_that_is_not(resident: Resident, portal: Portal, text: str) -> None:
    """A question that the bot cannot answer opens no report."""
    assert "当作新的一件" not in texts(resident.says(text))
