"""A wish not to be named is heard in everyday words, in bits, and before any report; what is no wish stays none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from portal.cases.disclosure import wishes
from portal.cases.models import Case
from portal.storage.parts import Parts
from tests.attacks.confidence_world import LAMP, dispatch, surfaces
from tests.attacks.handover_world import Visitor, bot, line, ports, visitor
from tests.attacks.town import call, contact, report, seat, town
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot

__all__ = ["bot", "call", "community", "line", "ports", "report", "seat", "town", "visitor"]

Report = Callable[..., str]
Call = Callable[..., Any]
MATTER = "桂花苑5栋楼下的路灯不亮"
PLAIN = LAMP | {"personal": []}
WISHES = [
    "我怕物业那帮人知道以后找我家麻烦", "我怕人家晓得了报复", "可别让他们查出来是我", "别让他们猜出来是谁", "电话别转给他们 13911112222", "我电话别转给物业", "别把我的号码转给他们",
    "希望对我的信息不公开", "我的个人信息不要外泄", "我的身份请勿公开", "我这人怕事，你懂的", "我胆小怕事", "说是我就完了，你们悠着点", "要是传出去我就没法住了", "被物业知道了我就惨了",
    "我手机一三六五五五五三三三三，别给物业", "千万不要\n让楼上202知道是我说的", "不要让物业\n知道是我", "别让物业那帮人，知道是谁说的",
]  # fmt: skip
NONE = [
    "物业的电话不公开", "物业收支不公开", "他们公司信息不公开透明", "电梯再不修我就完了", "怕大家不知道", "我不怕事", "我的电话打不通", "我的信息没登记上", "电话别打给我，打给我老公",
    "我的个人信息被泄露了，物业卖的", "说是我家漏的水，其实不是", "不要让他停车，知道了吗", "千万不要让孩子去那里玩", "我怕老人不知道怎么办", "我的名字不在名单上", "不要转给物业，他们不管",
    "千万不要砍树", "千万不要", "不要让物业", "知道是我",
]  # fmt: skip


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_in_everyday_words_is_kept_on_the_case(
    town: Parts, seat: Any, report: Report, call: Call, wish: str
) -> None:
    """In the report and after it; no handler reads its words."""
    who = contact(town)
    later = report(MATTER, who, **PLAIN)
    assert call(f"/cases/{later}/details", contact=who, text=wish)["confidential"]
    at_once = report(f"{MATTER}，{wish}", **PLAIN)
    with town.db.read() as s:
        assert s.scalars(sa.select(Case.confidential).where(Case.case_no == at_once)).one()
    dispatch(seat, at_once, matter=MATTER)
    page = surfaces(seat("at-lamps"), at_once)
    assert [clause for clause in wish.split("\n") if clause in page] == []


@pytest.mark.parametrize("text", NONE)
def test_ordinary_words_are_no_wish(text: str) -> None:
    """Somebody else's data, a plea, and half a sentence of which nothing follows."""
    assert not wishes.wishes_not_to_be_named(text)


@pytest.mark.parametrize(
    ("bits", "wish"),
    [
        (("不要让物业", "知道是我"), "不要让物业知道是我"),
        (("千万不要", "让楼上202知道是我说的"), "千万不要让楼上202知道是我说的"),
    ],
)
def test_a_wish_said_in_two_messages_is_one(
    town: Parts, report: Report, call: Call, bits: tuple[str, str], wish: str
) -> None:
    """The gateway hands the bot the whole; both bits added to a case make it confidential."""
    assert wishes.split_wish(bits[0]) is None
    assert wishes.split_wish_across(*bits) == (wish, "")
    assert wishes.split_wish_across("不要让物业停车", "知道是我") is None
    assert wishes.split_wish_across(bits[0], "路灯还没修") is None
    who = contact(town)
    case_no = report(MATTER, who, **PLAIN)
    assert not call(f"/cases/{case_no}/details", contact=who, text=bits[0])["confidential"]
    assert call(f"/cases/{case_no}/details", contact=who, text=bits[1])["confidential"]


def test_the_bot_is_handed_the_whole_wish(line: Parts, visitor: Visitor, bot: StandInBot, clock: HandClock) -> None:
    """With the last message before it only, and only soon after it."""
    visitor.say("不要让物业")
    assert "wish" not in bot.asked[-1]["metadata"]
    visitor.say("知道是我")
    assert bot.asked[-1]["metadata"]["wish"] == {"said": "不要让物业知道是我", "rest": ""}
    visitor.say("不要让物业")
    visitor.say("路灯还没修")
    visitor.say("知道是我")
    assert "wish" not in bot.asked[-1]["metadata"]
    visitor.say("不要让物业")
    clock.move(minutes=6)
    visitor.say("知道是我")
    assert "wish" not in bot.asked[-1]["metadata"]
