"""Words of a resident that were heard by nobody: a late wish for secrecy, consent given again, news of an emergency, a number left later."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.channels.models import InboxMessage
from portal.channels.outbound import answers
from portal.residents.models import Consent, ContactPoint
from portal.storage.parts import Parts
from tests.attacks.confidence_world import LAMP, dispatch, surfaces
from tests.attacks.handover_world import Visitor, bot, contact_of, line, ports, visitor
from tests.attacks.lost_words_world import ask
from tests.attacks.test_choice_in_chat import Line
from tests.attacks.test_choice_in_chat import line as vote_line
from tests.attacks.test_handover import work
from tests.attacks.town import call, contact, draft, report, seat, town
from tests.portal.cases.cases_world import community
from tests.vendors.bot import StandInBot, said

__all__ = ["bot", "call", "community", "line", "ports", "report", "seat", "town", "visitor", "vote_line"]

Call = Callable[..., Any]
Report = Callable[..., str]
Seat = Callable[[str], FlaskClient]
# --- a wish for secrecy after the report


LATE_WISHES = [
    "别让物业知道", "别让物业知道是我说的", "别告诉楼上是我说的", "不要让物业知道是我", "请保密",
    "我不想让人知道是我报的", "匿名", "替我保密",
]  # fmt: skip


@pytest.mark.parametrize("wish", LATE_WISHES)
def test_a_late_wish_is_read_for_the_bot_and_kept(
    line: Parts, visitor: Visitor, bot: StandInBot, town: Parts, seat: Seat, report: Report, call: Call, wish: str
) -> None:
    """The bot is told that it is one, and what else the message says; on the case it counts, and the answer says so."""
    visitor.say(wish)
    assert bot.asked[-1]["metadata"]["wish"] == {"said": wish, "rest": ""}
    visitor.say(f"没修好，{wish}")
    assert bot.asked[-1]["metadata"]["wish"] == {"said": wish, "rest": "没修好"}
    for plain in ("催一下", "好的", "我报的事怎么样了"):
        visitor.say(plain)
        assert "wish" not in bot.asked[-1]["metadata"]
    who = contact(town)
    case_no = report("幸福家园3栋路灯坏了三天", who, **LAMP)
    assert call(f"/cases/{case_no}/details", contact=who, text="灯杆上有编号A7")["confidential"] is False
    assert call(f"/cases/{case_no}/details", contact=who, text=wish)["confidential"] is True
    dispatch(seat, case_no)
    assert [word for word in (wish, "路灯坏了三天") if word in surfaces(seat("at-lamps"), case_no)] == []


def test_the_answer_to_a_report_says_whether_a_wish_was_heard(town: Parts, call: Call) -> None:
    """Only where one was."""
    for text, heard in (("幸福家园3栋路灯坏了三天\n请保密", True), ("幸福家园3栋路灯坏了三天", False)):
        told = call("/cases", contact=contact(town), text=text, draft=draft(text, **LAMP))
        assert told["confidential"] is heard


# --- the gateway's own words


@pytest.mark.parametrize("word", ["撤回同意", "撤销同意", "退订", "恢复", "撤回同意！"])
@pytest.mark.parametrize("link_given", [True, False])
def test_the_gateways_own_words_are_no_choice(vote_line: Line, word: str, link_given: bool) -> None:
    """While a secret vote is open, also when its link was just handed out; 不同意 is a choice all the same."""
    who = vote_line.visitor()
    if link_given:
        ask(vote_line.parts, {"kind": "vote_secret", "consultation": "1"})
    assert "不算投票" not in vote_line.chat(word, who)
    assert vote_line.bot.asked == []
    assert "不算投票" in vote_line.chat("不同意九点关灯", who)


# --- consent, withdrawn and given again


def test_after_withdrawing_consent_the_next_report_is_told_what_for_and_is_taken(
    line: Parts, visitor: Visitor, bot: StandInBot
) -> None:
    """As the very first was, in words of its own, once; the report goes on (PIPL 16). Who withdrew nothing is not told again."""
    first = visitor.say("3栋的灯坏了")
    assert "我是邻里机器人" in first[0]["text"]
    assert [message["text"] for message in visitor.say("还有一件")] == ["听到：还有一件"]
    withdrawn = visitor.say("撤回同意")[0]["text"]
    assert "以后再报事，照样办" in withdrawn
    told = [message["text"] for message in visitor.say("5栋的灯也坏了")]
    assert "您撤回过同意" in told[0]
    assert "恢复" in told[0]
    assert "存30天" in told[0]
    assert told[1] == "听到：5栋的灯也坏了"
    assert [message["text"] for message in visitor.say("好的")] == ["听到：好的"]


@pytest.mark.parametrize("word", ["恢复", "重新同意"])
def test_consent_given_again_is_consent(line: Parts, visitor: Visitor, bot: StandInBot, word: str) -> None:
    """It says so, is on record as all of it, and pushes go out again; after 退订 the word is about messages alone."""
    visitor.say("你好")
    visitor.say("撤回同意")
    assert "重新同意" in visitor.say(word)[0]["text"]
    assert [message["text"] for message in visitor.say("路灯坏了")] == ["听到：路灯坏了"]
    with line.db.read() as s:
        last = s.scalars(sa.select(Consent).order_by(Consent.id.desc())).first()
        assert last is not None
        assert (last.basis, last.purpose) == ("consent", "all")
        assert s.get_one(ContactPoint, contact_of(line)).opted_out_at is None
    visitor.say("退订")
    assert "恢复提醒" in visitor.say(word)[0]["text"]


# --- whose it is


def test_no_body_is_named_from_a_guess_or_for_conduct(town: Parts, call: Call) -> None:
    """A category that the resident was told is open, or people's conduct: the desk decides. A plain case names its body."""
    who = contact(town)

    def body(text: str, **more: Any) -> Any:
        return call("/cases", contact=who, text=text, draft=draft(text, **more))["body"]

    assert body("幸福家园3栋路灯坏了", **LAMP) == {"name": "路灯队", "phone": "0571-00000002"}
    assert body("幸福家园3栋路灯坏了", **LAMP | {"missing": ["category"]}) is None
    assert body("幸福家园3栋保安骂人", **LAMP) is None


# --- what becomes of an emergency


URGENT = {"level": "emergency", "reasons": [], "danger": "fire"}


@pytest.mark.parametrize("news", ["火已经灭了", "人已经出来了", "翠竹公寓5栋门口"])
def test_the_desk_reads_the_news_of_an_emergency_on_its_panel(
    town: Parts, seat: Seat, report: Report, call: Call, news: str
) -> None:
    """Beside the alarm, whether or not somebody took it on, numbers covered; none where nothing was added."""
    who = contact(town)
    quiet = report("桂花苑5栋着火了", contact(town), urgency=URGENT)
    case_no = report("着火了", who, urgency=URGENT)
    assert "居民又说" not in seat("clerk").get("/desk/alarms").text
    call(f"/cases/{case_no}/details", contact=who, text=f"{news}，打13912345678")
    page = seat("clerk").get("/desk/alarms").text
    assert news in page
    assert "13912345678" not in page
    assert page.count("居民又说") == 1
    way = re.search(rf"{case_no}.*?action=\"(/desk/alarms/\d+/taken)\"", page, re.S)
    assert way
    seat("clerk").post(way[1])
    taken = seat("clerk").get("/desk/alarms").text.partition("alarms-taken")[2]
    assert news in taken
    assert quiet not in taken


# --- the number, once


def test_the_number_is_not_said_twice_for_one_message(line: Parts, visitor: Visitor, bot: StandInBot) -> None:
    """The gateway said it while the bot was late: its answer begins after that line; a quick bot's is whole."""
    answer = "请马上打火警119！\n人先离开，弯腰走楼梯，别坐电梯，别回去拿东西。"
    bot.answer = lambda _ask: {"messages": [said(answer, response="utter_danger_fire"), said("报给值班的人了")]}
    assert [message["text"] for message in visitor.say("着火了")][:2] == [answer, "报给值班的人了"]
    with line.db.write() as s:
        _held(s, line)
    work(line)
    texts = [text for _, text in visitor.heard()]
    assert texts[-3].startswith("请马上打火警119！")
    assert texts[-2:] == [answer.partition("\n")[2], "报给值班的人了"]


def _held(s: Session, parts: Parts) -> None:
    """A message of danger for which the gateway has said the number."""
    now = parts.clock.now()
    row = InboxMessage(
        channel="webchat", vendor_id="held", contact_point_id=contact_of(parts), kind="text", text="着火了", media=[],
        received_at=now, due_at=now, alarm="fire",
    )  # fmt: skip
    s.add(row)
    s.flush()
    answers.hold(s, parts, row, now)


# --- a number left after the report


def contact_kept(parts: Parts, case_no: str) -> str:
    with parts.db.read() as s:
        return str(s.scalars(sa.select(Case).where(Case.case_no == case_no)).one().words.contact)


FIRE: dict[str, Any] = {"urgency": {"level": "emergency", "reasons": [], "danger": "fire"}}
LEFT = [
    ("13900009999", "13900009999"),
    ("我的电话是13900009999，可以打给我", "13900009999"),
    ("我电话139 0000 9999，有事打我", "13900009999"),
    ("手机号：13900009999", "13900009999"),
    ("物业的电话是13900009999", ""),
    ("他电话13900009999，你们问他", ""),
]


@pytest.mark.parametrize("facts", [LAMP, FIRE], ids=["lamp", "fire"])
@pytest.mark.parametrize(("words", "kept"), LEFT)
def test_a_number_left_after_the_report_is_the_contact(
    town: Parts, seat: Seat, report: Report, call: Call, facts: dict[str, Any], words: str, kept: str
) -> None:
    """The desk reads that one was left; somebody else's stays a detail, and so does a second one."""
    who = contact(town)
    no = report("桂花苑5栋楼下的路灯不亮", who, **facts)
    assert "没有留，只能" in seat("clerk").get(f"/desk/cases/{no}").text
    call(f"/cases/{no}/details", contact=who, text=words)
    assert contact_kept(town, no) == kept
    assert ("没有留，只能" in seat("clerk").get(f"/desk/cases/{no}").text) is not bool(kept)
    call(f"/cases/{no}/details", contact=who, text="我的电话是13900001111")
    assert contact_kept(town, no) == (kept or "13900001111")


@pytest.mark.parametrize(
    ("text", "bare", "then"),
    [
        ("幸福家园3栋的物业经理收了钱不办事，还骂人", "", "13900001111"),
        ("幸福家园3栋楼下路灯不亮，别告诉别人是我说的", "13900009999", "13900009999"),
    ],
    ids=["conduct", "confidence"],
)
def test_a_number_of_whoever_is_accused_is_not_the_contact(
    town: Parts, report: Report, call: Call, text: str, bare: str, then: str
) -> None:
    """A bare number may be the accused's, where there is one; the first that is the reporter's is kept."""
    who = contact(town)
    no = report(text, who)
    call(f"/cases/{no}/details", contact=who, text="13900009999")
    assert contact_kept(town, no) == bare
    call(f"/cases/{no}/details", contact=who, text="我的电话是13900001111")
    assert contact_kept(town, no) == then


def test_a_number_left_later_is_shown_to_no_handler_unasked(
    town: Parts, seat: Seat, report: Report, call: Call
) -> None:
    """Only the reporter's own yes shows it there."""
    who = contact(town)
    no = report("桂花苑5栋楼下的路灯不亮", who, **LAMP)
    call(f"/cases/{no}/details", contact=who, text="我的电话是13900009999，可以打给我")
    dispatch(seat, no)
    assert "13900009999" not in surfaces(seat("at-lamps"), no)
    assert "139****9999" not in surfaces(seat("at-lamps"), no)
    assert "139****9999" in seat("clerk").get(f"/desk/cases/{no}").text
