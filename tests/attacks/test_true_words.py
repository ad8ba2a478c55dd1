"""What a reporter reads of a case is what the code saw: no telling that did not happen, no date that is not so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.cases.records import actors, numbers
from portal.cases.verbs.reporter import reporter_actions
from portal.channels.text import keywords
from portal.outbox.models import OutboxRow
from portal.privacy import retention_rules
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wording import templates
from tests.attacks.paging_world import (
    FIRST,
    SECOND,
    Danger,
    Vendor,
    by_sms,
    code_in,
    danger,
    line,
    minutes,
    vendor,
    work,
)
from tests.attacks.town import call, contact, report, seat, town
from tests.attacks.true_words_world import FIRE, LAMP, Seat, dispatch, plain
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import world

__all__ = ["call", "community", "danger", "line", "report", "seat", "town", "vendor", "world"]

# --- who reads what was added later


ADDED = {"": False, "，请保密": True}


@pytest.mark.parametrize("wish", ADDED)
def test_who_reads_an_addition_is_told_as_it_is(
    town: Parts, seat: Seat, report: Callable[..., str], call: Callable[..., Any], wish: str
) -> None:
    """In confidence a body sees that there is more, not the words; the bot and the case's page say so. Else it reads them."""
    who = contact(town)
    case_no = report(f"幸福家园3栋路灯坏了三天{wish}", who, **LAMP)
    dispatch(seat, case_no)
    told = call(f"/cases/{case_no}/details", contact=who, text="灯杆上写着A7")
    assert ("灯杆上写着A7" in seat("at-lamps").get(f"/desk/cases/{case_no}").text) is not ADDED[wish]
    page = adds_on_the_page(town, case_no, "夜里全黑")
    assert ("受理台看得到，派给谁办谁也看得到" in page) is not ADDED[wish]
    assert ("受理台看得到，办事的单位看不到" in page) is ADDED[wish]
    assert told["kept_back"] is ADDED[wish]


def test_a_number_added_to_a_case_is_not_said_to_be_read_by_the_handler(
    town: Parts, seat: Seat, report: Callable[..., str], call: Callable[..., Any]
) -> None:
    """It is covered there, on the page and for the bot; once the reporter agrees to be named it is read, and said to be."""
    who = contact(town)
    case_no = report("幸福家园3栋路灯坏了三天", who, **LAMP)
    dispatch(seat, case_no)
    page = adds_on_the_page(town, case_no, "我电话13912345678")
    assert "号码受理台看得到，办事的单位看不到" in page
    assert "13912345678" not in seat("at-lamps").get(f"/desk/cases/{case_no}").text
    assert call(f"/cases/{case_no}/details", contact=who, text="我电话13912345678")["number_covered"]
    assert not call(f"/cases/{case_no}/details", contact=who, text="灯杆上写着A7")["number_covered"]
    with town.db.write() as s:
        s.execute(sa.update(Case).where(Case.case_no == case_no).values(may_be_named=True))
    assert not call(f"/cases/{case_no}/details", contact=who, text="我电话13912345678")["number_covered"]
    assert "139****5678" in seat("at-lamps").get(f"/desk/cases/{case_no}").text


def test_conduct_added_to_an_open_case_is_not_said_to_be_read(
    town: Parts, report: Callable[..., str], call: Callable[..., Any]
) -> None:
    """Words about how people behave stay at the desk though the case is not in confidence."""
    who = contact(town)
    case_no = report("幸福家园3栋路灯坏了三天", who, **LAMP)
    assert "受理台看得到，派给谁办谁也看得到" in adds_on_the_page(town, case_no, "灯杆上写着A7")
    assert "受理台看得到，办事的单位看不到" in adds_on_the_page(town, case_no, "来修的师傅还骂人收红包")
    assert call(f"/cases/{case_no}/details", contact=who, text="他还打了人")["kept_back"] is True


@pytest.mark.parametrize("verb", ["details", "reminders"])
def test_nobody_is_said_to_read_a_case_that_was_given_to_nobody(
    town: Parts, report: Callable[..., str], verb: str
) -> None:
    """What is added to it, and each reminder, the desk reads; too many reminders are said to be noted, not read."""
    case_no = report("幸福家园3栋路灯坏了三天", contact(town), **LAMP)
    said = [says_on_the_page(town, case_no, "灯杆上写着A7", verb) for _ in range(4)]
    assert "受理台看得到" in said[0]
    for untrue in ("办事的人看得到", "办事的人都看得到", "经办的人"):
        assert not any(untrue in page for page in said)
    assert ("今天已经催过" in said[-1]) is (verb == "reminders")


def adds_on_the_page(parts: Parts, case_no: str, text: str) -> str:
    """What the case's page says to its reporter after they added a text there."""
    return says_on_the_page(parts, case_no, text, "details")


def says_on_the_page(parts: Parts, case_no: str, text: str, verb: str) -> str:
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        contact_point_id = case.contact_point_id
    app = create_app(parts)
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["linli_identify"] = Caller(contact_point_id)
    client = app.test_client()
    return str(client.post(f"/c/{case_no}/{verb}", data={"text": text}, follow_redirects=True).text)


@dataclass
class Caller:
    """Whoever reported, known by their chat."""

    chat: int

    def staff(self) -> None:
        return None

    def contact_point_id(self) -> int:
        return self.chat

    def resident_id(self) -> None:
        return None

    def is_bot(self) -> bool:
        return False


# --- an emergency: whom it was told to, and when


def adds(line: Parts, case_no: str, text: str) -> None:
    with line.db.write() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        reporter_actions.add_detail(s, line, case, actors.resident(case.contact_point_id), text=text)


def test_the_place_reaches_whom_the_alarm_reached_before(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """Said after the first SMS it calls the same person to the desk, once; after a taking-on only who took it on."""
    case_no, taken = danger("着火了"), danger("又着火了")
    minutes(line, clock, 2)
    before = len(vendor.to(FIRST))
    adds(line, case_no, "在幸福家园3栋")
    adds(line, case_no, "三楼")
    minutes(line, clock, 2)
    fresh = vendor.to(FIRST)[before:]
    assert len(fresh) == 1
    assert case_no in fresh[0]
    assert "居民又有话说" in fresh[0]
    assert vendor.to(SECOND) == []
    by_sms(line, FIRST, code_in(fresh[0]), "SM901")
    minutes(line, clock, 10)
    assert not any(case_no in text for text in vendor.to(SECOND))
    assert any(taken in text for text in vendor.to(SECOND))


def test_the_reporter_is_not_told_that_somebody_was_told() -> None:
    """The place goes into the case; whether anybody reads it is not known."""
    said = templates.template("utter_danger_added").text
    assert "已经告诉" not in said
    assert "记到这件事里" in said
    assert "会想办法联系您" not in templates.template("utter_danger_no_place").text
    assert "马上有人联系" not in templates.template("utter_danger_self_harm").text


def test_an_alarm_sms_counts_what_it_names(line: Parts, danger: Danger, vendor: Vendor, clock: HandClock) -> None:
    """Ten at once: the numbers of one go add up to ten, each with its danger, and each SMS says how many there are besides."""
    danger()
    work(line)
    numbers = [danger(kind="gas" if n % 2 else "fire") for n in range(10)]
    minutes(line, clock, 1)
    texts = vendor.to(FIRST)[1:]
    told = 0
    for text in texts:
        named = re.findall(r"(火情|燃气)（(LL-[\d-]+)）", text)
        count = re.search(r"险情(\d+)起（另有(\d+)起）", text)
        assert count, text
        assert int(count[1]) == len(named)
        assert int(count[1]) + int(count[2]) == len(numbers)
        told += len(named)
    assert told == len(numbers)
    assert all(any(number in text for text in texts) for number in numbers)


def letters(parts: Parts, template: str) -> list[dict[str, Any]]:
    with parts.db.read() as s:
        rows = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "push_resident").order_by(OutboxRow.id))
        return [row.payload["params"] for row in rows if row.payload["template"] == template]


def test_an_emergency_has_no_ordinary_day(
    town: Parts, seat: Seat, report: Callable[..., str], call: Callable[..., Any], internal: FlaskClient
) -> None:
    """Neither on the resident's page, nor in what is sent, nor in what the bot is told; an ordinary matter has its day."""
    who = contact(town)
    fire, lamp = report("幸福家园3栋着火了", who, **FIRE), report("幸福家园3栋路灯不亮", contact(town), **LAMP)
    for case_no in (fire, lamp):
        assert "派出去了" in dispatch(seat, case_no)
    assert [told["case_no"] for told in letters(town, "case_dispatched")] == [lamp]
    sent = letters(town, "case_dispatched_emergency")
    assert [told["case_no"] for told in sent] == [fire]
    assert "月" not in templates.render(town.settings.community, "case_dispatched_emergency", sent[0])
    headers = {"Authorization": f"Bearer {town.settings.internal_token}"}
    told = internal.get(f"/internal/v1/contacts/{who}/cases", headers=headers).json
    assert [one["due_at"] for one in told["items"]] == [None]
    assert "最晚哪天前有结果" not in resident_page(town, fire)
    assert "最晚哪天前有结果" in resident_page(town, lamp)


def resident_page(parts: Parts, case_no: str) -> str:
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        link = numbers.link(parts.settings, case, parts.clock.now())
    path = link.removeprefix(parts.settings.public_url)
    return str(create_app(parts).test_client().get(path, follow_redirects=True).text)


def test_who_says_that_it_is_mended_is_named(town: Parts, seat: Seat, report: Callable[..., str]) -> None:
    case_no = report("幸福家园3栋路灯不亮", contact(town, "sms", "+8613812345678"), **LAMP)
    dispatch(seat, case_no)
    for verb, typed in (("acknowledgement", {}), ("resolution", {"text": "换了灯头", "despite": "居民都知道"})):
        page = seat("at-lamps").get(f"/desk/cases/{case_no}").text
        version = page.partition('name="version" value="')[2].partition('"')[0]
        done = seat("at-lamps").post(f"/desk/cases/{case_no}/{verb}", data={"version": version, **typed})
        assert done.status_code == 303, plain(done.text)
    told = letters(town, "follow_up")
    assert [one["body"] for one in told] == ["路灯队"]
    said = templates.render(town.settings.community, "follow_up", told[0] | {"words": "换了灯头"})
    assert "路灯队说办好了" in said


# --- words that name a word


def test_the_word_that_brings_messages_back_works_and_is_one() -> None:
    """Every text that names it names 恢复, as /about does, and 恢复 is heard."""
    assert keywords.keyword("恢复") is keywords.Keyword.OPT_IN
    for text_id in ("opted_out", "opted_out_chat", "consent_withdrawn"):
        text = templates.template(text_id).text
        assert "“恢复”" in text
        assert "START" not in text


def test_what_is_promised_of_keeping_is_what_is_done(client: FlaskClient, parts: Parts) -> None:
    """The first notice and /about name the same times, and those of the code; no page says that the talk is nowhere else."""
    days = f"{retention_rules.WORDS.days}"
    notice = templates.render(parts.settings.community, "first_contact")
    about = plain(client.get("/about").text)
    assert f"聊天存{days}天" in notice
    assert "您的话和号码只为办这件事，保存" not in notice
    assert f"{days} 天后清空" in about
    assert "只存在您这台设备上" not in about
    assert "都由工作人员看过" not in about
    assert "办事的单位看不到，除非您" in about
