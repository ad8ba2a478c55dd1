"""What staff read on their pages is what the code saw: of an SMS that left, a choice that was made, a reporter who was erased, a form that was lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from click.testing import CliRunner
from flask.testing import FlaskClient

from portal.adapters.console import ConsoleSms
from portal.cases.models import Case
from portal.channels.models import Handover
from portal.kernel.config import PROJECT
from portal.privacy.cli import group
from portal.storage.parts import Parts
from tests.attacks.paging_world import (
    Danger,
    Desk,
    Vendor,
    danger,
    line,
    vendor,
    work,
)
from tests.attacks.town import call, contact, draft, report, seat, town
from tests.attacks.true_words_world import FIRE, LAMP, Seat, dispatch
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import world

__all__ = ["call", "community", "danger", "line", "report", "seat", "town", "vendor", "world"]


# --- the demonstration


def test_the_demonstration_does_not_say_that_an_sms_left(line: Parts, danger: Danger, client: FlaskClient) -> None:
    """The console takes it: beside the alarm and in the demo's outbox it says so. A vendor that took it is told as before."""
    console = replace(line, sms=ConsoleSms())
    danger()
    work(console)
    page = Desk(console, "c1").client.get("/desk/alarms").text
    assert "没有真的发出" in page
    assert "交给短信公司了" not in page
    outbox = client.get("/demo/outbox").text
    assert "没有真的发出" in outbox
    assert "已发" not in outbox


def test_a_vendor_that_took_it_is_named(line: Parts, danger: Danger, vendor: Vendor) -> None:
    danger()
    work(line)
    page = Desk(line, "c1").client.get("/desk/alarms").text
    assert "交给短信公司了，还没有回执" in page
    assert "没有真的发出" not in page


# --- the desk


def test_nothing_is_said_to_be_chosen_where_nothing_is(seat: Seat, report: Callable[..., str]) -> None:
    """Fire: no body is chosen and the form says so. A lamp: the suggested one is chosen; dispatched, the one that has it."""
    fire, lamp = report("幸福家园3栋着火了", **FIRE), report("幸福家园3栋路灯不亮", **LAMP)
    chosen = "按职责清单建议的已经选好"
    assert chosen not in seat("clerk").get(f"/desk/cases/{fire}").text
    assert chosen in seat("clerk").get(f"/desk/cases/{lamp}").text
    dispatch(seat, lamp)
    after = seat("clerk").get(f"/desk/cases/{lamp}").text
    assert chosen not in after
    assert "现在在办的单位已经选好" in after


def test_the_case_wears_the_badges_of_its_row(seat: Seat, report: Callable[..., str]) -> None:
    """保密 and 说的是人的行为 stand in the list and on the case; a body reads neither of its own cases."""
    case_no = report("幸福家园3栋的保安骂人推人，千万别让物业知道是我说的")
    lamp = report("幸福家园3栋路灯不亮", **LAMP)
    badge = re.compile(r'<span class="badge badge--urgent">(保密|说的是人的行为|[^<]*行为[^<]*)</span>')
    listed = set(badge.findall(seat("clerk").get(f"/desk?case_no={case_no}").text))
    assert len(listed) == 2
    assert set(badge.findall(seat("clerk").get(f"/desk/cases/{case_no}").text)) == listed
    assert badge.findall(seat("clerk").get(f"/desk/cases/{lamp}").text) == []
    dispatch(seat, lamp)
    assert badge.findall(seat("at-lamps").get(f"/desk/cases/{lamp}").text) == []


def test_every_badge_has_a_style() -> None:
    """A class of a template that the style sheet does not know is a badge without a meaning."""
    styled = set(re.findall(r"\.badge--([a-z_]+)", (PROJECT / "portal/static/linli.css").read_text(encoding="utf-8")))
    for page in (PROJECT / "portal").rglob("templates/**/*.html"):
        text = page.read_text(encoding="utf-8")
        used = {*re.findall(r"badge--([a-z_]+)", text), *re.findall(r'badge\("([a-z_]+)"', text)}
        assert used <= styled, page


def test_after_an_erasure_the_desk_leads_nowhere_and_says_why(
    town: Parts, seat: Seat, call: Callable[..., Any]
) -> None:
    """No link to a conversation that is gone; its address answers in the staff's frame; the list says 已按要求删掉."""
    made: dict[str, str] = {}
    asked: dict[str, int] = {}
    for name in ("gone", "stays"):
        who = contact(town)
        text = "幸福家园3栋路灯不亮"
        made[name] = call("/cases", contact=who, text=text, draft=draft(text, **LAMP), answers={})["case_no"]
        call("/handovers", contact=who, reason="asked", text="找人")
        with town.db.read() as s:
            asked[name] = s.scalars(sa.select(Handover.id).where(Handover.contact_point_id == who)).one()
        if name == "gone":
            forget(town, who)
    link = "看和居民的对话"
    assert link in seat("clerk").get(f"/desk/cases/{made['stays']}").text
    assert link not in seat("clerk").get(f"/desk/cases/{made['gone']}").text
    missing = seat("clerk").get(f"/desk/handovers/{asked['gone']}")
    assert missing.status_code == 404
    assert "去说一件事" not in missing.text
    assert 'action="/logout"' in missing.text
    assert "去说一件事" in seat("clerk").get("/c/LL-20200101-0001").text
    rows = seat("clerk").get("/desk?tab=open").text.split("<tr")
    (gone,) = [row for row in rows if made["gone"] in row]
    (stays,) = [row for row in rows if made["stays"] in row]
    assert "已按要求删掉" in gone
    assert "没说" not in gone
    assert "已按要求删掉" not in stays


def forget(parts: Parts, who: int) -> None:
    with parts.db.read() as s:
        case_no = s.scalars(sa.select(Case.case_no).where(Case.contact_point_id == who)).one()
    done = CliRunner().invoke(group, ["erase", "--case", case_no, "--yes"], obj=lambda: parts)
    assert done.exit_code == 0, done.output


# --- a second tab


def test_a_form_that_meets_a_signed_out_session_says_that_it_was_lost(
    seat: Seat, report: Callable[..., str], clock: HandClock
) -> None:
    """Signed out in one tab, a note sent in the other: the sign-in says that it is gone. Run out by the clock, it is kept."""
    case_no = report("幸福家园3栋路灯不亮", **LAMP)
    lost, kept = "这次填的没有交上去", "刚才写的字留着"
    browser, other = seat("clerk"), seat("clerk2")
    browser.post("/logout")
    note = browser.post(
        f"/desk/cases/{case_no}/note", data={"text": "电话打过了", "version": "1"}, follow_redirects=True
    )
    assert lost in note.text
    assert kept not in note.text
    assert lost not in browser.get(f"/desk/cases/{case_no}", follow_redirects=True).text
    tapped = browser.post(f"/desk/cases/{case_no}/acknowledgement", data={"version": "1"}, follow_redirects=True)
    assert lost not in tapped.text
    clock.move(hours=13)
    late = other.post(f"/desk/cases/{case_no}/note", data={"text": "电话打过了", "version": "1"}, follow_redirects=True)
    assert kept in late.text
    assert lost not in late.text
