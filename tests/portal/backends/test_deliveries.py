"""A case that another system handles: what it is told, exactly once, and who hears of what is in doubt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.adapters.open311 import Open311
from portal.adapters.webhook import Webhook
from portal.backends import tasks
from portal.backends.models import BackendDelivery, BodyBackend
from portal.backends.verbs import deliveries
from portal.cases.models import Case
from portal.cases.records import alarms, queries
from portal.cases.records.actors import resident
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.ports import DeliveryFailed, Receipt
from portal.kernel.roles import Role
from portal.outbox.delivery import deliver_due
from portal.outbox.models import Letter, OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.backends.deliveries_world import KEY, PACE, delivered, dispatched, serve, set_up, work
from tests.portal.cases.cases_world import Find, report
from tests.portal.conftest import HandClock
from tests.vendors.backends import FAULTS, StandInOpen311, StandInReceiver

__all__ = ["serve"]


def change(parts: Parts, number: str, do: Callable[[Session, Case], object]) -> None:
    with parts.db.write() as s:
        do(s, queries.get(s, number))


def test_a_body_at_our_own_desk_is_told_nothing(parts: Parts, reporter: int, who: Find) -> None:
    """As before: nothing leaves."""
    dispatched(parts, reporter, who)
    assert delivered(parts) == []


def test_the_default_is_for_bodies_without_one_of_their_own(parts: Parts, reporter: int, who: Find) -> None:
    """GOVERNANCE_BACKEND; a body may be kept at the desk."""
    deliveries.set_default_backend(parts.db, "webhook")
    dispatched(parts, reporter, who)
    assert delivered(parts) == [("dispatch", "pending")]
    with parts.db.write() as s:
        s.add(BodyBackend(body="lamps", backend=None))
    dispatched(parts, reporter, who)
    assert delivered(parts) == [("dispatch", "pending")]


def test_a_dispatch_that_is_rolled_back_is_not_told(parts: Parts, reporter: int, who: Find) -> None:
    """The row is of the event's own transaction."""
    deliveries.set_default_backend(parts.db, "webhook")

    def fails() -> None:
        with parts.db.write() as s:
            desk_actions.dispatch(s, parts, report(s, parts, reporter), who(s, Role.DESK), body="lamps")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(OutboxRow)) == 0
    assert delivered(parts) == []


def test_an_event_of_a_savepoint_that_is_rolled_back_is_not_told(parts: Parts, reporter: int, who: Find) -> None:
    """The transaction goes on without it; what else it holds is told."""
    set_up(parts, "webhook", "https://there.example.cn/hook")
    number = dispatched(parts, reporter, who)

    def fails(s: Session, case: Case) -> None:
        with s.begin_nested():
            desk_actions.supervise(s, parts, case, who(s, Role.SUPERVISOR), text="抓紧")
            raise RuntimeError

    with parts.db.write() as s:
        with pytest.raises(RuntimeError):
            fails(s, queries.get(s, number))
        reporter_actions.withdraw(s, parts, queries.get(s, number), resident(reporter))
    assert [operation for operation, _ in delivered(parts)] == ["dispatch", "withdrawal"]


def test_every_operation_in_order(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """Dispatch, supervision, reopening, withdrawal: signed, with the reference it gave, each once."""
    there = StandInReceiver([KEY])
    set_up(parts, "webhook", serve(there))
    number = dispatched(parts, reporter, who)
    work(parts, clock, 1)
    change(parts, number, lambda s, case: desk_actions.supervise(s, parts, case, who(s, Role.SUPERVISOR), text="抓紧"))
    change(parts, number, lambda s, case: handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头"))
    change(parts, number, lambda s, case: reporter_actions.reopen(s, parts, case, resident(reporter), text="还不亮"))
    change(parts, number, lambda s, case: reporter_actions.withdraw(s, parts, case, resident(reporter)))
    work(parts, clock, 8)
    told = list(there.taken.values())
    assert [one["operation"] for one in told] == ["dispatch", "supervision", "reopening", "withdrawal"]
    assert [one["reference"] for one in told] == [None, "R-1", "R-1", "R-1"]
    assert told[1]["words"] == "抓紧"
    assert {state for _, state in delivered(parts)} == {"accepted"}
    assert there.unsigned == 0
    with parts.db.read() as s:
        assert queries.get(s, number).backend_reference == "R-1"


def test_what_leaves_names_no_reporter(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """As any handler reads it: no number, no name, no wish."""
    there = StandInReceiver([KEY])
    set_up(parts, "webhook", serve(there))
    dispatched(parts, reporter, who, "我叫王小明，电话13800000001，请保密，柳树里3栋的路灯坏了")
    work(parts, clock, 3)
    (told,) = there.taken.values()
    assert [word for word in ("王小明", "13800000001", "保密") if word in str(told)] == []


def test_a_case_that_moves_on_is_taken_away(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """转办 to a body at our desk: the other system is told to stop."""
    there = StandInReceiver([KEY])
    set_up(parts, "webhook", serve(there))
    number = dispatched(parts, reporter, who)
    work(parts, clock, 3)
    change(parts, number, lambda s, case: desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="hall"))
    work(parts, clock, 3)
    assert delivered(parts) == [("dispatch", "accepted"), ("withdrawal", "accepted")]
    gave, took = there.taken.values()
    assert "路灯" in gave["text"]
    assert [took.get(name) or "" for name in ("text", "place", "words", "title")] == [""] * 4


def test_a_case_that_moves_on_before_it_left_never_arrives(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """Neither the hand-over nor its end."""
    there = StandInReceiver([KEY])
    set_up(parts, "webhook", serve(there))
    number = dispatched(parts, reporter, who)
    change(parts, number, lambda s, case: reporter_actions.withdraw(s, parts, case, resident(reporter)))
    work(parts, clock, 4)
    assert there.taken == {}
    assert {state for _, state in delivered(parts)} == {"refused"}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", ["webhook", "open311"])
def test_each_fault_ends_in_exactly_one(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock, kind: str, fault: str
) -> None:
    """The first write fails in this way; the case is there once all the same, and known to be."""
    faults = lambda number: fault if number == 1 else ""  # noqa: E731
    there = StandInReceiver([KEY], faults) if kind == "webhook" else StandInOpen311(faults)
    set_up(parts, kind, serve(there) + ("/v2" if kind == "open311" else ""))
    number = dispatched(parts, reporter, who)
    work(parts, clock, idle=there.wait_until_idle)
    assert there.cases() == {number: 1}
    assert delivered(parts) == [("dispatch", "accepted")]
    with parts.db.read() as s:
        assert queries.get(s, number).backend_reference


def test_open311_is_not_told_again_while_it_cannot_be_asked(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """In doubt, and no list to look in: it stays in doubt, and after a quarter of an hour a person hears of it."""
    there = StandInOpen311(lambda _number: "malformed")
    there.lists = False
    set_up(parts, "open311", serve(there) + "/v2")
    number = dispatched(parts, reporter, who)
    with parts.db.write() as s:
        s.execute(sa.update(Account).where(Account.role == Role.SUPERVISOR).values(phone="+8613800000009"))
    work(parts, clock, 20)
    assert there.cases() == {number: 1}
    assert delivered(parts) == [("dispatch", "in_doubt")]
    assert tasks.tell_of_trouble(parts) == 0
    clock.move(minutes=15)
    assert tasks.tell_of_trouble(parts) == 1
    assert tasks.tell_of_trouble(parts) == 0
    with parts.db.read() as s:
        (letter,) = s.scalars(sa.select(Letter).where(Letter.address == "+8613800000009"))
        assert number in letter.text


def test_nobody_from_whom_the_case_is_hidden_hears_of_a_stuck_delivery(
    parts: Parts,
    reporter: int,
    who: Find,
    serve: Callable[[Any], str],
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where it is hidden from everybody: an alarm would go to those on call all the same, this does not."""
    there = StandInOpen311(lambda _number: "malformed")
    there.lists = False
    set_up(parts, "open311", serve(there) + "/v2")
    dispatched(parts, reporter, who)
    with parts.db.write() as s:
        s.execute(sa.update(Account).values(phone="+8613800000009"))
    work(parts, clock, 20)
    clock.move(minutes=15)
    monkeypatch.setattr(alarms, "is_hidden_from", lambda _case, _account: True)
    tasks.tell_of_trouble(parts)
    with parts.db.read() as s:
        told = s.scalars(sa.select(Letter).where(Letter.address == "+8613800000009"))
        assert [one.text for one in told if "没能确认" in one.text] == []


def test_a_worker_killed_on_the_way_leaves_it_in_doubt(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """It had arrived: the next worker asks, finds it, and does not send again."""
    there = StandInOpen311()
    set_up(parts, "open311", serve(there) + "/v2")
    number = dispatched(parts, reporter, who)

    class Killed(BaseException):
        pass

    class Deadly(Open311):
        def deliver(self, submission: Any, key: str) -> Any:
            super().deliver(submission, key)
            raise Killed

    deadly = replace(parts, connect=lambda one: Deadly(one.name, one.url, one.keys[0]))
    with pytest.raises(Killed):
        deliver_due(parts.db, parts.clock, {"hand_over": tasks.deliver(deadly, PACE)}, apart=True)
    assert delivered(parts) == [("dispatch", "sent")]
    clock.move(seconds=100)  # the lease ends
    work(parts, clock, 3)
    assert there.cases() == {number: 1}
    assert delivered(parts) == [("dispatch", "accepted")]


@pytest.mark.parametrize("told", [Receipt("R-9"), None, DeliveryFailed("refused", code="http-400", retry=False)])
def test_what_was_settled_meanwhile_stays_settled(
    parts: Parts, reporter: int, who: Find, told: Receipt | DeliveryFailed | None
) -> None:
    """News of it came while it was on its way: the answer changes nothing but a reference that was missing."""
    set_up(parts, "webhook", "https://there.example.cn/hook")
    dispatched(parts, reporter, who)

    class Slow(Webhook):
        def deliver(self, submission: Any, key: str) -> Any:
            with parts.db.write() as s:
                s.execute(sa.update(BackendDelivery).values(state="accepted", reference=key))
            if isinstance(told, DeliveryFailed):
                raise told
            return told

    slow = replace(parts, connect=lambda one: Slow(one.name, one.url, lambda _body: ""))
    deliver_due(parts.db, parts.clock, {"hand_over": tasks.deliver(slow, PACE)}, apart=True)
    assert delivered(parts) == [("dispatch", "accepted")]
    with parts.db.read() as s:
        row = s.scalars(sa.select(BackendDelivery)).one()
        assert row.reference == (told.reference if isinstance(told, Receipt) else row.key)


def test_a_withdrawal_of_what_is_in_doubt_never_makes_it_arrive(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """It was not found there, and the case is gone meanwhile: it is not sent again."""
    there = StandInOpen311(lambda _number: "500")
    set_up(parts, "open311", serve(there) + "/v2")
    number = dispatched(parts, reporter, who)
    work(parts, clock, 1)
    change(parts, number, lambda s, case: reporter_actions.withdraw(s, parts, case, resident(reporter)))
    work(parts, clock, 12)
    assert there.created == []
    assert {state for _, state in delivered(parts)} == {"refused"}


def test_a_refusal_is_told_at_once(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """A wrong key: nothing is tried again, the case stays with its body here, and a person hears of it."""
    there = StandInReceiver(["another-key"])
    set_up(parts, "webhook", serve(there))
    number = dispatched(parts, reporter, who)
    work(parts, clock, 3)
    assert delivered(parts) == [("dispatch", "refused")]
    assert there.unsigned == 1
    assert tasks.tell_of_trouble(parts) == 1
    change(parts, number, lambda s, case: handler_actions.acknowledge(s, parts, case, who(s, Role.BODY)))


def test_a_backend_that_is_not_set_up_loses_nothing(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """The hand-over waits for the operator."""
    deliveries.set_default_backend(parts.db, "webhook")
    number = dispatched(parts, reporter, who)
    work(parts, clock, 3)
    assert delivered(parts) == [("dispatch", "pending")]
    there = StandInReceiver([KEY])
    set_up(parts, "webhook", serve(there), name="webhook")
    work(parts, clock, 10)
    assert there.cases() == {number: 1}
