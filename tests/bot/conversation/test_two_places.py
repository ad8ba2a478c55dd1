"""A correction that names two places: the right one is taken where it is clear, and asked for where it is not."""

from __future__ import annotations

import re

import pytest

from actions.intake.corrections.changes import Known
from actions.intake.corrections.places import unclear_places
from actions.intake.corrections.reading import read_changes
from actions.intake.corrections.turn_changes import changes_of
from actions.intake.flow import continue_report
from actions.intake.form import Form, place_of, to_registration
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_draft, a_turn
from tests.bot.conversation.portal_stand_in import Portal

AT_8 = Known("幸福家园8栋楼下", "", "", "request")
CLEAR = [
    ("说错了 8栋是我闺女家 我家6栋", "幸福家园6栋楼下"),
    ("哎呀说错了 我闺女那个是8栋 我住6栋", "幸福家园6栋楼下"),
    ("哎呀说错了 我闺女那个是8栋 我住6栋 6栋2单元", "幸福家园6栋2单元"),
    ("哎呀地方说错了 我家是6栋 8栋是我闺女家", "幸福家园6栋楼下"),
    ("错了 8栋是对面那幢 坏的是6栋", "幸福家园6栋楼下"),
    ("不对不对 是6号楼 8号楼是我女儿家", "幸福家园6号楼楼下"),
    ("搞错了，6栋是我家，8栋是我儿子家", "幸福家园6栋楼下"),
    ("说错了，我妈住8栋，灯坏的是6栋", "幸福家园6栋楼下"),
    ("写错了 8栋没事 是6栋的灯坏了", "幸福家园6栋楼下"),
    ("打错了 不是8 是6", "幸福家园6栋楼下"),
    ("打错了，是6不是8", "幸福家园6栋楼下"),
    ("不是8是6", "幸福家园6栋楼下"),
    ("不对，8栋是我丈母娘那边，我们这边是6栋", "幸福家园6栋楼下"),
    ("弄错了 6栋才对 8栋是老房子", "幸福家园6栋楼下"),
    ("8栋说错了，6栋", "幸福家园6栋楼下"),
    ("不是8栋，是6栋", "幸福家园6栋楼下"),
    ("错了，是我女儿家6栋", "幸福家园6栋楼下"),
]
JOINED = [  # as they are read: several as one place, or with words of the correction
    ("哎呀地方说错了 我家是6栋 8栋是我闺女家", ("6栋 8栋",), "幸福家园6栋楼下"),
    ("不对不对 是6号楼 8号楼是我女儿家", ("6号楼 8号楼",), "幸福家园6号楼楼下"),
    ("弄错了 6栋才对 8栋是老房子", ("弄错了 6栋才对 8栋",), "幸福家园6栋楼下"),
    ("哎呀说错了 我闺女那个是8栋 我住6栋 6栋2单元", ("6栋 6栋2单元",), "幸福家园6栋2单元"),
    ("说错了，是桂花苑6栋，8栋是我妈家", ("桂花苑6栋", "8栋"), "桂花苑6栋"),
]
SAME = [
    "说错了 6栋是我闺女家 我家8栋",
    "不是6栋，是8栋",
    "不对，6栋是对面，是8栋",
    "不是6 是8",
    "不是2盏 是3盏",
    "不对，不是下午6点 是8点",
]
UNCLEAR = ["不对，6栋 7栋", "说错了，可能是6栋，也可能是7栋", "错了，6栋还是7栋我也搞不清", "写错了 是6栋或者9栋"]


@pytest.mark.parametrize(("text", "place"), CLEAR)
def test_the_place_meant_is_taken(text: str, place: str) -> None:
    """Not the one that is a relative's, across the way, or all right."""
    changed = read_changes(text, a_draft(text), AT_8).place
    assert changed is not None
    assert place in changed


@pytest.mark.parametrize(("text", "read", "place"), JOINED)
def test_places_that_were_read_as_one_are_told_apart(text: str, read: tuple[str, ...], place: str) -> None:
    """Each is weighed by itself."""
    assert read_changes(text, a_draft(text, place=read), AT_8).place == place


@pytest.mark.parametrize("text", SAME)
def test_what_is_said_already_is_no_change(text: str) -> None:
    """The place stands."""
    assert read_changes(text, a_draft(text), AT_8).place is None
    assert not unclear_places(text, a_draft(text), AT_8)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("不是8栋，6栋是我女儿家", "幸福家园6栋楼下"),
        ("说错了不是8栋，6栋是我妈家，就是那里坏了", "幸福家园6栋楼下"),
        ("讲错了，不是8栋，6栋是我丈母娘那边", "幸福家园6栋楼下"),
    ],
)
def test_the_home_of_ones_family_is_meant_where_the_only_other_part_is_denied(said: str, place: str) -> None:
    """The words that look like the reason of the slip name the right place."""
    assert changes_of(a_turn(said, place=("8栋",)), AT_8).place == place


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("不是8栋，是7栋，6栋是我女儿家", "幸福家园7栋楼下"),
        ("不是8栋，8栋是我女儿家", ""),
        ("不是8栋，6栋是我以前住的", ""),
    ],
)
def test_a_reason_names_no_place_of_the_matter(said: str, place: str) -> None:
    """The right one is said besides; or it is the denied one; or nobody of the family lives there now."""
    named = tuple(one for one in ("8栋", "7栋", "6栋") if one in said)
    assert changes_of(a_turn(said, place=named), AT_8).place == place


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_is_not_clear_is_asked(text: str) -> None:
    """With a button for each, the place left alone, the words kept."""
    said = "幸福家园8栋楼下的灯不亮"
    form = Form(text=said, draft=a_draft(said, place=("幸福家园8栋楼下",)), stage="confirm")
    step = continue_report(form, a_turn(text))
    assert [say.response for say in step.says] == ["utter_ask_right"]
    assert step.says[0].buttons[0].title == "6栋"
    assert len(step.says[0].buttons) == 2
    assert step.form is not None
    assert (place_of(step.form), step.form.answers["detail"]) == ("幸福家园8栋楼下", text)
    chosen = continue_report(step.form, a_turn(step.says[0].buttons[0].payload))
    assert chosen.form is not None
    assert place_of(chosen.form) == "幸福家园6栋楼下"


@pytest.mark.parametrize("text", ["说错了 8栋是我闺女家 我家6栋", "哎呀说错了 我闺女那个是8栋 我住6栋 6栋2单元"])
def test_the_words_of_the_correction_stand_on_the_case(text: str) -> None:
    """Whoever goes there can read both."""
    said = "幸福家园8栋楼下的灯不亮"
    form = Form(text=said, draft=a_draft(said, place=("幸福家园8栋楼下",)), stage="confirm")
    step = continue_report(form, a_turn(text))
    assert step.form is not None
    assert text in to_registration(step.form)[0]


def test_a_registered_case_is_not_said_to_be_changed_where_it_is_not(resident: Resident, portal: Portal) -> None:
    """The words reach it, the place is asked for with buttons, and the tap corrects it."""
    resident.says("幸福家园8栋楼下的路灯不亮了")
    assert resident.says("是")["registered"]
    resident.new_epoch()
    portal.cases[0]["place"] = "幸福家园8栋楼下"
    told = resident.says("说错了，可能是6栋，也可能是7栋")
    assert "改好了" not in texts(told)
    buttons = told["messages"][-1]["buttons"]
    assert [button["title"] for button in buttons] == ["6栋", "7栋"]
    assert portal.details == [("details", "说错了，可能是6栋，也可能是7栋")]
    resident.says(buttons[0]["payload"])
    assert portal.made("detail")[-1]["changes"] == {"place": "幸福家园6栋楼下"}


def test_a_registered_case_is_corrected_to_the_place_meant(resident: Resident, portal: Portal) -> None:
    """The other is a relative's."""
    resident.says("幸福家园8栋楼下的路灯不亮了")
    assert resident.says("是")["registered"]
    resident.new_epoch()
    portal.cases[0]["place"] = "幸福家园8栋楼下"
    told = resident.says("哎呀地方说错了 我家是6栋 8栋是我闺女家")
    assert portal.made("detail")[-1]["changes"] == {"place": "幸福家园6栋楼下"}
    assert "改好了" in texts(told)


@pytest.mark.parametrize(
    "pieces",
    [("桂花苑", "2栋"), ("2栋", "桂花苑"), ("在桂花苑", "2栋"), ("桂花苑", "是2栋"), ("桂花苑小区", "2号楼"), ("桂花苑", "2栋1单元"), ("幸福家园", "3幢")],
)  # fmt: skip
@pytest.mark.parametrize("asks", ["楼道灯坏了", "楼道的灯不亮了没人修"])
def test_a_place_in_pieces_is_one(resident: Resident, portal: Portal, asks: str, pieces: tuple[str, str]) -> None:
    """The portal finds the grid of the whole, and of neither piece."""
    for said in (asks, *pieces, "是"):
        resident.says(said)
    body = portal.made("report")[0]
    place = body["answers"].get("place") or "、".join(one["text"] for one in body["draft"]["places"])
    assert re.search(r"(?:桂花苑|幸福家园)(?:小区)?[23](?:栋|号楼|幢)", place)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("不对，是幸福家园", "幸福家园2栋楼道"), ("不是桂花苑，是幸福家园", "幸福家园2栋楼道"), ("说错了，是幸福家园", "幸福家园2栋楼道"), ("小区错了，是幸福家园", "幸福家园2栋楼道"),
        ("应该是幸福家园", "幸福家园2栋楼道"), ("不对，是3栋", "桂花苑3栋楼道"), ("不对，是幸福家园5栋", "幸福家园5栋"), ("不对，在翠竹公寓", "翠竹公寓2栋楼道"),
    ],
)  # fmt: skip
def test_a_corrected_estate_keeps_building_and_spot(resident: Resident, portal: Portal, said: str, place: str) -> None:
    """Unless they are named anew."""
    resident.says("桂花苑2栋楼道灯坏了")
    resident.says(said)
    resident.says("是")
    assert portal.made("report")[0]["answers"]["place"].startswith(place)


@pytest.mark.parametrize("said", ["不留", "不留了", "我不留", "不想留", "不方便留", "就不留了"])
def test_a_number_that_is_not_left_is_no_word_of_the_report(resident: Resident, portal: Portal, said: str) -> None:
    """Whenever it is said."""
    resident.says("桂花苑2栋楼道灯坏了")
    resident.says(said)
    resident.says("是")
    body = portal.made("report")[0]
    assert body["text"] == "桂花苑2栋楼道灯坏了"
