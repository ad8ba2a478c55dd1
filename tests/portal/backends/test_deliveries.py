"""A case that another system handles: what it is told, exactly once, and who hears of what is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.adapters.bounded_http import BoundedHttp
from portal.adapters.open311 import Open311
from portal.adapters.webhook import Webhook
from portal.backends import tasks
from portal.backends.models import Backend, BackendDelivery, BodyBackend
from portal.backends.tasks import Pace
from portal.backends.verbs import deliveries, endpoints
from portal.cases.models import Case
from portal.cases.records import alarms, queries
from portal.cases.records.actors import resident
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.ports import DeliveryFailed, Endpoint, OtherSystem, Receipt
from portal.kernel.roles import Role
from portal.kernel.signatures import is_signed, signed
from portal.outbox.delivery import deliver_due
from portal.outbox.models import Letter, OutboxRow
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.backends.serving import served
from tests.portal.cases.cases_world import Find, report
from tests.portal.conftest import HandClock
from tests.vendors.backends import FAULTS, StandInOpen311, StandInReceiver

KEY = "a-signing-key-of-the-test"
PACE = Pace(arrives=2.0, searches=1.0, waits=1.0, longest=4.0)


def patient(parts: Parts, seconds: float = 0.5) -> Parts:
    """With a client that waits half a second; the stand-ins verify by the real clock."""
    http = BoundedHttp(seconds=seconds, longest=2.0)

    def connect(one: Endpoint) -> OtherSystem:
        if one.kind == "open311":
            return Open311(one.name, one.url, one.keys[0], one.jurisdiction, http=http)
        return Webhook(one.name, one.url, lambda body: signed(one.keys, body, datetime.now(UTC)), http=http)

    return replace(parts, connect=connect)


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(served(app))


def set_up(parts: Parts, kind: str, url: str, *, body: str = "lamps", name: str = "there") -> None:
    with parts.db.write() as s:
        endpoints.set_up(s, parts.settings.secret_key, name, parts.clock.now(), kind=kind, url=url, key=KEY)
        s.merge(BodyBackend(body=body, backend=name))


def dispatched(parts: Parts, reporter: int, who: Find, text: str = "柳树里3栋的路灯坏了三天了") -> str:
    with parts.db.write() as s:
        case = report(s, parts, reporter, text)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
        return case.case_no


def work(parts: Parts, clock: HandClock, rounds: int = 30, idle: Callable[[], None] = lambda: None) -> None:
    """Let the worker run, and time pass between its rounds, once what is on its way has arrived (`idle`)."""
    consumer = tasks.deliver(patient(parts), PACE)
    for _ in range(rounds):
        deliver_due(parts.db, parts.clock, {"hand_over": consumer}, limit=50, seconds=60, apart=True)
        idle()
        clock.move(seconds=1)


def delivered(parts: Parts) -> list[tuple[str, str]]:
    with parts.db.read() as s:
        rows = s.scalars(sa.select(BackendDelivery).order_by(BackendDelivery.id))
        return [(row.operation, row.state) for row in rows]


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


def test_two_live_keys(parts: Parts, serve: Callable[[Any], str], reporter: int, who: Find, clock: HandClock) -> None:
    """While a key is changed, either opens; once the old one is retired, it does not."""
    old = StandInReceiver([KEY])
    set_up(parts, "webhook", serve(old))
    with parts.db.write() as s:
        fresh = endpoints.rotate(s, parts.settings.secret_key, s.get_one(Backend, "there"))
    dispatched(parts, reporter, who)
    work(parts, clock, 2)
    assert (len(old.taken), old.unsigned) == (1, 0)
    old.keys = [fresh]
    dispatched(parts, reporter, who)
    work(parts, clock, 2)
    assert (len(old.taken), old.unsigned) == (2, 0)
    with parts.db.write() as s:
        endpoints.retire(s, parts.settings.secret_key, s.get_one(Backend, "there"))
    old.keys = [KEY]
    dispatched(parts, reporter, who)
    work(parts, clock, 2)
    assert (len(old.taken), old.unsigned) == (2, 1)


def test_keys_are_sealed(parts: Parts, community: None) -> None:
    """The database alone does not give them."""
    set_up(parts, "webhook", "https://there.example.cn/hook")
    with parts.db.read() as s:
        (row,) = s.execute(sa.text("SELECT secrets_sealed FROM backend")).all()
    assert KEY not in row[0]


@pytest.mark.parametrize(
    "url",
    ["http://there.example.cn", "ftp://x.cn/", "https://", "https://a@b.cn/", "file:///etc/passwd", "http://127.0.0.1.evil.cn/", "https://x.cn/#f", "//x.cn"],
)  # fmt: skip
def test_an_address_that_is_refused(url: str) -> None:
    """https, or this machine."""
    with pytest.raises(endpoints.BadEndpoint):
        endpoints.checked_url(url)


def test_no_redirect_is_followed(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """The case goes where the operator said, and nowhere else."""
    elsewhere = StandInReceiver([KEY])
    address = serve(elsewhere)
    set_up(parts, "webhook", serve(Response("", 307, headers={"Location": address})))
    dispatched(parts, reporter, who)
    work(parts, clock, 2)
    assert elsewhere.asked == []
    assert delivered(parts) == [("dispatch", "refused")]


def test_an_endless_answer_is_cut_off(
    parts: Parts, reporter: int, who: Find, serve: Callable[[Any], str], clock: HandClock
) -> None:
    """It costs a bounded number of bytes; the receipt is in doubt, not the worker's memory."""
    set_up(parts, "webhook", serve(Response((b"x" * 65536 for _ in range(200)), 200)))
    dispatched(parts, reporter, who)
    work(parts, clock, 1)
    assert delivered(parts) == [("dispatch", "in_doubt")]


def test_signatures() -> None:
    """Both keys, five minutes either way, the body's every byte."""
    now = datetime(2026, 11, 28, 9, tzinfo=UTC)
    header = signed(["new", "old"], b"body", now)
    assert is_signed(header, ["old"], b"body", now)
    assert is_signed(header, ["new"], b"body", now + timedelta(minutes=5))
    assert not is_signed(header, ["new"], b"body", now + timedelta(minutes=5, seconds=1))
    assert not is_signed(header, ["new"], b"body", now - timedelta(minutes=5, seconds=1))
    assert not is_signed(header, ["new"], b"Body", now)
    assert not is_signed(header, ["other"], b"body", now)
    for broken in ("", "t=1", "t=１,v1=x", "v1=x", "t=1,t=2,v1=x", "t=-1,v1=", "t=" + "9" * 30 + ",v1=x"):
        assert not is_signed(broken, ["new"], b"body", now)
