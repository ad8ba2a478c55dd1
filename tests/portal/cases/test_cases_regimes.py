"""By which rules' clock a case runs: the clerk says so at acceptance, and each has its days."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.cases.records import actors, event_log, presentation
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.regimes import Regime, hotline_days
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.desk.case_page.timeline import staff_timeline
from portal.kernel.errors import Invalid
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, draft, pushes, report
from tests.portal.conftest import HandClock


@pytest.mark.parametrize(("duty", "hotline"), [(1, 5), (5, 5), (6, 5), (7, 7), (10, 7), (15, 15), (30, 15)])
def test_the_hotline_has_three_tiers(duty: int, hotline: int) -> None:
    """5, 7 or 15 working days, never more than the duty list promises but for the shortest."""
    assert hotline_days(duty) == hotline


@pytest.mark.parametrize(
    ("regime", "due"),
    [(Regime.COMMUNITY, "2026-12-01"), (Regime.HOTLINE, "2026-12-01"), (Regime.PETITION, "2027-01-25")],
)
def test_the_clerk_sets_the_clock(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock, regime: Regime, due: str
) -> None:
    """Accepted two days after the report: a petition's sixty days run from then, the others' from the report."""
    case = report(s, parts, reporter)
    clock.move(days=2)
    desk_actions.accept(s, parts, case, who(s, Role.DESK), regime=regime)
    assert (case.regime, shanghai_day(case.due_at)) == (regime, date.fromisoformat(due))
    assert event_log.replayed(case) == event_log.projection(case)


def test_without_a_word_it_is_the_communitys(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """As today; and what is no regime is refused."""
    case = report(s, parts, reporter)
    with pytest.raises(Invalid, match="时限"):
        desk_actions.accept(s, parts, case, who(s, Role.DESK), regime="letters")
    due = case.due_at
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    assert (case.regime, case.due_at) == (Regime.COMMUNITY, due)


def test_a_petition_is_accepted_in_writing(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Even if it is dispatched at once: the day by which it is answered; and the clerk hears if that did not go."""
    case = report(s, parts, reporter)
    assert desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", regime=Regime.PETITION)
    assert [push["template"] for push in pushes(s)] == ["case_accepted_petition", "case_dispatched"]
    assert pushes(s)[0]["params"]["day"] == "1月23日"
    assert "信访件，已经受理，2027-01-23 前办结并答复您" in [line["text"] for line in presentation.timeline(s, case)]
    s.get_one(ContactPoint, reporter).no_push = True
    other, third = report(s, parts, reporter), report(s, parts, reporter)
    assert desk_actions.accept(s, parts, other, who(s, Role.DESK), regime=Regime.PETITION) is False
    assert not desk_actions.dispatch(s, parts, third, who(s, Role.DESK), body="lamps", regime=Regime.PETITION)


@pytest.mark.parametrize(("days", "late"), [(15, False), (16, True)])
def test_fifteen_days_to_accept(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock, days: int, late: bool
) -> None:
    """Later than that, staff read on the timeline that it was late."""
    case = report(s, parts, reporter)
    clock.move(days=days)
    desk_actions.accept(s, parts, case, who(s, Role.DESK), regime=Regime.PETITION)
    assert ("超过十五天才受理" in staff_timeline(s, case, who(s, Role.DESK), str)[-1].what) is late


def test_an_emergencys_clock_is_nobodys_to_lengthen(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Whatever the clerk picks."""
    case = report(s, parts, reporter, "着火了", draft=draft("着火了", urgency={"level": "emergency", "reasons": []}))
    due = case.due_at
    desk_actions.accept(s, parts, case, who(s, Role.DESK), regime=Regime.PETITION)
    assert case.due_at == due


def test_a_correction_keeps_a_petitions_clock(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Another category has other working days, which a petition does not count."""
    case = report(s, parts, reporter)
    desk_actions.accept(s, parts, case, who(s, Role.DESK), regime=Regime.PETITION)
    due = case.due_at
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"category": "0101"})
    assert case.due_at == due


def test_a_petition_that_is_reopened_has_sixty_days_again(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """From the day on which its reporter said no."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", regime=Regime.PETITION)
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    clock.move(days=3)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=False)
    assert shanghai_day(case.due_at) == date(2027, 1, 26)
    assert event_log.replayed(case) == event_log.projection(case)
