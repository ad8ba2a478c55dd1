"""What a message after a report asks of the case: who handles it, their number, the sender's own."""

from __future__ import annotations

import pytest

from actions.conversation.wording import starred
from actions.routes.asked_of_case import asked_of_case
from tests.bot.conversation.conftest import Resident, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

FRESH = "2026-11-24T08:50:00+08:00"
LIKELY = {"name": "市政养护所", "phone": "0571-00000401"}
HANDLER = [
    "归谁管", "这事归谁管", "是哪个单位在办", "谁负责", "谁来修", "派给谁了", "他们电话多少", "承办单位电话是多少", "那边的联系方式有吗", "怎么联系他们",
]  # fmt: skip
NUMBER = [
    "我报的电话是多少",
    "我留的号码是哪个",
    "你们记的我的电话是多少",
    "我留电话了吗",
    "我的号码你们记了没有",
    "我的手机号记对了吗",
]


@pytest.mark.parametrize("text", HANDLER)
def test_who_handles_it_is_asked(text: str) -> None:
    assert asked_of_case(a_turn(text)) == "handler"


@pytest.mark.parametrize("text", NUMBER)
def test_the_senders_own_number_is_asked(text: str) -> None:
    assert asked_of_case(a_turn(text)) == "number"


@pytest.mark.parametrize(
    "text",
    [
        "物业电话多少",
        "电话打不通",
        "我电话换了",
        "没人管",
        "我电话13900001112",
        "你们电话多少",
        "谁家的狗",
        "他们半夜吵",
        "我的电话写错了",
        "谢谢",
    ],
)
def test_other_words_ask_nothing_of_the_case(text: str) -> None:
    """Somebody else's number, a complaint, a correction."""
    said = {"body": ("物业",)} if "物业" in text else {}
    assert asked_of_case(a_turn(text, **said)) is None


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("13900001112", "139****1112"),
        ("0571-88213306", "057****3306"),
        ("8821330", "88****30"),
        ("小王", "小王"),
        ("", ""),
    ],
)
def test_the_middle_of_a_number_is_starred(contact: str, shown: str) -> None:
    assert starred(contact) == shown


@pytest.mark.parametrize("text", ["归谁管", "他们电话多少"])
def test_until_it_is_dispatched_the_likely_body_is_told_with_its_number(
    resident: Resident, portal: Portal, text: str
) -> None:
    portal.has_case(reported_at=FRESH, state="reported", state_label="已登记", last="", likely=LIKELY)
    told = texts(resident.says(text))
    assert "多半归市政养护所（电话 0571-00000401）办" in told
    assert "LL-20261124-0001" in told


def test_where_the_desk_decides_no_body_is_told(resident: Resident, portal: Portal) -> None:
    portal.has_case(reported_at=FRESH, state="reported", state_label="已登记", last="")
    told = texts(resident.says("归谁管"))
    assert "受理台先看" in told
    assert "多半" not in told


def test_once_it_is_dispatched_its_handler_is_told(resident: Resident, portal: Portal) -> None:
    portal.has_case(reported_at=FRESH, handler=LIKELY)
    told = texts(resident.says("他们电话多少"))
    assert "在办的是市政养护所，电话 0571-00000401" in told
    assert "多半" not in told


@pytest.mark.parametrize(("number", "shown"), [("13900001112", "电话：139****1112"), ("", "不留号码")])
def test_ones_own_number_is_told_as_it_is_recorded(resident: Resident, portal: Portal, number: str, shown: str) -> None:
    portal.has_case(reported_at=FRESH, number=number)
    told = texts(resident.says("我报的电话是多少"))
    assert shown in told
    assert "13900001112" not in told
