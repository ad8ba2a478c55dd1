"""A wrong dispatch taken back: when, what the row is afterwards, and who hears of it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import event_log, presentation
from portal.cases.records.actors import in_scope
from portal.cases.verbs.desk import desk_actions, recalling
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.errors import Conflict
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, account, draft, pushes, report, ring
from tests.portal.conftest import HandClock


@pytest.fixture
def lamps_phone(parts: Parts, community: None) -> str:
    """The body's account has a phone."""
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.role == Role.BODY).values(phone="+8613912340001"))
    return "+8613912340001"


def texts(s: Session) -> list[tuple[str, str]]:
    """(template, state or why it was closed) of each SMS to staff, in order."""
    rows = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "send_sms").order_by(OutboxRow.id))
    return [(str(row.payload.get("template")), row.code or row.state) for row in rows]


def templates(s: Session) -> list[str]:
    return [str(one["template"]) for one in pushes(s)]


def dispatched(s: Session, parts: Parts, who: Find, reporter: int, **more: Any) -> Case:
    case = report(s, parts, reporter, **more)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    return case


def test_the_case_is_at_the_desk_again_with_its_suggestion(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """The body sees it no more; nothing of what happened is gone, and the events tell the row."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="hall")
    recalling.recall(s, parts, case, who(s, Role.DESK))
    assert (case.state, case.body, case.dispatched, case.sent_back) == ("accepted", "lamps", False, 0)
    assert not in_scope(case, who(s, Role.BODY))
    assert [event.verb for event in case.events] == ["report", "accept", "dispatch", "recall"]
    assert event_log.replayed(case) == event_log.projection(case)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    assert case.state == "dispatched"


def test_what_has_not_left_is_not_sent(parts: Parts, who: Find, reporter: int, lamps_phone: str) -> None:
    """Neither the resident nor the body hears of it at all."""
    with parts.db.write() as s:
        case = dispatched(s, parts, who, reporter)
        recalling.recall(s, parts, case, who(s, Role.DESK))
        assert texts(s) == [("staff_dispatched", "recalled")]
        assert templates(s) == ["case_dispatched"]
        codes = s.scalars(sa.select(OutboxRow.code).where(OutboxRow.kind == "push_resident")).all()
        assert codes == ["recalled"]


def test_whoever_was_told_hears_that_it_was_wrong(
    parts: Parts, who: Find, reporter: int, lamps_phone: str, clock: HandClock
) -> None:
    """What was sent cannot be unsent: a word follows, to the body and to the resident."""
    with parts.db.write() as s:
        dispatched(s, parts, who, reporter)
    ring(parts, clock, minutes=1)
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        recalling.recall(s, parts, case, who(s, Role.DESK))
        assert texts(s) == [("staff_dispatched", "done"), ("staff_recalled", "queued")]
        assert templates(s) == ["case_dispatched", "case_recalled"]
        told = [entry.what for entry in presentation.timeline_entries(s, case)]
        assert told[-1] == "刚才派得不对，正在重新安排"


def test_an_emergency_is_told_of_the_numbers_again(parts: Parts, who: Find, reporter: int, clock: HandClock) -> None:
    """Its words have no day, and say whom to call."""
    with parts.db.write() as s:
        dispatched(s, parts, who, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
    ring(parts, clock, minutes=1)
    with parts.db.write() as s:
        recalling.recall(s, parts, s.get_one(Case, 1), who(s, Role.DESK))
        assert templates(s) == ["case_dispatched_emergency", "case_recalled_emergency"]


@pytest.mark.parametrize("minutes", [0, 10])
def test_it_can_be_taken_back_for_ten_minutes(
    parts: Parts, who: Find, reporter: int, s: Session, clock: HandClock, minutes: int
) -> None:
    """To the minute; a second later it is a transfer's matter, and the words say so."""
    case = dispatched(s, parts, who, reporter)
    clock.move(minutes=minutes)
    assert recalling.can_recall(case, who(s, Role.DESK), clock.now())
    clock.move(minutes=10 - minutes, seconds=1)
    assert not recalling.can_recall(case, who(s, Role.DESK), clock.now())
    with pytest.raises(Conflict, match="转办给别人"):
        recalling.recall(s, parts, case, who(s, Role.DESK))


def test_once_the_handler_acknowledged_it_is_theirs(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """Whoever has begun is not told that there is nothing to do."""
    case = dispatched(s, parts, who, reporter)
    handler_actions.acknowledge(s, parts, case, who(s, Role.BODY))
    assert not recalling.can_recall(case, who(s, Role.DESK), parts.clock.now())
    with pytest.raises(Conflict):
        recalling.recall(s, parts, case, who(s, Role.DESK))
    assert case.state == "in_progress"


@pytest.mark.parametrize("role", [Role.BODY, Role.GRID, Role.SUPERVISOR])
def test_only_the_desk_takes_back(parts: Parts, who: Find, reporter: int, s: Session, role: Role) -> None:
    """A body would send back, with a reason."""
    case = dispatched(s, parts, who, reporter)
    with pytest.raises(Conflict):
        recalling.recall(s, parts, case, who(s, role))


def test_what_the_resident_reopened_is_no_wrong_dispatch(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """It went back to its handler because it was not mended."""
    case = dispatched(s, parts, who, reporter)
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="好了")
    reporter_actions.reopen(s, parts, case, event_log.Who(event_log.Actor.RESIDENT, reporter, "居民"))
    with pytest.raises(Conflict):
        recalling.recall(s, parts, case, who(s, Role.DESK))


def test_a_wrong_transfer_comes_to_the_desk(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """Not to the handler before, whom the transfer took it from: the clerk decides anew, and nobody is suggested."""
    case = dispatched(s, parts, who, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="hall")
    recalling.recall(s, parts, case, who(s, Role.DESK))
    assert (case.state, case.body, case.dispatched) == ("accepted", None, False)


def test_a_grid_worker_is_told_too(parts: Parts, who: Find, reporter: int, clock: HandClock) -> None:
    """Dispatched to a person, taken back from that person."""
    with parts.db.write() as s:
        other = account(parts, Role.GRID, username="g2", grid="G-02", phone="+8613912340002")
        s.add(other)
        s.flush()
        case = report(s, parts, reporter)
        was = case.worker_id
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=None, worker_id=other.id)
    ring(parts, clock, minutes=1)
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        recalling.recall(s, parts, case, who(s, Role.DESK))
        assert texts(s)[-1] == ("staff_recalled", "queued")
        assert (case.worker_id, case.body) == (was, "lamps")
