"""Whoever can take the phone, or plays a prank, silences no alarm: one person on call is told of each, and by what is known."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from itertools import count

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm, Case
from portal.cases.records import actors, alarms, queries
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.storage.parts import Parts
from tests.attacks.all_clear_world import all_clear, case_of
from tests.attacks.paging_world import BOSS, FIRST, SECOND, Danger, Vendor, danger, line, minutes, vendor, who, work
from tests.attacks.test_alarms_taken_on import taken
from tests.attacks.test_all_clear import correct
from tests.attacks.test_seems_over import adds, item_of, withdraw
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock
from tests.portal.timed import due

__all__ = ["community", "danger", "line", "vendor"]
_keys = count(70_000)
CALLED_OFF = "刚报过险情，随后从同一处说是误报，请核实"


@pytest.fixture
def busy(line: Parts, danger: Danger, vendor: Vendor, clock: HandClock) -> str:
    """The first on call was just told of another alarm, so that the next waits; that case's number."""
    other = danger("另一处着火了")
    work(line)
    clock.move(seconds=20)
    return other


@pytest.mark.parametrize("said", ["误报", "是演习", "开玩笑的"])
def test_a_false_alarm_within_a_second_is_still_told_once(
    line: Parts, busy: str, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, said: str
) -> None:
    """By one page with a code, in words that claim no more than is known; nobody else is paged, and it stays on the desk."""
    case_no = danger("着火了")
    clock.move(seconds=1)
    all_clear(line, internal, case_no, said, false_alarm=True, ends=True)
    taken(line, "c2", busy)
    minutes(line, clock, 12)
    about = [(to, text) for to, text in vendor.sent if case_no in text]
    assert [to for to, _ in about] == [FIRST]
    assert CALLED_OFF in about[0][1]
    assert "接下了就回" in about[0][1]
    assert "找下一位" not in about[0][1]
    assert "请核实" in item_of(line, case_no)


def test_a_joke_that_is_withdrawn_is_still_told_once(
    line: Parts, busy: str, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """The withdrawal takes no page back either."""
    case_no = danger("着火了")
    all_clear(line, internal, case_no, "开玩笑的", false_alarm=True, ends=True)
    withdraw(line, internal, case_no)
    minutes(line, clock, 2)
    assert [text for text in vendor.to(FIRST) if CALLED_OFF in text and case_no in text]
    assert case_no in item_of(line, case_no)


def test_an_end_before_anybody_was_told_reaches_the_next_where_the_first_cannot_be_reached(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """The first SMS leaves, and fails after the all-clear."""
    vendor.dead = {FIRST}
    case_no = danger("着火了")
    clock.move(seconds=1)
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    minutes(line, clock, 12)
    assert [CALLED_OFF in text for text in vendor.to(SECOND) if case_no in text] == [True]
    assert not any(case_no in text for text in vendor.to(BOSS))


def test_without_a_phone_at_the_desk_the_first_who_gets_one_is_told(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """However long that takes."""
    with line.db.write() as s:
        s.execute(sa.text("UPDATE account SET phone = ''"))
    case_no = danger("着火了")
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    minutes(line, clock, 11)
    assert vendor.sent == []
    with line.db.write() as s:
        s.execute(sa.text("UPDATE account SET phone = :phone WHERE username = 'c2'"), {"phone": SECOND})
    minutes(line, clock, 12)
    assert [case_no in text for text in vendor.to(SECOND)] == [True]


def test_an_sms_of_before_the_alarm_was_raised_anew_is_none_about_it(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Alarm and false alarm make the desk think that it is none; the second alarm is told although it is silenced as fast."""
    case_no = danger("着火了")
    work(line)
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    work(line)
    before = len(vendor.to(FIRST))
    clock.move(seconds=5)
    correct(line, case_no, "emergency")
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    minutes(line, clock, 2)
    assert any("接下了就回" in text and case_no in text for text in vendor.to(FIRST)[before:])


def test_an_sms_to_whoever_the_case_is_about_is_none_that_counts(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """The accused clerk alone knew of it: the next is paged."""
    case_no = danger("有人在楼道里打我")
    work(line)
    assert [to for to, text in vendor.sent if case_no in text] == [FIRST]
    with line.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        reporter_actions.add_detail(
            s, line, case, actors.resident(case.contact_point_id), text="打我的就是受理台的李一"
        )
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    minutes(line, clock, 7)
    assert any(case_no in text for text in vendor.to(SECOND))


def test_who_takes_it_on_ends_the_page_that_waits(
    line: Parts, busy: str, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """By a tap at the desk: a person has it then."""
    case_no = danger("着火了")
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    taken(line, "c2", case_no)
    minutes(line, clock, 12)
    assert not any(case_no in text for _, text in vendor.sent)


def again(line: Parts, internal: FlaskClient, case_no: str, text: str, danger: str = "fire") -> int:
    """After an all-clear the reporter tells of danger, as the bot passes it on; the answer's status."""
    with line.db.read() as s:
        reporter = s.scalars(sa.select(Case.contact_point_id).where(Case.case_no == case_no)).one()
    headers = {"Authorization": f"Bearer {line.settings.internal_token}", "Idempotency-Key": f"{next(_keys)}:detail"}
    body = {"contact": reporter, "text": text, "danger": danger}
    return internal.post(f"/internal/v1/cases/{case_no}/details", json=body, headers=headers).status_code


@pytest.mark.parametrize("taken_on", [True, False])
def test_a_danger_after_the_all_clear_pages_anew_in_the_same_case(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock, taken_on: bool
) -> None:
    """From the first on call on, even if somebody had taken it on: they may have gone home again."""
    case_no = danger("着火了")
    work(line)
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    if taken_on:
        taken(line, "c2", case_no)
    clock.move(minutes=2)
    before = len(vendor.sent)
    assert again(line, internal, case_no, "快来人") == 200
    assert case_of(line, case_no) == ("reported", "emergency", True)
    minutes(line, clock, 6)
    pages = [(to, text) for to, text in vendor.sent[before:] if "接下了就回" in text]
    assert [to for to, _ in pages] == ([FIRST, SECOND, SECOND] if taken_on else [FIRST, SECOND])
    assert all("请马上处理" in text and "误报" not in text for _, text in pages)
    assert "请核实" not in item_of(line, case_no)


def test_a_danger_after_the_all_clear_raises_a_case_that_a_clerk_rejected(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Or that was resolved meanwhile: it is open again. A withdrawn one is refused, so that the bot makes another."""
    case_no, other = danger("着火了"), danger("又着火了")
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    with line.db.write() as s:
        case = queries.get(s, case_no, to_change=True)
        desk_actions.reject(s, line, case, who(s, "c1"), ground="no_matter", office="物业", phone="0571-1234567")
    clock.move(minutes=2)
    assert again(line, internal, case_no, "又着起来了") == 200
    work(line)
    assert case_of(line, case_no) == ("reported", "emergency", True)
    assert any(case_no in text and "请马上处理" in text for text in vendor.to(FIRST))
    withdraw(line, internal, other)
    assert again(line, internal, other, "又着起来了") == 409


def test_the_danger_told_last_is_the_one_that_is_paged(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """With what it was before, as its event holds: a denial of either may be forced, and changes no page."""
    case_no, forced = danger("煤气味很重", kind="gas"), danger("他打我", kind="home_violence")
    all_clear(line, internal, case_no, "没漏", false_alarm=True, ends=True)
    all_clear(line, internal, forced, "没事", false_alarm=True, ends=False)
    again(line, internal, case_no, "我妈晕倒了", danger="injury")
    again(line, internal, forced, "着火了", danger="fire")
    with line.db.read() as s:
        found = {case.case_no: case.danger for case in s.scalars(sa.select(Case))}
        fire = queries.get(s, forced)
        assert fire.events[-1].data["danger_before"] == "home_violence"
        assert not alarms.may_deny(fire)
        assert alarms.danger_labels(fire) == ["火情"]
    assert (found[case_no], found[forced]) == ("injury", "fire")


def test_who_was_told_of_the_all_clear_is_told_that_the_danger_is_back(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Though somebody else is first on call: whoever took it on may be turning back."""
    case_no = danger("着火了")
    work(line)
    taken(line, "c2", case_no)
    clock.move(minutes=2)
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    work(line)
    assert "误报" in vendor.to(SECOND)[-1] or "虚惊" in vendor.to(SECOND)[-1]
    clock.move(minutes=2)
    again(line, internal, case_no, "火更大了")
    work(line)
    assert "请马上处理" in vendor.to(SECOND)[-1]
    assert "请马上处理" in vendor.to(FIRST)[-1]


def test_who_was_sent_a_page_is_paged_each_time_the_alarm_is_raised(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """The second on call, whom the list reached; also the third time."""
    case_no = danger("着火了")
    minutes(line, clock, 6)
    for _ in range(2):
        all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
        work(line)
        clock.move(minutes=2)
        before = len(vendor.to(SECOND))
        again(line, internal, case_no, "火更大了")
        work(line)
        clock.move(minutes=1)
        work(line)
        assert ["请马上处理" in text for text in vendor.to(SECOND)[before:]] == [True]


def test_who_was_told_the_day_before_is_not_called_beside_the_list(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Nobody is on the way any more."""
    case_no = danger("着火了")
    work(line)
    taken(line, "c2", case_no)
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    work(line)
    before = len(vendor.to(SECOND))
    clock.move(hours=13)
    again(line, internal, case_no, "又着火了")
    work(line)
    assert len(vendor.to(SECOND)) == before


def test_more_words_after_the_danger_is_back_are_told_again(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Though words were told once before the all-clear; to whoever was paged last, since the list went on meanwhile."""
    case_no = danger("着火了")
    work(line)
    for words, last in (("在3栋", FIRST), ("在5栋", SECOND)):
        clock.move(minutes=2)
        adds(line, internal, case_no, words)
        work(line)
        assert "居民又" in vendor.to(last)[-1]
        clock.move(minutes=2)
        all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
        work(line)
        clock.move(minutes=2)
        again(line, internal, case_no, "火更大了")
        work(line)
        assert "居民又" not in vendor.to(FIRST)[-1]


def test_alarm_and_all_clear_in_turns_send_few_sms(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """Thirty times within a minute: no more than a page, what was said of it, and one page more; the cap of details ends no alarm."""
    case_no = danger("着火了")
    work(line)
    for _ in range(31):
        clock.move(seconds=1)
        all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
        clock.move(milliseconds=500)
        assert again(line, internal, case_no, "又着火了") == 200
        work(line, 1)
    minutes(line, clock, 1)
    assert len([text for text in vendor.to(FIRST) if case_no in text]) <= 4
    assert "请马上处理" in vendor.to(FIRST)[-1]


def test_a_page_of_alarm_and_danger_again_is_one(
    line: Parts, danger: Danger, internal: FlaskClient, vendor: Vendor
) -> None:
    """The same call twice is one event and one alarm."""
    case_no = danger("着火了")
    work(line)
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    with line.db.read() as s:
        reporter = s.scalars(sa.select(Case.contact_point_id).where(Case.case_no == case_no)).one()
    headers = {"Authorization": f"Bearer {line.settings.internal_token}", "Idempotency-Key": "8000:detail"}
    body = {"contact": reporter, "text": "快来人", "danger": "fire"}
    for _ in range(2):
        assert internal.post(f"/internal/v1/cases/{case_no}/details", json=body, headers=headers).status_code == 200
    with line.db.read() as s:
        case = s.scalars(sa.select(Case).where(Case.case_no == case_no)).one()
        assert [event.verb for event in case.events] == ["report", "all_clear", "add_detail"]
        assert len(s.scalars(sa.select(Alarm)).all()) == 1


def test_page_and_all_clear_at_the_same_moment_tell_it_once(
    line: Parts, danger: Danger, vendor: Vendor, internal: FlaskClient, clock: HandClock
) -> None:
    """The worker sends the page that waits while the all-clear comes in: the page says so, or an SMS follows that does."""
    for _ in range(8):
        danger("另一处着火了")
        work(line)
        case_no = danger("着火了")
        clock.move(seconds=61)
        together(
            partial(due()["page_on"], line),
            partial(all_clear, line, internal, case_no, "误报", false_alarm=True, ends=True),
        )
        work(line)
        minutes(line, clock, 6)
        told = [text for text in vendor.to(FIRST) if case_no in text]
        assert len(told) in (1, 2)
        assert any("误报" in text for text in told)
        assert not any(case_no in text for text in vendor.to(SECOND))
        with line.db.write() as s:
            for alarm_id in s.scalars(sa.select(Alarm.id).where(Alarm.acked_at.is_(None))).all():
                paging.acknowledge_alarm(s, alarm_id, 1, "tap", clock.now())
        clock.move(minutes=2)


def together(*calls: Callable[[], object]) -> None:
    """Call all at once, each in a thread of its own."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        start.wait()
        call()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def test_the_case_itself_is_none_the_less_an_ordinary_one(line: Parts, danger: Danger, internal: FlaskClient) -> None:
    """Its events and its row agree."""
    case_no = danger("着火了")
    all_clear(line, internal, case_no, "误报", false_alarm=True, ends=True)
    assert case_of(line, case_no) == ("reported", "normal", True)
