"""A danger that is none, or none any more, is told to whoever was called; a doubtful one that nobody answers reaches a clerk."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import queries
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.desk import desk_corrections
from portal.channels import questions
from portal.channels.models import InboxKind, InboxMessage, InboxState
from portal.storage.parts import Parts
from tests.attacks.all_clear_world import all_clear, case_of
from tests.attacks.paging_world import (
    BOSS,
    FIRST,
    SECOND,
    Danger,
    Desk,
    Vendor,
    by_sms,
    code_in,
    danger,
    line,
    minutes,
    vendor,
    who,
    work,
)
from tests.portal.cases.cases_world import add_contact, community
from tests.portal.conftest import HandClock
from tests.portal.timed import due

__all__ = ["community", "danger", "line", "vendor"]


def test_a_false_alarm_stays_and_whoever_was_paged_is_told(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """The case stays, as an ordinary matter with a day; nobody else is paged; the desk still shows it till it is taken on."""
    case_no, other = danger("着火了"), danger("又着火了")
    work(line)
    clock.move(minutes=2)
    answer = all_clear(line, internal, case_no, "搞错了，是我烧菜", false_alarm=True, ends=True)
    assert (answer.status_code, answer.json["due_at"] is not None) == (200, True)
    assert case_of(line, case_no) == ("reported", "normal", True)
    assert case_of(line, other) == ("reported", "emergency", True)
    minutes(line, clock, 12)
    assert any(case_no in text and "误报" in text for text in vendor.to(FIRST))
    assert not any(case_no in text for text in vendor.to(SECOND) + vendor.to(BOSS))
    assert any(other in text for text in vendor.to(SECOND))
    page = Desk(line, "c1").client.get(f"/desk/cases/{case_no}").text
    assert "反映的人说是虚惊一场" in page
    assert "搞错了，是我烧菜" in page
    assert case_no in Desk(line, "c1").client.get("/desk").text


def test_who_took_it_on_hears_that_it_is_over(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """And nobody else; it stays an emergency, since it was one. An addition is told as one."""
    case_no = danger("有人掉水里了")
    work(line)
    by_sms(line, FIRST, code_in(vendor.to(FIRST)[-1]), "SM" + "a" * 32)
    clock.move(minutes=3)
    assert all_clear(line, internal, case_no, "人上来了", false_alarm=False, ends=False).status_code == 200
    minutes(line, clock, 3)
    assert case_of(line, case_no) == ("reported", "emergency", True)
    assert any("没有危险了" in text for text in vendor.to(FIRST))
    assert vendor.to(SECOND) == []


def test_who_may_be_forced_to_deny_it_is_still_looked_for(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Where it does not end, the next on call is paged all the same."""
    case_no = danger("他在打我", kind="home_violence")
    work(line)
    all_clear(line, internal, case_no, "搞错了，没有人打我", false_alarm=True, ends=False)
    minutes(line, clock, 6)
    assert case_of(line, case_no)[1] == "emergency"
    assert any(case_no in text for text in vendor.to(SECOND))


def test_a_danger_that_a_clerk_finds_to_be_one_after_all_is_paged_anew(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Whoever said that it was none may have been wrong, or made to say so: the first on call is paged, then the next."""
    case_no = danger("着火了")
    work(line)
    all_clear(line, internal, case_no, "搞错了，是我烧菜", false_alarm=True, ends=True)
    minutes(line, clock, 6)
    before = len(vendor.to(FIRST))
    assert vendor.to(SECOND) == []
    correct(line, case_no, "emergency")
    work(line)
    assert case_no in vendor.to(FIRST)[before]
    assert code_in(vendor.to(FIRST)[before])
    minutes(line, clock, 6)
    assert any(case_no in text for text in vendor.to(SECOND))


def test_an_alarm_that_still_runs_is_not_begun_anew(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """However often it is raised while nobody has acknowledged it: nobody is paged sooner, or twice."""
    case_no = danger("着火了")
    work(line)
    clock.move(minutes=2)
    with line.db.write() as s:
        paging.raise_alarm(s, line, queries.get(s, case_no, to_change=True))
    minutes(line, clock, 2.5)
    assert [to for to, _ in vendor.sent] == [FIRST]


def correct(line: Parts, case_no: str, urgency: str) -> None:
    """A clerk corrects how urgent it is."""
    with line.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        assert desk_corrections.correct(s, line, case, who(s, "c2"), {"urgency": urgency})


def test_a_page_that_waits_for_one_who_was_told_is_not_sent(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Somebody knows of it, so that the next on call hears nothing; another danger goes on."""
    case_no = danger("着火了")
    work(line)
    clock.move(minutes=4, seconds=50)
    other = danger("还有一处着火了")  # the first again, who was told of it
    vendor.dead = {FIRST}
    work(line)
    vendor.dead = set()
    assert [other in text for text in vendor.to(SECOND)] == [True]
    clock.move(seconds=11)
    work(line)
    assert not any(case_no in text for text in vendor.to(SECOND))  # it waits: the second was paged just now
    all_clear(line, internal, case_no, "搞错了", false_alarm=True, ends=True)
    minutes(line, clock, 6)
    assert not any(case_no in text for text in vendor.to(SECOND))
    assert any(case_no in text and "误报" in text for text in vendor.to(FIRST))


def test_nobody_clears_the_danger_of_somebody_else(line: Parts, danger: Danger, internal: FlaskClient) -> None:
    """The reporter alone; the same call twice is one event."""
    case_no = danger("着火了")
    stranger = add_contact(line, "a stranger")
    headers = {"Authorization": f"Bearer {line.settings.internal_token}", "Idempotency-Key": "9000:all_clear"}
    body = {"contact": stranger, "text": "没事", "false_alarm": True, "ends": True}
    assert internal.post(f"/internal/v1/cases/{case_no}/all-clear", json=body, headers=headers).status_code == 404
    assert case_of(line, case_no)[1] == "emergency"
    with line.db.read() as s:
        body["contact"] = s.scalars(sa.select(Case.contact_point_id).where(Case.case_no == case_no)).one()
    for _ in range(2):
        assert internal.post(f"/internal/v1/cases/{case_no}/all-clear", json=body, headers=headers).status_code == 200
    with line.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        assert [event.verb for event in case.events].count("all_clear") == 1


def test_an_emergency_has_no_day_at_the_desk(line: Parts, danger: Danger, clock: HandClock) -> None:
    """Its clock is minutes: neither in the list nor on its page stands the day of an ordinary matter."""
    case_no = danger("着火了")
    with line.db.read() as s:
        due_at = s.scalars(sa.select(Case.due_at).where(Case.case_no == case_no)).one()
    day = f"{due_at.month}月{due_at.day}日"
    desk = Desk(line, "c1").client
    for page in (desk.get("/desk").text, desk.get(f"/desk/cases/{case_no}").text):
        assert case_no in page
        assert day not in page
        assert "马上" in page


# --- a doubtful danger


CHECK: Any = {"kind": "danger_check", "danger": "gas", "choices": {"1": "有", "2": "没有"}}


def asked(line: Parts, name: str, text: str) -> int:
    """Somebody said `text` and was asked whether somebody is in danger; the contact's id."""
    who = add_contact(line, name)
    now = line.clock.now()
    with line.db.write() as s:
        s.add(
            InboxMessage(
                contact_point_id=who,
                channel="webchat",
                vendor_id=f"m-{name}",
                kind=InboxKind.TEXT,
                text=text,
                media=[],
                state=InboxState.ANSWERED,
                received_at=now,
                due_at=now,
                answered_at=now,
            )
        )
        s.flush()
        questions.ask(s, who, CHECK, now)
    return who


@pytest.mark.parametrize("answers", [True, False])
def test_a_clerk_sees_who_did_not_say_whether_somebody_is_in_danger(
    line: Parts, clock: HandClock, answers: bool
) -> None:
    """After five minutes, once, with what they had said, and marked as danger; who answered is not on the list."""
    who = asked(line, "somebody", "楼道里好像有点煤气味")
    clock.move(minutes=4)
    due()["start_handovers_of_unanswered"](line)
    assert "楼道里好像有点煤气味" not in waiting(line)
    if answers:
        with line.db.write() as s:
            questions.mark_answered(s, who, None, line.clock.now())
    clock.move(minutes=1, seconds=1)
    for _ in range(3):
        due()["start_handovers_of_unanswered"](line)
    assert waiting(line).count("楼道里好像有点煤气味") == (0 if answers else 1)
    assert ("五分钟没有回" in waiting(line)) is not answers


def waiting(line: Parts) -> str:
    return str(Desk(line, "c1").client.get("/desk/handovers").text)
