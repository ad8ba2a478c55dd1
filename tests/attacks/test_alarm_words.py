"""What is said of an alarm is so: on the desk's board, in the case's timeline, on the reporter's page, in the SMS."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from portal.cases.records import numbers, queries
from portal.cases.verbs.desk import desk_actions
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.attacks.paging_world import (
    BOSS,
    FIRST,
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
from tests.attacks.test_alarms_taken_on import taken
from tests.portal.cases.cases_world import add_contact, community, draft, report
from tests.portal.conftest import HandClock

__all__ = ["community", "danger", "line", "vendor"]


def under_the_heading(page: str) -> str:
    """What stands in the red notice that nobody has taken on yet."""
    found = re.search(r"险情，还没有人签收(.*?)</ul>", page, re.S)
    return found[1] if found else ""


def test_only_open_alarms_stand_under_nobody_yet(line: Parts, danger: Danger) -> None:
    """The taken ones stand behind them in one line each, without the words; taken all, nothing is red any more."""
    mine, other = danger(), danger()
    work(line)
    taken(line, "c2", mine)
    page = Desk(line, "c1").client.get("/desk/alarms").text
    assert other in under_the_heading(page)
    assert mine not in under_the_heading(page)
    assert mine in page
    assert "王二接下了" in page
    assert page.count("楼道里堆的纸板着火了") == 1
    taken(line, "c1", other)
    page = Desk(line, "c1").client.get("/desk/alarms").text
    assert "险情，还没有人签收" not in page
    assert "notice--danger" not in page
    assert mine in page
    assert other in page


def reporters_page(parts: Parts, case_no: str) -> str:
    with parts.db.read() as s:
        link = numbers.link(parts.settings, queries.get(s, case_no), parts.clock.now())
    client = create_app(parts).test_client()
    return str(client.get(link.removeprefix(parts.settings.public_url), follow_redirects=True).text)


def test_the_timeline_says_who_took_it_on_and_the_reporter_reads_it_only_then(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """By a tap or by the code; once, whoever taps again; the reporter reads no name."""
    tapped, texted = danger(), danger()
    for case_no in (tapped, texted):
        page = reporters_page(line, case_no)
        assert "值班的人接下了" not in page
        assert "还没有说接下" in page
    minutes(line, clock, 2)
    taken(line, "c2", tapped)
    Desk(line, "c1").client.post("/desk/alarms/1/taken")
    work(line)
    code = next(code_in(text) for text in reversed(vendor.to(FIRST)) if texted in text)
    by_sms(line, FIRST, code, "SM1")
    by_sms(line, FIRST, code, "SM2")
    for case_no, name, other in ((tapped, "王二", "李一"), (texted, "李一", "王二")):
        page = Desk(line, "supervisor").client.get(f"/desk/cases/{case_no}").text
        way = page[page.index("timeline") : page.index('id="do"')]
        assert way.count("接下了险情") == 1
        assert name in way
        assert other not in way
        seen = reporters_page(line, case_no)
        assert "值班的人接下了" in seen
        assert name not in seen


def test_who_has_another_role_by_now_still_takes_it_on(line: Parts, danger: Danger, vendor: Vendor) -> None:
    """The code came to their phone; a role without a part in cases writes no line and breaks nothing."""
    danger()
    work(line)
    code = code_in(vendor.to(FIRST)[0])
    with line.db.write() as s:
        s.execute(sa.update(Account).where(Account.username == "c1").values(role=Role.MEMBER))
    by_sms(line, FIRST, code, "SM1")
    assert "李一接下了" in Desk(line, "c2").client.get("/desk/alarms").text


def alone(parts: Parts) -> None:
    """Nobody but the first is on duty."""
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.phone.not_in([FIRST])).values(phone=""))


def test_the_next_one_is_promised_only_where_there_is_one(line: Parts, danger: Danger, vendor: Vendor) -> None:
    """Alone on the list: asked to answer, nothing of a next one; with another behind: that they come next."""
    danger()
    work(line)
    assert "找下一位" in vendor.to(FIRST)[0]
    alone(line)
    with line.db.write() as s:
        desk_actions.accept(s, line, queries.get(s, "LL-20261124-0001", to_change=True), who(s, "c2"))
    line.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    for _ in range(3):
        danger()
    work(line)
    line.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    work(line)
    told = vendor.to(FIRST)[1:]
    assert told
    assert vendor.to(BOSS) == []
    for text in told:
        assert "下一位" not in text
        assert code_in(text)


def test_an_alarm_goes_out_where_the_shorter_words_are_not_registered(
    line: Parts, danger: Danger, vendor: Vendor
) -> None:
    """A provider that lacks the words for one alone gets the ones that it has: no alarm is lost for its wording."""
    codes = line.settings.sms_codes
    codes.parent.mkdir(parents=True, exist_ok=True)
    codes.write_text("id,code\nstaff_emergency,SMS_1\n", encoding="utf-8")
    there = replace(line, settings=replace(line.settings, sms_provider="aliyun"))
    alone(there)
    said = _letter(there)
    assert "找下一位" in said
    codes.write_text("id,code\nstaff_emergency,SMS_1\nstaff_emergency_alone,SMS_2\n", encoding="utf-8")
    assert "找下一位" not in _letter(there)


def _letter(parts: Parts) -> str:
    """The words of the SMS of a new alarm."""
    parts.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    contact = add_contact(parts, str(parts.clock.now()))
    urgency: dict[str, Any] = {"level": "emergency", "reasons": [], "danger": "fire"}
    with parts.db.write() as s:
        s.execute(sa.text("UPDATE alarm SET acked_at = opened_at, acked_how = 'tap', next_at = NULL"))
        report(s, parts, contact, "着火了", draft=draft("着火了", urgency=urgency))
    with parts.db.read() as s:
        row = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "send_sms").order_by(OutboxRow.id.desc())).first()
        assert row is not None
        assert row.letter is not None
        return row.letter.text
