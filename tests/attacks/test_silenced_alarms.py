"""Whoever can take the phone, or plays a prank, silences no alarm: one person on call is told of each, and by what is known."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm
from portal.cases.records import actors, queries
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.reporter import reporter_actions
from portal.storage.parts import Parts
from tests.attacks.test_all_clear import all_clear, case_of, correct, item_of, withdraw
from tests.attacks.test_paging import BOSS, FIRST, SECOND, Danger, Vendor, danger, line, minutes, taken, vendor, work
from tests.portal.cases.cases_world import community
from tests.portal.conftest import HandClock
from tests.portal.timed import due

__all__ = ["community", "danger", "line", "vendor"]
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
