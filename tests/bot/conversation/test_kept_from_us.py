"""A wish that our own people do not read a report is answered with what can be kept of it; a body that is turned down is not named as the likely one."""

from __future__ import annotations

import asyncio

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


DOWN = "不要派物业|不要派物业，幸福家园3栋门禁坏了|别派给物业|别让物业来修|不要转给物业|别交给居委会|不要叫物业来|别再派给物业了|不想让物业来处理|门禁坏了，不用找物业|别给物业办|不要发给城管"
NOT_DOWN = "别让物业知道是我|物业不要派人来收费|不要交物业费了|别找物业费的单子|物业不来修|不要让物业跑了|别派上次那家|不要跟物业说|派给物业|物业不管|别找物业说|不要给物业打电话|不想再交物业费"


@pytest.mark.parametrize("said", DOWN.split("|"))
def test_a_body_is_turned_down(said: str) -> None:
    assert body_turned_down(said)


@pytest.mark.parametrize("said", NOT_DOWN.split("|"))
def test_no_body_is_turned_down(said: str) -> None:
    assert not body_turned_down(said)
