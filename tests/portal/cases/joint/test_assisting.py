"""五联: parts are given, done, returned and struck; the lead waits for them; no part reaches whom the case is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.joint import parts as joint
from portal.cases.joint.models import JointPart
from portal.cases.models import Accused, Case
from portal.cases.records import event_log
from portal.cases.records.actors import Who
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import Actor, Verb
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.disclosure import confidentiality
from portal.cases.verbs.handler import assisting, handler_actions, returning
from portal.cases.verbs.handler.assisting import Task
from portal.cases.verbs.notifying import notifications
from portal.cases.verbs.reporter import reporter_actions
from portal.grids.models import Body
from portal.kernel.errors import Conflict, Invalid, NotFound
from portal.kernel.roles import Role
from portal.outbox.models import Letter, OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import PICTURES, Find, account, report, ring
from tests.portal.conftest import HandClock


@pytest.fixture(autouse=True)
def in_the_community(reporter: int) -> None:
    """Made first: the transaction of `s` would keep it out."""


def add_hall(parts: Parts, s: Session) -> int:
    """An account of the hall, which assists; its phone ends in 7. Returns its id."""
    found = account(parts, Role.BODY, username="hall", body="hall", phone="+8613900000007")
    s.add(found)
    s.flush()
    return found.id


@pytest.fixture
def hall(parts: Parts, reporter: int, s: Session) -> int:
    """The hall's account, by its id."""
    return add_hall(parts, s)


@pytest.fixture
def case(parts: Parts, reporter: int, s: Session, who: Find, hall: int) -> Case:
    """A case that the lamps have; the hall may assist."""
    found = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, found, who(s, Role.DESK), body="lamps")
    return found


def hall_who(number: int = 99) -> Who:
    """The hall's account, acting on its part."""
    return Who(Actor.ASSISTING, number, "社区居委会", "hall")


def task(
    parts: Parts, kind: str = "remedy", body: str = "hall", words: str = "请把路口的车劝走", due: date | None = None
) -> Task:
    """What the hall is asked, by today."""
    return Task(kind, body, words, due or shanghai_day(parts.clock.now()))


def told(s: Session) -> list[tuple[str, str]]:
    """(template, phone) of the SMS to staff about parts, in order."""
    sent = sa.select(OutboxRow, Letter.address).join(Letter, Letter.outbox_id == OutboxRow.id).order_by(OutboxRow.id)
    return [
        (row.payload["template"], address)
        for row, address in s.execute(sent)
        if str(row.payload.get("template", "")).startswith("staff_part")
    ]


def test_the_lead_resolves_once_every_part_is_done(parts: Parts, s: Session, who: Find, case: Case, hall: int) -> None:
    """Not before, whoever tries it; the assisting body is told of its part, the clock stays the lead's."""
    due = case.due_at
    part = assisting.give(s, parts, case, who(s, Role.DESK), task(parts))
    assert told(s) == [("staff_part", "+8613900000007")]
    for role in (Role.BODY, Role.DESK):
        with pytest.raises(Conflict, match="协办的没有办完"):
            handler_actions.resolve(s, parts, case, who(s, role), text="换了灯头")
    with pytest.raises(Conflict, match="协办的没有办完"):
        handler_actions.resolve(s, parts, case, who(s, Role.GRID), text="拧紧了", on_spot=True, **PICTURES)
    assert Verb.RESOLVE not in event_log.allowed_verbs(case, who(s, Role.BODY))
    assisting.finish(s, parts, part, hall_who(), text="车劝走了")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    assert (case.state, part.state, case.joint_kind, case.due_at) == ("resolved", "done", "remedy", due)


def test_a_returned_part_is_waited_for_until_it_is_struck(
    parts: Parts, s: Session, who: Find, case: Case, hall: int
) -> None:
    """The assisting body gives a reason, and so does whoever strikes it; nobody works on it twice."""
    part = assisting.give(s, parts, case, who(s, Role.SUPERVISOR), task(parts))
    assisting.send_back(s, parts, part, hall_who(), reason="路口归交警")
    with pytest.raises(Conflict, match="已经办完、退回或者撤下"):
        assisting.finish(s, parts, part, hall_who(), text="车劝走了")
    assert Verb.RESOLVE not in event_log.allowed_verbs(case, who(s, Role.BODY))
    with pytest.raises(Invalid):
        assisting.strike(s, parts, case, who(s, Role.DESK), number=1, reason=" ")
    assisting.strike(s, parts, case, who(s, Role.DESK), number=1, reason="改请交警")
    assert (part.state, case.parts_open) == ("struck", 0)
    assert Verb.RESOLVE in event_log.allowed_verbs(case, who(s, Role.BODY))


def test_a_case_with_open_parts_is_not_rejected(parts: Parts, s: Session, who: Find, case: Case, hall: int) -> None:
    """Nobody could end them after that; once they are struck, the resident is told where else to go."""
    desk, way = who(s, Role.DESK), {"ground": "other_body", "office": "水务", "phone": "96390"}
    assisting.give(s, parts, case, desk, task(parts))
    returning.send_back(s, parts, case, who(s, Role.BODY), reason="不归我们管")
    with pytest.raises(Conflict, match="撤下，再办结、告知去向"):
        desk_actions.reject(s, parts, case, desk, **way)
    assert Verb.REJECT not in event_log.allowed_verbs(case, desk)
    assisting.strike(s, parts, case, desk, number=1, reason="不归社区管")
    desk_actions.reject(s, parts, case, desk, **way)
    assert case.state == "rejected"


def test_a_body_that_nobody_reads_for_gets_no_part(parts: Parts, s: Session, who: Find, case: Case, hall: int) -> None:
    """No account of theirs is active, or the case is about whoever has the only one."""
    s.get_one(Account, hall).active = False
    s.flush()
    with pytest.raises(Invalid, match="没有人能在网上看到"):
        assisting.give(s, parts, case, who(s, Role.DESK), task(parts))
    s.get_one(Account, hall).active = True
    case.conduct = "conduct"
    case.accused.append(Accused(account_id=hall))
    s.flush()
    with pytest.raises(Invalid, match="没有人能在网上看到"):
        assisting.give(s, parts, case, who(s, Role.DESK), task(parts))
    assert case.parts_open == 0


@pytest.mark.parametrize(
    ("instead", "why"),
    [
        ({"kind": "together"}, "哪一种联办"),
        ({"body": "nobody"}, "没有这家单位"),
        ({"words": " "}, "请写上请他们办什么"),
    ],
)
def test_what_a_part_lacks_is_named(
    parts: Parts, s: Session, who: Find, case: Case, instead: dict[str, Any], why: str
) -> None:
    """Kind, body and words are all needed."""
    with pytest.raises(Invalid, match=why):
        assisting.give(s, parts, case, who(s, Role.DESK), task(parts, **instead))
    assert case.parts_open == 0


def test_a_part_is_due_no_later_than_the_case(parts: Parts, s: Session, who: Find, case: Case) -> None:
    """Nor in the past; on the case's last day both end together."""
    today, last = shanghai_day(parts.clock.now()), shanghai_day(case.due_at)
    for day in (today - timedelta(days=1), last + timedelta(days=1)):
        with pytest.raises(Invalid, match="不能晚过这件事的时限"):
            assisting.give(s, parts, case, who(s, Role.DESK), task(parts, due=day))
    part = assisting.give(s, parts, case, who(s, Role.DESK), task(parts, due=last))
    assert part.due_by == case.due_at


def test_a_part_of_a_late_case_may_be_due_later(
    parts: Parts, s: Session, who: Find, case: Case, clock: HandClock
) -> None:
    """Within LATE_DAYS: who is asked on the last afternoon cannot be done that day."""
    clock.move(days=60)
    today = shanghai_day(parts.clock.now())
    for day in (today - timedelta(days=1), today + timedelta(days=31)):
        with pytest.raises(Invalid, match="已经超期：协办的日子要从今天起"):
            assisting.give(s, parts, case, who(s, Role.DESK), task(parts, due=day))
    part = assisting.give(s, parts, case, who(s, Role.DESK), task(parts, due=today + timedelta(days=3)))
    assert shanghai_day(part.due_by) == today + timedelta(days=3)


def test_the_lead_is_no_assistant_and_a_body_has_one_part_at_a_time(
    parts: Parts, s: Session, who: Find, case: Case
) -> None:
    """Once its part is ended, it may get another."""
    desk = who(s, Role.DESK)
    with pytest.raises(Conflict, match="就是牵头的"):
        assisting.give(s, parts, case, desk, task(parts, body="lamps"))
    part = assisting.give(s, parts, case, desk, task(parts))
    with pytest.raises(Conflict, match="没办完的协办"):
        assisting.give(s, parts, case, desk, task(parts))
    assisting.finish(s, parts, part, hall_who(), text="车劝走了")
    assert assisting.give(s, parts, case, desk, task(parts)).number == 2


def test_no_more_than_six_assist(parts: Parts, s: Session, who: Find, case: Case) -> None:
    """Those struck are not counted."""
    desk = who(s, Role.DESK)
    for _ in range(assisting.MOST_PARTS):
        part = assisting.give(s, parts, case, desk, task(parts))
        assisting.finish(s, parts, part, hall_who(), text="办完了")
    with pytest.raises(Conflict, match="最多 6 家"):
        assisting.give(s, parts, case, desk, task(parts))


def test_a_grid_workers_case_has_no_lead(parts: Parts, reporter: int, s: Session, who: Find, hall: int) -> None:
    """A body leads."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=None, worker_id=who(s, Role.GRID).id)
    with pytest.raises(Conflict, match="牵头"):
        assisting.give(s, parts, case, who(s, Role.DESK), task(parts))


def test_another_bodys_part_is_not_ended(parts: Parts, s: Session, who: Find, case: Case) -> None:
    """Nor by the lead, who is no assisting body."""
    part = assisting.give(s, parts, case, who(s, Role.DESK), task(parts))
    with pytest.raises(Conflict, match="另一家"):
        assisting.finish(s, parts, part, replace(hall_who(), body="lamps"), text="办完了")
    with pytest.raises(Conflict, match="承办单位不能"):
        assisting.finish(s, parts, part, who(s, Role.BODY), text="办完了")
    assert part.state == "open"


def accuse_the_hall(s: Session, parts: Parts, case: Case, who: Find) -> None:
    """A supervisor says that the case is about how the hall's people behave."""
    answer = confidentiality.ConductAnswer(is_conduct=True, bodies=["hall"], reason="居民说的是居委会的人")
    confidentiality.record_conduct(s, parts, case, who(s, Role.SUPERVISOR), answer)


def test_whom_the_case_is_about_is_never_asked_to_assist(parts: Parts, s: Session, who: Find, case: Case) -> None:
    """信访工作条例 30, as with a dispatch; unless a supervisor permitted it with a reason."""
    accuse_the_hall(s, parts, case, who)
    with pytest.raises(Conflict, match="不能转给被反映的一方"):
        assisting.give(s, parts, case, who(s, Role.DESK), task(parts))
    reason = "门禁的钥匙只有他们有，别家进不去"
    confidentiality.permit_dispatch(s, parts, case, who(s, Role.SUPERVISOR), body="hall", reason=reason)
    assert assisting.give(s, parts, case, who(s, Role.DESK), task(parts)).state == "open"


def test_a_part_is_kept_from_whom_the_case_turns_out_to_be_about(
    parts: Parts, s: Session, who: Find, case: Case, hall: int
) -> None:
    """Neither opened nor listed any more, and no SMS tells them; the desk strikes it."""
    part = assisting.give(s, parts, case, who(s, Role.DESK), task(parts))
    assert joint.of_body(s, part.id, hall_who(hall)) is part
    accuse_the_hall(s, parts, case, who)
    with pytest.raises(NotFound):
        joint.of_body(s, part.id, hall_who(hall))
    assert joint.open_count(s, hall_who(hall)) == 0
    assisting.strike(s, parts, case, who(s, Role.DESK), number=1, reason="说到了他们")
    assert told(s) == [("staff_part", "+8613900000007")]


def test_of_a_sealed_case_nobody_assists(parts: Parts, s: Session, who: Find, case: Case, hall: int) -> None:
    """A part given before the seal is neither opened nor listed any more, and none is given after it."""
    part = assisting.give(s, parts, case, who(s, Role.DESK), task(parts))
    case.seal = "minor"
    s.flush()
    with pytest.raises(NotFound):
        joint.of_body(s, part.id, hall_who(hall))
    assert joint.open_count(s, hall_who(hall)) == 0
    assert Verb.GIVE_PART not in event_log.allowed_verbs(case, who(s, Role.DESK))


def test_a_late_part_is_told_once_to_its_body_and_the_desk(
    parts: Parts, clock: HandClock, reporter: int, who: Find
) -> None:
    """On the next working morning; of one that is done, nobody is."""
    with parts.db.write() as s:
        add_hall(parts, s)
        for _ in range(2):
            case = report(s, parts, reporter)
            desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
            part = assisting.give(s, parts, case, who(s, Role.DESK), task(parts))
        assisting.finish(s, parts, part, hall_who(), text="办完了")
    ring(parts, clock, days=2)
    ring(parts, clock, days=2)
    with parts.db.read() as s:
        assert [one for one in told(s) if one[0] == "staff_part_late"] == [("staff_part_late", "+8613900000007")]
        late = s.scalars(sa.select(JointPart).order_by(JointPart.id)).all()
        assert [joint.is_late(one, clock.now()) for one in late] == [True, False]


def test_the_desk_is_told_of_each_late_part_with_its_own_day(
    parts: Parts, clock: HandClock, s: Session, who: Find, case: Case, hall: int
) -> None:
    """Of the second too, though nothing was written of the case in between; a timer that runs twice tells once."""
    desk, today = who(s, Role.DESK), shanghai_day(clock.now())
    s.get_one(Account, desk.id).phone = "+8613800000001"
    s.add(Body(code="third", name="城管", aliases=[]))
    s.flush()
    s.add(account(parts, Role.BODY, username="third", body="third", phone="+8613900000003"))
    s.flush()
    given = [
        assisting.give(s, parts, case, desk, task(parts)),
        assisting.give(s, parts, case, desk, task(parts, body="third", due=today + timedelta(days=2))),
    ]
    for part in (given[0], given[0], given[1]):
        clock.move(days=2)
        assert assisting.tell_late(s, parts, case, part.given.serial) == "told"
    sent = sa.select(OutboxRow).join(Letter, Letter.outbox_id == OutboxRow.id).order_by(OutboxRow.id)
    rows = s.scalars(sent.where(Letter.address == "+8613800000001")).all()
    assert [row.payload["params"]["day"] for row in rows] == [notifications.day(one.due_by) for one in given]


def test_a_withdrawn_case_has_no_parts_to_do(
    parts: Parts, reporter: int, s: Session, who: Find, case: Case, hall: int
) -> None:
    """They are listed to nobody, and late for nobody."""
    part = assisting.give(s, parts, case, who(s, Role.DESK), task(parts))
    assert joint.open_count(s, hall_who(hall)) == 1
    reporter_actions.withdraw(s, parts, case, Who(Actor.RESIDENT, reporter, "居民"))
    assert joint.open_count(s, hall_who(hall)) == 0
    assert not joint.is_late(part, datetime(2030, 1, 1, tzinfo=UTC))
