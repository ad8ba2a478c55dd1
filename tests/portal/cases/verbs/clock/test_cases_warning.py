"""At half and at 80 % of a case's clock who holds it is told, once each; past the deadline the supervisors are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors, event_log, queries, warnings
from portal.cases.rules.deadlines import share_passed_at
from portal.cases.rules.regimes import Regime
from portal.cases.verbs import tasks
from portal.cases.verbs.clock import extending, pausing
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.desk.lists.lateness import pressing_by_holder
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, actor, report, ring, timers
from tests.portal.conftest import HandClock
from tests.portal.signed_in import sit_down

WARNINGS = ("staff_half", "staff_most", "staff_overdue")


@pytest.fixture(autouse=True)
def phones(parts: Parts, community: None) -> None:
    """Each staff account has a phone."""
    with parts.db.write() as s:
        for account in s.scalars(sa.select(Account)):
            account.phone = f"+8613800000{account.id:03d}"


def given(s: Session, parts: Parts, contact: int, who: Find) -> Case:
    """A case that the lamps have, reported on Tuesday 24 November, due on Tuesday 1 December: five working days."""
    case = report(s, parts, contact)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    return case


def told(parts: Parts) -> list[tuple[str, str]]:
    """The (template, role of who got it) of each warning, in order."""
    with parts.db.read() as s:
        roles = {account.phone: account.role for account in s.scalars(sa.select(Account))}
        rows = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "send_sms").order_by(OutboxRow.id))
        return [
            (row.payload["template"], roles[row.letter.address]) for row in rows if row.payload["template"] in WARNINGS
        ]


@pytest.mark.parametrize(
    ("days", "percent", "used", "reached"),
    [
        (5, 50, 0, "2026-11-27T13:30"),
        (5, 80, 0, "2026-11-30T18:00"),
        (1, 80, 0, "2026-11-25T16:12"),
        (4, 50, 1, "2026-11-26T13:30"),
        (2, 50, 3, "2026-11-24T12:00"),
    ],
)
def test_shares_are_of_working_days(days: int, percent: int, used: int, reached: str) -> None:
    """From nine to six of each; what was used before the clock stood still counts."""
    start = datetime(2026, 11, 24, 4, tzinfo=UTC)
    found = share_passed_at(start, days, percent, used=used)
    assert found.astimezone(UTC) + timedelta(hours=8) == datetime.fromisoformat(f"{reached}+00:00")


def test_a_petitions_shares_are_of_calendar_days() -> None:
    """Half of sixty days is the thirtieth, whatever day of the week that is."""
    found = share_passed_at(datetime(2026, 11, 24, 4, tzinfo=UTC), 60, 50, calendar=True)
    assert found == datetime(2026, 12, 24, 10, tzinfo=UTC)


def test_the_handler_is_told_twice_and_then_the_supervisor(
    parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """Each once, whatever the timers do later."""
    with parts.db.write() as s:
        given(s, parts, reporter, who)
    ring(parts, clock, days=2)
    assert told(parts) == []
    ring(parts, clock, days=1.5)
    assert told(parts) == [("staff_half", "body")]
    ring(parts, clock, days=3)
    assert told(parts) == [("staff_half", "body"), ("staff_most", "body")]
    ring(parts, clock, days=3)
    ring(parts, clock, days=30)
    assert told(parts) == [("staff_half", "body"), ("staff_most", "body"), ("staff_overdue", "supervisor")]


def test_the_desk_is_told_of_what_it_has_not_dispatched(
    parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """Nobody else holds it."""
    with parts.db.write() as s:
        report(s, parts, reporter)
    ring(parts, clock, days=4)
    assert told(parts) == [("staff_half", "desk")]


def test_a_worker_killed_before_settling_tells_nobody_twice(
    parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """The row comes again, and is stale."""
    with parts.db.write() as s:
        given(s, parts, reporter, who)
    clock.move(days=4)
    for expected in ("warned", "stale"):
        with parts.db.write() as s:
            [half] = [row for row in timers(s, warnings=True) if row.payload["step"] == "warn_50"]
            assert tasks.run_timer(s, parts, half.payload) == expected
    assert told(parts) == [("staff_half", "body")]


def test_the_share_says_only_its_timer_was_late(parts: Parts, reporter: int, who: Find, clock: HandClock) -> None:
    """A worker that stood still for days tells of the greatest share alone."""
    with parts.db.write() as s:
        given(s, parts, reporter, who)
    ring(parts, clock, days=6.5)
    assert told(parts) == [("staff_most", "body")]


def test_days_of_waiting_for_the_resident_do_not_count(
    parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """Half was over and told before the pause: it is over after it, and not told again."""
    with parts.db.write() as s:
        number = given(s, parts, reporter, who).id
    ring(parts, clock, days=3.5)
    with parts.db.write() as s:
        pausing.ask(s, parts, s.get_one(Case, number), who(s, Role.DESK), question="是哪一盏灯？")
    ring(parts, clock, days=6)
    with parts.db.write() as s:
        case = s.get_one(Case, number)
        assert warnings.passed(case, clock.now()) == 0
        reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="门口的")
        assert warnings.passed(case, clock.now()) == 50
        assert event_log.replayed(case) == event_log.projection(case)
    ring(parts, clock, days=0.01)
    assert told(parts) == [("staff_half", "body")]
    ring(parts, clock, days=1.5)
    assert told(parts) == [("staff_half", "body"), ("staff_most", "body")]


def test_a_longer_clock_is_told_of_anew(parts: Parts, reporter: int, who: Find, clock: HandClock) -> None:
    """Half of five days is not half of ten."""
    with parts.db.write() as s:
        number = given(s, parts, reporter, who).id
    ring(parts, clock, days=3.5)
    with parts.db.write() as s:
        case = s.get_one(Case, number)
        extending.ask(s, parts, case, who(s, Role.BODY), days=5, reason="灯杆要定做，厂里下周才到货。")
        extending.grant(s, parts, case, who(s, Role.DESK), why="灯杆要定做，厂里下周才到货。")
        assert warnings.passed(case, clock.now()) == 0
    ring(parts, clock, days=4)
    assert told(parts) == [("staff_half", "body"), ("staff_half", "body")]


def test_what_is_resolved_is_not_told_of(parts: Parts, reporter: int, who: Find, clock: HandClock) -> None:
    """The body said that it is done: the resident has the word."""
    with parts.db.write() as s:
        case = given(s, parts, reporter, who)
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    ring(parts, clock, days=6)
    assert told(parts) == []


def test_the_query_agrees_with_the_rule(parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock) -> None:
    """`queries.pressing` finds what `warnings.passed` calls half or most, on each half day."""
    case = given(s, parts, reporter, who)
    for _ in range(20):
        found = s.scalar(sa.select(Case.id).where(queries.pressing(clock.now()))) is not None
        assert found == (warnings.passed(case, clock.now()) in (50, 80))
        clock.move(days=0.5)


def test_a_petition_has_its_own(parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock) -> None:
    """Its clock is of calendar days from its acceptance."""
    case = report(s, parts, reporter)
    desk_actions.accept(s, parts, case, who(s, Role.DESK), regime=Regime.PETITION)
    clock.move(days=31)
    assert warnings.passed(case, clock.now()) == 50
    assert event_log.replayed(case) == event_log.projection(case)


def test_lists_and_the_page_of_lateness_show_it(
    client: FlaskClient, parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """By holder; not among the late ones."""
    with parts.db.write() as s:
        case_no = given(s, parts, reporter, who).case_no
    clock.move(days=4)
    with parts.db.read() as s:
        found = pressing_by_holder(s, who(s, Role.SUPERVISOR), clock.now())
        assert [(one.name, len(one.cases), one.past_80) for one in found] == [("路灯队", 1, 0)]
        supervisor, body = actor(s, Role.SUPERVISOR).id, actor(s, Role.BODY).id
    page = sit_down(client, parts, supervisor).get("/desk/lateness").text
    assert [words for words in (case_no, "快到时限的", "时限过半", "没有超期的工单") if words not in page] == []
    assert "时限过半" in sit_down(client, parts, body).get("/desk").text
