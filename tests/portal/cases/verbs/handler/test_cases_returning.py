"""Send back: twice freely and soon, then only if a supervisor agrees (信访工作条例 23)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors, event_log, presentation
from portal.cases.records.actors import Who
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import returning
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.outbox.models import Letter, OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, report, ring
from tests.portal.conftest import HandClock

WHY = "路灯不是我们装的，归电力公司修"


def give(s: Session, parts: Parts, case: Case, who: Find) -> Who:
    """Dispatch the case to the lamps; returns them."""
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    return who(s, Role.BODY)


def sent_back_twice(s: Session, parts: Parts, contact: int, who: Find) -> Case:
    """A case that the lamps sent back twice and have again."""
    case = report(s, parts, contact)
    for _ in range(2):
        assert returning.send_back(s, parts, case, give(s, parts, case, who), reason="不归我们")
    give(s, parts, case, who)
    return case


@pytest.fixture
def supervisor_phone(parts: Parts, community: None) -> str:
    """The supervisor can be reached by SMS."""
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.role == Role.SUPERVISOR).values(phone="+8613900000009"))
    return "+8613900000009"


def texts_to(s: Session, phone: str) -> list[str]:
    """The SMS queued to this number, in order."""
    rows = sa.select(Letter.text).join(OutboxRow).where(Letter.address == phone).order_by(OutboxRow.id)
    return list(s.scalars(rows))


def test_the_third_time_a_supervisor_is_asked(
    parts: Parts, supervisor_phone: str, reporter: int, s: Session, who: Find
) -> None:
    """The body still has it, cannot ask twice, and the supervisor is told by SMS, without a word of the reason."""
    case = sent_back_twice(s, parts, reporter, who)
    body = who(s, Role.BODY)
    assert Verb.SEND_BACK not in event_log.allowed_verbs(case, body)
    assert returning.send_back(s, parts, case, body, reason=WHY) is False
    assert (case.state, case.body, case.sent_back) == ("dispatched", "lamps", 2)
    assert case.return_asked_at == parts.clock.now()
    with pytest.raises(Conflict, match="已经申请"):
        returning.send_back(s, parts, case, body, reason=WHY)
    [text] = texts_to(s, supervisor_phone)
    assert "申请退回" in text
    assert "电力公司" not in text


def test_the_request_needs_a_whole_sentence(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """详细说明理由: two words are not enough, and nothing is asked."""
    case = sent_back_twice(s, parts, reporter, who)
    with pytest.raises(Invalid, match="一句话"):
        returning.send_back(s, parts, case, who(s, Role.BODY), reason="不归我们")
    assert case.return_asked_at is None


def test_a_supervisor_who_agrees_gives_it_back_to_the_desk(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The resident reads that it is arranged anew; the body no longer sees it."""
    case = sent_back_twice(s, parts, reporter, who)
    returning.send_back(s, parts, case, who(s, Role.BODY), reason=WHY)
    returning.confirm(s, parts, case, who(s, Role.SUPERVISOR))
    assert (case.state, case.body, case.sent_back, case.return_asked_at) == ("accepted", None, 3, None)
    assert not actors.in_scope(case, who(s, Role.BODY))
    told = presentation.timeline(s, case)
    assert told[-1]["text"] == "换一家来办，正在重新安排"
    assert {"ask_return", "keep"}.isdisjoint({line["verb"] for line in told})


def test_a_supervisor_orders_the_body_to_keep_it(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """It may not be asked again until the case is in other hands; the deadline did not move meanwhile."""
    case = sent_back_twice(s, parts, reporter, who)
    body, due = who(s, Role.BODY), case.due_at
    returning.send_back(s, parts, case, body, reason=WHY)
    returning.keep(s, parts, case, who(s, Role.SUPERVISOR), reason="合同里写明由你们修，请接着办")
    assert (case.state, case.body, case.return_asked_at, case.due_at) == ("dispatched", "lamps", None, due)
    assert Verb.ASK_RETURN not in event_log.allowed_verbs(case, body)
    with pytest.raises(Conflict, match="接着办"):
        returning.send_back(s, parts, case, body, reason=WHY)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="hall")
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    assert Verb.ASK_RETURN in event_log.allowed_verbs(case, body)


def test_an_order_needs_a_reason(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The body is told why."""
    case = sent_back_twice(s, parts, reporter, who)
    returning.send_back(s, parts, case, who(s, Role.BODY), reason=WHY)
    with pytest.raises(Invalid, match="一句话"):
        returning.keep(s, parts, case, who(s, Role.SUPERVISOR), reason="不行")
    assert case.return_asked_at is not None


def test_nothing_asked_nothing_decided(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """A supervisor cannot take a case from a body by agreeing to what nobody asked."""
    case = report(s, parts, reporter)
    give(s, parts, case, who)
    with pytest.raises(Conflict, match="没有等您答复"):
        returning.confirm(s, parts, case, who(s, Role.SUPERVISOR))


@pytest.mark.parametrize(("days", "free"), [(7.5, True), (8, False)])
def test_five_working_days_are_free(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock, days: float, free: bool
) -> None:
    """Given on Tuesday, freely returned until the end of next Tuesday; on Wednesday a supervisor is asked."""
    case = report(s, parts, reporter)
    body = give(s, parts, case, who)
    clock.move(days=days)
    assert returning.send_back(s, parts, case, body, reason=WHY) is free


def test_the_request_ends_with_the_case_in_other_hands(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The desk transfers it, or the resident withdraws it: there is nothing left to decide."""
    case = sent_back_twice(s, parts, reporter, who)
    returning.send_back(s, parts, case, who(s, Role.BODY), reason=WHY)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="hall")
    assert case.return_asked_at is None
    reporter_actions.withdraw(s, parts, case, actors.resident(reporter))
    assert event_log.replayed(case) == event_log.projection(case)


def test_a_supervisor_who_is_silent_is_reminded_once(
    parts: Parts, reporter: int, who: Find, clock: HandClock, supervisor_phone: str
) -> None:
    """On the next working day in the morning; not again, and not once it is answered."""
    with parts.db.write() as s:
        returning.send_back(s, parts, sent_back_twice(s, parts, reporter, who), who(s, Role.BODY), reason=WHY)
    ring(parts, clock, hours=23.9)
    with parts.db.read() as s:
        assert len(texts_to(s, supervisor_phone)) == 1
    ring(parts, clock, hours=0.2)
    ring(parts, clock, days=5)
    with parts.db.read() as s:
        assert len(texts_to(s, supervisor_phone)) == 2


def test_an_answered_request_is_not_reminded_of(
    parts: Parts, reporter: int, who: Find, clock: HandClock, supervisor_phone: str
) -> None:
    """The timer finds nothing to do."""
    with parts.db.write() as s:
        case = sent_back_twice(s, parts, reporter, who)
        returning.send_back(s, parts, case, who(s, Role.BODY), reason=WHY)
        returning.confirm(s, parts, case, who(s, Role.SUPERVISOR))
    ring(parts, clock, days=2)
    with parts.db.read() as s:
        assert len(texts_to(s, supervisor_phone)) == 1
