"""The table of phases, and that nothing goes past it."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path

import pytest

from portal.consultations.law.phases import (
    ENDED_WITHOUT_RESULT,
    OVER,
    TABLE,
    Act,
    NotInThisPhase,
    State,
    allows,
    next_state,
)
from portal.kernel.config import PROJECT

ONLY = "portal/consultations/verbs/acting.py"


def setters(root: Path = PROJECT) -> list[str]:
    """`file:line` of each place of the room, but the one allowed, that gives something a `.state`."""
    found = []
    for path in sorted((root / "portal" / "consultations").rglob("*.py")):
        where = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store):
                found += [] if where == ONLY else [f"{where}:{node.lineno}"]
    return found


def test_every_act_and_state_stands_in_the_table() -> None:
    """A new act has a row; every state but the first is led to, every state but the last three is left."""
    assert set(TABLE) == set(Act)
    assert {move.leads_to for move in TABLE.values()} - {None} == set(State)
    left = {
        state for state, act in itertools.product(State, Act) if allows(state, act) and next_state(state, act) != state
    }
    assert left == set(State) - {State.PUBLISHED, *ENDED_WITHOUT_RESULT}


@pytest.mark.parametrize(("state", "act"), list(itertools.product(State, Act)))
def test_an_act_is_taken_or_refused_with_words(state: State, act: Act) -> None:
    """Either it leads to a state, or it is said in Chinese what cannot be done and why."""
    if allows(state, act):
        assert next_state(state, act) in State
        return
    with pytest.raises(NotInThisPhase, match=f"^这个议题{state.label}，不能"):
        next_state(state, act)


def test_what_is_over_stays_over() -> None:
    """No act leads back from counted to open, and none takes a ballot."""
    for state, act in itertools.product(OVER, Act):
        if allows(state, act):
            assert next_state(state, act) in OVER
    assert not any(allows(state, Act.VOTE) for state in State if state is not State.OPEN)


def test_only_one_place_changes_a_state() -> None:
    """`acting.advance` asks the table."""
    assert setters() == []


def test_a_state_set_by_hand_is_found(tmp_path: Path) -> None:
    """The law's broken twin, a tuple's too."""
    room = tmp_path / "portal" / "consultations"
    room.mkdir(parents=True)
    (room / "back_door.py").write_text("found.state, found.at = 1, 2\n", encoding="utf-8")
    assert setters(tmp_path) == ["portal/consultations/back_door.py:1"]
