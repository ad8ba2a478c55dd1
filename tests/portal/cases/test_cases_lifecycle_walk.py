"""Must hold: whatever anybody does in whatever order, no event is lost, the replay is the row, and a way to close is left."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from random import Random

import pytest
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.records import actors, event_log
from portal.cases.rules import lifecycle, projection
from portal.cases.rules.lifecycle import TABLE, Actor, State, Verb
from portal.cases.rules.projection import PastEvent, Projection
from portal.cases.verbs.desk import desk_actions
from portal.cases.verbs.handler import handler_actions
from portal.cases.verbs.notifying import following_up
from portal.cases.verbs.reporter import reporter_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import Find, report
from tests.portal.cases.lifecycle_walk import (
    CALLS,
    Lost,
    RealWalk,
    walk_the_table,
    without_a_way_to_close,
)
from tests.portal.conftest import HandClock

STEPS_OF_A_CASE = 50
HOW = "seed {seed}; run it again with LINLI_WALK_SEED={seed}"


@pytest.fixture
def seed() -> int:
    """A new seed each time, so that every run walks elsewhere; LINLI_WALK_SEED repeats one."""
    number = int(os.environ.get("LINLI_WALK_SEED") or Random().randrange(10**6))
    print(HOW.format(seed=number))
    return number


def test_no_state_is_without_a_way_to_close() -> None:
    """Staff and timers alone bring every open state to a close: no case hangs because its reporter is silent."""
    assert without_a_way_to_close(TABLE) == set()


@pytest.mark.usefixtures("hall_reads")
def test_ten_thousand_steps_through_the_table_lose_nothing(seed: int) -> None:
    """The facts are what the events say, counted by other means."""
    assert len(walk_the_table(seed, 10_000)) == 10_000


def test_a_table_with_a_state_without_a_way_out_is_caught() -> None:
    """The broken twin: nobody may do anything that moves a case in progress, or only the resident may."""
    stuck = {key: to for key, to in TABLE.items() if key[0] is not State.IN_PROGRESS or to is State.IN_PROGRESS}
    assert without_a_way_to_close(stuck) == {State.IN_PROGRESS}
    hers_alone = {key: to for key, to in TABLE.items() if key[0] is not State.RESOLVED or key[2] is Actor.RESIDENT}
    assert State.RESOLVED in without_a_way_to_close(hers_alone)


@pytest.mark.parametrize("forgotten", [Verb.SEND_BACK, Verb.REOPEN, Verb.RESOLVE, Verb.SUPERVISE])
def test_an_event_that_is_not_replayed_is_caught(seed: int, forgotten: Verb) -> None:
    """The other broken twin: a replay that passes over one verb."""

    def forgetful(events: Iterable[PastEvent]) -> Projection:
        return projection.replay(event for event in events if event.verb is not forgotten)

    with pytest.raises(Lost):
        walk_the_table(seed, 2_000, replay=forgetful)


def walked(parts: Parts, clock: HandClock, who: Find, reporter: int, seed: int, steps: int) -> RealWalk:
    """Walk `steps` steps, some on one case, then on the next, each case in a transaction of its own."""
    random, verbs = Random(seed), Counter[Verb]()
    done = refused = 0
    while True:
        with parts.db.write() as s:
            walk = RealWalk(s, parts, clock, who, reporter, random, done, refused, verbs)
            walk.walk(min(STEPS_OF_A_CASE, steps - done - refused))
        done, refused = walk.done, walk.refused
        if done + refused >= steps:
            return walk


@pytest.mark.usefixtures("hall_reads")
def test_a_walk_through_the_real_verbs_loses_nothing(
    parts: Parts, clock: HandClock, who: Find, reporter: int, seed: int
) -> None:
    """A part of the long walk below, in every run."""
    walk = walked(parts, clock, who, reporter, seed, 500)
    assert walk.done + walk.refused == 500


@pytest.mark.slow
def test_ten_thousand_steps_through_the_real_verbs_lose_nothing(
    parts: Parts, clock: HandClock, who: Find, reporter: int, seed: int
) -> None:
    """And they get everywhere: each verb of the table was done at least once."""
    walk = walked(parts, clock, who, reporter, seed, 10_000)
    assert walk.done > 3_000
    assert set(Verb) - set(walk.verbs) == {Verb.REPORT}


@pytest.mark.parametrize("forgotten", [Verb.DISPATCH, Verb.ACCEPT])
def test_the_real_walk_catches_a_replay_that_forgets(
    parts: Parts,
    clock: HandClock,
    who: Find,
    reporter: int,
    monkeypatch: pytest.MonkeyPatch,
    forgotten: Verb,
) -> None:
    """The broken twin of the real walk."""
    whole = projection.replay

    def forgetful(events: Iterable[PastEvent]) -> Projection:
        return whole(event for event in events if event.verb is not forgotten)

    monkeypatch.setattr(event_log, "replay", forgetful)
    with pytest.raises(AssertionError, match="the replay is not the row"):
        walked(parts, clock, who, reporter, 1, 1_000)


def test_the_real_walk_catches_a_state_without_a_way_out(
    parts: Parts, clock: HandClock, who: Find, reporter: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a table in which only its handler may resolve a case, the desk cannot close what a silent body has."""
    stuck = {key: to for key, to in TABLE.items() if key[1:] != (Verb.RESOLVE, Actor.DESK)}
    monkeypatch.setattr(lifecycle, "TABLE", stuck)
    with pytest.raises(Exception, match="不能办结"):
        walked(parts, clock, who, reporter, 1, 1_000)


def brought_to(state: State, s: Session, parts: Parts, who: Find, contact: int) -> Case:
    """A case in this state."""
    case, desk, body, resident = (
        report(s, parts, contact),
        who(s, Role.DESK),
        who(s, Role.BODY),
        actors.resident(contact),
    )
    steps = {
        State.ACCEPTED: lambda: desk_actions.accept(s, parts, case, desk),
        State.REJECTED: lambda: desk_actions.reject(
            s, parts, case, desk, ground="other_body", office="水务", phone="96390"
        ),
        State.DISPATCHED: lambda: desk_actions.dispatch(s, parts, case, desk, body="lamps"),
        State.IN_PROGRESS: lambda: handler_actions.acknowledge(s, parts, case, body),
        State.RESOLVED: lambda: handler_actions.resolve(s, parts, case, body, text="好了"),
        State.CLOSED: lambda: following_up.close_unconfirmed(s, parts, case),
        State.WITHDRAWN: lambda: reporter_actions.withdraw(s, parts, case, resident),
    }
    way = {
        State.REPORTED: (),
        State.REJECTED: (State.REJECTED,),
        State.WITHDRAWN: (State.WITHDRAWN,),
        State.ACCEPTED: (State.ACCEPTED,),
    }.get(state) or [one for one in _WAY if list(State).index(one) <= list(State).index(state)]
    for one in () if state is State.REPORTED else way:
        steps[one]()
    assert case.state == state
    return case


_WAY = (State.DISPATCHED, State.IN_PROGRESS, State.RESOLVED, State.CLOSED)


@contextmanager
def undone(s: Session) -> Iterator[None]:
    """What happens in it is rolled back."""
    savepoint = s.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


@pytest.mark.usefixtures("hall_reads")
@pytest.mark.parametrize("state", list(State))
def test_every_triple_is_tried_through_the_real_verbs(
    parts: Parts, clock: HandClock, who: Find, reporter: int, s: Session, state: State
) -> None:
    """A verb that the table does not allow is refused; one that it allows is done, or refused with a reason of its own."""
    walk = RealWalk(s, parts, clock, who, reporter, Random(1))
    case = brought_to(state, s, parts, who, reporter)
    did: set[tuple[Verb, Actor]] = set()
    for actor in (actor for actor in Actor if actor is not Actor.SYSTEM):
        by = walk.who_acts(actor, case)
        for verb in CALLS:
            with undone(s):
                before = len(case.events)
                walk.try_verb(case, verb, by)
                did |= {(verb, actor)} if verb in {event.verb for event in case.events[before:]} else set()
            s.expire_all()
    in_table = {(verb, actor) for (at, verb, actor) in TABLE if at is state and actor is not Actor.SYSTEM}
    assert did <= in_table
    assert {f"{verb} {actor}" for verb, actor in in_table - did} == REFUSED_ALL_THE_SAME.get(state, set()) | _NOT_SEALED


_A_BODYS = ("send_back grid", "ask_return grid", "ask_extension grid", "ask_resident grid", "resolve grid")
_NOT_ASKED = (  # nobody asked for anything here
    "confirm_return supervisor",
    "keep supervisor",
    *(f"{verb} {actor}" for verb in ("grant_extension", "refuse_extension") for actor in ("desk", "supervisor")),
)
_NOT_PAUSED = "resume resident"  # nobody asked them
_NO_CONDUCT = "permit supervisor"  # the case is about nobody's conduct
_NOT_ACCEPTED = "merge resident"  # a reporter cannot have theirs merged into a case that no clerk has accepted
_NOT_MERGED = ("split desk", "split resident")  # into nothing
_NOT_SEALED = {"assign desk", "assign supervisor", "unseal supervisor"}
_NO_PARTS = (
    "finish_part assisting",
    "return_part assisting",
    "strike_part desk",
    "strike_part supervisor",
)  # nobody has one
_READ_BY_THE_DESK = (
    "resolve supervisor",
    "ask_resident supervisor",
)  # and accept, dispatch, reject: a clerk may read it
REFUSED_ALL_THE_SAME = {
    State.REPORTED: {
        "accept supervisor",
        "dispatch supervisor",
        "reject supervisor",
        _NO_CONDUCT,
        _NOT_ACCEPTED,
        *_NO_PARTS,
    },
    State.ACCEPTED: {
        "dispatch supervisor",
        "reject supervisor",
        *_READ_BY_THE_DESK,
        *_NO_PARTS,
        _NO_CONDUCT,
        _NOT_PAUSED,
        *_NOT_MERGED,
        _NOT_ACCEPTED,
    },
    State.DISPATCHED: {
        *_READ_BY_THE_DESK,
        *_NO_PARTS,
        "acknowledge grid",
        "ask_resident body",  # before it has signed for it
        *_A_BODYS,
        *_NOT_ASKED,
        _NO_CONDUCT,
        _NOT_PAUSED,
        *_NOT_MERGED,
    },
    State.IN_PROGRESS: {
        *_READ_BY_THE_DESK,
        *_NO_PARTS,
        "progress grid",
        *_A_BODYS,
        *_NOT_ASKED,
        _NO_CONDUCT,
        _NOT_PAUSED,
        *_NOT_MERGED,
    },
    State.RESOLVED: {"take_back grid", "take_back desk", "take_back supervisor"},  # the body resolved it
}
"""What the table allows and the verb refuses here: a grid worker signs for nothing that a body has."""


def test_every_verb_is_walked() -> None:
    """A new verb is missing here until the walk does it."""
    assert set(Verb) - set(CALLS) == {Verb.REPORT, Verb.FOLLOW_UP}
