"""The follow-up: what is asked, the timers, the close."""

from __future__ import annotations

import json

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.notifying import following_up
from portal.cases.verbs.reporter import reporter_actions
from portal.cases.verbs.tasks import case_timer
from portal.kernel.roles import Role
from portal.outbox.delivery import Item
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from portal.wording.templates import render
from tests.portal.cases.cases_world import Find, pushes, report, resolved, ring, timers
from tests.portal.conftest import HandClock


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
    following_up.ask_whether_done(s, parts, case, again=True)
    following_up.close_unconfirmed(s, parts, case)
    other = report(s, parts, reporter)
    desk_actions.accept(s, parts, other, who(s, Role.DESK))
    desk_actions.reject(s, parts, other, who(s, Role.DESK), ground="other_body", office="水务", phone="96390")
    seen = {
        push["template"]: render(parts.settings.community, push["template"], push["params"] | {"words": "好了" * 200})
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


def test_a_late_yes_turns_unconfirmed_into_confirmed(parts: Parts, reporter: int, s: Session, who: Find) -> None:
    """It is counted as what the resident said; a second yes changes nothing."""
    case = resolved(s, parts, reporter, who)
    following_up.close_unconfirmed(s, parts, case)
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    serial = case.serial
    reporter_actions.answer(s, parts, case, actors.resident(reporter), fixed=True)
    assert (case.close_reason, case.serial) == ("confirmed", serial)
