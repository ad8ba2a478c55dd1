"""The events of a case, replayed, give its row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.cases.joint import parts as joint
from portal.cases.models import Case
from portal.cases.records import actors
from portal.cases.records.actors import Who
from portal.cases.records.event_log import projection, replayed
from portal.cases.rules.deadlines import shanghai_day
from portal.cases.rules.lifecycle import State, Verb
from portal.cases.verbs.desk import desk_actions, desk_corrections, merging, recalling
from portal.cases.verbs.handler import assisting, handler_actions, returning, taking_back
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.errors import Problem
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import PICTURES, Find, report

pytestmark = pytest.mark.usefixtures("hall_reads")
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
        Verb.MERGE: lambda: merging.merge(s, parts, case, report(s, parts, case.contact_point_id), who),
        Verb.SPLIT: lambda: merging.split(s, parts, case, who),
        Verb.RECALL: lambda: recalling.recall(s, parts, case, who),
        Verb.SEND_BACK: lambda: returning.send_back(s, parts, case, who, reason="不归我们"),
        Verb.HANDLE_ON_SPOT: lambda: handler_actions.resolve(
            s, parts, case, who, text="好了", on_spot=True, **PICTURES
        ),
        Verb.GIVE_PART: lambda: assisting.give(
            s, parts, case, who, assisting.Task("mediate", "hall", "请去劝一劝", shanghai_day(parts.clock.now()))
        ),
        Verb.STRIKE_PART: lambda: assisting.strike(
            s, parts, case, who, number=len(joint.of_case(s, case)), reason="不等了"
        ),
        Verb.TAKE_BACK: lambda: taking_back.take_back(s, parts, case, who),
        Verb.RESOLVE: lambda: handler_actions.resolve(s, parts, case, who, text="好了"),
        Verb.CLOSE: lambda: reporter_actions.answer(s, parts, case, who, fixed=True),
        Verb.REOPEN: lambda: reporter_actions.reopen(s, parts, case, who),
        Verb.WITHDRAW: lambda: reporter_actions.withdraw(s, parts, case, who),
        Verb.RESTORE: lambda: reporter_actions.restore(s, parts, case, who),
        Verb.ADD_DETAIL: lambda: reporter_actions.add_detail(s, parts, case, who, text="还有"),
        Verb.REMIND: lambda: reporter_actions.remind(s, parts, case, who),
        Verb.SUPERVISE: lambda: desk_actions.supervise(s, parts, case, who, text="快"),
        Verb.CORRECT: lambda: desk_corrections.correct(s, parts, case, who, {"kind": "complaint"}),
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
