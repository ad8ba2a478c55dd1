"""An emergency reaches somebody: who is told, when, how it is taken on; bundled, never dropped; the desk shows all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from portal.cases.models import Alarm, Case
from portal.cases.records import actors, alarms, queries
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.cli import linli
from portal.kernel.ports import DeliveryFailed
from portal.kernel.roles import Role
from portal.on_call import schedule
from portal.outbox.delivery import deliver_due
from portal.staff import service as accounts
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from portal.wiring.rooms import consumers_of
from tests.portal.cases.cases_world import account, add_contact, community, draft, report
from tests.portal.conftest import HandClock
from tests.portal.timed import due

__all__ = ["community"]

FIRST, SECOND, THIRD, BOSS = "+8613900000001", "+8613900000002", "+8613900000003", "+8613900000009"
FIRE = "3栋楼道里堆的纸板着火了，烟很大，我叫张三电话13812345678"
Danger = Callable[..., str]


@dataclass
class Vendor:
    """Takes every SMS but those to `dead` numbers."""

    sent: list[tuple[str, str]]
    dead: set[str] = field(default_factory=set)

    def send(self, to: str, text: str, *, template: str = "", params: dict[str, str] | None = None) -> str:
        if to in self.dead:
            raise DeliveryFailed("no such number", code="30005", retry=False)
        self.sent.append((to, text))
        return f"SM{len(self.sent)}"

    def to(self, number: str) -> list[str]:
        return [text for to, text in self.sent if to == number]


@pytest.fixture
def vendor() -> Vendor:
    return Vendor([])


@pytest.fixture
def line(parts: Parts, community: None, vendor: Vendor) -> Parts:
    """Two clerks with a phone (the first one in the community has none), a supervisor with one."""
    made = replace(parts, sms=vendor, backend=Quiet())
    with made.db.write() as s:
        s.add(account(made, Role.DESK, username="c1", name="李一", phone=FIRST))
        s.add(account(made, Role.DESK, username="c2", name="王二", phone=SECOND))
        boss = s.scalars(sa.select(Account).where(Account.role == Role.SUPERVISOR)).one()
        boss.phone = BOSS
    return made


class Quiet:
    name = "desk"

    def submit(self, submission: Any, idempotency_key: str) -> str:
        return submission.case_no


@pytest.fixture
def danger(line: Parts) -> Danger:
    """Somebody says that it burns; the case's number."""
    count = iter(range(10_000))

    def say(text: str = FIRE, kind: str = "fire", **more: Any) -> str:
        contact = add_contact(line, f"someone {next(count)}")
        urgency = {"level": "emergency", "reasons": [], "danger": kind}
        with line.db.write() as s:
            return report(s, line, contact, text, draft=draft(text, urgency=urgency) | more).case_no

    return say


def work(parts: Parts, times: int = 3) -> None:
    """A few rounds of the worker: its jobs and its deliveries."""
    for _ in range(times):
        due()["page_on"](parts)
        while deliver_due(parts.db, parts.clock, consumers_of(parts)):
            pass


def minutes(parts: Parts, clock: HandClock, count: float) -> None:
    """So many minutes of the worker, half a minute a round."""
    for _ in range(int(count * 2)):
        clock.move(seconds=30)
        work(parts, 1)


class Desk:
    """A browser in which an account is signed in (signing in has tests of its own)."""

    def __init__(self, parts: Parts, username: str) -> None:
        app = create_app(parts)
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["linli_identify"] = self
        self.parts, self.username, self.client = parts, username, app.test_client()

    def staff(self) -> Any:
        with self.parts.db.read() as s:
            found = s.scalars(sa.select(Account.id).where(Account.username == self.username)).one()
            return accounts.active_actor(s, found)

    def contact_point_id(self) -> None:
        return None

    def resident_id(self) -> None:
        return None

    def is_bot(self) -> bool:
        return False


def who(s: Any, username: str) -> Any:
    """The account as it acts on cases."""
    found = accounts.active_actor(s, s.scalars(sa.select(Account.id).where(Account.username == username)).one())
    assert found is not None
    return actors.staff(s, found)


def taken(parts: Parts, username: str, case_no: str) -> None:
    """Tap 我来处理 beside the case."""
    page = Desk(parts, username).client.get("/desk/alarms").text
    ways = re.findall(r"/desk/cases/([\w-]+).*?(?:action=\"(/desk/alarms/\d+/taken)\"|(?=/desk/cases/)|\Z)", page, re.S)
    way = next(found for number, found in ways if number == case_no)
    assert Desk(parts, username).client.post(way).status_code == 303


_doors: dict[int, tuple[Parts, Flask]] = {}


def door(parts: Parts) -> Flask:
    """The public app, the same for a test: what it counts of tries it counts for all."""
    if id(parts) not in _doors:
        _doors.clear()
        _doors[id(parts)] = (parts, create_app(parts))
    return _doors[id(parts)][1]


def by_sms(parts: Parts, sender: str, body: str, sid: str) -> None:
    """An SMS to our number, signed as Twilio signs."""
    client: FlaskClient = door(parts).test_client()
    form = {"From": sender, "To": "+10000000000", "Body": body, "MessageSid": sid, "NumMedia": "0"}
    url = parts.settings.public_url + "/sms/twilio/inbound"
    signature = RequestValidator("linli-demo").compute_signature(url, form)
    answer = client.post("/sms/twilio/inbound", data=form, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 200


def code_in(text: str) -> str:
    found = re.search(r"回(\d{6})", text)
    assert found, text
    return found[1]


# --- who is told, and when


def test_the_first_is_told_at_once_and_the_next_after_five_minutes(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """Then the supervisor, then the first again: until somebody takes it on. Words and names stand in no SMS."""
    case_no = danger()
    work(line)
    assert [to for to, _ in vendor.sent] == [FIRST]
    minutes(line, clock, 4.5)
    assert [to for to, _ in vendor.sent] == [FIRST]
    minutes(line, clock, 0.5)
    assert [to for to, _ in vendor.sent] == [FIRST, SECOND]
    minutes(line, clock, 10)
    assert [to for to, _ in vendor.sent] == [FIRST, SECOND, BOSS, FIRST]
    for text in vendor.to(FIRST) + vendor.to(SECOND):
        assert case_no in text
        assert not re.search("张三|13812345678|纸板|3栋", text)


@pytest.mark.parametrize(
    "night",
    [datetime(2026, 11, 28, 19, 0, tzinfo=UTC), datetime(2026, 10, 3, 18, 30, tzinfo=UTC)],
    ids=["a Sunday at 3", "National Day at 2:30"],
)
def test_the_clock_is_minutes_at_night_and_on_holidays(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock, night: datetime
) -> None:
    """No working days in it."""
    clock.moment = night
    danger()
    minutes(line, clock, 5)
    assert [to for to, _ in vendor.sent] == [FIRST, SECOND]


def test_it_goes_by_the_duty_list_once_one_is_written(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """In its order, whatever the category; who has left or has no phone is passed over; the supervisor comes last."""
    with line.db.write() as s:
        s.add(account(line, Role.DESK, username="c3", name="赵三", phone=THIRD))
        s.flush()
        ids = {one.username: one.id for one in s.scalars(sa.select(Account))}
        for position, username in enumerate(("c3", "c1", "desk"), start=1):
            s.execute(
                sa.text("INSERT INTO on_call (position, account_id) VALUES (:p, :a)"),
                {"p": position, "a": ids[username]},
            )
        s.get_one(Account, ids["c1"]).active = False
    danger(kind="gas", category={"code": "0101", "path": ["城乡建设"], "score": 0.9, "alternatives": []})
    minutes(line, clock, 5)
    assert [to for to, _ in vendor.sent] == [THIRD, BOSS]


def test_whom_the_schedule_names_for_the_day_is_told_before_the_others(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """Then all as without it; at nine the next morning the next day's are told first."""
    with line.db.write() as s:
        ids = {one.username: one.id for one in s.scalars(sa.select(Account))}
        today = schedule.day_on_call(clock.now())
        wanted = {today: (ids["c2"], None), today + timedelta(days=1): (ids["supervisor"], ids["c2"])}
        seen = schedule.version(schedule.days_between(s, min(wanted), max(wanted)))
        schedule.arrange(s, wanted, seen, by=ids["supervisor"], now=clock.now())
    danger()
    minutes(line, clock, 10)
    assert [to for to, _ in vendor.sent] == [SECOND, FIRST, BOSS]
    clock.move(days=1)
    vendor.sent.clear()
    danger(kind="gas")
    work(line)
    assert BOSS in [to for to, _ in vendor.sent]


def test_a_worker_that_is_killed_or_runs_twice_tells_nobody_twice(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """A crash in the middle of the round leaves nothing half done; two workers at one moment tell one person once."""

    class Killed(BaseException):
        pass

    danger()
    clock.move(minutes=5)
    with pytest.raises(Killed), line.db.write() as s:
        _half_done(s, Killed)
    other = replace(line)
    for parts in (line, other, line, other):
        work(parts)
    assert sorted(to for to, _ in vendor.sent) == [FIRST, SECOND]


def _half_done(s: Any, killed: type[BaseException]) -> None:
    s.execute(sa.text("UPDATE alarm SET step = step + 1"))
    raise killed


def test_where_nobody_has_a_phone_the_desk_says_so_and_the_banner_stays(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """And as soon as somebody has one, they are told."""
    with line.db.write() as s:
        s.execute(sa.update(Account).values(phone=""))
    case_no = danger()
    minutes(line, clock, 6)
    page = Desk(line, "c1").client.get("/desk/alarms").text
    assert vendor.sent == []
    assert "没有留手机" in page
    assert case_no in page
    with line.db.write() as s:
        s.execute(sa.update(Account).where(Account.username == "c2").values(phone=SECOND))
    minutes(line, clock, 5)
    assert [to for to, _ in vendor.sent] == [SECOND]


def test_a_phone_that_cannot_be_reached_is_not_waited_for(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """The vendor gives the first up: the second is told at once. It gives all up: nobody is told faster than by the clock."""
    vendor.dead = {FIRST}
    danger()
    work(line)
    assert [to for to, _ in vendor.sent] == [SECOND]
    vendor.dead = {FIRST, SECOND, BOSS}
    danger()
    for _ in range(10):
        work(line)
        clock.move(seconds=1)
    with line.db.read() as s:
        assert s.scalar(sa.text("SELECT count(*) FROM alarm_page")) <= 5


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


# --- bundled, never dropped


def test_alarms_to_one_clerk_are_bundled_and_none_is_dropped(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """One at once, what comes within the minute together; each is named; one code takes a bundle on."""
    numbers = [danger()]
    work(line)
    numbers += [danger() for _ in range(3)]
    work(line)
    assert len(vendor.to(FIRST)) == 1
    minutes(line, clock, 1)
    first, bundle = vendor.to(FIRST)
    assert numbers[0] in first
    assert all(number in bundle for number in numbers[1:])
    by_sms(line, FIRST, code_in(bundle), "SM1")
    minutes(line, clock, 5)
    assert [numbers[0] in text for text in vendor.to(SECOND)] == [True]
    assert not any(number in text for text in vendor.to(SECOND) for number in numbers[1:])


def test_a_code_takes_on_the_alarms_of_its_own_sms_and_no_others(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """Eight wait, so that two SMS go out together: whoever answers one has not read the other."""
    danger()
    work(line)
    numbers = [danger() for _ in range(8)]
    minutes(line, clock, 1)
    _, one, other = vendor.to(FIRST)
    assert code_in(one) != code_in(other)
    by_sms(line, FIRST, code_in(one), "SM1")
    with line.db.read() as s:
        found = sa.select(Case.case_no).join(Alarm, Alarm.case_id == Case.id).where(Alarm.acked_at.is_not(None))
        taken_on = set(s.scalars(found))
    assert taken_on == {number for number in numbers if number in one}


def test_the_code_of_an_sms_of_before_the_alarm_was_raised_again_takes_nothing_on(
    line: Parts, danger: Danger, vendor: Vendor, clock: HandClock
) -> None:
    """Whoever answers it may not know of that: they are told, and are paged with another code."""
    case_no = danger()
    work(line)
    old = code_in(vendor.to(FIRST)[0])
    clock.move(minutes=2)
    with line.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        alarms.mark_acknowledged(s, s.scalars(sa.select(Alarm)).one(), None, "case", clock.now())
        clock.move(minutes=2)
        paging.raise_alarm(s, line, case)
    work(line)
    by_sms(line, FIRST, old, "SM1")
    work(line)
    assert acked(line) == [None]
    assert "这个码不算" in vendor.to(FIRST)[-1]
    by_sms(line, FIRST, code_in(vendor.to(FIRST)[-2]), "SM2")
    assert acked(line) == ["sms"]


def test_a_flood_of_alarms_is_told_whole(line: Parts, danger: Danger, vendor: Vendor, clock: HandClock) -> None:
    """Forty in a minute: few SMS, each case named to the first clerk before long, all on the banner."""
    numbers = [danger() for _ in range(40)]
    minutes(line, clock, 4)
    texts = vendor.to(FIRST)
    assert all(any(number in text for text in texts) for number in numbers)
    assert len(texts) <= 13
    page = Desk(line, "c1").client.get("/desk/alarms").text
    assert all(number in page for number in numbers)


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


def acked(parts: Parts) -> list[str | None]:
    with parts.db.read() as s:
        return [row or None for row in s.scalars(sa.text("SELECT acked_how FROM alarm"))]


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


# --- bodies and grid workers learn of it


def test_a_body_learns_of_a_dispatch_a_supervision_and_a_reopening(line: Parts, vendor: Vendor) -> None:
    """By SMS to its own accounts, once each, without a word of the resident; another body's account hears nothing."""
    with line.db.write() as s:
        lamps = s.scalars(sa.select(Account).where(Account.username == "body")).one()
        lamps.phone = THIRD
        s.add(account(line, Role.BODY, username="b2", body="hall", phone="+8613900000008"))
    contact = add_contact(line, "x")
    with line.db.write() as s:
        clerk, boss, worker = (who(s, name) for name in ("c1", "supervisor", "body"))
        case = report(s, line, contact)
        desk_actions.dispatch(s, line, case, clerk, body="lamps")
        desk_actions.supervise(s, line, case, boss, text="抓紧")
        handler_actions.acknowledge(s, line, case, worker)
        handler_actions.resolve(s, line, case, worker, text="换了灯")
        reporter_actions.answer(s, line, case, actors.resident(contact), fixed=False, text="没亮")
        case_no = case.case_no
    work(line)
    texts = vendor.to(THIRD)
    assert len(texts) == 3
    assert all(case_no in text and "路灯" not in text and "没亮" not in text for text in texts)
    assert ["派给您" in texts[0], "督办" in texts[1], "重办" in texts[2]] == [True, True, True]
    assert vendor.to("+8613900000008") == []


def test_a_grid_worker_learns_of_what_is_given_to_them(line: Parts, vendor: Vendor) -> None:
    """Theirs only, not the next grid's."""
    with line.db.write() as s:
        mine = s.scalars(sa.select(Account).where(Account.username == "grid")).one()
        mine.phone = THIRD
        s.add(account(line, Role.GRID, username="g2", grid="G-02", phone="+8613900000008"))
    contact = add_contact(line, "x")
    with line.db.write() as s:
        by = {one.username: one.id for one in s.scalars(sa.select(Account))}
        clerk = who(s, "c1")
        desk_actions.dispatch(s, line, report(s, line, contact), clerk, body=None, worker_id=by["grid"])
    work(line)
    assert len(vendor.to(THIRD)) == 1
    assert vendor.to("+8613900000008") == []


def test_the_duty_list_is_written_from_the_shell(line: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`linli cases duty c2 c1` gives the order; who has no phone or does not exist is refused and nothing changes."""
    for name, value in (
        ("LINLI_HOME", str(line.settings.home)),
        ("DEMO", "1"),
        ("DATABASE_URL", line.settings.database_url),
    ):
        monkeypatch.setenv(name, value)
    run = CliRunner()
    listed = run.invoke(linli, ["cases", "duty"])
    assert listed.output.index("c1") < listed.output.index("c2")
    changed = run.invoke(linli, ["cases", "duty", "c2", "c1"])
    assert changed.exit_code == 0
    assert changed.output.index("c2") < changed.output.index("c1")
    for wrong in (["nobody"], ["desk"], ["body"]):
        assert run.invoke(linli, ["cases", "duty", *wrong]).exit_code != 0
    assert run.invoke(linli, ["cases", "duty"]).output == changed.output
    assert "还没有写单子" in run.invoke(linli, ["cases", "duty", "--everybody"]).output


def test_open_alarms_are_asked_about_together(line: Parts, danger: Danger) -> None:
    """The job runs each second: what it asks of the database does not grow with the alarms that wait for somebody."""
    seen: list[str] = []

    def asked() -> int:
        seen.clear()
        due()["page_on"](line)
        return len(seen)

    sa.event.listen(line.db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    danger()
    work(line, 3)
    one = asked()
    for number in range(5):
        danger(f"{number}号楼道里着火了")
    work(line, 3)
    assert 0 < asked() <= one + 1
