"""The verbs: what each changes, writes and has sent; the timers; what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.cases.models import AccessLook, Case, CaseDay, Correction
from portal.cases.records import actors, ledger, numbers, queries
from portal.cases.records.actors import Who
from portal.cases.records.ledger import projection, replayed
from portal.cases.rules import deadlines
from portal.cases.rules.lifecycle import State, Verb
from portal.cases.verbs import (
    access_log,
    correcting,
    desk_actions,
    due_dates,
    following_up,
    handler_actions,
    reporter_actions,
)
from portal.cases.verbs.tasks import case_timer, submit_case
from portal.grids.models import Duty
from portal.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from portal.kernel.roles import Role
from portal.outbox.delivery import Item, deliver_due
from portal.outbox.models import OutboxRow
from portal.residents.models import ContactPoint
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wording.templates import say
from tests.portal.cases.cases_world import account, actor, draft, report
from tests.portal.conftest import HandClock

Find = Callable[[Session, Role], Who]


def pushes(s: Session) -> list[dict[str, Any]]:
    """The payloads of what the reporter is told, in order."""
    rows = sa.select(OutboxRow).where(OutboxRow.kind == "push_resident").order_by(OutboxRow.id)
    return [row.payload for row in s.scalars(rows)]


def timers(s: Session) -> list[OutboxRow]:
    return list(s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "case_timer").order_by(OutboxRow.id)))


def resolved(s: Session, parts: Parts, contact: int, who: Find) -> Case:
    """A case that the body says is done."""
    case = report(s, parts, contact)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="换了灯头")
    return case


def ring(parts: Parts, clock: HandClock, **by: float) -> int:
    """Move the clock and deliver the timers that are due."""
    clock.move(**by)
    quiet = dict.fromkeys(("submit_case", "push_resident", "send_sms"), lambda item: "")
    return deliver_due(parts.db, parts.clock, {**quiet, "case_timer": case_timer(parts)}, limit=100)


# --- report ---


def test_a_report_is_numbered_by_the_shanghai_day(parts: Parts, reporter: int, s: Session, clock: HandClock) -> None:
    """Dated, sequential within the day, four digits or more."""
    numbers_given = [report(s, parts, reporter).case_no for _ in range(2)]
    clock.move(hours=15)  # midnight in Shanghai
    numbers_given.append(report(s, parts, reporter).case_no)
    s.get_one(CaseDay, clock.now().date().replace(day=25)).last = 9999
    numbers_given.append(report(s, parts, reporter).case_no)
    assert numbers_given == ["LL-20261124-0001", "LL-20261124-0002", "LL-20261125-0001", "LL-20261125-10000"]


def test_the_access_code_is_not_stored(parts: Parts, reporter: int, s: Session) -> None:
    """Only its hash: the code stands in no column, has 13 characters and differs from case to case."""
    first, second = report(s, parts, reporter), report(s, parts, reporter)
    codes = [numbers.link(parts.settings, case).partition("access=")[2] for case in (first, second)]
    assert codes[0] != codes[1]
    assert {len(code) for code in codes} == {13}
    now = parts.clock.now()
    assert numbers.good_until(parts.settings, first, codes[0], now) == now + timedelta(days=90)
    assert numbers.good_until(parts.settings, first, codes[1], now) is None
    columns = {str(getattr(first, column.name)) for column in Case.__table__.columns}
    assert codes[0] not in columns


def test_a_place_outside_the_area_stays_with_the_desk(parts: Parts, reporter: int, s: Session) -> None:
    """No grid, no worker; registered all the same."""
    place = [{"text": "天边", "start": 0, "end": 2, "grid": "X-99", "score": 0.9}]
    case = report(s, parts, reporter, "天边的路灯坏了", draft=draft(places=place))
    assert (case.state, case.grid, case.worker_id) == ("reported", None, None)


def test_an_answer_about_the_place_comes_before_the_draft(parts: Parts, reporter: int, s: Session) -> None:
    """What was asked for is what counts; 不知道 is no answer."""
    told = report(s, parts, reporter, answers={"place": "柳树里13栋"})
    unknown = report(s, parts, reporter, answers={"place": "不知道"})
    assert (told.grid, told.words.place) == ("G-02", "柳树里13栋")
    assert (unknown.grid, unknown.words.place) == ("G-01", "柳树里3栋")


def test_an_emergency_is_first_and_alerts_the_staff(parts: Parts, reporter: int, s: Session) -> None:
    """Rank 0, due the next working day, an SMS to each clerk with a phone; its text holds no words of the resident."""
    s.add(account(parts, Role.DESK, username="c2", phone="+8613900000000"))
    s.flush()
    danger = {"level": "emergency", "reasons": [], "danger": "gas"}
    case = report(s, parts, reporter, draft=draft(urgency=danger))
    assert (case.rank, case.danger, case.due_at.day) == (0, "gas", 25)
    row = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "send_sms")).one()
    assert row.letter is not None
    assert row.letter.address == "+8613900000000"
    assert case.case_no in row.letter.text
    assert "路灯" not in row.letter.text


def test_no_later_push_where_it_could_hurt(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Violence at home: nothing is pushed, and the contact point remembers."""
    case = report(s, parts, reporter, no_push=True)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="到了")
    assert pushes(s) == []
    assert s.get_one(ContactPoint, reporter).no_push


def test_control_signs_are_taken_out_and_lengths_bounded(parts: Parts, reporter: int, s: Session) -> None:
    """Zero bytes and signs that turn text round do not reach the row; 5,001 characters are refused."""
    case = report(s, parts, reporter, "路灯\x00坏了\u202e")
    assert case.words.text == "路灯坏了"
    with pytest.raises(Invalid, match="最多 5000 个字"):
        report(s, parts, reporter, "长" * 5001)


def test_a_failed_report_leaves_nothing(parts: Parts, reporter: int) -> None:
    """The number, the words and the outbox row go back with the transaction."""
    with pytest.raises(Invalid), parts.db.write() as s:
        report(s, parts, reporter, photos=["../x"])
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(Case)) == 0
        assert s.scalar(sa.select(sa.func.count()).select_from(OutboxRow)) == 0


def test_a_photo_that_is_still_at_the_vendor_does_not_stop_a_report(parts: Parts, reporter: int, s: Session) -> None:
    """WeChat's pictures come as ids of WeChat's (`metadata.photos`): they stand on the case beside our own."""
    both = ["wechat:Ab_1-c.D", "0123456789abcdef0123456789abcdef.jpg"]
    assert report(s, parts, reporter, photos=both).photos == both


# --- the staff's verbs ---


def test_dispatching_from_reported_accepts_first_and_tells_once(
    parts: Parts, reporter: int, s: Session, who: Find
) -> None:
    """Two events, one push: the resident is not told twice in a minute."""
    case = report(s, parts, reporter)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    assert [event.verb for event in case.events] == ["report", "accept", "dispatch"]
    assert [push["template"] for push in pushes(s)] == ["case_dispatched"]
    assert pushes(s)[0]["params"]["body"] == "路灯队"


def test_a_body_sees_only_what_was_dispatched_to_it(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The duty list's suggestion is not yet theirs; after sending back it no longer is."""
    case, body = report(s, parts, reporter), who(s, Role.BODY)
    assert case.body == "lamps"
    assert not actors.in_scope(case, body)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    assert actors.in_scope(case, body)
    handler_actions.send_back(s, parts, case, body, reason="不归我们")
    assert not actors.in_scope(case, body)
    assert (case.state, case.body, case.sent_back) == ("accepted", None, 1)


def test_a_grid_worker_does_not_sign_for_a_body(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """A case given to a body is not acknowledged or resolved by the grid worker, who may mend it on the spot."""
    case, worker = report(s, parts, reporter), who(s, Role.GRID)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body="lamps")
    with pytest.raises(Conflict, match="承办单位"):
        handler_actions.acknowledge(s, parts, case, worker)
    assert Verb.ACKNOWLEDGE not in ledger.may(case, worker)
    handler_actions.resolve(s, parts, case, worker, text="拧紧了灯泡", on_spot=True)
    assert case.state == "resolved"


def test_a_grid_worker_does_what_is_dispatched_to_them(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """body empty, worker named: theirs to sign and to resolve."""
    case, worker = report(s, parts, reporter), who(s, Role.GRID)
    desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=None, worker_id=worker.id)
    handler_actions.acknowledge(s, parts, case, worker)
    handler_actions.resolve(s, parts, case, worker, text="好了")
    assert (case.state, case.body, case.worker_id) == ("resolved", None, worker.id)


def test_a_rejection_names_where_to_go(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """Ground, office and phone; the push says where, never that it was refused."""
    case = report(s, parts, reporter)
    desk_actions.reject(s, parts, case, who(s, Role.DESK), ground="legal_way", office="区法院", phone="12368")
    assert case.state == "rejected"
    push = pushes(s)[0]
    text = say(parts.settings.community, push["template"], push["params"])
    assert "归区法院管，电话12368" in text
    assert "不予" not in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": "none"},
        {"office": " "},
        {"phone": ""},
        {"phone": "<b>"},
        {"office": "长" * 51},
    ],
)
def test_a_rejection_without_a_way_out_is_refused(
    parts: Parts, reporter: int, s: Session, who: Find, wrong: dict[str, str]
) -> None:
    """Ground, office and phone are all needed."""
    what = {"ground": "other_body", "office": "水务", "phone": "0571-00000009"} | wrong
    with pytest.raises(Invalid):
        desk_actions.reject(s, parts, report(s, parts, reporter), who(s, Role.DESK), **what)


def test_a_chair_has_no_part_in_cases(parts: Parts, community: None, s: Session) -> None:
    """Committee roles are refused."""
    s.add(account(parts, Role.CHAIR))
    s.flush()
    with pytest.raises(Forbidden):
        actors.staff(s, actor(s, Role.CHAIR))


def test_a_correction_is_kept_and_reroutes(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """What was wrong is kept to learn from; the suggested body and the deadline follow while nobody has the case."""
    case = report(s, parts, reporter)
    correcting.correct(s, parts, case, who(s, Role.DESK), {"kind": "complaint", "category": "0901", "grid": "G-02"})
    assert (case.kind, case.category, case.body, case.grid, case.worker_id) == (
        "complaint",
        "0901",
        "hall",
        "G-02",
        None,
    )
    assert case.due_at.day == 3  # seven working days
    kept = {row.field: (row.was, row.now) for row in s.scalars(sa.select(Correction))}
    assert kept == {"kind": ("request", "complaint"), "category": ("0403", "0901"), "grid": ("G-01", "G-02")}


def test_a_correction_of_nothing_writes_nothing(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The same values again: no event."""
    case = report(s, parts, reporter)
    assert not correcting.correct(s, parts, case, who(s, Role.DESK), {"kind": "request", "category": "0403"})
    assert case.serial == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "rumour"},
        {"urgency": "soon"},
        {"category": "x"},
        {"grid": "nowhere"},
        {"state": "closed"},
        {"colour": "red"},
        {"kind": None},
        {"urgency": None},
    ],
)
def test_a_senseless_correction_is_refused(
    parts: Parts, reporter: int, s: Session, who: Find, wrong: dict[str, str]
) -> None:
    """Only kind, category, urgency and grid, and only what there is."""
    case = report(s, parts, reporter)
    with pytest.raises(Invalid):
        correcting.correct(s, parts, case, who(s, Role.DESK), wrong)
    assert case.serial == 1


def test_a_look_is_recorded(parts: Parts, reporter: int, s: Session) -> None:
    """Who had the contact shown."""
    case, clerk = report(s, parts, reporter), actor(s, Role.DESK)
    access_log.record_look(s, parts, case, clerk, "contact")
    assert [look.account_id for look in s.scalars(sa.select(AccessLook))] == [clerk.id]


# --- the follow-up ---


def test_resolving_asks_the_reporter_in_their_channel(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The push names the case, carries the choices that the next message may answer, and the handler's words as letter."""
    case = resolved(s, parts, reporter, who)
    asked = pushes(s)[-1]
    assert asked["contact_point_id"] == reporter
    assert asked["expecting"] == {
        "kind": "follow_up",
        "case_no": case.case_no,
        "choices": {"1": "修好了", "2": "没修好"},
    }
    row = s.scalars(sa.select(OutboxRow).where(OutboxRow.kind == "push_resident").order_by(OutboxRow.id.desc())).first()
    assert row is not None
    assert row.letter is not None
    assert row.letter.text == "换了灯头"
    assert "换了灯头" not in json.dumps(row.payload, ensure_ascii=False)


def test_every_push_has_its_template_and_fits(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """All that a case can push stands in sms_templates.csv and renders with the parameters given."""
    case = resolved(s, parts, reporter, who)
    following_up.ask_reporter(s, parts, case, again=True)
    following_up.close_unconfirmed(s, parts, case)
    other = report(s, parts, reporter)
    desk_actions.accept(s, parts, other, who(s, Role.DESK))
    desk_actions.reject(s, parts, other, who(s, Role.DESK), ground="other_body", office="水务", phone="96390")
    seen = {
        push["template"]: say(parts.settings.community, push["template"], push["params"] | {"words": "好了" * 200})
        for push in pushes(s)
    }
    assert set(seen) == {
        "case_dispatched", "follow_up", "follow_up_again", "closed_unconfirmed", "case_accepted", "case_elsewhere",
    }  # fmt: skip
    assert {name for name, text in seen.items() if len(text) > 134} == set()


def test_yes_closes_as_confirmed(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """The resident's word closes."""
    case = resolved(s, parts, reporter, who)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    assert (case.state, case.close_reason) == ("closed", "confirmed")


def test_no_reopens_to_the_same_body_with_a_new_deadline(
    parts: Parts, reporter: int, s: Session, who: Find, clock: HandClock
) -> None:
    """Dispatched again, counted, due anew."""
    case = resolved(s, parts, reporter, who)
    clock.move(days=10)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=False, text="还是黑的")
    assert (case.state, case.body, case.reopened, case.due_at.day) == ("dispatched", "lamps", 1, 11)
    assert case.unread


def test_silence_is_asked_once_more_then_closed_unconfirmed(
    parts: Parts, reporter: int, who: Find, clock: HandClock
) -> None:
    """After 7 days a second ask, 7 days later closed as unconfirmed; the timers do nothing more."""
    with parts.db.write() as s:
        resolved(s, parts, reporter, who)
    ring(parts, clock, days=6.9)
    with parts.db.read() as s:
        assert s.get_one(Case, 1).state == "resolved"
        assert "follow_up_again" not in [push["template"] for push in pushes(s)]
    ring(parts, clock, days=0.2)
    with parts.db.read() as s:
        assert [push["template"] for push in pushes(s)][-1] == "follow_up_again"
    ring(parts, clock, days=7)
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert (case.state, case.close_reason) == ("closed", "unconfirmed")
    ring(parts, clock, days=30)
    with parts.db.read() as s:
        assert {row.state for row in timers(s)} == {"done"}


def test_a_timer_of_an_earlier_round_does_nothing(parts: Parts, reporter: int, who: Find, clock: HandClock) -> None:
    """Reopened and resolved again: the first round's timer is stale, the second round has its own seven days."""
    with parts.db.write() as s:
        case = resolved(s, parts, reporter, who)
        clock.move(days=5)
        reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=False)
        handler_actions.resolve(s, parts, case, who(s, Role.BODY), text="再换一次")
    ring(parts, clock, days=3)
    with parts.db.read() as s:
        first, second = timers(s)
        assert (first.state, first.reference, second.state) == ("done", "stale", "queued")


def test_a_timer_rung_twice_asks_once(parts: Parts, reporter: int, who: Find, clock: HandClock) -> None:
    """A worker killed between the work and its settling rings again: one second ask, one closing timer."""
    with parts.db.write() as s:
        case = resolved(s, parts, reporter, who)
        serial = case.state_serial
    item = Item(99, "case_timer", {"case_id": 1, "step": "ask_again", "state_serial": serial}, "", "", 1)
    consumer = case_timer(parts)
    consumer(item)
    assert consumer(item) == "stale"
    with parts.db.read() as s:
        assert [push["template"] for push in pushes(s)].count("follow_up_again") == 1
        assert len(timers(s)) == 2


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


def test_a_late_yes_turns_unconfirmed_into_confirmed(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """It is counted as what the resident said; a second yes changes nothing."""
    case = resolved(s, parts, reporter, who)
    following_up.close_unconfirmed(s, parts, case)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    serial = case.serial
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    assert (case.close_reason, case.serial) == ("confirmed", serial)


# --- the backend ---


def test_a_case_is_handed_to_the_backend_and_its_reference_kept(parts: Parts, reporter: int) -> None:
    """`submit_case` goes to the port with a stable key."""
    with parts.db.write() as s:
        report(s, parts, reporter)
    deliver_due(parts.db, parts.clock, {"submit_case": submit_case(parts)})
    with parts.db.read() as s:
        case = s.get_one(Case, 1)
        assert case.backend == parts.backend.name
        assert case.backend_reference


# --- whatever happens ---

STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(Verb)), st.sampled_from(["DESK", "GRID", "BODY", "SUPERVISOR", "RESIDENT"])),
    max_size=25,
)


def _do(s: Session, parts: Parts, case: Case, verb: Verb, who: Who) -> None:
    calls: dict[Verb, Callable[[], object]] = {
        Verb.ACCEPT: lambda: desk_actions.accept(s, parts, case, who),
        Verb.REJECT: lambda: desk_actions.reject(
            s, parts, case, who, ground="other_body", office="水务", phone="96390"
        ),
        Verb.DISPATCH: lambda: desk_actions.dispatch(s, parts, case, who, body="lamps"),
        Verb.TRANSFER: lambda: desk_actions.dispatch(s, parts, case, who, body="hall"),
        Verb.ACKNOWLEDGE: lambda: handler_actions.acknowledge(s, parts, case, who),
        Verb.PROGRESS: lambda: handler_actions.progress(s, parts, case, who, text="在修"),
        Verb.SEND_BACK: lambda: handler_actions.send_back(s, parts, case, who, reason="不归我们"),
        Verb.HANDLE_ON_SPOT: lambda: handler_actions.resolve(s, parts, case, who, text="好了", on_spot=True),
        Verb.RESOLVE: lambda: handler_actions.resolve(s, parts, case, who, text="好了"),
        Verb.CLOSE: lambda: reporter_actions.answer(s, parts, case, who, fixed=True),
        Verb.REOPEN: lambda: reporter_actions.reopen(s, parts, case, who),
        Verb.WITHDRAW: lambda: reporter_actions.withdraw(s, parts, case, who),
        Verb.ADD_DETAIL: lambda: reporter_actions.add_detail(s, parts, case, who, text="还有"),
        Verb.REMIND: lambda: reporter_actions.remind(s, parts, case, who),
        Verb.SUPERVISE: lambda: desk_actions.supervise(s, parts, case, who, text="快"),
        Verb.CORRECT: lambda: correcting.correct(s, parts, case, who, {"kind": "complaint"}),
        Verb.NOTE: lambda: desk_actions.note(s, parts, case, who, text="记"),
    }
    calls.get(verb, lambda: None)()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_events_replay_to_the_row(parts: Parts, reporter: int, who: Find, steps: list[tuple[Verb, str]]) -> None:
    """Whatever anybody tries: what is refused leaves no trace, and the events tell the row exactly."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        for verb, role in steps:
            acting = actors.resident(reporter) if role == "RESIDENT" else who(s, Role[role])
            before = case.serial
            try:
                _do(s, parts, case, verb, acting)
            except Problem:
                assert case.serial == before
        s.flush()
        s.expire(case)
        assert replayed(case) == projection(case)
        assert [event.serial for event in case.events] == list(range(1, case.serial + 1))
        assert (case.close_reason is not None) == (case.state == State.CLOSED)


def test_an_unknown_number_is_not_found(parts: Parts, reporter: int, s: Session) -> None:
    """NotFound for a number that was never given, and for somebody else's."""
    with pytest.raises(NotFound):
        queries.get(s, "LL-20261124-0001")
    other = s.get_one(ContactPoint, reporter)
    case = report(s, parts, other.id)
    stranger = ContactPoint(channel="sms", address_key="x", created_at=parts.clock.now(), no_push=False)
    s.add(stranger)
    s.flush()
    with pytest.raises(NotFound):
        queries.get_of_reporter(s, case.case_no, stranger.id)


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


def test_a_provisional_date_is_put_right_once_the_year_is_known(
    parts: Parts, reporter: int, s: Session, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifteen days from 20 December reach a year without notice: marked; with the notice: counted anew, unmarked."""

    def notice(known: bool) -> Callable[[date], tuple[bool, bool]]:
        def works(day: date) -> tuple[bool, bool]:
            holiday = known and day == date(2027, 1, 1)
            return day.weekday() < 5 and not holiday, not known and day.year == 2027

        return works

    clock.move(days=26)
    s.scalars(sa.select(Duty).where(Duty.body == "lamps")).one().working_days = 15
    monkeypatch.setattr(deadlines, "is_working_day", notice(known=False))
    case = report(s, parts, reporter)
    assert (case.provisional, deadlines.shanghai_day(case.due_at)) == (True, date(2027, 1, 8))
    assert due_dates.recount_provisional(s, clock.now()) == 0
    monkeypatch.setattr(deadlines, "is_working_day", notice(known=True))
    assert due_dates.recount_provisional(s, clock.now()) == 1
    assert (case.provisional, deadlines.shanghai_day(case.due_at)) == (False, date(2027, 1, 11))
    assert replayed(case) == projection(case)
