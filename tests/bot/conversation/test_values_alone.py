"""Values said alone after a summary: a number for the building, the last digit of a telephone number, an estate after a building, a part settled on aloud."""

from __future__ import annotations

import pytest

from actions.case_draft import place_words
from actions.intake.corrections.changes import Changes, Known
from actions.intake.corrections.turn_changes import changes_of
from actions.interpreting.places import merge_place
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.drafts import a_draft, a_turn

PHONE = "13811113333"


@pytest.mark.parametrize(
    ("text", "known", "place"),
    [
        ("改成9", "桂花苑6栋", "桂花苑9栋"),
        ("改成5吧", "清河小区4栋", "清河小区5栋"),
        ("改为12", "桂花苑6栋楼道", "桂花苑12栋楼道"),
        ("麻烦换成3。", "幸福家园2号楼", "幸福家园3号楼"),
        ("帮我改成8了", "翠竹公寓七栋", "翠竹公寓8栋"),
        ("1栋还是2栋来着 我看看哦 是2栋", "翠竹公寓", "翠竹公寓2栋"),
        ("3栋还是4栋来着 等我看看 是4栋", "桂花苑", "桂花苑4栋"),
        ("2栋还是3栋来着，哦是3栋", "清河小区", "清河小区3栋"),
        ("好像5单元还是6单元来着，想起来了，是5单元", "桂花苑3栋", "桂花苑3栋5单元"),
        ("六栋还是七栋呢？应该是六栋吧", "桂花苑", "桂花苑六栋"),
        ("等下，我眼花了，是5栋", "河畔人家1栋", "河畔人家5栋"),
        ("眼睛花了，是7栋", "桂花苑1栋楼下", "桂花苑7栋楼下"),
    ],
)
def test_a_part_said_last_is_the_place_s(text: str, known: str, place: str) -> None:
    """The rest of the place stays."""
    assert changes_of(a_turn(text), Known(place=known)).place == place


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("改成9", Known("桂花苑6栋", time="八点")),
        ("改成9", Known("桂花苑6栋", contact=PHONE)),
        ("改成9", Known("桂花苑6栋2单元")),
        ("改成9", Known("桂花苑")),
        ("改成9", Known("桂花苑9栋")),
        ("改成9点", Known("桂花苑6栋")),
        ("1栋还是2栋来着", Known("桂花苑")),
        ("1栋还是2栋来着，是5栋", Known("桂花苑")),
        ("1栋还是2栋来着，是2栋的人扔的", Known("桂花苑")),
        ("1栋还是2栋来着，不是2栋", Known("桂花苑")),
        ("29号，眼花了", Known("公园路28号门口")),
    ],
)
def test_no_place_is_made_of_what_may_be_something_else(text: str, known: Known) -> None:
    """An hour, a digit of a number, one of two parts, nothing settled."""
    assert changes_of(a_turn(text), known).place is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("号错了，最后一位是5", "13811113335"),
        ("刚才那个号不对，最后是4", "13811113334"),
        ("那个号写错了，最后是29", "13811113329"),
        ("我的号错了，尾数是6", "13811113336"),
        ("刚才那个号码不对，尾号是4", "13811113334"),
    ],
)
def test_a_wrong_number_is_that_to_call(text: str, number: str) -> None:
    """No time is made of 刚才, no place of the digit."""
    time = ("刚才",) if "刚才" in text else ()
    assert changes_of(a_turn(text, time=time), Known("清河小区2栋", contact=PHONE)) == Changes(contact=number)


@pytest.mark.parametrize(
    "text",
    [
        "楼号错了，最后是5",
        "门牌那个号不对，最后是5",
        "车牌号错了，最后一位是5",
        "号错了，是5栋",
        "号错了",
        "号对的，最后是3",
    ],
)
def test_the_number_to_call_stays(text: str) -> None:
    """A house's, a car's, or no digit is told."""
    assert changes_of(a_turn(text), Known("清河小区2栋", contact=PHONE)).contact is None


@pytest.mark.parametrize(
    ("text", "said", "known", "time"),
    [
        ("不是，到十一点", "十一点", "八点到十点", "八点到十一点"),
        ("不对，是到九点半", "九点半", "晚上八点到十点", "晚上八点到九点半"),
        ("应该到两点", "两点", "半夜十二点到三点", "半夜十二点到两点"),
        ("不是，十一点", "十一点", "八点", "十一点"),
    ],
)
def test_an_hour_until_replaces_the_last(text: str, said: str, known: str, time: str) -> None:
    """The first stays."""
    assert changes_of(a_turn(text, time=(said,)), Known("桂花苑", time=known)).time == time


@pytest.mark.parametrize(
    ("known", "said", "place"),
    [
        ("三栋", "桂花苑的", "桂花苑三栋"),
        ("三栋", "桂花苑", "桂花苑三栋"),
        ("3栋、5栋", "桂花苑", "桂花苑3栋、桂花苑5栋"),
        ("3栋楼道", "幸福家园", "幸福家园3栋楼道"),
        ("桂花苑", "3栋", "桂花苑3栋"),
        ("桂花苑3栋", "2单元", "桂花苑3栋2单元"),
        ("公园路", "桂花苑", "桂花苑"),
        ("3栋、5栋", "桂花苑7栋", "桂花苑7栋"),
    ],
)
def test_an_estate_joins_the_building_said_before(known: str, said: str, place: str) -> None:
    """A place with a name is replaced."""
    assert merge_place(known, said) == place


@pytest.mark.parametrize("person", ["老王头", "王大爷", "小李", "老张", "陈阿姨"])
def test_a_person_is_no_place(person: str) -> None:
    """However a place was read in the name."""
    text = f"我是三栋的{person}"
    assert place_words(a_draft(text, place=("三栋", person))) == ["三栋"]


@pytest.mark.parametrize("place", ["老街", "小河边", "王家村", "老王家门口", "李大妈店门口", "小区"])
def test_a_place_named_after_somebody_is_one(place: str) -> None:
    """Nor is any other name left out."""
    assert place_words(a_draft(f"{place}灯坏了", place=(place,))) == [place]


@pytest.mark.parametrize(
    ("report", "text", "response"),
    [
        ("水管漏水，清河小区4栋", "改成5吧", "utter_confirm_again"),
        ("水管漏水，清河小区4栋2单元", "改成5吧", "utter_confirm_added"),
        ("水管漏水，清河小区4栋", "号错了，最后一位是5", "utter_confirm_added"),
        ("水管漏水，清河小区4栋，电话13811113333", "号错了，最后一位是5", "utter_confirm_again"),
        ("我是三栋的老王头我那个楼道里的灯不亮了，桂花苑", "不是3栋，是5栋", "utter_confirm_again"),
    ],
)
def test_a_summary_is_called_changed_only_if_it_is(resident: Resident, report: str, text: str, response: str) -> None:
    """Else the words are called added; and a mere number takes no category away."""
    before = resident.says(report)["messages"][-1]["text"]
    said = resident.says(text)["messages"][-1]
    assert said["response"] == response
    if response == "utter_confirm_added" and "类别：求助 ·" in before:
        assert "归哪一类由工作人员定" not in said["text"]
