"""Sealed cases (限看): who may seal, assign and unseal, who sees one, and what leaves the house of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Assigned, Case
from portal.cases.records import actors, alarms, corpus, event_log
from portal.cases.rules.lifecycle import Seal, Verb
from portal.cases.verbs import tasks
from portal.cases.verbs.alarms import paging
from portal.cases.verbs.desk import desk_actions, desk_corrections, merging
from portal.cases.verbs.disclosure import sealing
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.notifying import notifications
from portal.desk import queue
from portal.kernel.errors import Conflict, Invalid
from portal.kernel.roles import Role
from portal.outbox.delivery import deliver_due
from portal.staff import administering
from portal.staff import service as accounts
from portal.staff.bulk_import import NewAccount
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import PICTURES, Find, account, draft, report

WHY = "说的是没成年的孩子，不能让旁人知道"


def others(s: Session, parts: Parts) -> dict[Role, Account]:
    """A second account of each role that has a part in cases; the body's is of another body."""
    made = {
        Role.DESK: account(parts, Role.DESK, username="desk-2", name="李晓"),
        Role.SUPERVISOR: account(parts, Role.SUPERVISOR, username="supervisor-2", name="赵督"),
        Role.BODY: account(parts, Role.BODY, username="body-2", body="hall"),
        Role.GRID: account(parts, Role.GRID, username="grid-2", grid="G-01"),
    }
    s.add_all(made.values())
    s.flush()
    return made


def sealed(s: Session, parts: Parts, contact: int, who: Find, **more: Any) -> Case:
    """A case that the clerk sealed, with the supervisor."""
    case = report(s, parts, contact)
    seal(s, parts, case, who, **more)
    return case


def seal(s: Session, parts: Parts, case: Case, who: Find, **more: Any) -> None:
    facts: dict[str, Any] = {"kind": Seal.MINOR, "supervisor": who(s, Role.SUPERVISOR).id, "reason": WHY}
    sealing.seal(s, parts, case, who(s, Role.DESK), **(facts | more))


def sees(s: Session, case: Case, account_id: int) -> bool:
    """Whether the account sees the case, asked both ways, which must agree."""
    actor = sealing_actor(s, account_id)
    listed = s.scalar(sa.select(Case.id).where(Case.id == case.id, *queue.scope(actor))) is not None
    assert listed is actors.in_scope(case, actor)
    return listed


def sealing_actor(s: Session, account_id: int) -> actors.Who:
    found = accounts.active_actor(s, account_id)
    assert found is not None
    return actors.staff(s, found)


def test_only_those_assigned_see_it(reporter: int, s: Session, parts: Parts, who: Find) -> None:
    """The clerk who sealed it and the supervisor named do; colleagues, and the grid's worker, do not any more."""
    case, strangers = sealed(s, parts, reporter, who), others(s, parts)
    assert [sees(s, case, who(s, role).id or 0) for role in (Role.DESK, Role.SUPERVISOR)] == [True, True]
    assert [sees(s, case, one.id) for one in strangers.values()] == [False] * 4
    assert sees(s, case, who(s, Role.GRID).id or 0) is False


def test_its_handler_sees_it_and_no_other(reporter: int, s: Session, parts: Parts, who: Find) -> None:
    """A body from the dispatch on, until it is another's; likewise a grid worker."""
    case, strangers = sealed(s, parts, reporter, who), others(s, parts)
    body = who(s, Role.BODY).id or 0
    assert sees(s, case, body) is False
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    assert [sees(s, case, body), sees(s, case, strangers[Role.BODY].id)] == [True, False]
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=None, worker_id=who(s, Role.GRID).id)
    assert [sees(s, case, body), sees(s, case, who(s, Role.GRID).id or 0)] == [False, True]
    assert sees(s, case, strangers[Role.GRID].id) is False


def test_whoever_it_is_about_does_not_see_it_assigned_or_not(
    reporter: int, s: Session, parts: Parts, who: Find
) -> None:
    """The seal only takes away."""
    case = report(
        s, parts, reporter, text="你们受理台的张受理台收了我一千块", draft=draft("你们受理台的张受理台收了我一千块")
    )
    clerk = who(s, Role.DESK)
    assert sees(s, case, clerk.id or 0) is False
    s.add(Assigned(case_id=case.id, account_id=clerk.id, at=parts.clock.now()))
    s.flush()
    assert sees(s, case, clerk.id or 0) is False


def test_a_person_more_and_a_person_less(reporter: int, s: Session, parts: Parts, who: Find) -> None:
    """Each is an event with a name; the last supervisor stays, so that somebody can unseal it."""
    case, other = sealed(s, parts, reporter, who), others(s, parts)
    clerk, boss = who(s, Role.DESK), who(s, Role.SUPERVISOR)
    sealing.assign(s, parts, case, clerk, account=other[Role.DESK].id, reason="他明天接着办，要看原话")
    assert sees(s, case, other[Role.DESK].id) is True
    sealing.release(s, parts, case, boss, account=other[Role.DESK].id)
    assert sees(s, case, other[Role.DESK].id) is False
    with pytest.raises(Conflict, match="最后一位督查"):
        sealing.release(s, parts, case, clerk, account=boss.id)
    done = [event.verb for event in case.events]
    assert done == [Verb.REPORT, Verb.SEAL, Verb.ASSIGN, Verb.ASSIGN]


@pytest.mark.parametrize("role", [Role.BODY, Role.GRID])
def test_no_handler_is_assigned_by_hand(reporter: int, s: Session, parts: Parts, who: Find, role: Role) -> None:
    """They see what is dispatched to them."""
    case, other = sealed(s, parts, reporter, who), others(s, parts)
    with pytest.raises(Invalid, match="受理员或者督查"):
        sealing.assign(s, parts, case, who(s, Role.DESK), account=other[role].id, reason="他明天接着办，要看原话")


@pytest.mark.parametrize(
    "wrong", [{"kind": "gossip"}, {"supervisor": None}, {"supervisor": 1}, {"reason": "限"}], ids=str
)
def test_a_seal_without_its_facts_is_refused(
    reporter: int, s: Session, parts: Parts, who: Find, wrong: dict[str, Any]
) -> None:
    """A kind, a supervisor (account 1 is the clerk) and a sentence."""
    case = report(s, parts, reporter)
    with pytest.raises(Invalid):
        seal(s, parts, case, who, **wrong)
    assert case.seal == ""


def test_only_a_supervisor_unseals(reporter: int, s: Session, parts: Parts, who: Find) -> None:
    """Then everybody who would see it otherwise does; who was assigned stays in its events."""
    case, other = sealed(s, parts, reporter, who), others(s, parts)
    assert Verb.UNSEAL not in event_log.allowed_verbs(case, who(s, Role.DESK))
    sealing.unseal(s, parts, case, who(s, Role.SUPERVISOR), reason="看过了，说的不是孩子，是路灯的事")
    assert [case.seal, sees(s, case, other[Role.DESK].id)] == ["", True]
    assert s.scalar(sa.select(sa.func.count()).select_from(Assigned)) == 0
    assert event_log.replayed(case) == event_log.projection(case)


def test_an_emergency_is_taken_on_first(reporter: int, s: Session, parts: Parts, who: Find) -> None:
    """Until somebody has, everybody must see it."""
    case = report(s, parts, reporter)
    paging.raise_alarm(s, parts, case)
    with pytest.raises(Conflict, match="先接下"):
        seal(s, parts, case, who)


@pytest.mark.parametrize(("over", "seen"), [(False, True), (True, False)])
def test_whoever_took_the_alarm_on_sees_it_until_it_is_resolved(
    reporter: int, s: Session, parts: Parts, who: Find, over: bool, seen: bool
) -> None:
    """They are sent what the reporter adds, and must be able to read it."""
    case, other = report(s, parts, reporter), others(s, parts)
    desk_corrections.correct(s, parts, case, who(s, Role.DESK), {"urgency": "emergency"})
    alarm = alarms.alarm_of(s, case)
    assert alarm is not None
    paging.acknowledge_alarm(s, alarm.id, other[Role.DESK].id, "tap", parts.clock.now())
    if over:
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头", **PICTURES)
    seal(s, parts, case, who)
    assert sees(s, case, other[Role.DESK].id) is seen


def test_an_alarm_of_a_sealed_case_pages_those_assigned_first_then_all(
    reporter: int, s: Session, parts: Parts, who: Find
) -> None:
    """Life goes first: whoever takes it on by the code is assigned; a tap of somebody who was not sent one is not."""
    case, other = sealed(s, parts, reporter, who), others(s, parts)
    for number, one in enumerate((other[Role.DESK], s.get_one(Account, who(s, Role.DESK).id))):
        one.phone = f"+861380000000{number}"
    s.flush()
    called = alarms.on_call_for(s, case, parts.clock.now())
    assert [one.id for one in called] == [who(s, Role.DESK).id, other[Role.DESK].id]
    paging.raise_alarm(s, parts, case)
    alarm = alarms.alarm_of(s, case)
    assert alarm is not None
    now, stranger = parts.clock.now(), other[Role.DESK].id
    assert alarms.alarms_to_show(s, now, None, stranger) == []
    assert paging.acknowledge_alarm(s, alarm.id, stranger, "tap", now) is None
    assert sees(s, case, stranger) is False
    assert paging.acknowledge_alarm(s, alarm.id, stranger, "sms", now) == (case, True)
    assert sees(s, case, stranger) is True


def test_a_merged_case_is_split_off(reporter: int, s: Session, parts: Parts, who: Find) -> None:
    """What is said in it would reach the other's reporter; nor is it merged again."""
    main, case = report(s, parts, reporter), report(s, parts, reporter)
    merging.merge(s, parts, case, main, who(s, Role.DESK))
    seal(s, parts, case, who)
    assert case.merged_into is None
    with pytest.raises(Conflict):
        merging.merge(s, parts, case, main, who(s, Role.DESK))


def test_a_colleague_gets_no_sms_about_it(reporter: int, s: Session, parts: Parts, who: Find) -> None:
    """Of a deadline, say: only those assigned are told."""
    case, other = sealed(s, parts, reporter, who), others(s, parts)
    other[Role.SUPERVISOR].phone = other[Role.DESK].phone = "+8613800000002"
    s.flush()
    assert alarms.supervisors_for(s, case) == []
    notifications.tell_desk(s, parts, case, "staff_half")
    assert s.scalar(sa.text("select count(*) from outbox where kind = 'send_sms'")) == 0


def test_another_system_gets_no_word_but_the_clerks(reporter: int, s: Session, parts: Parts, who: Find) -> None:
    """Over there nobody knows who may look: codes and the number, and what a clerk wrote for it."""
    case = sealed(s, parts, reporter, who)
    given = tasks.submission_of(s, case)
    assert [given.text, given.place, given.extra] == ["", "", {"title": ""}]
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps", matter="请到社区来当面说")
    assert tasks.submission_of(s, case).text == "请到社区来当面说"


def test_its_words_train_nothing(reporter: int, s: Session, parts: Parts, who: Find) -> None:
    """The corpus leaves the house; an unsealed case beside it does stand there."""
    for _ in range(2):
        desk_actions.dispatch(s, parts, report(s, parts, reporter), who(s, Role.DESK), body="lamps")
    assert len(list(corpus.rows(s))) == 2
    seal(s, parts, s.scalars(sa.select(Case).order_by(Case.id).limit(1)).one(), who)
    assert len(list(corpus.rows(s))) == 1


Change = Callable[[Session, Account, datetime], None]
CHANGES: dict[str, Change] = {
    "stopped": administering.stop,
    "moved to the desk": lambda s, one, now: administering.move(s, one, Role.DESK, (None, None, None), now),
    "moved to a grid": lambda s, one, now: administering.move(s, one, Role.GRID, (None, "G-01", None), now),
    "moved to a body": lambda s, one, now: administering.move(s, one, Role.BODY, ("hall", None, None), now),
}


def change(parts: Parts, done: Change, role: Role) -> None:
    """Change the account of this role, and let the worker do what follows from it."""
    with parts.db.write() as s:
        found = s.scalars(sa.select(Account).where(Account.username == str(role))).one()
        done(s, found, parts.clock.now())
    deliver(parts)


def deliver(parts: Parts) -> None:
    quiet = dict.fromkeys(("submit_case", "push_resident", "send_sms", "case_timer"), lambda item: "")
    deliver_due(parts.db, parts.clock, {**quiet, "keep_seen": tasks.keep_supervised(parts)}, limit=100)


@pytest.mark.parametrize("what", CHANGES)
def test_a_case_whose_supervisor_is_gone_is_seen_by_the_others(
    reporter: int, parts: Parts, who: Find, what: str
) -> None:
    """Whoever stops an account, or moves it, need not know of the case; the system's event says who sees it now."""
    with parts.db.write() as s:
        case_id, other = sealed(s, parts, reporter, who).id, others(s, parts)
    change(parts, CHANGES[what], Role.SUPERVISOR)
    with parts.db.write() as s:
        case = s.get_one(Case, case_id)
        assert [sees(s, case, one.id) for one in other.values()] == [False, True, False, False]
        assert [(case.events[-1].actor, case.events[-1].data)] == [
            ("system", {"assigned": [other[Role.SUPERVISOR].id]})
        ]
        assert event_log.replayed(case) == event_log.projection(case)


@pytest.mark.parametrize(
    ("what", "stays"), [("moved to the desk", True), ("moved to a grid", False), ("stopped", True)]
)
def test_who_is_moved_to_another_role_is_assigned_no_more(
    reporter: int, parts: Parts, who: Find, what: str, stays: bool
) -> None:
    """A grid's worker sees of it what is dispatched to them; whoever is stopped may come back."""
    with parts.db.write() as s:
        case_id, number = sealed(s, parts, reporter, who).id, who(s, Role.DESK).id
        others(s, parts)
    change(parts, CHANGES[what], Role.DESK)
    with parts.db.read() as s:
        case = s.get_one(Case, case_id)
        assert (number in {one.account_id for one in case.assigned}) is stays
        assert [one.data for one in case.events if one.verb == Verb.ASSIGN] == ([] if stays else [{"released": number}])


def test_the_first_supervisor_who_comes_afterwards_sees_it(reporter: int, parts: Parts, who: Find) -> None:
    """As long as there is none, the clerks who are assigned keep it."""
    with parts.db.write() as s:
        case_id = sealed(s, parts, reporter, who).id
    change(parts, administering.stop, Role.SUPERVISOR)
    with parts.db.write() as s:
        new = NewAccount("boss", "赵督", Role.SUPERVISOR)
        number = administering.open_account(s, new, parts.clock.now())[0].id
    deliver(parts)
    with parts.db.read() as s:
        assert sees(s, s.get_one(Case, case_id), number) is True


def test_a_seal_that_a_supervisor_sees_is_left_alone(reporter: int, parts: Parts, who: Find) -> None:
    """Of two cases the one that somebody else watches gets no event; nor does one that is unsealed."""
    with parts.db.write() as s:
        other = others(s, parts)
        cases = [sealed(s, parts, reporter, who, supervisor=other[Role.SUPERVISOR].id), report(s, parts, reporter)]
        serials = {one.id: one.serial for one in cases}
    change(parts, administering.stop, Role.SUPERVISOR)
    with parts.db.read() as s:
        assert {one.id: one.serial for one in s.scalars(sa.select(Case))} == serials
