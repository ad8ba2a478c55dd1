"""Digits of a code, a plate or a telephone are no place, be it in a correction or in an emergency."""

from __future__ import annotations

import asyncio
import time

import pytest

from actions.conversation.turn import Turn
from actions.intake.corrections.changes import Known
from actions.intake.corrections.codes import without_codes
from actions.intake.corrections.turn_changes import changes_of
from tests.bot.conversation.danger_chat import Chat, fire
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

CODES = (
    "密码写错了是4321|密码不是1234，是4321|门禁码5678写错了，应该是8765|4321才是密码|单元门4321#，说错了|编号写错了，是0042|车牌不是浙A12345，是54321"
    "|门禁密码记错了，是2580|口令改成了9999|取件码说错了，应该是3322"
)
PLACES = (
    "不对，是402|是402不是401|门牌错了，是402|401打错了，是402|密码没错，房号错了，是402|地址写错了，是5栋402|说错了，是402室|不是401，密码锁那家是402"
    "|我看错了，是402|门牌号应该是402"
)
KNOWN = Known("翠竹公寓5栋401", "", "", "request")


@pytest.fixture
def chat(portal: Portal, loop: asyncio.AbstractEventLoop) -> Chat:
    return Chat(portal, loop)


def _said(text: str) -> Turn:
    return a_turn(text, act="correct", act_score=0.95)


@pytest.mark.parametrize("text", CODES.split("|"))
def test_a_code_corrects_no_place(text: str) -> None:
    assert changes_of(_said(text), KNOWN).place is None


@pytest.mark.parametrize("text", PLACES.split("|"))
def test_a_room_does(text: str) -> None:
    assert "402" in (changes_of(_said(text), KNOWN).place or "")


@pytest.mark.parametrize(
    "text",
    [
        "地址错了，是6栋402",
        "应该是6栋402才对",
        "不对，是6栋402",
        "地址也错了，是6栋402的",
        "说错了，6栋402",
        "打错了，应该是6栋402",
    ],
)
def test_the_building_that_is_said_is_never_lost_beside_its_room(text: str) -> None:
    """Whoever goes to 5栋402 stands at a stranger's door."""
    said = a_turn(text, act="correct", act_score=0.95, place=("6栋402",))
    assert changes_of(said, KNOWN).place == "翠竹公寓6栋402"


@pytest.mark.parametrize("text", ["5栋没错，是402", "不是6栋，是5栋402", "5栋的402，不是401"])
def test_the_building_that_is_right_stays(text: str) -> None:
    named = ("5栋", "402") if "没错" in text else ("5栋402",) if "402，" not in text else ("5栋的402",)
    assert changes_of(a_turn(text, act="correct", act_score=0.95, place=named), KNOWN).place == "翠竹公寓5栋402"


@pytest.mark.parametrize("text", [*CODES.split("|"), "电话写错了，是6789", "手机尾号不是1234是4321"])
def test_in_an_emergency_help_is_sent_where_it_was(chat: Chat, portal: Portal, text: str) -> None:
    fire(chat, "翠竹公寓5栋401着火了", place=("翠竹公寓5栋401",))
    chat.says(text, act="correct", act_score=0.95)
    assert portal.cases[0]["place"] == "翠竹公寓5栋401"


def test_in_an_emergency_another_room_is_where_to_go(chat: Chat, portal: Portal) -> None:
    fire(chat, "翠竹公寓5栋401着火了", place=("翠竹公寓5栋401",))
    chat.says("不对，是402", act="correct", act_score=0.95)
    assert portal.cases[0]["place"] == "翠竹公寓5栋402"


def test_the_text_keeps_its_length() -> None:
    """So that each span of the draft stays where it is."""
    assert all(len(without_codes(_said(text)).text) == len(text) for text in CODES.split("|"))


WHERE_THEY_ARE = [
    ("门禁密码1234在15栋", "15栋", "1234"),
    ("密码1234在5栋2单元301室", "5栋2单元301室", "1234"),
    ("电话是139在12号楼302室", "12号楼302室", "139"),
    ("手机号138，我在302", "我在302", "138"),
    ("单号123 在桂花苑302", "桂花苑302", "123"),
    ("工号不知道，301漏水", "301漏水", ""),
    ("编号错了，302", "302", ""),
    ("密码4321，人躲在1203", "躲在1203", "4321"),
    ("密码4321#，快来302", "来302", "4321"),
    ("门禁码5678我们在桂花苑3栋402", "桂花苑3栋402", "5678"),
    ("验证码668812，翠竹公寓12栋1单元302着火了", "12栋1单元302着火", "668812"),
    ("手机号是13812345678我在二十五栋六零一", "二十五栋六零一", "13812345678"),
    ("密码2580，5-2-301", "5-2-301", "2580"),
    ("编号不记得，1201漏煤气", "1201漏煤气", ""),
    ("单号忘了，302那家冒烟", "302那家", ""),
    ("门禁密码8888，我跑到502了", "到502", "8888"),
    ("尾号是6789，我困在12#302", "12#302", "6789"),
    ("我的身份证号330106199001011234，我住16幢", "16幢", "330106199001011234"),
    ("电话换了，现在躲302", "躲302", ""),
    ("卡号6222020202020202020在11座1102房", "11座1102房", "6222020202020202020"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kept", "covered"), WHERE_THEY_ARE)
def test_of_where_somebody_is_no_digit_is_lost(text: str, kept: str, covered: str) -> None:
    """Neither a part of a house number nor a room, whatever code or number is told beside it; the code is."""
    left = without_codes(_said(text), phones=True).text
    assert kept in left
    assert not covered or covered not in left
    assert len(left) == len(text)


NO_ROOMS = "密码后来4321|密码改到4321|密码现在是4321|把密码输进去4321|密码错了，应该是432|门禁密码在手机上是4321|密码错了，4321|密码4321位置在楼下|电话打到6789|门禁密码晚上4321|电话错了，是0571-8888|手机号是138-1234-5678"


@pytest.mark.parametrize("text", NO_ROOMS.split("|"))
def test_words_before_a_code_make_it_no_room(text: str) -> None:
    left = without_codes(_said(text), phones=True).text
    assert not any(digit in left for digit in "0123456789")


@pytest.mark.parametrize("text", ["手机号138，我在302", "密码4321，躲在302", "单号123，我们在302室"])
def test_in_an_emergency_help_goes_to_the_room_told_beside_a_number(chat: Chat, portal: Portal, text: str) -> None:
    fire(chat, "翠竹公寓5栋401着火了", place=("翠竹公寓5栋401",))
    chat.says(text, "add", rule="addition")
    assert portal.cases[0]["place"] == "翠竹公寓5栋302"


def test_a_long_run_of_digits_is_read_quickly() -> None:
    """Each run is tried once."""
    began = time.perf_counter()
    without_codes(_said("密码" + "1" * 20000 + "在" * 20000 + "栋"), phones=True)
    assert time.perf_counter() - began < 1
