"""What a person reads is what the code saw: no telling that did not happen, no date that is not so, nothing kept that was lost."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask.testing import FlaskClient

from portal.adapters.console import ConsoleSms
from portal.cases.models import Case
from portal.cases.records import actors, numbers
from portal.cases.verbs.reporter import reporter_actions
from portal.channels.models import Handover
from portal.channels.text import keywords
from portal.consultations.models import Consultation
from portal.consultations.verbs import closing, voting
from portal.kernel.config import PROJECT
from portal.outbox.models import OutboxRow
from portal.privacy import retention_rules
from portal.privacy.cli import group
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wording import templates
from tests.attacks.erasure_world import Street
from tests.attacks.paging_world import (
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
    work,
)
from tests.attacks.test_erasure_told import sign_in, visit
from tests.attacks.town import call, contact, draft, report, seat, town
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, YES, World, world
from tests.portal.signed_in import sit_down

__all__ = ["call", "community", "danger", "line", "report", "seat", "town", "vendor", "world"]

Seat = Callable[[str], FlaskClient]
FIRE: dict[str, Any] = {"urgency": {"level": "emergency", "reasons": [], "danger": "fire"}}
LAMP: dict[str, Any] = {"category": {"code": "0403", "path": ["城乡建设"], "score": 0.9, "alternatives": []}}


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


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


def dispatch(seat: Seat, case_no: str, body: str = "lamps") -> str:
    page = seat("clerk").get(f"/desk/cases/{case_no}").text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    data = {"body": body, "note": "", "matter": "请去看看", "version": version}
    return str(seat("clerk").post(f"/desk/cases/{case_no}/dispatch", data=data, follow_redirects=True).text)


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
    lost, kept = "这次填的没有保存", "刚才写的字留着"
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


# --- a vote that ended before its time


def votes(world: World, found_id: int, ballots: list[dict[str, list[str]]]) -> None:
    with world.parts.db.write() as s:
        found = s.get_one(Consultation, found_id)
        for number, given in enumerate(ballots, start=1):
            entry = world.entry(s, found_id, number)
            voting.cast(s, world.ring, found, entry, given, channel="web", now=world.now)


def committee(client: FlaskClient, world: World) -> FlaskClient:
    sit_down(client, world.parts, world.chair.id)
    return client


def test_a_vote_that_was_closed_early_tells_its_real_days(
    world: World, client: FlaskClient, clock: HandClock, parts: Parts
) -> None:
    """List, page and the committee's page say when it began and ended, in the past; one that runs says when it is to end."""
    early, runs = world.open(roll=6), world.open(world.plan(title="还开着的"), roll=6)
    votes(world, early, [YES, NO, YES, NO, YES, NO])
    clock.move(days=1)
    closing.close(parts, world.chair, early)
    closing.publish(parts, world.chair, early)
    clock.move(hours=1)
    listed = plain(client.get("/consultations").text)
    assert "2026年11月25日 结束" in listed
    assert "2026年11月27日 结束" not in listed
    page = plain(client.get(f"/consultations/{early}").text)
    assert "2026年11月24日 09:00 到 2026年11月25日 09:00" in page
    assert "提前结束，原定到2026年11月27日 09:00" in page
    assert "截止前票封着" not in page
    still = plain(client.get(f"/consultations/{runs}").text)
    assert "到 2026年11月27日 09:00" in still
    assert "提前结束" not in still
    assert "截止前票封着" in still
    own = plain(committee(client, world).get(f"/committee/consultations/{early}").text)
    assert "开始 2026年11月24日 09:00" in own
    assert "2026年11月25日 09:00" in own


def test_a_vote_that_was_counted_late_ended_at_its_time(
    world: World, client: FlaskClient, clock: HandClock, parts: Parts
) -> None:
    found_id = world.open(roll=6)
    votes(world, found_id, [YES, NO, YES, NO, YES, NO])
    clock.move(days=5)
    closing.close(parts, world.chair, found_id)
    page = plain(client.get(f"/consultations/{found_id}").text)
    assert "到 2026年11月27日 09:00" in page
    assert "提前结束" not in page


REVEALS = "从票数可能看得出谁怎么投的。法律要求公布票数"
MIXED = [YES, NO, YES, NO, {"q1": ["abstain"], "q2": ["c"]}, YES]


@pytest.mark.parametrize(
    ("ballots", "reveals"),
    [([YES], True), ([YES, NO], True), ([YES] * 6, True), (MIXED, False)],
    ids=["one", "few", "alike", "mixed"],
)
def test_figures_that_tell_who_chose_what_say_so(
    world: World,
    client: FlaskClient,
    clock: HandClock,
    parts: Parts,
    ballots: list[dict[str, list[str]]],
    reveals: bool,
) -> None:
    """Few ballots, or all alike, of a lawful vote: the chair is warned before closing (of few), the page says it; the figures stay."""
    found_id = world.open(roll=min(6, 2 * len(ballots) - 1))
    votes(world, found_id, ballots)
    clock.move(days=4)
    before = plain(committee(client, world).get(f"/committee/consultations/{found_id}").text)
    assert ("从票数可能看得出谁怎么投的" in before) == (len(ballots) < 5)
    closing.close(parts, world.chair, found_id)
    closing.publish(parts, world.chair, found_id)
    page = plain(create_app(parts).test_client().get(f"/consultations/{found_id}").text)
    assert (REVEALS in page) == reveals
    assert "票数" in page


def test_figures_of_a_vote_by_name_need_no_such_words(world: World, client: FlaskClient, parts: Parts) -> None:
    found_id = world.open(world.owners_plan(), world.owners_chair, roll=3)
    sit_down(client, world.parts, world.owners_chair.id)
    assert "看得出谁怎么投" not in client.get(f"/committee/consultations/{found_id}").text


# --- by name or not


def test_what_is_kept_of_a_vote_is_said_as_that_vote_is(world: World, client: FlaskClient) -> None:
    """Own votes: of a secret one only whether; of one by name also what. Each line says which it is."""
    only, what = "只记您投没投，不记投了什么", "投了什么也和您的名字记在一起"
    world.open(world.plan(title="甲事"), roll=3)
    with client.session_transaction() as cookie:
        cookie["resident_token"] = world.token(1)
    secret = plain(client.get("/me").text)
    assert only in secret
    assert what not in secret
    world.open(world.plan(title="乙事", secrecy="named"), roll=3)
    both = plain(client.get("/me").text)
    assert f"无记名的，{only}" in both
    assert f"记名的，{what}" in both
    assert "无记名 ·" in both
    assert " 记名 ·" in both


def test_the_card_of_a_voting_link_promises_no_secrecy(client: FlaskClient) -> None:
    """A card stands below links of either kind."""
    written = re.search(r"data-words=(['\"])(.*?)\1", client.get("/chat").text, re.S)
    assert written
    note = json.loads(html.unescape(written[2]))["voteNote"]
    assert "看不到" not in note
    assert "记名还是无记名" in note


def test_a_voting_link_is_said_to_be_used_up_by_a_ballot(
    world: World, client: FlaskClient, parts: Parts, internal: FlaskClient
) -> None:
    """Opened twice, in two browsers, it works; after a ballot it does not. The bot's words say just that."""
    headers = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": "1:link"}
    path = f"/internal/v1/consultations/{world.open(roll=3)}/links"
    url = internal.post(path, json={"contact": world.visitor()}, headers=headers).json["url"]
    link, other = url.removeprefix(parts.settings.public_url), create_app(parts).test_client()
    assert [browser.get(link).status_code for browser in (client, other, client)] == [200, 200, 200]
    with client.session_transaction() as cookie:
        cookie["resident_token"] = world.token(1)
    assert client.post(link, data={"q1": "yes", "q2": ["a"]}).status_code == 303
    assert other.get(link).status_code == 409
    said = re.search(r"utter_vote_link:\n(.*?)\n\n", (PROJECT / "domain.yml").read_text(encoding="utf-8"), re.S)
    assert said
    assert "只能用一次" not in said[1]
    assert said[1].count("投过一次") == 2


# --- a copy of one's own


@pytest.fixture
def street(parts: Parts, world: World, internal: FlaskClient) -> Street:
    return Street(parts, world, internal)


def copied(client: FlaskClient, **typed: str) -> dict[str, Any]:
    answer = client.post("/me/copy", data=typed)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        found: dict[str, Any] = json.loads(archive.read("我的信息.json"))
        return found


def test_a_copy_holds_what_my_cases_list(street: Street) -> None:
    """Reported in this browser's chat, then signed in: ticked it is in the copy; unticked the file names it as left out."""
    one = street.person(1, "欧阳翠花", "紫薇路口的井盖")
    visit(street, one, "")
    sign_in(street, one, one.client)
    assert one.case_no in one.client.get("/me").text
    page = one.client.get("/me/copy").text
    assert one.case_no in page
    assert re.search(r'<input[^>]*name="chat"', page)
    assert not re.search(r'<input[^>]*name="chat"[^>]*checked', page)  # nobody's word is given for them
    whole = copied(one.client, chat="yes")
    assert [case["编号"] for case in whole["我的事"]] == [one.case_no]
    assert "没有放进来的事" not in whole
    part = copied(one.client)
    assert part["我的事"] == []
    assert part["没有放进来的事"]["编号"] == [one.case_no]


def test_a_copy_never_holds_another_persons_chat(street: Street) -> None:
    """Another's number was left in this device's chat: however it is asked for, it stays out, and page and file say so."""
    mother, daughter = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    visit(street, mother, mother.phone)
    sign_in(street, daughter, mother.client)
    page = mother.client.get("/me/copy").text
    assert "不在导出里" in page
    assert mother.case_no in page
    told = copied(mother.client, chat="yes")
    assert told["我的事"] == []
    assert told["没有放进来的事"]["编号"] == [mother.case_no]
    assert mother.words not in json.dumps(told, ensure_ascii=False)


def test_the_chat_that_left_only_their_number_is_in_the_copy(street: Street) -> None:
    """It is theirs when they erase, so it is theirs when they ask for a copy, in that browser and wherever they sign in."""
    one, neighbour = street.person(1, "欧阳翠花", "紫薇路口的井盖"), street.person(2, "司徒大山", "枇杷巷尾的绳子")
    visit(street, one, one.marks()[0])
    visit(street, neighbour, one.marks()[0])  # a number is quickly written in a stranger's chat
    sign_in(street, one, one.client)
    assert [case["编号"] for case in copied(one.client)["我的事"]] == [one.case_no]
    elsewhere = street.person(1, "", "").client
    street.parts.clock.move(minutes=2)  # type: ignore[attr-defined]  # the hand clock
    sign_in(street, one, elsewhere)
    assert [case["编号"] for case in copied(elsewhere)["我的事"]] == [one.case_no]
