"""A resolution that was written by mistake (on another case, say) is taken back: by whom, until when, and who hears of it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.inspections import due
from portal.cases.inspections.models import Inspection
from portal.cases.models import Alarm, Case, ContactClaim
from portal.cases.records import actors, alarms, contact_claims, event_log, presentation, truth
from portal.cases.rules.lifecycle import State, Verb
from portal.cases.verbs.desk import desk_actions, merging
from portal.cases.verbs.handler import handler_actions, taking_back
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.errors import Conflict
from portal.kernel.roles import Role
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import PICTURES, Find, SignIn, draft, pushes, report, resolved, ring
from tests.portal.conftest import HandClock

WRONG = "水管换好了，已上门看过，302不漏了"


def take_back(s: Session, parts: Parts, case: Case, who: Find, role: Role = Role.BODY) -> bool:
    return taking_back.take_back(s, parts, case, who(s, role))


def templates(s: Session) -> list[str]:
    return [str(one["template"]) for one in pushes(s)]


def test_the_body_has_it_again_as_before(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """Nothing of what happened is gone, it is no reopening, and the events tell the row."""
    case = resolved(s, parts, reporter, who)
    by_then = case.due_at
    take_back(s, parts, case, who)
    assert (case.state, case.body, case.dispatched, case.reopened, case.resolved_at) == (
        "dispatched", "lamps", True, 0, None,
    )  # fmt: skip
    assert case.due_at == by_then
    assert event_log.replayed(case) == event_log.projection(case)
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    assert case.state == "resolved"


def test_a_question_that_has_not_left_is_not_sent(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """Nor is there a word about a mistake of which nobody heard."""
    case = resolved(s, parts, reporter, who)
    before = templates(s)
    assert take_back(s, parts, case, who) is False
    assert templates(s) == before
    asked = OutboxRow.dedupe_key.like(f"push_resident:{case.id}:5:%")
    assert s.scalars(sa.select(OutboxRow.code).where(asked)).all() == ["recalled"]


def test_whoever_was_asked_hears_that_it_was_a_mistake(
    parts: Parts, who: Find, reporter: int, clock: HandClock
) -> None:
    """And reads it on the page, without the words that were perhaps another's."""
    with parts.db.write() as s:
        resolved(s, parts, reporter, who)
    ring(parts, clock, minutes=1)
    with parts.db.write() as s:
        case = s.get_one(Case, 1)
        assert take_back(s, parts, case, who) is True
        assert templates(s)[-1] == "case_fix_recalled"
        told = presentation.timeline_entries(s, case)
        assert "写错" in told[-1].what
        assert "换了灯头" not in str(told)


@pytest.mark.parametrize(("minutes", "may"), [(0, True), (10, True), (11, False)])
def test_ten_minutes(
    parts: Parts, who: Find, reporter: int, s: Session, clock: HandClock, minutes: int, may: bool
) -> None:
    """Then only its reporter says that it is not done."""
    case = resolved(s, parts, reporter, who)
    clock.move(minutes=minutes)
    assert taking_back.can_take_back(case, who(s, Role.BODY), clock.now()) is may
    if not may:
        with pytest.raises(Conflict, match="10 分钟"):
            take_back(s, parts, case, who)


@pytest.mark.parametrize("role", [Role.DESK, Role.GRID, Role.SUPERVISOR])
def test_nobody_takes_back_what_another_wrote(parts: Parts, who: Find, reporter: int, s: Session, role: Role) -> None:
    """A body's result is the body's."""
    case = resolved(s, parts, reporter, who)
    assert not taking_back.can_take_back(case, who(s, role), parts.clock.now())
    with pytest.raises(Conflict):
        take_back(s, parts, case, who, role)


@pytest.mark.parametrize("fixed", [True, False])
def test_an_answer_of_the_reporter_stands(parts: Parts, who: Find, reporter: int, s: Session, fixed: bool) -> None:
    """Closed or reopened by them, there is nothing to take back."""
    case = resolved(s, parts, reporter, who)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=fixed)
    assert not taking_back.can_take_back(case, who(s, Role.BODY), parts.clock.now())
    with pytest.raises(Conflict):
        take_back(s, parts, case, who)


def test_what_the_desk_answered_itself_is_at_the_desk_again(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """As if nobody had had it, with what was suggested."""
    case = report(s, parts, reporter)
    desk_actions.accept(s, parts, case, who(s, Role.DESK))
    handler_actions.resolve(s, parts, case, who(s, Role.DESK), text=WRONG)
    take_back(s, parts, case, who, Role.DESK)
    assert (case.state, case.dispatched, case.body) == ("accepted", False, "lamps")


def test_what_the_desk_wrote_for_a_body_is_the_bodys_again(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """A result that was phoned in, on the wrong case."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.DESK), text=WRONG)
    take_back(s, parts, case, who, Role.DESK)
    assert (case.state, case.dispatched, case.body) == ("dispatched", True, "lamps")


def test_what_was_handled_on_the_spot_is_where_it_was(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """With the body that had it, or at the desk."""
    theirs, nobodys = report(s, parts, reporter), report(s, parts, reporter, "柳树里3栋楼道堆了纸箱")
    desk_actions.dispatch(s, parts, theirs, who(s, Role.DESK), body="lamps")
    for case in (theirs, nobodys):
        handler_actions.resolve(s, parts, case, who(s, Role.GRID), text=WRONG, on_spot=True, **PICTURES)
        take_back(s, parts, case, who, Role.GRID)
    assert (theirs.state, theirs.body, theirs.dispatched) == ("dispatched", "lamps", True)
    assert (nobodys.state, nobodys.dispatched) == ("accepted", False)


def test_merged_cases_go_back_with_it(parts: Parts, who: Find, reporter: int, clock: HandClock) -> None:
    """Each reporter who was asked hears of the mistake."""
    with parts.db.write() as s:
        main, other = report(s, parts, reporter), report(s, parts, reporter, "柳树里3栋路灯不亮")
        merging.merge(s, parts, other, main, who(s, Role.DESK))
        desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, main, who(s, Role.BODY), text=WRONG)
    ring(parts, clock, minutes=1)
    with parts.db.write() as s:
        take_back(s, parts, s.get_one(Case, 1), who)
        other = s.get_one(Case, 2)
        assert other.state == State.DISPATCHED
        assert other.merged_into == 1
        assert event_log.replayed(other) == event_log.projection(other)
        assert templates(s)[-2:] == ["case_fix_recalled"] * 2
        handler_actions.resolve(s, parts, s.get_one(Case, 1), who(s, Role.BODY), text="换了灯头")
        assert other.state == "resolved"


def test_it_claims_nothing_any_more(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """Neither a fix nor a visit of which the reporter would be asked, nor an inspection."""
    case = report(
        s, parts, reporter, draft=draft(category={"code": "0415", "path": [], "score": 0.9, "alternatives": []})
    )
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text=WRONG)
    assert contact_claims.claims_of(s, case)
    take_back(s, parts, case, who)
    assert s.scalars(sa.select(ContactClaim)).all() == []
    assert due.of_case(s, case) is None
    assert truth.last_fix(case) is None
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头，试过亮了")
    assert truth.last_fix(case) is not None
    assert len(s.scalars(sa.select(Inspection)).all()) == 1
    assert due.of_case(s, case) is not None


def test_a_called_off_emergency_is_still_to_be_checked(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """A result on the wrong case was no look at this one."""
    case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    by = actors.resident(reporter)
    reporter_actions.all_clear(s, parts, case, by, text="没事了", false_alarm=False, ends=True)
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    assert not alarms.waits_for_check(case)
    take_back(s, parts, case, who)
    assert alarms.waits_for_check(case)


def button(client: Any, case_no: str) -> str:
    found: str = client.get(f"/desk/cases/{case_no}").text
    return found


def test_the_case_page_offers_it_to_whoever_resolved_it(
    parts: Parts, who: Find, reporter: int, sign_in: SignIn, clock: HandClock
) -> None:
    """Within the ten minutes, and once: then the forms of a case that is being handled are there again."""
    with parts.db.write() as s:
        case_no = resolved(s, parts, reporter, who).case_no
    body = sign_in(Role.BODY)
    assert f"/desk/cases/{case_no}/taking-back" in button(body, case_no)
    answer = body.post(f"/desk/cases/{case_no}/taking-back", data={"version": ""}, follow_redirects=True)
    assert "收回了" in answer.text
    assert "taking-back" not in button(body, case_no)
    with parts.db.read() as s:
        assert Verb.RESOLVE in event_log.allowed_verbs(s.get_one(Case, 1), who(s, Role.BODY))


def test_an_emergency_that_nobody_saw_pages_on(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """Handled on the spot by mistake it was taken on by that alone: taken back, people are paged until somebody takes it on."""
    case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
    alarm = s.scalars(sa.select(Alarm)).one()
    handler_actions.resolve(s, parts, case, who(s, Role.GRID), text=WRONG, on_spot=True)
    assert (alarm.acked_how, alarm.next_at) == ("case", None)
    take_back(s, parts, case, who, Role.GRID)
    assert alarm.acked_at is None
    assert alarm.next_at is not None


def test_who_took_an_emergency_on_before_has_it_still(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """A mistaken result took nothing on that a clerk had taken on."""
    case = report(s, parts, reporter, draft=draft(urgency={"level": "emergency", "reasons": []}))
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    alarm = s.scalars(sa.select(Alarm)).one()
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text=WRONG)
    take_back(s, parts, case, who)
    assert alarm.acked_by == who(s, Role.DESK).id


def test_merged_cases_go_back_to_the_desk_with_it(parts: Parts, who: Find, reporter: int, s: Session) -> None:
    """Their reporters do not read that somebody has it whom nobody gave it to."""
    main, other = report(s, parts, reporter), report(s, parts, reporter, "柳树里3栋路灯不亮")
    merging.merge(s, parts, other, main, who(s, Role.DESK))
    handler_actions.resolve(s, parts, main, who(s, Role.DESK), text=WRONG)
    take_back(s, parts, main, who, Role.DESK)
    assert (main.state, other.state, other.merged_into) == ("accepted", "accepted", main.id)
    assert event_log.replayed(other) == event_log.projection(other)
    handler_actions.resolve(s, parts, main, who(s, Role.DESK), text="换了灯头")
    assert other.state == "resolved"


def test_a_claimed_visit_is_not_asked_about_later(parts: Parts, who: Find, reporter: int, clock: HandClock) -> None:
    """Nor does its timer fail."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text=WRONG)
        take_back(s, parts, case, who)
    for _day in range(3):
        ring(parts, clock, days=1)
    with parts.db.read() as s:
        bad = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "case_timer", OutboxRow.reason != "")).all()
        assert [(one.payload, one.reason) for one in bad] == []
        assert "case_claim" not in str(templates(s))


def test_late_answers_and_second_taps(
    parts: Parts, who: Find, reporter: int, sign_in: SignIn, clock: HandClock
) -> None:
    """Neither closes it, nor opens it again, nor tells its reporter twice."""
    with parts.db.write() as s:
        case_no = resolved(s, parts, reporter, who).case_no
    ring(parts, clock, minutes=1)
    body = sign_in(Role.BODY)
    taps = [body.post(f"/desk/cases/{case_no}/taking-back", data={"version": ""}).status_code for _tap in range(2)]
    assert taps == [303, 409]
    with parts.db.write() as s:
        for fixed in (True, False):
            with pytest.raises(Conflict):
                reporter_actions.answer(s, parts, s.get_one(Case, 1), actors.resident(reporter), fixed=fixed)
        assert templates(s).count("case_fix_recalled") == 1
