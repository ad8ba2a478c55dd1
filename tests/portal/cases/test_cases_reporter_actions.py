"""What the reporter does with a case."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.records import actors
from portal.cases.records.event_log import projection, replayed
from portal.cases.verbs import following_up, handler_actions, reporter_actions
from portal.kernel.errors import Conflict
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, draft, report, resolved
from tests.portal.conftest import HandClock


def test_no_reopens_to_the_same_body_with_a_new_deadline(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """Dispatched again, counted, due anew."""
    case = resolved(s, parts, reporter, who)
    clock.move(days=10)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=False, text="还是黑的")
    assert (case.state, case.body, case.reopened, case.due_at.day) == ("dispatched", "lamps", 1, 11)
    assert case.unread


def test_one_word_reopens_for_thirty_days(parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock) -> None:
    """On the 30th day yes, after it no, with what to do instead."""
    case = resolved(s, parts, reporter, who)
    following_up.close_unconfirmed(s, parts, case)
    clock.move(days=30)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=False)
    assert (case.state, case.close_reason) == ("dispatched", None)
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="好了")
    following_up.close_unconfirmed(s, parts, case)
    clock.move(days=30, seconds=1)
    with pytest.raises(Conflict, match="再报一次"):
        reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=False)


def test_a_place_told_later_finds_the_grid(parts: Parts, reporter: int, s: Session) -> None:
    """A danger is raised before the place is asked for: the detail that names it gives grid, worker and place."""
    case = report(s, parts, reporter, "着火了", draft=draft(places=[], urgency={"level": "emergency", "reasons": []}))
    assert case.grid is None
    s.scalars(sa.select(Account).where(Account.role == Role.GRID)).one().phone = "+8613900000001"
    reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text="在柳树里3栋2单元502，快来")
    assert (case.grid, case.words.place, case.worker_id is not None) == ("G-01", "柳树里3栋2单元502", True)
    assert replayed(case) == projection(case)
    told = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "send_sms")).one()
    assert told.letter is not None
    assert told.letter.address == "+8613900000001"
