"""Two reports of one trouble handled together: each reporter keeps their number, is told and is asked; one no keeps it open."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.cases.records import event_log
from portal.cases.records.actors import resident
from portal.cases.verbs.clock import due_dates
from portal.cases.verbs.desk import desk_actions, merging
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.notifying import following_up
from portal.cases.verbs.reporter import reporter_actions
from portal.desk import queue
from portal.desk.queue import Filters, Tab
from portal.kernel.errors import Conflict
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, draft, pushes, report
from tests.portal.cases.verbs.desk.merging_world import INSULTED, neighbour, together, told

__all__ = ["neighbour"]


def add_contact_in(s: Session, parts: Parts, key: str) -> int:
    """One more reporter, in the test's own transaction."""
    point = ContactPoint(channel="webchat", address_key=key, created_at=parts.clock.now(), no_push=False)
    s.add(point)
    s.flush()
    return point.id


def test_a_merged_case_is_handled_with_the_other(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """Its row follows from its events, it leaves the queue, and staff act on the other one alone."""
    main, other = together(s, parts, who, reporter, neighbour)
    assert (other.state, other.merged_into, main.state) == ("accepted", main.id, "accepted")
    assert event_log.replayed(other) == event_log.projection(other)
    assert event_log.replayed(main) == event_log.projection(main)
    shown = queue.page(s, who(s, Role.DESK), Filters(Tab.TODO), parts.clock.now()).cases
    assert [one.id for one in shown] == [main.id]
    with pytest.raises(Conflict):
        desk_actions.dispatch(s, parts, other, who(s, Role.DESK), body="lamps")


def test_every_reporter_is_told_and_asked_in_their_own_channel(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """Dispatch, progress and resolution reach both, each under their own number."""
    main, other = together(s, parts, who, reporter, neighbour)
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    handler_actions.acknowledge(s, parts, main, who(s, Role.BODY))
    handler_actions.progress(s, parts, main, who(s, Role.BODY), text="灯头订了")
    handler_actions.resolve(s, parts, main, who(s, Role.BODY), text="路灯队今天换了3栋的灯头")
    assert told(s, neighbour)[1:3] == ["case_dispatched", "case_progress"]
    asked = [one["expecting"]["case_no"] for one in pushes(s) if one["expecting"]]
    assert asked == [main.case_no, other.case_no]
    assert (main.state, other.state) == ("resolved", "resolved")


def test_the_others_do_not_read_who_reported_first(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """What the body writes for the first reporter reaches the second without the name and number."""
    main, other = together(s, parts, who, reporter, neighbour)
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(
        s, parts, main, who(s, Role.BODY), text="王小梅（13912345678）家门口的路灯，灯队今天换了灯头"
    )
    said = "".join(one.text for event in other.events for one in event.words)
    assert "灯头" in said
    assert "小梅" not in said
    assert "13912345678" not in said


def test_one_no_reopens_what_is_handled_together(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """The first reporter's yes does not close it against the second's no, and the first one hears of it."""
    main, other = together(s, parts, who, reporter, neighbour)
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, main, who(s, Role.BODY), text="路灯队今天换了3栋的灯头")
    reporter_actions.answer(s, parts, main, resident(reporter), fixed=True)
    reporter_actions.answer(s, parts, other, resident(neighbour), fixed=False, text="还是不亮")
    assert (main.state, other.state, main.reopened) == ("dispatched", "dispatched", 1)
    assert (main.body, main.dispatched) == ("lamps", True)
    assert told(s, reporter)[-1] == "case_main_reopened"
    handler_actions.resolve(s, parts, main, who(s, Role.BODY), text="路灯队今天又换了3栋的线")
    assert (main.state, other.state) == ("resolved", "resolved")
    for case in (main, other):
        assert event_log.replayed(case) == event_log.projection(case)


def test_each_closes_by_its_own_reporter(parts: Parts, who: Find, reporter: int, neighbour: int, s: Session) -> None:
    """One reporter's yes says nothing for the other."""
    main, other = together(s, parts, who, reporter, neighbour)
    handler_actions.resolve(s, parts, main, who(s, Role.DESK), text="路灯队今天换了3栋的灯头")
    reporter_actions.answer(s, parts, other, resident(neighbour), fixed=True)
    assert (main.state, other.state, other.close_reason) == ("resolved", "closed", "confirmed")


def test_split_undoes_it(parts: Parts, who: Find, reporter: int, neighbour: int, s: Session) -> None:
    """The case is at the desk again, on its own, and both timelines keep what happened."""
    main, other = together(s, parts, who, reporter, neighbour)
    merging.split(s, parts, other, who(s, Role.DESK))
    assert (other.state, other.merged_into) == ("accepted", None)
    assert [event.verb for event in other.events] == ["report", "merge", "split"]
    assert main.events[-1].data == {"gave_back": other.case_no}
    assert told(s, neighbour) == ["case_merged", "case_split"]
    desk_actions.dispatch(s, parts, other, who(s, Role.DESK), body="lamps")
    assert other.state == "dispatched"


def test_a_withdrawn_main_case_takes_nobody_with_it(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """The other reporter's trouble is back at the desk."""
    main, other = together(s, parts, who, reporter, neighbour)
    reporter_actions.withdraw(s, parts, main, resident(reporter))
    assert (main.state, other.state, other.merged_into) == ("withdrawn", "accepted", None)


def test_the_earlier_deadline_holds(parts: Parts, who: Find, reporter: int, neighbour: int, s: Session) -> None:
    """Merging never gives anybody a later day than was promised."""
    main = report(s, parts, reporter)
    before, half, most = main.due_at, main.half_at, main.most_at
    other = report(
        s, parts, neighbour, draft=draft(category={"code": "09", "path": [], "score": 0.9, "alternatives": []})
    )
    merging.merge(s, parts, main, other, who(s, Role.DESK))
    assert main.due_at == other.due_at == before
    assert (other.half_at, other.most_at) == (main.half_at, main.most_at) == (half, most)
    assert due_dates.clock_facts(other) == due_dates.clock_facts(main)
    assert event_log.replayed(other) == event_log.projection(other)


@pytest.mark.parametrize("kind", ["tip_off", "emergency"])
def test_what_must_stay_apart_is_not_merged(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session, kind: str
) -> None:
    """In neither direction: not a tip-off, not an emergency."""
    main, other = report(s, parts, reporter), report(s, parts, neighbour)
    if kind == "tip_off":
        other.kind = kind
    else:
        other.urgency = kind
    for case, into in ((main, other), (other, main)):
        with pytest.raises(Conflict):
            merging.merge(s, parts, case, into, who(s, Role.DESK))


def test_no_chains_and_no_rings(parts: Parts, who: Find, reporter: int, neighbour: int, s: Session) -> None:
    """A case is merged into one that is handled on its own, never into itself, and none with merged ones is rejected."""
    main, other = together(s, parts, who, reporter, neighbour)
    third = report(s, parts, neighbour)
    desk = who(s, Role.DESK)
    for case, into in ((third, other), (main, third), (third, third)):
        with pytest.raises(Conflict):
            merging.merge(s, parts, case, into, desk)
    with pytest.raises(Conflict):
        desk_actions.reject(s, parts, main, desk, ground="other_body", office="水务", phone="96390")


def test_words_of_a_case_in_confidence_stay_with_it(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """A clerk may know who asked for confidence: nothing that they write reaches the others."""
    main, other = together(s, parts, who, reporter, neighbour)
    main.confidential = True
    handler_actions.resolve(s, parts, main, who(s, Role.DESK), text="路灯队今天换了梅姐门口的灯头")
    assert other.state == "resolved"
    assert [event.words for event in other.events if event.verb == "resolve"] == [[]]


def test_the_main_reporters_no_reopens_the_others_too(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """They hear of it, have the same deadline, and are asked about the second resolution."""
    main, other = together(s, parts, who, reporter, neighbour)
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, main, who(s, Role.BODY), text="路灯队今天换了3栋的灯头")
    reporter_actions.answer(s, parts, main, resident(reporter), fixed=False, text="还是不亮")
    assert (main.state, other.state, other.merged_into) == ("dispatched", "dispatched", main.id)
    assert (other.due_at, told(s, neighbour)[-1]) == (main.due_at, "case_main_reopened")
    handler_actions.resolve(s, parts, main, who(s, Role.BODY), text="路灯队今天又换了3栋的线")
    assert (main.state, other.state) == ("resolved", "resolved")
    asked = [one["expecting"]["case_no"] for one in pushes(s) if one["expecting"]]
    assert asked == [main.case_no, other.case_no] * 2
    assert event_log.replayed(other) == event_log.projection(other)


def test_one_merged_reporters_no_reopens_the_other_merged_cases(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """One closed without an answer, too; never one whose own reporter said yes."""
    main, other = together(s, parts, who, reporter, neighbour)
    silent = report(s, parts, add_contact_in(s, parts, "silent"), "3栋门口路灯不亮")
    content = report(s, parts, add_contact_in(s, parts, "content"), "3栋门口路灯不亮")
    for one in (silent, content):
        merging.merge(s, parts, one, main, who(s, Role.DESK))
    handler_actions.resolve(s, parts, main, who(s, Role.DESK), text="路灯队今天换了3栋的灯头")
    following_up.close_unconfirmed(s, parts, silent)
    reporter_actions.answer(s, parts, content, resident(content.contact_point_id), fixed=True)
    reporter_actions.answer(s, parts, other, resident(neighbour), fixed=False, text="还是不亮")
    assert [one.state for one in (main, other, silent, content)] == ["dispatched", "dispatched", "dispatched", "closed"]
    assert [one.reopened for one in (main, other, silent, content)] == [1, 1, 1, 0]
    assert told(s, silent.contact_point_id)[-1] == "case_main_reopened"
    assert "case_main_reopened" not in told(s, neighbour)


@pytest.mark.parametrize("by", [Role.BODY, Role.DESK])
def test_a_no_after_the_main_case_was_withdrawn_reaches_somebody(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session, by: Role
) -> None:
    """Its handler has the merged case now; if it had none, the case is at the desk."""
    main, other = together(s, parts, who, reporter, neighbour)
    if by is Role.BODY:
        desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    else:
        main.worker_id = None
    handler_actions.resolve(s, parts, main, who(s, by), text="路灯队今天换了3栋的灯头")
    reporter_actions.withdraw(s, parts, main, resident(reporter))
    reporter_actions.answer(s, parts, other, resident(neighbour), fixed=False, text="还是不亮")
    dispatched = by is Role.BODY
    expected = ("dispatched", "lamps", True) if dispatched else ("accepted", other.body, False)
    assert (other.state, other.body, other.dispatched) == expected
    assert (main.state, other.merged_into) == ("withdrawn", None)
    tab = Tab.RUNNING if dispatched else Tab.TODO
    shown = queue.page(s, who(s, Role.DESK), Filters(tab), parts.clock.now()).cases
    assert [one.id for one in shown] == [other.id]
    assert event_log.replayed(other) == event_log.projection(other)


def test_a_no_of_conduct_after_the_main_case_was_withdrawn_is_the_desks(
    parts: Parts, who: Find, reporter: int, neighbour: int, s: Session
) -> None:
    """The main case's handler does not get what is said about it."""
    main, other = together(s, parts, who, reporter, neighbour)
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, main, who(s, Role.BODY), text="路灯队今天换了3栋的灯头")
    reporter_actions.withdraw(s, parts, main, resident(reporter))
    reporter_actions.answer(s, parts, other, resident(neighbour), fixed=False, text=INSULTED)
    assert (other.state, other.dispatched, other.merged_into) == ("accepted", False, None)
