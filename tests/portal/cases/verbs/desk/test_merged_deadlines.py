"""Merged cases have the earlier deadline, which moves with a pause and is given back when they are split."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.cases.records import event_log
from portal.cases.records.actors import resident
from portal.cases.rules.lifecycle import PAUSE_DAYS
from portal.cases.verbs.clock import due_dates, pausing
from portal.cases.verbs.desk import desk_actions, desk_corrections, merging
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, draft, report
from tests.portal.cases.verbs.desk.merging_world import neighbour, together, told
from tests.portal.conftest import HandClock

__all__ = ["neighbour"]


@pytest.mark.parametrize("how", ["answer", "button", "silence"])
def test_a_pause_moves_both_deadlines(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session, clock: HandClock, how: str
) -> None:
    """The merged case is never late by a clock that stood still for a question to the other reporter."""
    main, other = together(s, parts, who, reporter, neighbour)
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    pausing.ask(s, parts, main, who(s, Role.DESK), question="是楼道里的灯，还是门口的灯？")
    assert (other.due_at, other.most_at, told(s, neighbour)[-1]) == (main.due_at, main.most_at, "case_merged_due")
    clock.move(days=PAUSE_DAYS if how == "silence" else 2)
    if how == "answer":
        reporter_actions.add_detail(s, parts, main, resident(reporter), text="门口的")
    elif how == "button":
        pausing.go_on(s, parts, main, resident(reporter))
    else:
        pausing.end(s, parts, main, next(one.serial for one in main.events if one.verb == "ask_resident"))
    assert (main.paused_until, other.due_at, other.half_at) == (None, main.due_at, main.half_at)
    assert told(s, neighbour).count("case_merged_due") == (1 if how == "silence" else 2)  # the day is told once
    assert event_log.replayed(other) == event_log.projection(other)


def test_a_correction_moves_both_deadlines(parts: Parts, who: Find, reporter: int, neighbour: int, s: Session) -> None:
    """Another category's days hold for both."""
    main, other = together(s, parts, who, reporter, neighbour)
    before = main.due_at
    desk_corrections.correct(s, parts, main, who(s, Role.DESK), {"category": "09"})
    assert main.due_at > before
    assert (other.due_at, told(s, neighbour)[-1]) == (main.due_at, "case_merged_due")


@pytest.mark.parametrize("verb", ["reject", "merge"])
def test_a_withdrawn_merged_case_holds_nothing_up(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session, verb: str
) -> None:
    """Once its reporter has withdrawn it, the main case may be rejected, or merged into another."""
    main, other = together(s, parts, who, reporter, neighbour)
    third = report(s, parts, neighbour)
    assert merging.refusal(s, main, third) is not None
    reporter_actions.withdraw(s, parts, other, resident(neighbour))
    if verb == "reject":
        desk_actions.reject(s, parts, main, who(s, Role.DESK), ground="other_body", office="水务", phone="96390")
    assert main.state == ("rejected" if verb == "reject" else "accepted")
    assert merging.refusal(s, main, third) is None


# seven working days, a lamp has five
SLOW = draft(category={"code": "09", "path": [], "score": 0.9, "alternatives": []})


@pytest.mark.parametrize("which", ["main", "merged"])
def test_splitting_gives_back_the_deadline_that_merging_took(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session, which: str
) -> None:
    """To whichever of the two had the later day, with its whole clock; both timelines can be replayed."""
    quick, slow = report(s, parts, reporter), report(s, parts, neighbour, draft=SLOW)
    before = due_dates.clock_facts(slow), slow.half_at, slow.most_at
    main, merged = (slow, quick) if which == "main" else (quick, slow)
    merging.merge(s, parts, merged, main, who(s, Role.DESK))
    assert slow.due_at == quick.due_at
    quick_due = quick.due_at
    merging.split(s, parts, merged, who(s, Role.DESK))
    assert (due_dates.clock_facts(slow), slow.half_at, slow.most_at) == before
    assert quick.due_at == quick_due < slow.due_at
    assert all(event_log.replayed(one) == event_log.projection(one) for one in (quick, slow))


def test_a_deadline_that_was_set_since_stays(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """The main case was corrected after the merging: splitting gives it no earlier clock back."""
    main, other = report(s, parts, neighbour, draft=SLOW), report(s, parts, reporter)
    merging.merge(s, parts, other, main, who(s, Role.DESK))
    desk_corrections.correct(s, parts, main, who(s, Role.DESK), {"category": "0403"})
    after = main.due_at
    merging.split(s, parts, other, who(s, Role.DESK))
    assert main.due_at == after


def test_a_case_split_off_by_the_system_has_its_own_deadline_again(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """As its main case was withdrawn."""
    main, other = report(s, parts, reporter), report(s, parts, neighbour, draft=SLOW)
    before = other.due_at
    merging.merge(s, parts, other, main, who(s, Role.DESK))
    assert other.due_at < before
    reporter_actions.withdraw(s, parts, main, resident(reporter))
    assert (other.merged_into, other.due_at) == (None, before)
