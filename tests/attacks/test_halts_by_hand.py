"""SQL neither halts a vote nor takes a halt back: each is caught, and without what the keys' folder knows it is believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.ballots import audit, opening_record
from portal.consultations.verbs import (
    closing,
    opening,
    queries,
    voting,
)
from portal.consultations.verbs.watching import halting
from portal.kernel.errors import Problem
from portal.kernel.roles import Role
from tests.attacks.halted_votes_world import account, propose_and_agree, running
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, YES, World, world
from tests.portal.consultations.halting_world import WHY
from tests.portal.consultations.test_closing import vote
from tests.portal.consultations.test_consultations_pages import text_of

__all__ = ["world"]


def sql(world: World, statement: str, **values: Any) -> None:
    with world.parts.db.engine.begin() as connection:
        connection.execute(sa.text(statement), values)


def lawfully_halted(world: World, *, votes: bool, opened: bool = True) -> int:
    """A vote that two supervisors halted; `votes`: somebody had voted."""
    if opened:
        found = running(world) if votes else world.open(world.plan(secrecy="named"), roll=3)
    else:
        with world.parts.db.write() as s:
            found = world.noticed(s)
    propose_and_agree(world, found, world.supervisor, account(world, f"second-{found}", Role.SUPERVISOR))
    return found


def halted_by_hand(world: World) -> int:
    """State, event, names and reason, as the program would have written them, and the choices gone."""
    found = running(world)
    account(world, "second", Role.SUPERVISOR)
    sql(world, "UPDATE consultation SET state = 'halted', void_reason = :why WHERE id = :id", id=found, why=WHY)
    detail = {"ground": "election", "was_open": True, "second": world.supervisor.id, "objected": False}
    sql(
        world,
        "INSERT INTO consultation_event (consultation_id, verb, at, account_id, detail) "
        "SELECT :id, 'halted', max(at), :who, :detail FROM consultation_event",
        id=found,
        who=world.supervisor.id,
        detail=json.dumps(detail),
    )
    return found


def halted_by_others(world: World) -> int:
    """Another supervisor's name under a halt that was lawful."""
    found = lawfully_halted(world, votes=True)
    other = account(world, "nobody-asked", Role.SUPERVISOR)
    sql(world, "UPDATE consultation_event SET account_id = :who WHERE verb = 'halted'", who=other.id)
    return found


def halted_for_another_reason(world: World) -> int:
    found = lawfully_halted(world, votes=True)
    sql(world, "UPDATE consultation SET void_reason = '问的是选哪家物业，由业主共同决定' WHERE id = :id", id=found)
    return found


def open_again(world: World) -> int:
    """Nobody had voted: no choice is missing, and the log forgets the halt."""
    found = lawfully_halted(world, votes=False)
    sql(world, "UPDATE consultation SET state = 'open', closed_at = NULL, void_reason = '' WHERE id = :id", id=found)
    sql(world, "DELETE FROM consultation_event WHERE verb LIKE 'halt%'")
    return found


def noticed_again(world: World) -> int:
    """It had not begun when it was halted."""
    found = lawfully_halted(world, votes=False, opened=False)
    sql(world, "UPDATE consultation SET state = 'noticed', void_reason = '' WHERE id = :id", id=found)
    sql(world, "DELETE FROM consultation_event WHERE verb LIKE 'halt%'")
    return found


def cast_by_number_three(world: World, found: int) -> None:
    with world.parts.db.write() as s:
        consultation = voting.lock_for_voting(s, found, world.now)
        voting.cast(s, world.ring, consultation, world.entry(s, found, 3), NO, channel="web", now=world.now)


def is_caught(world: World, client: FlaskClient, clock: HandClock, found: int) -> None:
    """Nobody is said to have halted it, nobody votes, opens or counts it, and page, API and bot's door name it as no vote of theirs."""
    with world.parts.db.read() as s:
        state = queries.get(s, found).state
        assert halting.halt_of(s, world.ring, queries.get(s, found)) is None
    if state != "noticed":
        page = text_of(client.get(f"/consultations/{found}"))
        assert "对不上" in page
        assert "这次表决已停止" not in page
        assert "halted" not in (client.get(f"/api/v1/consultations/{found}").get_json() or {})
    with world.parts.db.write() as s, pytest.raises(Problem):
        opening.open_vote(s, world.chair, found, world.ring, world.now)
    with pytest.raises(Problem):
        cast_by_number_three(world, found)
    clock.move(days=4)
    with pytest.raises(Problem):
        closing.close(world.parts, world.chair, found)


BY_HAND = [halted_by_hand, halted_by_others, halted_for_another_reason, open_again, noticed_again]


@pytest.mark.parametrize("flip", BY_HAND)
def test_sql_neither_halts_a_vote_nor_takes_a_halt_back(
    world: World, client: FlaskClient, clock: HandClock, flip: Callable[[World], int]
) -> None:
    is_caught(world, client, clock, flip(world))


def _no_file_is_asked(patch: pytest.MonkeyPatch) -> None:
    """As it was before `LINLI_KEYS` said who halted it."""
    patch.setattr(halting, "_proof", lambda *_any: "same")
    patch.setattr(opening_record.KeyRing, "get", _with_halt(opening_record.KeyRing.get))
    patch.setattr(opening_record, "has_ended", lambda *_any: False)
    patch.setattr(audit, "has_ended", lambda *_any: False)


def _with_halt(get: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def got(self: Any, number: int, name: str) -> dict[str, Any]:
        return {"halt": "same"} if name == opening_record.VOID else get(self, number, name)

    return got


@pytest.mark.parametrize("flip", BY_HAND)
def test_without_what_the_keys_folder_knows_each_flip_is_believed(
    world: World, client: FlaskClient, clock: HandClock, monkeypatch: pytest.MonkeyPatch, flip: Callable[[World], int]
) -> None:
    found = flip(world)
    _no_file_is_asked(monkeypatch)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        is_caught(world, client, clock, found)


@pytest.mark.parametrize("opened", [True, False])
def test_a_lawful_halt_is_told_to_everybody(world: World, client: FlaskClient, opened: bool) -> None:
    """Honest: page and API name both, and what was open beside it goes on."""
    found = lawfully_halted(world, votes=opened, opened=opened)
    page = text_of(client.get(f"/consultations/{found}"))
    assert "这次表决已停止，没有结果" in page
    assert "对不上" not in page
    told = client.get(f"/api/v1/consultations/{found}").get_json()["halted"]
    assert (told["by"]["name"], told["with"]["name"]) == (f"second-{found}", "supervisor")
    beside = world.open(roll=3)
    vote(world, beside, [1], YES)
