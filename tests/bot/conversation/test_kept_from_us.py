"""A wish that our own people do not read a report is answered with what can be kept of it; a body that is turned down is not named as the likely one."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import pytest

from actions.conversation.turn import Wish
from actions.intake.wishes import body_turned_down, keeps_it_from_us
from tests.bot.conversation.danger_chat import Chat, fire, names
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal

FROM_US = (
    "我说的话别让社区的人看到|别让居委会知道|这事别跟社区说|别让你们的人看到|别让受理台知道是我|不想让村委知道|别让社区知道是我说的|不要让居委会的人看到我写的|我不想让社区知道"
    "|别告诉居委会主任|别让工作人员看见|怕社区的人知道|千万别让社区书记知道|不要跟村里干部说|别让网格员知道是我"
)
OF_OTHERS = "别让物业知道是我|别说是我|社区里别说是我|别让邻居知道|别让社区里的小孩看到|别让社区群里的人知道|不要告诉我老公|别让他看到|保密|匿名举报|别跟房东说|别让楼上知道|你们别说出去|别让社区医院知道我来过"


@pytest.mark.parametrize("said", FROM_US.split("|"))
def test_a_wish_that_nobody_can_keep_is_known(said: str) -> None:
    assert keeps_it_from_us(a_turn(said, wish=Wish(said, "")))


@pytest.mark.parametrize("said", OF_OTHERS.split("|"))
def test_any_other_wish_is_none(said: str) -> None:
    assert not keeps_it_from_us(a_turn(said, wish=Wish(said, "")))


@pytest.fixture
def chat(portal: Portal, loop: asyncio.AbstractEventLoop) -> Chat:
    return Chat(portal, loop)


def test_who_reads_it_is_said_before_a_report(chat: Chat) -> None:
    told = names(chat.says("我说的话别让社区的人看到", wish=Wish("我说的话别让社区的人看到", "")))
    assert told[0] == "utter_desk_reads_it"
    assert "utter_wish_noted" not in told


def test_who_reads_it_is_said_of_a_case(chat: Chat, portal: Portal) -> None:
    portal.has_case(state="reported", handler=None, reported_at=JUST_NOW)
    told = names(chat.says("别让居委会知道", wish=Wish("别让居委会知道", "")))
    assert told[0] == "utter_desk_reads_it"


@pytest.mark.parametrize("said", ["别说是我", "千万别说是我说的", "别让人知道是我报的", "不要说我名字", "替我保密"])
def test_a_wish_right_after_an_emergency_is_of_that(chat: Chat, portal: Portal, said: str) -> None:
    """It asks for no other matter."""
    fire(chat)
    before = len(portal.made("detail"))
    told = names(chat.says(said, wish=Wish(said, "")))
    assert told in (["utter_emergency_unnamed"], ["utter_danger_added"])
    assert len(portal.made("detail")) == before + 1


NOT_DOWN = "不要交物业费了|别找物业费的单子|别找物业说|不要给物业打电话|不想再交物业费"
SHARED = [  # with tests/portal/cases/disclosure/test_turned_down.py
    (row["said"], row["body"])
    for row in csv.DictReader((Path(__file__).parents[2] / "turned_down.csv").open(encoding="utf-8"))
]


@pytest.mark.parametrize(("said", "body"), SHARED)
def test_a_body_is_turned_down(said: str, body: str) -> None:
    """Or none, "", also where the portal keeps it unaware by a wish."""
    assert body_turned_down(said) == body


@pytest.mark.parametrize("said", NOT_DOWN.split("|"))
def test_no_body_is_turned_down(said: str) -> None:
    assert not body_turned_down(said)
