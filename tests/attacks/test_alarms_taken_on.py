"""An alarm is taken on by whom it was told to, by a tap or by its own code; the desk shows all."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from portal.cases.records import actors, queries
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.storage.parts import Parts
from tests.attacks.paging_world import (
    BOSS,
    FIRST,
    SECOND,
    Danger,
    Desk,
    Vendor,
    acked,
    by_sms,
    code_in,
    danger,
    line,
    minutes,
    vendor,
    who,
    work,
)
from tests.portal.cases.cases_world import add_contact, community, report
from tests.portal.conftest import HandClock

__all__ = ["community", "danger", "line", "vendor"]


def taken(parts: Parts, username: str, case_no: str) -> None:
    """Tap 我来处理 beside the case."""
    page = Desk(parts, username).client.get("/desk/alarms").text
    ways = re.findall(r"/desk/cases/([\w-]+).*?(?:action=\"(/desk/alarms/\d+/taken)\"|(?=/desk/cases/)|\Z)", page, re.S)
    way = next(found for number, found in ways if number == case_no)
    assert Desk(parts, username).client.post(way).status_code == 303


# --- taking it on


def test_a_tap_takes_it_on_and_nobody_else_is_told(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """The banner says who and when; another alarm goes on."""
    mine, other = danger(), danger()
    work(line)
    taken(line, "c2", mine)
    minutes(line, clock, 6)
    assert all(mine not in text for text in vendor.to(SECOND) + vendor.to(BOSS))
    assert any(other in text for text in vendor.to(SECOND))
    page = Desk(line, "c1").client.get("/desk/alarms").text
    assert "王二接下了" in page
    assert other in page


def test_the_alarms_own_code_by_sms_takes_it_on(line: Parts, danger: Danger, vendor: Vendor, clock: HandClock) -> None:
    """From the clerk's phone or another: the code decides. It is kept nowhere, and is confirmed."""
    danger()
    work(line)
    code = code_in(vendor.to(FIRST)[0])
    by_sms(line, FIRST, f" {code}。", "SM1")
    minutes(line, clock, 20)
    assert [to for to, text in vendor.sent if "险情" in text] == [FIRST]
    assert "李一接下了" in Desk(line, "c1").client.get("/desk/alarms").text
    with line.db.read() as s:
        assert s.scalar(sa.text("SELECT text FROM inbox_message")) == ""
        assert (
            s.scalar(sa.text("SELECT count(*) FROM outbox WHERE CAST(payload AS TEXT) LIKE :c"), {"c": f"%{code}%"})
            == 0
        )
    assert any("算您接下了" in text for text in vendor.to(FIRST))


@pytest.mark.parametrize("body", ["收到", "1", "好的，马上去", "000000", "LL-20261124-0001", "R"])
def test_a_forged_sender_without_the_code_takes_nothing_on(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock, body: str
) -> None:
    """A sender can be forged: whoever writes as the clerk, the next is told all the same."""
    danger()
    work(line)
    if code_in(vendor.to(FIRST)[0]) == body:
        body = "111111"
    by_sms(line, FIRST, body, "SM1")
    minutes(line, clock, 5)
    assert [to for to, text in vendor.sent if "险情" in text] == [FIRST, SECOND]


def test_a_code_is_not_found_by_guessing(line: Parts, danger: Danger, vendor: Vendor, clock: HandClock) -> None:
    """Ten tries an hour a sender: after them not even the right one counts from there; from the clerk's phone it does."""
    danger()
    work(line)
    code = code_in(vendor.to(FIRST)[0])
    for number in range(12):
        by_sms(line, "+8613700000000", f"{(int(code) + 1 + number) % 1_000_000:06d}", f"SMx{number}")
    by_sms(line, "+8613700000000", code, "SMy")
    minutes(line, clock, 5)
    assert vendor.to(SECOND)
    by_sms(line, FIRST, code, "SMz")
    minutes(line, clock, 10)
    assert [to for to, text in vendor.sent if "险情" in text] == [FIRST, SECOND]


def test_a_code_of_yesterday_or_of_another_alarm_takes_nothing_on(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """Each telling has a code of its own."""
    danger()
    work(line)
    old = code_in(vendor.to(FIRST)[0])
    taken(line, "c1", last_case(line))
    clock.move(hours=25)
    danger()
    work(line)
    by_sms(line, FIRST, old, "SM1")
    minutes(line, clock, 5)
    assert vendor.to(SECOND)


def last_case(parts: Parts) -> str:
    with parts.db.read() as s:
        return str(s.scalar(sa.text('SELECT case_no FROM "case" ORDER BY id DESC LIMIT 1')))


def test_who_acts_on_the_case_has_taken_it_on(line: Parts, danger: Danger, vendor: Vendor, clock: HandClock) -> None:
    """Accepting is enough; the reporter's taking back is not: somebody looks all the same."""
    one, other = danger(), danger(text="我家厨房煤气味很重")
    with line.db.write() as s:
        clerk = who(s, "c1")
        desk_actions.accept(s, line, queries.get(s, one, to_change=True), clerk)
        case = queries.get(s, other, to_change=True)
        reporter_actions.withdraw(s, line, case, actors.resident(case.contact_point_id))
    minutes(line, clock, 6)
    told = [text for to, text in vendor.sent if to == SECOND]
    assert [one in text for text in told] == [False]
    assert other in told[0]
    page = Desk(line, "c1").client.get("/desk/alarms").text
    assert "居民撤回了" in page


def test_it_is_told_again_when_it_is_not_over(line: Parts, danger: Danger, vendor: Vendor, clock: HandClock) -> None:
    """A clerk makes an ordinary case an emergency; a resident says that the danger is not over."""
    contact = add_contact(line, "x")
    with line.db.write() as s:
        case_no = report(s, line, contact).case_no
    work(line)
    assert vendor.to(FIRST) == []
    with line.db.write() as s:
        clerk = who(s, "c2")
        case = queries.get(s, case_no, to_change=True)
        desk_corrections.correct(s, line, case, clerk, {"urgency": "emergency"})
    work(line)
    assert len(vendor.to(FIRST)) == 1
    with line.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        desk_actions.accept(s, line, case, clerk)
        handler_actions.resolve(s, line, case, clerk, text="去看过了")
        clock.move(minutes=3)
        reporter_actions.answer(s, line, case, actors.resident(contact), fixed=False, text="还在冒烟")
    work(line)
    assert len(vendor.to(FIRST)) == 2


# --- the desk


def test_the_banner_shows_all_with_their_words_masked(line: Parts, danger: Danger) -> None:
    """Clerks and supervisors see what was said and where; telephones are masked; bodies, grid workers, residents: none."""
    numbers = [danger() for _ in range(7)]
    for username in ("c1", "supervisor"):
        assert "楼道里堆的纸板着火了" in Desk(line, username).client.get("/desk").text
        page = Desk(line, username).client.get("/desk/alarms").text
        assert all(number in page for number in numbers)
        assert "楼道里堆的纸板着火了" in page
        assert "13812345678" not in page
    assert Desk(line, "body").client.get("/desk/alarms").status_code == 403
    assert "楼道里堆的纸板着火了" not in Desk(line, "body").client.get("/desk").text
    assert Desk(line, "grid").client.get("/desk/alarms").status_code == 403


@pytest.mark.parametrize("username", ["body", "grid"])
def test_only_the_desk_takes_an_alarm_on_by_a_tap(line: Parts, danger: Danger, username: str) -> None:
    """A body, a grid worker: 403 and nothing changed; a supervisor may; no such alarm: 404."""
    danger()
    assert Desk(line, username).client.post("/desk/alarms/1/taken").status_code == 403
    assert acked(line) == [None]
    assert Desk(line, "supervisor").client.post("/desk/alarms/999/taken").status_code == 404
    assert Desk(line, "supervisor").client.post("/desk/alarms/1/taken").status_code == 303
    assert acked(line) == ["tap"]


def test_nobody_is_chosen_beforehand_for_a_danger(line: Parts, danger: Danger) -> None:
    """Whatever it is filed under; an ordinary case keeps its suggestion, and so does one that was no danger after all."""
    lamps = {"code": "0403", "path": ["城乡建设", "市政公用"], "score": 0.9, "alternatives": []}
    case_no = danger(category=lamps)
    contact = add_contact(line, "x")
    with line.db.write() as s:
        ordinary = report(s, line, contact)
        assert ordinary.body == "lamps"
        case = queries.get(s, case_no, to_change=True)
        assert case.body is None
        clerk = who(s, "c1")
    page = Desk(line, "c1").client.get(f"/desk/cases/{case_no}").text
    assert not re.search(r"<option[^>]* selected[^>]*>[^<]*(路灯队|社区居委会|张网格员)", page)
    with line.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        desk_corrections.correct(
            s, line, case, clerk, {"urgency": "normal"}, why_calm="去看过了，没有人有危险，照平常办"
        )
        assert case.body == "lamps"
