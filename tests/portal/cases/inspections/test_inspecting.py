"""复查: a hazard that was resolved is inspected on its day; one that is back is reopened, or reported anew."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.inspections import due
from portal.cases.inspections.models import Inspection
from portal.cases.models import Alarm, AlarmPage, Case
from portal.cases.records import actors, alarms, presentation
from portal.cases.records.actors import Who
from portal.cases.records.event_log import projection, replayed
from portal.cases.rules.lifecycle import Verb
from portal.cases.verbs.desk import desk_actions, merging
from portal.cases.verbs.disclosure import confidentiality, sealing
from portal.cases.verbs.handler import handler_actions, inspecting
from portal.cases.verbs.handler.inspecting import Found
from portal.cases.verbs.reporter import reporter_actions
from portal.desk import queue
from portal.desk.case_page import timeline
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import PICTURES, Find, account, draft, pushes, report
from tests.portal.conftest import HandClock

FIRE_LANE = {"code": "0416", "path": ["城乡建设", "消防通道与安全隐患"], "score": 0.9, "alternatives": []}
TEXT = "柳树里3栋的消防通道堆了电动车"


@pytest.fixture(autouse=True)
def in_the_community(reporter: int) -> None:
    """Made first: the transaction of `s` would keep it out."""


def hazard(s: Session, parts: Parts, contact: int, text: str = TEXT, **more: object) -> Case:
    """A case of a hazard, in the grid worker's grid."""
    return report(s, parts, contact, text, draft=draft(text, category=FIRE_LANE, times=[]), **more)


def done(s: Session, parts: Parts, contact: int, who: Find) -> Case:
    """A hazard that the body says is done."""
    case = hazard(s, parts, contact)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="电动车拖走了，通道清出来了")
    return case


def planned(s: Session, case: Case) -> Inspection:
    found = due.of_case(s, case)
    assert found is not None
    return found


def look(s: Session, parts: Parts, case: Case, by: Who, finding: str, text: str = "") -> Case:
    return inspecting.inspect(s, parts, case, by, Found(planned(s, case).id, finding, text)).case


def list_of(s: Session, by: Who) -> list[str]:
    return [one.case.case_no for one in due.listed(s, by, queue.scope(by), 50)]


def test_a_hazard_that_is_resolved_is_due_after_its_working_days(
    s: Session, parts: Parts, reporter: int, who: Find
) -> None:
    """Five of them for a fire lane: from Tuesday to the next Tuesday; nobody looks sooner."""
    case = done(s, parts, reporter, who)
    assert planned(s, case).due_on == date(2026, 12, 1)
    with pytest.raises(Conflict, match="2026-12-01"):
        look(s, parts, case, who(s, Role.GRID), "fine")


def test_what_is_handled_on_the_spot_is_inspected_too(s: Session, parts: Parts, reporter: int, who: Find) -> None:
    """A grid worker's own word is no other than a body's."""
    case = hazard(s, parts, reporter)
    handler_actions.resolve(s, parts, case, who(s, Role.GRID), text="车推走了", on_spot=True, **PICTURES)
    assert list_of(s, who(s, Role.GRID)) == [case.case_no]


def test_another_case_is_not_inspected(s: Session, parts: Parts, reporter: int, who: Find) -> None:
    """A street lamp is no hazard."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    assert s.scalars(sa.select(Inspection)).all() == []


def test_no_trouble_ends_it(s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find) -> None:
    """An event on the log, the state kept; a second word is refused."""
    case = done(s, parts, reporter, who)
    number = planned(s, case).id
    clock.move(days=7)
    look(s, parts, case, who(s, Role.GRID), "fine")
    assert (case.state, case.events[-1].verb, case.events[-1].data) == ("resolved", "inspect", {"inspection": "fine"})
    assert list_of(s, who(s, Role.GRID)) == []
    with pytest.raises(Conflict, match="不用复查"):
        inspecting.inspect(s, parts, case, who(s, Role.GRID), Found(number, "back", "又堆了"))


def test_a_hazard_that_is_back_is_reopened(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """By the system, after the inspector's word; the reporter is told, and the next resolution is inspected anew."""
    case = done(s, parts, reporter, who)
    clock.move(days=7)
    with pytest.raises(Invalid, match="看见了什么"):
        look(s, parts, case, who(s, Role.GRID), "back", " ")
    look(s, parts, case, who(s, Role.GRID), "back", "又堆了三辆")
    assert [event.verb for event in case.events[-2:]] == ["inspect", "reopen"]
    assert (case.state, case.body, replayed(case)) == ("dispatched", "lamps", projection(case))
    assert pushes(s)[-1]["template"] == "case_back"
    assert presentation.sentence_for_reporter(s, case.events[-1]) == "我们复查时看见又有了，重新办"
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="装了桩子，停不进来了")
    assert [one.round for one in s.scalars(sa.select(Inspection).order_by(Inspection.id))] == [0, 1]
    assert planned(s, case).round == 1


@pytest.mark.parametrize("days", [7, 40])
def test_a_danger_that_is_back_is_an_emergency(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find, days: int
) -> None:
    """People are paged, whether the case is reopened or reported anew; it is due in a day."""
    called = account(parts, Role.DESK, username="on-call", phone="13800000001")
    s.add(called)
    s.flush()
    alarms.set_on_call_list(s, [called])
    case = done(s, parts, reporter, who)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    clock.move(days=days)
    on = look(s, parts, case, who(s, Role.GRID), "back", "楼道里电瓶车烧起来了，全是烟")
    assert (on is case, on.urgency, on.rank) == (days == 7, "emergency", 0)
    assert replayed(on) == projection(on)
    alarm = s.scalars(sa.select(Alarm).where(Alarm.case_id == on.id)).one()
    paged = sa.select(AlarmPage.account_id).where(AlarmPage.alarm_id == alarm.id)
    assert called.id in s.scalars(paged).all()


def test_words_without_danger_page_nobody(s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find) -> None:
    """The case keeps its urgency."""
    case = done(s, parts, reporter, who)
    clock.move(days=7)
    look(s, parts, case, who(s, Role.GRID), "back", "又堆了三辆")
    assert (case.urgency, s.scalars(sa.select(Alarm)).all()) == ("normal", [])


def test_the_desk_is_marked_where_no_handler_is_told(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """It resolved the case itself."""
    case = hazard(s, parts, reporter)
    desk_actions.accept(s, parts, case, who(s, Role.DESK))
    handler_actions.resolve(s, parts, case, who(s, Role.DESK), text="请物业拖走了车，通道清了")
    clock.move(days=7)
    look(s, parts, case, who(s, Role.GRID), "back", "又堆了三辆")
    assert (case.body, case.unread) == (None, True)


def test_it_is_known_whether_the_reporter_was_written_to(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """Not if they want no messages."""
    cases = [done(s, parts, reporter, who), done(s, parts, reporter, who)]
    clock.move(days=7)
    told = []
    for case in cases:
        found = Found(planned(s, case).id, "back", "又堆了三辆")
        told.append(inspecting.inspect(s, parts, case, who(s, Role.GRID), found).told)
        s.get_one(ContactPoint, reporter).no_push = True
    assert told == [True, False]


def test_the_word_on_an_earlier_resolution_is_not_taken_for_this_one(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """Written without a network while the case was reopened and resolved again."""
    case = done(s, parts, reporter, who)
    earlier = planned(s, case).id
    reporter_actions.reopen(s, parts, case, actors.resident(reporter), text="还堆着")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="这回拖走了")
    clock.move(days=10)
    with pytest.raises(Conflict, match="不用复查"):
        inspecting.inspect(s, parts, case, who(s, Role.GRID), Found(earlier, "fine"))


def test_whoever_did_not_get_there_goes_again_tomorrow(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """With a reason; it is late all the same once its day has passed, and is put off once a day."""
    case, grid = done(s, parts, reporter, who), who(s, Role.GRID)
    clock.move(days=7)
    with pytest.raises(Invalid, match="为什么去不成"):
        look(s, parts, case, grid, "unreached")
    look(s, parts, case, grid, "unreached", "小区封着路")
    waits = planned(s, case)
    assert (waits.next_on, waits.due_on, waits.tries) == (date(2026, 12, 2), date(2026, 12, 1), 1)
    with pytest.raises(Conflict, match="明天再去"):
        look(s, parts, case, grid, "unreached", "小区封着路")
    assert not due.is_late(waits, date(2026, 12, 1))
    assert due.is_late(waits, date(2026, 12, 2))
    look(s, parts, case, grid, "fine")


def test_a_hazard_back_after_too_long_is_reported_anew(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """Closed more than thirty days ago it is not reopened: a case of its own, each naming the other."""
    case, grid = done(s, parts, reporter, who), who(s, Role.GRID)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    clock.move(days=40)
    anew = look(s, parts, case, grid, "back", "柳树里3栋的消防通道又堆了车")
    assert (anew.case_no != case.case_no, anew.grid, anew.category, anew.channel) == (True, "G-01", "0416", "sighting")
    assert (case.state, case.events[-1].data["anew"]) == ("closed", anew.case_no)
    assert anew.contact_point_id != reporter
    told = [timeline.what_happened(s, one, grid, str) for one in (case.events[-1], anew.events[-1])]
    assert told == [f"复查：又有了，另登记 {anew.case_no}", f"复查 {case.case_no} 时看见的：又有了"]
    assert s.scalars(sa.select(Inspection.finding)).one() == "back"


def test_the_new_case_says_no_more_of_the_old_place_than_handlers_read(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """The old reporter wished not to be named, and the place is in their words."""
    case = hazard(s, parts, reporter, "柳树里3栋502我家门口的消防通道堆了电动车，别说是我说的")
    case.words.place = "柳树里3栋502我家门口"
    confidentiality.make_confidential(s, parts, case, who(s, Role.DESK))
    desk_actions.accept(s, parts, case, who(s, Role.DESK))
    handler_actions.resolve(s, parts, case, who(s, Role.DESK), text="请物业拖走了车，通道清了")
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    clock.move(days=40)
    anew = look(s, parts, case, who(s, Role.DESK), "back", "通道又堆了车")
    assert (anew.words.place, "502" in anew.words.text) == ("柳树里3栋", False)


def test_a_merged_case_has_no_inspection_of_its_own(s: Session, parts: Parts, reporter: int, who: Find) -> None:
    """The main case's is enough."""
    main, other = hazard(s, parts, reporter), hazard(s, parts, reporter)
    merging.merge(s, parts, other, main, who(s, Role.DESK))
    desk_actions.dispatch(s, parts, main, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, main, who(s, Role.BODY), text="电动车拖走了，通道清出来了")
    assert other.state == "resolved"
    assert [one.case_id for one in s.scalars(sa.select(Inspection))] == [main.id]


def test_a_withdrawn_or_erased_case_is_not_inspected(s: Session, parts: Parts, reporter: int, who: Find) -> None:
    """Nobody is sent to a place whose report was taken back, or of which nothing is known any more."""
    withdrawn, erased = done(s, parts, reporter, who), done(s, parts, reporter, who)
    reporter_actions.withdraw(s, parts, withdrawn, actors.resident(reporter))
    erased.forgotten_at = parts.clock.now()
    s.flush()
    assert list_of(s, who(s, Role.DESK)) == []


def test_a_sealed_case_is_inspected_by_those_who_see_it(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """Not by the grid's worker; the clerk who is assigned does it."""
    case, desk = done(s, parts, reporter, who), who(s, Role.DESK)
    supervisor = who(s, Role.SUPERVISOR).id
    assert supervisor is not None
    sealing.seal(s, parts, case, desk, kind="minor", supervisor=supervisor, reason="看过了，说的是没成年的孩子")
    s.add(account(parts, Role.DESK, username="desk-2"))
    s.flush()
    assert (list_of(s, who(s, Role.GRID)), list_of(s, desk)) == ([], [case.case_no])
    clock.move(days=7)
    look(s, parts, case, desk, "fine")


def test_a_body_or_a_supervisor_inspects_nothing(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """Whoever says that it is done does not say that it stayed so; supervisors watch."""
    case = done(s, parts, reporter, who)
    clock.move(days=7)
    for role in (Role.BODY, Role.SUPERVISOR):
        with pytest.raises(Conflict, match="不能复查"):
            look(s, parts, case, who(s, role), "fine")
    assert Verb.INSPECT not in {event.verb for event in case.events}


def test_the_reporter_does_not_read_an_inspection(
    s: Session, parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """It is staff's; what it leads to is told."""
    assert Verb.INSPECT in presentation.NOT_ON_TIMELINE
