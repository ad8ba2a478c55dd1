"""What the reporter does with a case."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Alarm, AlarmPage, Case, CaseEvent
from portal.cases.records import actors, presentation
from portal.cases.records.event_log import projection, replayed
from portal.cases.verbs.desk import desk_actions, merging
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.notifying import following_up
from portal.cases.verbs.reporter import reporter_actions
from portal.desk import queue
from portal.desk.case_page import timeline
from portal.desk.queue import Filters, Tab
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


@pytest.mark.parametrize("has_worker", [True, False])
def test_what_the_desk_resolved_itself_goes_to_the_grids_worker_or_back_to_the_desk(
    parts: Parts, reporter: int, s: Session, who: Find, has_worker: bool
) -> None:
    """Without a worker a clerk finds it among those to dispatch; nobody would look for it among those in work."""
    case, desk = report(s, parts, reporter), who(s, Role.DESK)
    desk_actions.accept(s, parts, case, desk)
    case.worker_id = case.worker_id if has_worker else None
    handler_actions.resolve(s, parts, case, desk, text="居委会开了条子")
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=False, text="还是黑的")
    todo = queue.page(s, desk, Filters(Tab.TODO), parts.clock.now()).cases
    assert (case.state, case.dispatched, todo) == (
        ("dispatched", True, []) if has_worker else ("accepted", False, [case])
    )
    said = [
        presentation.sentence_for_reporter(s, case.events[-1]),
        timeline.what_happened(s, case.events[-1], desk, str),
    ]
    assert has_worker or said == ["正在安排谁来办", "没有办的人，回到受理台"]
    desk_actions.dispatch(s, parts, case, desk, body="lamps")
    assert (case.state, case.body) == ("dispatched", "lamps")


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


def test_a_withdrawn_case_comes_back_as_it_was(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """The same number, words, place, time, phone and photos; the desk's again, with a new deadline, and no rework of the body."""
    answers, photos = {"contact": "13900000001"}, ["ab12.jpg"]
    case = report(s, parts, reporter, answers=answers, photos=photos)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    kept = (case.case_no, case.words.text, case.words.place, case.words.time, case.words.contact, list(case.photos))
    reporter_actions.withdraw(s, parts, case, actors.resident(reporter), text="撤了吧")
    clock.move(days=10)
    reporter_actions.restore(s, parts, case, actors.resident(reporter), text="按错了，别撤")
    s.flush()
    s.refresh(case)
    assert (
        case.case_no,
        case.words.text,
        case.words.place,
        case.words.time,
        case.words.contact,
        list(case.photos),
    ) == kept
    assert (case.state, case.dispatched, case.body, case.reopened, case.closed_at) == (
        "reported", False, "lamps", 0, None,
    )  # fmt: skip
    assert (case.due_at.day, case.unread) == (11, True)
    assert replayed(case) == projection(case)


def test_a_withdrawn_case_comes_back_for_thirty_days(parts: Parts, reporter: int, s: Session, clock: HandClock) -> None:
    """Later it is refused, with what to do instead."""
    case = report(s, parts, reporter)
    reporter_actions.withdraw(s, parts, case, actors.resident(reporter))
    clock.move(days=30, seconds=1)
    with pytest.raises(Conflict, match="再报一次"):
        reporter_actions.restore(s, parts, case, actors.resident(reporter))


def test_a_case_that_was_merged_comes_back_on_its_own(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Its main case may be over by then."""
    main, case = report(s, parts, reporter), report(s, parts, reporter)
    desk_actions.accept(s, parts, case, who(s, Role.DESK))
    merging.merge(s, parts, case, main, who(s, Role.DESK))
    reporter_actions.withdraw(s, parts, case, actors.resident(reporter))
    reporter_actions.restore(s, parts, case, actors.resident(reporter))
    assert (case.state, case.merged_into) == ("reported", None)


def test_a_case_that_was_resolved_comes_back_for_another_round(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """It is counted like a reopening, and can be resolved again."""
    case = resolved(s, parts, reporter, who)
    reporter_actions.withdraw(s, parts, case, actors.resident(reporter))
    reporter_actions.restore(s, parts, case, actors.resident(reporter), text="还是黑的")
    assert (case.state, case.reopened, case.resolved_at) == ("reported", 1, None)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="好了")
    assert replayed(case) == projection(case)


def test_an_emergency_that_comes_back_is_paged_again(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Somebody who had taken it on thinks that it is over."""
    case = report(s, parts, reporter, "着火了", draft=draft(urgency={"level": "emergency", "reasons": []}))
    alarm = s.scalars(sa.select(Alarm)).one()
    desk_actions.accept(s, parts, case, who(s, Role.DESK))
    assert alarm.acked_at is not None
    reporter_actions.withdraw(s, parts, case, actors.resident(reporter))
    reporter_actions.restore(s, parts, case, actors.resident(reporter))
    assert alarm.acked_at is None


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


def test_a_place_said_wrong_moves_the_emergency_and_tells_whoever_was_paged(
    parts: Parts, reporter: int, s: Session, clock: HandClock
) -> None:
    """They may be on the way: each time, also when they were told of an addition before. The new grid's worker is paged."""
    for account in s.scalars(sa.select(Account)):
        account.phone = f"+86139000000{account.id:02d}"
    case = report(s, parts, reporter, "公园路路灯漏电", draft=draft(places=[], urgency=EMERGENCY))
    add(s, parts, case, reporter, "火花很大")
    clock.move(minutes=2)
    add(s, parts, case, reporter, "不对，是柳树里3栋", {"place": "柳树里3栋"})
    assert (case.grid, case.words.place, case.worker_id is not None) == ("G-01", "柳树里3栋", True)
    paged = {page.account_id for page in s.scalars(sa.select(AlarmPage))}
    assert case.worker_id in paged
    moved = [row.letter.address for row in s.scalars(sa.select(OutboxRow)) if row.letter and "地点" in row.letter.text]
    numbers = {one.id: one.phone for one in s.scalars(sa.select(Account))}
    assert sorted(moved) == sorted(numbers[one] for one in paged - {case.worker_id})


EMERGENCY = {"level": "emergency", "danger": "live_wire", "reasons": []}


def add(
    s: Session, parts: Parts, case: Case, reporter: int, text: str, changes: dict[str, str] | None = None
) -> CaseEvent:
    """The reporter adds words, and corrects what `changes` names."""
    return reporter_actions.add_detail(s, parts, case, actors.resident(reporter), text=text, changes=changes)


@pytest.mark.parametrize(
    "pieces",
    [
        ("柳树里", "3栋"),
        ("3栋", "柳树里"),
        ("在柳树里", "3栋2单元"),
        ("柳树里。", "3栋。"),
        ("我们在柳树里", "3栋"),
        ("3栋2单元", "柳树里"),
    ],
)
def test_a_place_said_in_pieces_is_one_place(parts: Parts, reporter: int, s: Session, pieces: tuple[str, str]) -> None:
    """Neither piece alone says which grid it is."""
    case = report(s, parts, reporter, "着火了", draft=draft(places=[], urgency=EMERGENCY))
    for piece in pieces:
        add(s, parts, case, reporter, piece)
    assert case.grid == "G-01"
    assert "柳树里3栋" in case.words.place
