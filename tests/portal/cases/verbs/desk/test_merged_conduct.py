"""Merged cases of which one comes to be about conduct or has to stay apart are handled on their own again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.cases.records import event_log
from portal.cases.records.actors import resident
from portal.cases.verbs.desk import desk_actions, desk_corrections
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.desk import queue
from portal.desk.queue import Filters, Tab
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find
from tests.portal.cases.verbs.desk.merging_world import INSULTED, neighbour, together, told

__all__ = ["neighbour"]


@pytest.mark.parametrize("verb", [reporter_actions.add_detail, reporter_actions.remind])
def test_what_comes_to_be_about_the_handler_is_not_resolved_by_it(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session, verb: Any
) -> None:
    """The merged case is at the desk, on its own, and the accused body's word for the main case says nothing of it."""
    main, other = together(s, parts, who, reporter, neighbour)
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    verb(s, parts, other, resident(neighbour), text=INSULTED)
    assert (other.conduct, other.merged_into, other.state) == ("conduct", None, "accepted")
    shown = queue.page(s, who(s, Role.DESK), Filters(Tab.TODO), parts.clock.now()).cases
    assert [one.id for one in shown] == [other.id]
    handler_actions.resolve(s, parts, main, who(s, Role.BODY), text="路灯队今天换了3栋的灯头")
    assert (main.state, other.state) == ("resolved", "accepted")
    assert told(s, neighbour)[-1] == "case_split"
    assert event_log.replayed(other) == event_log.projection(other)


def test_a_no_with_conduct_in_it_is_on_its_own(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """The matter is open again with whoever has it; what is said of people there is the desk's."""
    main, other = together(s, parts, who, reporter, neighbour)
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, main, who(s, Role.BODY), text="路灯队今天换了3栋的灯头")
    reporter_actions.answer(s, parts, other, resident(neighbour), fixed=False, text=INSULTED)
    assert (main.state, other.state, other.merged_into) == ("dispatched", "accepted", None)


def test_a_main_case_that_becomes_conduct_lets_the_others_go(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """Nothing that is written about it reaches them."""
    main, other = together(s, parts, who, reporter, neighbour)
    answer = confidentiality.ConductAnswer(is_conduct=True, bodies=["lamps"])
    confidentiality.record_conduct(s, parts, main, who(s, Role.DESK), answer)
    assert (main.conduct, other.merged_into, other.state) == ("conduct", None, "accepted")


def test_a_merged_case_found_to_be_conduct_is_on_its_own(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """By the clerk's answer as by the reporter's words."""
    _, other = together(s, parts, who, reporter, neighbour)
    answer = confidentiality.ConductAnswer(is_conduct=True, bodies=["lamps"])
    confidentiality.record_conduct(s, parts, other, who(s, Role.DESK), answer)
    assert (other.merged_into, other.state) == (None, "accepted")


@pytest.mark.parametrize("changes", [{"urgency": "emergency"}, {"kind": "tip_off"}])
def test_a_main_case_corrected_to_stay_apart_lets_the_others_go(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session, changes: dict[str, str | None]
) -> None:
    """An emergency's minutes and a tip-off are its own."""
    main, other = together(s, parts, who, reporter, neighbour)
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    desk_corrections.correct(s, parts, main, who(s, Role.DESK), changes)
    assert (other.merged_into, other.state) == (None, "accepted")
    assert told(s, neighbour)[-1] == "case_split"


def test_what_was_left_merged_although_it_is_conduct_is_not_resolved(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """However it came to that: it is split off instead."""
    main, other = together(s, parts, who, reporter, neighbour)
    other.conduct = "conduct"
    handler_actions.resolve(s, parts, main, who(s, Role.DESK), text="路灯队今天换了3栋的灯头")
    assert (main.state, other.state, other.merged_into) == ("resolved", "accepted", None)
