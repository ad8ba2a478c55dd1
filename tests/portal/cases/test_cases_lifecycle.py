"""The lifecycle's table: who may do what, when; no dead ends; the events replay to the row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.cases.rules.lifecycle import ENDED, OPEN, TABLE, Actor, Illegal, State, Verb, allowed, step
from portal.cases.rules.projection import PastEvent, replay

ALL = [(state, verb, actor) for state in State for verb in Verb for actor in Actor]

# Written out by hand from glossary.md, apart from the table: what moves a case, and who may do it.
MOVES = {
    ("reported", "accept", "desk"): "accepted",
    ("reported", "accept", "supervisor"): "accepted",
    ("reported", "reject", "desk"): "rejected",
    ("reported", "reject", "supervisor"): "rejected",
    ("reported", "dispatch", "desk"): "dispatched",
    ("reported", "dispatch", "supervisor"): "dispatched",
    ("reported", "handle_on_spot", "grid"): "resolved",
    ("reported", "withdraw", "resident"): "withdrawn",
    ("accepted", "reject", "desk"): "rejected",
    ("accepted", "reject", "supervisor"): "rejected",
    ("accepted", "dispatch", "desk"): "dispatched",
    ("accepted", "dispatch", "supervisor"): "dispatched",
    ("accepted", "resolve", "desk"): "resolved",
    ("accepted", "resolve", "supervisor"): "resolved",
    ("accepted", "handle_on_spot", "grid"): "resolved",
    ("accepted", "withdraw", "resident"): "withdrawn",
    ("dispatched", "acknowledge", "body"): "in_progress",
    ("dispatched", "acknowledge", "grid"): "in_progress",
    ("dispatched", "acknowledge", "desk"): "in_progress",
    ("dispatched", "recall", "desk"): "accepted",
    ("dispatched", "recall", "system"): "accepted",
    ("dispatched", "send_back", "body"): "accepted",
    ("dispatched", "send_back", "grid"): "accepted",
    ("dispatched", "resolve", "body"): "resolved",
    ("dispatched", "resolve", "grid"): "resolved",
    ("dispatched", "resolve", "desk"): "resolved",
    ("dispatched", "resolve", "supervisor"): "resolved",
    ("dispatched", "handle_on_spot", "grid"): "resolved",
    ("dispatched", "withdraw", "resident"): "withdrawn",
    ("in_progress", "send_back", "body"): "accepted",
    ("in_progress", "send_back", "grid"): "accepted",
    ("dispatched", "confirm_return", "supervisor"): "accepted",
    ("in_progress", "confirm_return", "supervisor"): "accepted",
    ("in_progress", "transfer", "desk"): "dispatched",
    ("in_progress", "transfer", "supervisor"): "dispatched",
    ("in_progress", "resolve", "body"): "resolved",
    ("in_progress", "resolve", "grid"): "resolved",
    ("in_progress", "resolve", "desk"): "resolved",
    ("in_progress", "resolve", "supervisor"): "resolved",
    ("in_progress", "handle_on_spot", "grid"): "resolved",
    ("in_progress", "withdraw", "resident"): "withdrawn",
    ("resolved", "close", "resident"): "closed",
    ("resolved", "close", "system"): "closed",
    ("resolved", "reopen", "resident"): "dispatched",
    ("resolved", "withdraw", "resident"): "withdrawn",
    ("closed", "reopen", "resident"): "dispatched",
    ("reported", "merge", "desk"): "accepted",
    ("reported", "merge", "resident"): "accepted",
    ("dispatched", "split", "resident"): "accepted",
    ("in_progress", "split", "resident"): "accepted",
    ("dispatched", "split", "desk"): "accepted",
    ("dispatched", "split", "system"): "accepted",
    ("in_progress", "split", "desk"): "accepted",
    ("in_progress", "split", "system"): "accepted",
    ("accepted", "resolve", "system"): "resolved",
    ("dispatched", "resolve", "system"): "resolved",
    ("in_progress", "resolve", "system"): "resolved",
    ("resolved", "reopen", "system"): "dispatched",
    ("resolved", "take_back", "body"): "dispatched",
    ("resolved", "take_back", "grid"): "dispatched",
    ("resolved", "take_back", "desk"): "dispatched",
    ("resolved", "take_back", "supervisor"): "dispatched",
    ("resolved", "take_back", "system"): "dispatched",
    ("closed", "reopen", "system"): "dispatched",
    ("withdrawn", "restore", "resident"): "reported",
    ("rejected", "reopen", "resident"): "reported",
    ("rejected", "reopen", "desk"): "reported",
}

# What keeps the state: who may, while the case stands where. By hand too: a resident who writes staff's notes, or a
# body that corrects, would be an error of the table that no move shows.
STAFF = ("desk", "grid", "body", "supervisor")
UNRESOLVED = ("reported", "accepted", "dispatched", "in_progress")
EVERYWHERE = (*UNRESOLVED, "resolved", "rejected", "closed", "withdrawn")
KEPT = [
    (("in_progress",), "progress", ("body", "grid", "desk")),
    (("accepted", "dispatched", "in_progress"), "progress", ("system",)),
    (("accepted",), "merge", ("desk", "resident")),
    (("accepted",), "split", ("desk", "resident", "system")),
    (UNRESOLVED, "note", ("system",)),
    (("dispatched",), "transfer", ("desk", "supervisor")),
    (("dispatched", "in_progress"), "ask_return", ("body", "grid")),
    (("dispatched", "in_progress"), "keep", ("supervisor",)),
    (("accepted", "dispatched", "in_progress"), "ask_resident", ("desk", "body", "grid", "supervisor")),
    (("accepted", "dispatched", "in_progress"), "resume", ("resident", "system")),
    (("dispatched", "in_progress"), "ask_extension", ("body", "grid")),
    (("dispatched", "in_progress"), "grant_extension", ("desk", "supervisor")),
    (("dispatched", "in_progress"), "refuse_extension", ("desk", "supervisor")),
    (("resolved",), "follow_up", ("system",)),
    (("closed",), "close", ("resident",)),
    ((*UNRESOLVED, "resolved", "rejected", "closed"), "add_detail", ("resident",)),
    (UNRESOLVED, "remind", ("resident",)),
    ((*UNRESOLVED, "resolved"), "all_clear", ("resident",)),
    ((*UNRESOLVED, "resolved"), "supervise", ("supervisor",)),
    (UNRESOLVED, "correct", ("desk", "system")),
    (("rejected", "resolved", "closed"), "correct", ("system",)),
    (EVERYWHERE, "note", STAFF),
    (UNRESOLVED, "weigh", ("desk", "supervisor")),
    (UNRESOLVED, "permit", ("supervisor",)),
    ((*UNRESOLVED, "resolved", "closed"), "confide", ("desk",)),
    ((*UNRESOLVED, "resolved", "closed"), "disclose", ("resident",)),
    (EVERYWHERE, "attest", ("resident",)),
    (("dispatched", "in_progress"), "give_part", ("desk", "supervisor")),
    (UNRESOLVED, "finish_part", ("assisting",)),
    (UNRESOLVED, "return_part", ("assisting",)),
    (UNRESOLVED, "strike_part", ("desk", "supervisor")),
    (("resolved", "closed"), "inspect", ("grid", "desk")),
    (EVERYWHERE, "seal", ("desk", "supervisor")),
    (EVERYWHERE, "assign", ("desk", "supervisor", "system")),
    (EVERYWHERE, "unseal", ("supervisor",)),
]
OVERLAYS = {(state, verb, actor) for states, verb, actors in KEPT for state in states for actor in actors}


@pytest.mark.parametrize(("state", "verb", "actor"), ALL)
def test_every_triple_is_as_written(state: State, verb: Verb, actor: Actor) -> None:
    """A move leads where the list says; an overlay keeps the state; all else is refused in Chinese."""
    to = TABLE.get((state, verb, actor))
    if to is None:
        with pytest.raises(Illegal, match="不能"):
            step(state, verb, actor)
        assert (state, verb, actor) not in MOVES
        return
    assert step(state, verb, actor) is to
    assert to == MOVES.get((state, verb, actor), state)
    assert to is not state or (state, verb, actor) in OVERLAYS


def test_every_move_of_the_list_is_in_the_table() -> None:
    """Nothing of the list is missing."""
    assert {key for key in (*MOVES, *OVERLAYS) if key not in TABLE} == set()


def test_a_residents_hand_in_the_staffs_notes_would_be_seen() -> None:
    """The list is an opinion of its own: a table that lets a resident write notes differs from it."""
    kept = {key for key, to in TABLE.items() if to is key[0]}
    assert kept == OVERLAYS
    assert kept | {(State.REPORTED, Verb.NOTE, Actor.RESIDENT)} != OVERLAYS


def test_no_clerk_closes() -> None:
    """结案 follows the resident's answer, or its lawful absence: never a member of the staff."""
    closers = {actor for (_state, verb, actor) in TABLE if verb is Verb.CLOSE}
    assert closers == {Actor.RESIDENT, Actor.SYSTEM}


def test_every_state_has_a_way_to_an_end() -> None:
    """From every open state some path of moves ends the case."""
    reached = set(ENDED)
    for _ in State:
        reached |= {state for (state, _verb, _actor), to in TABLE.items() if to in reached}
    assert reached == set(State)


def test_an_ended_case_is_moved_only_by_reopening() -> None:
    """Rejected and closed stay so until somebody reopens, withdrawn until its reporter restores it."""
    moved = {(state, verb) for (state, verb, _actor), to in TABLE.items() if state in ENDED and to is not state}
    assert moved == {
        (State.CLOSED, Verb.REOPEN),
        (State.REJECTED, Verb.REOPEN),
        (State.WITHDRAWN, Verb.RESTORE),
    }


NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def _rounds_begun_anew(verbs: list[Verb]) -> int:
    """How often a case was reopened, or restored after somebody had resolved it."""
    rounds, resolved = 0, False
    for verb in verbs:
        if verb is Verb.REOPEN or (verb is Verb.RESTORE and resolved):
            rounds += 1
        undone = (Verb.REOPEN, Verb.RESTORE, Verb.TAKE_BACK)
        resolved = verb in (Verb.RESOLVE, Verb.HANDLE_ON_SPOT) or (resolved and verb not in undone)
    return rounds


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(Actor)), st.integers(0, 30)), max_size=60))
def test_a_random_walk_can_always_be_ended_and_replayed(choices: list[tuple[Actor, int]]) -> None:
    """Whoever does whatever they may: the replayed state is the walked one, and an open case still has a way out."""
    state, events = State.REPORTED, [PastEvent(Verb.REPORT, NOON, {"kind": "request"}, State.REPORTED)]
    for number, (actor, pick) in enumerate(choices):
        verbs = allowed(state, actor)
        if not verbs:
            continue
        verb = verbs[pick % len(verbs)]
        state = step(state, verb, actor)
        events.append(PastEvent(verb, NOON + timedelta(minutes=number), {}, state))
    told = replay(events)
    assert told.state is state
    assert told.kind == "request"
    assert told.reopened == _rounds_begun_anew([event.verb for event in events])
    if state in OPEN:
        assert Verb.WITHDRAW in allowed(state, Actor.RESIDENT)
