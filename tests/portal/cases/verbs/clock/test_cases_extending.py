"""延期: asked before the deadline, once, within the regime's limit; the resident is told the new date and why."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors, event_log, presentation
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import Verb
from portal.cases.rules.regimes import Regime
from portal.cases.verbs.clock import extending
from portal.cases.verbs.desk import desk_actions, desk_corrections, merging
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.desk.case_page.timeline import what_happened
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.outbox.models import Letter, OutboxRow
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wording.coded import in_chinese
from portal.wording.templates import render
from tests.portal.cases.cases_world import Find, pushes, report
from tests.portal.conftest import HandClock

WHY = "灯头缺货，厂里下周才发来"


def given(s: Session, parts: Parts, contact: int, who: Find, regime: Regime = Regime.COMMUNITY) -> Case:
    """A case that the lamps have, due in five working days: on Tuesday 1 December."""
    case = report(s, parts, contact)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", regime=regime)
    return case


def test_more_time_moves_the_date_and_the_resident_hears_why(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """Three working days more, from the date that was promised; push and timeline say the day and the reason."""
    case = given(s, parts, reporter, who)
    extending.ask(s, parts, case, who(s, Role.BODY), days=3, reason=WHY)
    assert shanghai_day(case.due_at) == date(2026, 12, 1)
    assert extending.grant(s, parts, case, who(s, Role.DESK), why=WHY)
    assert (shanghai_day(case.due_at), case.extended) == (date(2026, 12, 4), 1)
    told = pushes(s)[-1]
    row = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "push_resident").order_by(OutboxRow.id.desc())).first()
    assert row is not None
    assert row.letter is not None
    text = render(parts.settings.community, told["template"], told["params"] | {"words": row.letter.text})
    assert "改到12月4日前办好，原因：灯头缺货，厂里下周才发来" in text
    lines = presentation.timeline(s, case)
    assert lines[-1]["text"] == f"改到 2026-12-04 前办好，原因：{WHY}"
    assert "ask_extension" not in {line["verb"] for line in lines}
    assert event_log.replayed(case) == event_log.projection(case)


def test_a_refusal_leaves_the_date_and_stays_among_staff(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Its reason is for the handler; the resident was never told of the request. It may be asked anew, in time."""
    case = given(s, parts, reporter, who)
    extending.ask(s, parts, case, who(s, Role.BODY), days=3, reason=WHY)
    extending.refuse(s, parts, case, who(s, Role.DESK), reason="仓库里还有，请先用上再说")
    assert (shanghai_day(case.due_at), case.extended, case.extension_asked_at) == (date(2026, 12, 1), 0, None)
    assert {"ask_extension", "refuse_extension"}.isdisjoint({line["verb"] for line in presentation.timeline(s, case)})
    assert Verb.ASK_EXTENSION in event_log.allowed_verbs(case, who(s, Role.BODY))


def test_only_once(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Whoever has it then: another body does not get a second extension."""
    case = given(s, parts, reporter, who)
    extending.ask(s, parts, case, who(s, Role.BODY), days=1, reason=WHY)
    with pytest.raises(Conflict, match="已经申请"):
        extending.ask(s, parts, case, who(s, Role.BODY), days=1, reason=WHY)
    extending.grant(s, parts, case, who(s, Role.DESK), why=WHY)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=None, worker_id=who(s, Role.GRID).id)
    with pytest.raises(Conflict, match="一次"):
        extending.ask(s, parts, case, who(s, Role.GRID), days=1, reason=WHY)


@pytest.mark.parametrize(
    ("regime", "most"), [(Regime.COMMUNITY, 5), (Regime.HOTLINE, 5), (Regime.PETITION, extending.MOST_PETITION_DAYS)]
)
def test_no_more_than_the_regime_allows(
    parts: Parts, reporter: int, s: Session, who: Find, regime: Regime, most: int
) -> None:
    """The category's own number of working days again; a petition thirty days (信访工作条例 34)."""
    case = given(s, parts, reporter, who, regime)
    for days in (0, most + 1):
        with pytest.raises(Invalid, match=f"1 到 {most} 之间"):
            extending.ask(s, parts, case, who(s, Role.BODY), days=days, reason=WHY)
    extending.ask(s, parts, case, who(s, Role.BODY), days=most, reason=WHY)
    assert case.extension_asked_at is not None


def test_a_petitions_extension_is_the_supervisors(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """经本机关、单位负责人批准: no clerk grants or refuses it."""
    case = given(s, parts, reporter, who, Regime.PETITION)
    extending.ask(s, parts, case, who(s, Role.BODY), days=2, reason=WHY)
    assert Verb.GRANT_EXTENSION not in event_log.allowed_verbs(case, who(s, Role.DESK))
    with pytest.raises(Conflict, match="督查批"):
        extending.grant(s, parts, case, who(s, Role.DESK), why=WHY)
    extending.grant(s, parts, case, who(s, Role.SUPERVISOR), why=WHY)
    assert case.extended == 1


def test_late_is_late(parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock) -> None:
    """After the deadline nothing can be asked; a grant that came too late would hide nothing."""
    case = given(s, parts, reporter, who)
    extending.ask(s, parts, case, who(s, Role.BODY), days=1, reason=WHY)
    clock.move(days=20)
    with pytest.raises(Conflict, match="也已经过了"), s.begin_nested():
        extending.grant(s, parts, case, who(s, Role.DESK), why=WHY)
    s.refresh(case)
    extending.refuse(s, parts, case, who(s, Role.DESK), reason="已经超期了，请马上派人去修")
    with pytest.raises(Conflict, match="时限以前"):
        extending.ask(s, parts, case, who(s, Role.BODY), days=1, reason=WHY)


def test_an_emergency_has_no_more_time(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Its clock is minutes."""
    case = given(s, parts, reporter, who)
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"urgency": "emergency"})
    with pytest.raises(Conflict, match="险情"):
        extending.ask(s, parts, case, who(s, Role.BODY), days=1, reason=WHY)


def test_a_resident_who_is_not_written_to_is_told_otherwise(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The clerk learns that the push did not go."""
    case = given(s, parts, reporter, who)
    s.get_one(ContactPoint, reporter).no_push = True
    extending.ask(s, parts, case, who(s, Role.BODY), days=1, reason=WHY)
    assert extending.grant(s, parts, case, who(s, Role.DESK), why=WHY) is False


def test_the_request_ends_with_the_case_elsewhere(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Transferred: nobody grants the next body what the last one asked for."""
    case = given(s, parts, reporter, who)
    extending.ask(s, parts, case, who(s, Role.BODY), days=1, reason=WHY)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="hall")
    assert case.extension_asked_at is None
    with pytest.raises(Conflict, match="没有等您答复"):
        extending.grant(s, parts, case, who(s, Role.DESK), why=WHY)


@pytest.mark.parametrize("by", [Role.BODY, Role.DESK])
def test_a_request_that_a_resolution_ends_is_told_of(
    parts: Parts, reporter: int, s: Session, who: Find, by: Role
) -> None:
    """The event says so on the case; the body hears it by SMS if another resolved the case, and nothing was granted."""
    case = given(s, parts, reporter, who)
    s.scalars(sa.select(Account).where(Account.role == Role.BODY)).one().phone = "+8613800000009"
    extending.ask(s, parts, case, who(s, Role.BODY), days=1, reason=WHY)
    handler_actions.resolve(s, parts, case, who(s, by), text="换了灯头")
    ended = next(event for event in case.events if event.verb == "resolve")
    assert ended.data["extension_lapsed"] is True
    assert "延期的申请还没答复，到此作废" in what_happened(s, ended, who(s, Role.DESK), in_chinese)
    told = [text for text in s.scalars(sa.select(Letter.text)) if "延期申请作废" in text]
    assert len(told) == (0 if by is Role.BODY else 1)


def test_a_request_that_was_answered_does_not_lapse(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Nor is anything said where none was made."""
    case = given(s, parts, reporter, who)
    extending.ask(s, parts, case, who(s, Role.BODY), days=1, reason=WHY)
    extending.refuse(s, parts, case, who(s, Role.DESK), reason="灯头本地就买得到，请按原来的日子办")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    assert not any("extension_lapsed" in event.data for event in case.events)


def test_what_the_resident_says_meanwhile_changes_nothing(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """A reminder neither grants nor drops the request."""
    case = given(s, parts, reporter, who)
    extending.ask(s, parts, case, who(s, Role.BODY), days=1, reason=WHY)
    reporter_actions.remind(s, parts, case, actors.resident(reporter))
    assert case.extension_asked_at is not None


def test_a_case_split_off_again_is_extended_from_the_date_that_it_shared(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """Its main case had got three days more; one more follows these."""
    main, other = given(s, parts, reporter, who), report(s, parts, reporter)
    merging.merge(s, parts, other, main, who(s, Role.DESK))
    extending.ask(s, parts, main, who(s, Role.BODY), days=3, reason=WHY)
    extending.grant(s, parts, main, who(s, Role.DESK), why=WHY)
    assert shanghai_day(other.due_at) == date(2026, 12, 4)
    merging.split(s, parts, other, who(s, Role.DESK))
    desk_actions.dispatch(s, parts, other, who(s, Role.DESK), body="lamps")
    extending.ask(s, parts, other, who(s, Role.BODY), days=1, reason=WHY)
    extending.grant(s, parts, other, who(s, Role.DESK), why=WHY)
    assert shanghai_day(other.due_at) == date(2026, 12, 7)
    assert event_log.replayed(other) == event_log.projection(other)
