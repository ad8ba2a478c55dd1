"""Emergencies as the desk sees them: who took one on, which waits longest, and one that was called off and nobody has checked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors, alarms, queries
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.desk import queue
from portal.desk.queue import Filters, Tab
from portal.kernel.roles import Role
from portal.residents import service as residents
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, SignIn, actor, draft, report
from tests.portal.conftest import HandClock

LOOKED = "11月24日打电话问过，家里没有煤气味"
DANGER = draft(urgency={"level": "emergency", "reasons": [], "danger": "gas"})


@pytest.fixture
def desk(sign_in: SignIn) -> Callable[[], FlaskClient]:
    """Sit down at the desk."""
    return lambda: sign_in(Role.DESK)


def smell(s: Session, parts: Parts, reporter: int, text: str = "家里有煤气味") -> Case:
    return report(s, parts, reporter, text, draft=DANGER)


def call_off(s: Session, parts: Parts, case: Case) -> None:
    who = actors.resident(case.contact_point_id)
    reporter_actions.all_clear(s, parts, case, who, text="看错了，没事了", false_alarm=True, ends=True)


def listed(s: Session, parts: Parts, who: Find) -> list[str]:
    found = queue.page(s, who(s, Role.DESK), Filters(Tab.OPEN), parts.clock.now())
    return [case.case_no for case in found.cases]


def in_the_box(page: str) -> list[str]:
    """The numbers of the emergencies that nobody acknowledged, in the order of the red box."""
    return re.findall(r'<p><a href="/desk/cases/(LL-[0-9-]+)"', page)


def test_called_off_it_stands_with_the_emergencies_until_it_was_looked_at(
    parts: Parts, reporter: int, who: Find, s: Session
) -> None:
    """Its deadline is an ordinary one, but it is not put in the order of deadlines before staff tell what they found."""
    urgent = report(s, parts, reporter, draft=draft(urgency={"level": "urgent", "reasons": []}))
    case = smell(s, parts, reporter)
    call_off(s, parts, case)
    assert (case.urgency, case.rank, alarms.is_to_check(case)) == ("normal", 0, True)
    assert listed(s, parts, who) == [case.case_no, urgent.case_no]
    alarm = alarms.alarm_of(s, case)
    assert alarm is not None
    paging.acknowledge_alarm(s, alarm.id, actor(s, Role.DESK).id, "tap", parts.clock.now())
    assert case.rank == 0
    desk_actions.accept(s, parts, case, who(s, Role.DESK))
    assert (case.rank, alarms.is_to_check(case)) == (0, True)
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"category": None})
    assert alarms.is_to_check(case)
    handler_actions.resolve(s, parts, case, who(s, Role.DESK), text=LOOKED)
    assert (case.rank, alarms.is_to_check(case)) == (2, False)
    assert listed(s, parts, who) == [urgent.case_no, case.case_no]


def test_what_was_no_emergency_is_not_put_before_others_by_such_words(parts: Parts, reporter: int, s: Session) -> None:
    """ "Nothing is wrong any more" in an ordinary case."""
    case = report(s, parts, reporter)
    call_off(s, parts, case)
    assert case.rank == 2


def test_the_page_and_the_list_say_that_it_is_to_be_checked(
    parts: Parts, reporter: int, who: Find, desk: Callable[[], FlaskClient]
) -> None:
    """In red at the top, with a button that says what for; in the list instead of a day."""
    with parts.db.write() as s:
        case = smell(s, parts, reporter)
        call_off(s, parts, case)
        case_no = case.case_no
    page = desk().get(f"/desk/cases/{case_no}").text
    assert ("报过险情，后来说没事了，请核实" in page, "我去核实" in page) == (True, True)
    rows = desk().get("/desk?tab=open").text
    assert ("说没事了，请核实" in rows, "先核实" in rows) == (True, True)
    desk().post(f"/desk/cases/{case_no}/acceptance", data={})
    assert "受理、派发不算核实" in desk().get(f"/desk/cases/{case_no}").text
    with parts.db.write() as s:
        handler_actions.resolve(s, parts, queries.get(s, case_no, to_change=True), who(s, Role.DESK), text=LOOKED)
    assert "请核实" not in re.sub(
        r'<ol class="timeline">.*?</ol>', "", desk().get(f"/desk/cases/{case_no}").text, flags=re.DOTALL
    )


def test_the_red_box_says_who_took_it_on_and_when(
    parts: Parts, reporter: int, clock: HandClock, desk: Callable[[], FlaskClient]
) -> None:
    """And so is told who presses the button after them."""
    with parts.db.write() as s:
        case = smell(s, parts, reporter)
        alarm = alarms.alarm_of(s, case)
        assert alarm is not None
        case_no, alarm_id, boss = case.case_no, alarm.id, actor(s, Role.SUPERVISOR)
    assert "还没有人接下" in desk().get(f"/desk/cases/{case_no}").text
    with parts.db.write() as s:
        paging.acknowledge_alarm(s, alarm_id, boss.id, "tap", clock.now())
    page = desk().get(f"/desk/cases/{case_no}").text
    assert re.search(rf"<strong>{boss.name} [^<]*\d\d:\d\d 接下了</strong>", page)
    told = desk().post(f"/desk/alarms/{alarm_id}/taken", follow_redirects=True).text
    assert f"已经有人接下了（{boss.name}）" in told


def test_whoever_waits_longest_is_not_folded_away(
    parts: Parts, reporter: int, clock: HandClock, desk: Callable[[], FlaskClient]
) -> None:
    """The newest first, then the longest waiting with how long and the first words, the rest folded; what was called off last."""
    with parts.db.write() as s:
        off = smell(s, parts, reporter, "厨房有煤气味，好像")
        call_off(s, parts, off)
        off_no = off.case_no
    numbers = []
    for minute in range(6):
        clock.move(minutes=10)
        with parts.db.write() as s:
            numbers.append(smell(s, parts, reporter, f"{minute}号楼的厨房着火了，烟很大，快来人").case_no)
    page = desk().get("/desk").text
    first, second, third, fourth, fifth, last = numbers
    assert in_the_box(page) == [last, first, second, third, fifth, fourth, off_no]
    assert "等得最久的等了 50 分钟" in page
    assert "0号楼的厨房着火了" in page.split("alarms-more")[0]
    assert off_no in page.split("alarms-more")[1]


def test_what_is_said_to_be_over_comes_last_though_nobody_was_told(
    parts: Parts, reporter: int, clock: HandClock, desk: Callable[[], FlaskClient]
) -> None:
    """Where no SMS reaches anybody the alarm goes on until one is told; it stands behind those who wait for help."""
    with parts.db.write() as s:
        first = smell(s, parts, reporter, "二楼冒烟了")
        first_no = first.case_no
    clock.move(minutes=1)
    with parts.db.write() as s:
        over = smell(s, parts, reporter, "三楼有煤气味")
        who = actors.resident(over.contact_point_id)
        reporter_actions.all_clear(s, parts, over, who, text="没事了，关好了", false_alarm=False, ends=True)
        alarm = alarms.alarm_of(s, over)
        assert alarm is not None
        alarm.ended_at = None
        over_no = over.case_no
    assert in_the_box(desk().get("/desk").text) == [first_no, over_no]


def test_words_since_the_telephone_changed_hands_are_not_called_the_residents(
    parts: Parts, clock: HandClock, reporter: int, desk: Callable[[], FlaskClient]
) -> None:
    """Neither in the red box nor on the page of the case, which says so before anybody calls."""
    with parts.db.write() as s:
        case = smell(s, parts, reporter)
        case_no, who = case.case_no, actors.resident(case.contact_point_id)
        reporter_actions.add_detail(s, parts, case, who, text="味道更重了")
        clock.move(minutes=10)
        reporter_actions.add_detail(s, parts, case, who, text="她睡了，我替她说，没事")
        residents.hold(queries.contact_point(s, case.contact_point_id), clock.now())
    at_desk = desk()
    page = at_desk.get("/desk").text
    assert "居民又说：<strong>味道更重了" in page
    assert "可能是别人拿着这部手机说的：<strong>她睡了，我替她说，没事" in page
    assert "先别打电话、别回话" in at_desk.get(f"/desk/cases/{case_no}").text
