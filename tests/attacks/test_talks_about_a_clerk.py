"""A talk in which a clerk is complained of is not theirs: who reads it, who is told, and what its sender hears."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.disclosure import parties
from portal.channels.handover import readers
from portal.channels.models import Handover, InboxMessage
from portal.grids.lookup import gazetteer
from portal.kernel.roles import Role
from portal.residents import service as residents
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.attacks.handover_world import Clerk, Visitor, bot, contact_of, line, ports, visitor, wants_a_person
from tests.portal.cases.cases_world import account, community, report
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down

__all__ = ["bot", "community", "line", "ports", "visitor"]


def wrote(contact: int, key: str, text: str, now: datetime) -> InboxMessage:
    """A message at the web chat that was answered at once."""
    return InboxMessage(
        channel="webchat", vendor_id=key, contact_point_id=contact, kind="text", text=text, media=[], received_at=now,
        due_at=now, state="answered",
    )  # fmt: skip


def ask_for_a_person(parts: Parts, count: int, text: str, first: int = 0) -> None:
    """So many residents at the web chat, each of whom wrote the text and then asked for a person."""
    with parts.db.write() as s:
        now = parts.clock.now()
        for number in range(first, first + count):
            point, _ = residents.add_visitor(s, parts.settings.secret_key, now)
            key = f"many:{number}"
            s.add(wrote(point.id, key, text, now))
            s.add(Handover(contact_point_id=point.id, source_key=key, reason="asked", text="我要找人", at=now))


@contextmanager
def queries_of(parts: Parts) -> Iterator[list[str]]:
    """What the database is asked in the block."""
    asked: list[str] = []

    def ask(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    sa.event.listen(parts.db.engine, "before_cursor_execute", ask)
    try:
        yield asked
    finally:
        sa.event.remove(parts.db.engine, "before_cursor_execute", ask)


def person(parts: Parts, role: Role, username: str, name: str) -> None:
    with parts.db.write() as s:
        s.add(account(parts, role, username=username, name=name))


def only(parts: Parts, *usernames: str) -> None:
    """Stop all other accounts."""
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.username.not_in(usernames)).values(active=False))


def counted(parts: Parts, username: str) -> int:
    """How many waiting residents the account is told of: a clerk by the desk's tab, others at the head of each page."""
    actor = Clerk(parts, username).staff()
    path = "/desk" if actor.role is Role.DESK else "/account"
    pages = sit_down(create_app(parts).test_client(), parts, actor.id).get(path).text
    found = re.search(r'<a href="/desk/handovers"[^>]*>[^<]*<span class="badge[^"]*">(\d+)', pages)
    return int(found[1]) if found else 0


def complains(parts: Parts, visitor: Visitor, text: str = "受理台的叶小青骂人，态度恶劣") -> None:
    visitor.say(text)
    wants_a_person(parts, contact_of(parts))


@pytest.mark.parametrize("reader", ["supervisor", "operator", "chair"])
def test_a_talk_about_the_only_clerk_comes_to_whoever_stands_next(line: Parts, visitor: Visitor, reader: str) -> None:
    """Told by a number on every page, it is read, looked at, answered and closed there; her list and number leave it out."""
    person(line, Role.DESK, "ye", "叶小青")
    person(line, Role.OPERATOR, "operator", "运维")
    person(line, Role.CHAIR, "chair", "主任")
    above = {"supervisor": ("supervisor", "operator", "chair"), "operator": ("operator", "chair"), "chair": ("chair",)}
    only(line, "ye", *above[reader])
    complains(line, visitor)
    assert counted(line, "ye") == 0
    assert "/desk/handovers/1" not in Clerk(line, "ye").client.get("/desk/handovers").text
    assert Clerk(line, "ye").client.get("/desk/handovers/1").status_code == 404
    assert counted(line, reader) == 1
    boss = Clerk(line, reader)
    head = sit_down(create_app(line).test_client(), line, boss.staff().id).get("/account").text
    assert re.search(r'href="/desk/handovers"[^>]*>[^<]*<span class="badge', head)
    assert 'href="/desk/handovers/1"' in boss.client.get("/desk/handovers").text
    assert "骂人" in boss.page()
    assert boss.client.post("/desk/handovers/1/look").status_code == 200
    assert boss.answer("我是社区的，我来办").status_code == 303
    assert visitor.heard()[-1] == ("staff", "我是社区的，我来办")
    for other in above[reader][1:]:
        assert Clerk(line, other).client.get("/desk/handovers/1").status_code == 404
    assert boss.client.post("/desk/handovers/1/done").status_code == 303
    assert counted(line, reader) == 0


def test_a_talk_about_a_clerk_is_the_colleagues_and_the_supervisors(line: Parts, visitor: Visitor) -> None:
    """Not the operator's; and an ordinary one, though it thanks her by name, is the clerks' alone."""
    person(line, Role.DESK, "ye", "叶小青")
    person(line, Role.OPERATOR, "operator", "运维")
    complains(line, visitor)
    assert [counted(line, one) for one in ("ye", "c2", "supervisor", "operator")] == [0, 1, 1, 0]
    client = create_app(line).test_client()
    other = Visitor(client, client.post("/api/v1/chat/sessions").json["token"])
    other.say("谢谢叶小青，路灯还没修好")
    wants_a_person(line, contact_of(line), key="2:handover")
    assert [counted(line, one) for one in ("ye", "c2", "supervisor", "operator")] == [1, 2, 1, 0]
    assert Clerk(line, "supervisor").client.get("/desk/handovers/2").status_code == 404


def test_a_talk_about_the_supervisor_too_is_neithers(line: Parts, visitor: Visitor) -> None:
    """It comes to the operator."""
    person(line, Role.DESK, "ye", "叶小青")
    person(line, Role.SUPERVISOR, "zhou", "周督明")
    person(line, Role.OPERATOR, "operator", "运维")
    only(line, "ye", "zhou", "operator")
    complains(line, visitor, "叶小青骂人，周督明也骂人")
    assert [counted(line, one) for one in ("ye", "zhou", "operator")] == [0, 0, 1]


def test_the_case_leads_the_supervisor_to_the_talk_about_a_clerk(line: Parts, visitor: Visitor) -> None:
    """To an ordinary one it does not."""
    person(line, Role.DESK, "ye", "叶小青")
    visitor.say("路灯坏了")
    contact = contact_of(line)
    with line.db.write() as s:
        case_no = report(s, line, contact).case_no
    wants_a_person(line, contact)
    boss = Clerk(line, "supervisor")
    assert "/desk/handovers/1" not in boss.client.get(f"/desk/cases/{case_no}").text
    visitor.say("受理台的叶小青骂人")
    assert 'href="/desk/handovers/1"' in boss.client.get(f"/desk/cases/{case_no}").text


def test_the_first_talk_that_is_hers_is_seen_behind_any_number_that_are_not(line: Parts) -> None:
    """Two hundred residents accuse her, older than the one who waits for her; they are the supervisor's, to the last."""
    person(line, Role.DESK, "ye", "叶小青")
    ask_for_a_person(line, 200, "叶小青骂人")
    assert counted(line, "ye") == 0
    ask_for_a_person(line, 1, "路灯还没修好", first=200)
    ask_for_a_person(line, 1, "叶小青骂人，家里着火了", first=201)
    assert counted(line, "ye") == 1
    page = Clerk(line, "ye").client.get("/desk/handovers").text
    assert re.findall(r'href="/desk/handovers/(\d+)"', page) == ["201"]
    assert counted(line, "supervisor") == 201
    page = Clerk(line, "supervisor").client.get("/desk/handovers?after=199").text
    assert re.findall(r'href="/desk/handovers/(\d+)"', page) == ["200", "202"]


@pytest.mark.parametrize(
    ("reader", "path"), [("ye", "/desk"), ("supervisor", "/account"), ("operator", "/account"), ("chair", "/account")]
)
def test_a_page_asks_no_more_of_the_database_where_more_people_wait(
    line: Parts, monkeypatch: pytest.MonkeyPatch, reader: str, path: str
) -> None:
    """Whether they accuse her or not."""
    monkeypatch.setattr(gazetteer, "FRESH", math.inf)  # else it asks once a second whether the lists are new
    person(line, Role.DESK, "ye", "叶小青")
    person(line, Role.OPERATOR, "operator", "运维")
    person(line, Role.CHAIR, "chair", "主任")
    client = sit_down(create_app(line).test_client(), line, Clerk(line, reader).staff().id)
    asked = []
    for first, count in ((0, 1), (2, 1), (4, 20)):
        ask_for_a_person(line, count, "叶小青骂人", first=first)
        ask_for_a_person(line, count, "路灯还没修好", first=first + count)
        with queries_of(line) as found:
            assert client.get(path).status_code == 200
        asked.append(found)
    assert len(asked[1]) == len(asked[2]), set(asked[2]) - set(asked[1])


AGAINST_HER = ["叶小青态度太差，骂我", "你这个小叶收我红包", "受理台那个骂我的就是刚才回我话的"]


@pytest.mark.parametrize("text", AGAINST_HER)
def test_who_complains_of_the_clerk_in_the_talk_is_not_left_in_silence(
    line: Parts, visitor: Visitor, clock: HandClock, text: str
) -> None:
    """It is taken from her and unread for who may read it; the resident is told so once, and the bot answers till then."""
    person(line, Role.DESK, "ye", "叶小青")
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    ye = Clerk(line, "ye")
    assert ye.answer("请说").status_code == 303
    clock.move(seconds=5)
    told = [message["text"] for message in visitor.say(text)]
    assert [("改给别的工作人员看" in one, "机器人先答" in one) for one in told] == [(True, True), (False, False)]
    assert told[-1] == f"听到：{text}"
    assert visitor.say("在吗，有人吗")[-1]["text"] == "听到：在吗，有人吗"
    assert ye.client.get("/desk/handovers/1").status_code == 404
    assert counted(line, "supervisor") == 1
    boss = Clerk(line, "supervisor")
    assert "有新话" in boss.client.get("/desk/handovers").text
    assert boss.answer("我是督查，您请说").status_code == 303
    clock.move(seconds=5)
    assert visitor.say("她昨天也骂我") == []  # the quiet time of somebody whom it is not about


def test_words_to_a_clerk_are_read_before_anybody_has_to_wait_for_them(
    line: Parts, visitor: Visitor, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No writer reads them, for whom others would wait; also where more was said than is read."""
    person(line, Role.DESK, "ye", "叶小青")
    visitor.say("你好")
    contact = contact_of(line)
    with line.db.write() as s:
        s.add_all(
            wrote(contact, f"before:{number}", f"你好{number}", clock.now()) for number in range(readers.MESSAGES_READ)
        )
    wants_a_person(line, contact)
    Clerk(line, "ye").answer("请说")
    clock.move(seconds=5)
    read, writers = parties.accused_in, []

    def look(s: Session, *more: Any) -> Any:
        writers.append(s.connection().get_execution_options().get("linli_write", False))
        return read(s, *more)

    monkeypatch.setattr(parties, "accused_in", look)
    assert visitor.say("路灯坏了") == []
    assert visitor.say("在桂花苑8栋") == []
    assert "改给别的工作人员看" in visitor.say("叶小青骂人")[0]["text"]
    assert writers == [False, False, False]


@pytest.mark.parametrize("meanwhile", ["叶小青骂我", "谢谢叶小青"])
def test_what_was_said_while_it_was_read_is_not_overlooked(
    line: Parts, visitor: Visitor, clock: HandClock, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    """Her talk ends if it accuses her, even if the message that was read does not; thanks do not end it."""
    person(line, Role.DESK, "ye", "叶小青")
    visitor.say("你好")
    contact = contact_of(line)
    wants_a_person(line, contact)
    Clerk(line, "ye").answer("请说")
    clock.move(seconds=5)
    read = readers.read_ahead

    def be_overtaken(*given: Any) -> Any:
        found = read(*given)
        with line.db.write() as s:
            s.add(wrote(contact, "meanwhile", meanwhile, clock.now()))
        return found

    monkeypatch.setattr(readers, "read_ahead", be_overtaken)
    heard = visitor.say("在吗")
    assert bool(heard) is ("骂" in meanwhile)
    assert (Clerk(line, "ye").client.get("/desk/handovers/1").status_code == 404) is ("骂" in meanwhile)


def test_words_about_somebody_else_leave_the_talk_with_its_clerk(
    line: Parts, visitor: Visitor, clock: HandClock
) -> None:
    """Thanks, a guard's abuse, a colleague's."""
    person(line, Role.DESK, "ye", "叶小青")
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    ye = Clerk(line, "ye")
    ye.answer("请说")
    clock.move(seconds=5)
    for text in ("谢谢小叶", "我家楼下的保安骂我", "那个王二也骂人"):
        assert visitor.say(text) == []
    assert ye.client.get("/desk/handovers/1").status_code == 200


def test_with_nobody_else_to_read_it_no_colleague_is_promised(line: Parts, visitor: Visitor, clock: HandClock) -> None:
    """The bot answers, and says no more than that."""
    person(line, Role.DESK, "ye", "叶小青")
    only(line, "ye")
    visitor.say("你好")
    wants_a_person(line, contact_of(line))
    Clerk(line, "ye").answer("请说")
    clock.move(seconds=5)
    told = [message["text"] for message in visitor.say("叶小青骂我")]
    assert "现在又是机器人在回您了" in told[0]
    assert told[-1] == "听到：叶小青骂我"
