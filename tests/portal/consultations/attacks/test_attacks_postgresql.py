"""PostgreSQL's own traces: the transaction that wrote a row (xmin) and the place where it lies (ctid)."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.consultations.ballots import urn
from portal.consultations.models import OpenedBallot, RollEntry
from portal.consultations.verbs import closing, opening, voting
from tests.portal.consultations.attacks.chance import Score, bound
from tests.portal.consultations.attacks.test_attacks import QUESTIONS, REPEATS, SEED, VOTERS, choices_of
from tests.portal.consultations.consultations_world import World

pytestmark = pytest.mark.services


@dataclass(frozen=True)
class Trace:
    """A row as PostgreSQL keeps it."""

    xmin: int
    ctid: tuple[int, int]
    value: object


@dataclass(frozen=True)
class Traces:
    """What the attacker read: the voters' rows (at once after each vote), the ballots' rows after closing."""

    voters: tuple[Trace, ...]  # in the order of voting
    ballots: tuple[Trace, ...]


def by_xmin(traces: Traces) -> list[str]:
    """The same transaction wrote the voter's row and the ballot; the rest in the order of transactions."""
    of = {trace.xmin: str(trace.value) for trace in traces.ballots}
    matched = [of.get(trace.xmin) for trace in traces.voters]
    if len(of) == len(traces.ballots) and all(found is not None for found in matched):
        return [str(found) for found in matched]
    return [str(trace.value) for trace in sorted(traces.ballots, key=lambda trace: (trace.xmin, trace.ctid))]


def by_ctid(traces: Traces) -> list[str]:
    """Rows lie in the order in which they were written: the voters' and the ballots'."""
    places = sorted(range(len(traces.voters)), key=lambda place: traces.voters[place].ctid)
    ballots = [str(trace.value) for trace in sorted(traces.ballots, key=lambda trace: trace.ctid)]
    guess = [""] * len(places)
    for place, ballot in zip(places, ballots, strict=True):
        guess[place] = ballot
    return guess


def read(s: Session, table: str, column: str, where: str) -> list[Trace]:
    rows = s.execute(sa.text(f"SELECT xmin::text::bigint, ctid::text, {column} FROM {table} WHERE {where}"))
    return [Trace(xmin, _place(ctid), value) for xmin, ctid, value in rows]


def _place(ctid: str) -> tuple[int, int]:
    block, _, line = ctid.strip("()").partition(",")
    return int(block), int(line)


def hold(world: World, found_id: int, seed: int) -> tuple[Traces, Traces, list[str]]:
    """One secret vote in the urn and, beside it, the same on clear rows; what both leave, and the truth."""
    chance = random.Random(seed)
    cast = choices_of(chance)
    with world.parts.db.write() as s:
        opening.open_vote(s, world.chair, found_id, world.ring, world.now)
        voters = list(
            s.scalars(sa.select(RollEntry.id).where(RollEntry.consultation_id == found_id).order_by(RollEntry.id))
        )
    chance.shuffle(voters)
    seen: list[Trace] = []
    for voter, given in zip(voters, cast, strict=True):
        with world.parts.db.write() as s:
            found = voting.lock_for_voting(s, found_id, world.now)
            voting.cast(s, world.ring, found, s.get_one(RollEntry, voter), given, channel="web", now=world.now)
            s.execute(sa.text("INSERT INTO clear_roll VALUES (:vote, :voter)"), {"vote": found_id, "voter": voter})
            row = {"vote": found_id, "choices": urn.canonical_choices(given)}
            s.execute(sa.text("INSERT INTO clear_ballot VALUES (gen_random_uuid(), :vote, :choices)"), row)
        with world.parts.db.read() as s:
            seen += read(s, "envelope", "roll_entry_id", f"roll_entry_id = {int(voter)}")
    closing.close(world.parts, world.chair, found_id)
    with world.parts.db.read() as s:
        ours = Traces(tuple(seen), tuple(read(s, "opened_ballot", "content", f"consultation_id = {found_id}")))
        clear_voters = {trace.value: trace for trace in read(s, "clear_roll", "voter", f"vote = {found_id}")}
        clear_ballots = read(s, "clear_ballot", "choices", f"vote = {found_id}")
        clear = Traces(tuple(clear_voters[voter] for voter in voters), tuple(clear_ballots))
        assert s.scalar(sa.select(sa.func.count()).select_from(OpenedBallot)) is not None
    return ours, clear, [urn.canonical_choices(given) for given in cast]


def test_xmin_and_ctid_tell_nothing_of_the_urn_and_all_of_clear_rows(world: World) -> None:
    """200 seeded votes of 30; 95% for the family; each attacker wins against the clear rows of the same votes."""
    if world.parts.db.is_sqlite:
        pytest.skip("needs PostgreSQL: make services-test")
    with world.parts.db.write() as s:
        s.execute(sa.text("CREATE TABLE clear_roll (vote int, voter int)"))
        s.execute(sa.text("CREATE TABLE clear_ballot (id uuid PRIMARY KEY, vote int, choices text)"))
        ready = [world.noticed(s, world.plan(questions=QUESTIONS), roll=VOTERS) for _repeat in range(REPEATS)]
    family = {"xmin": by_xmin, "ctid": by_ctid}
    ours, leaky = {name: Score() for name in family}, {name: Score() for name in family}
    for repeat, found_id in enumerate(ready):
        urn_traces, clear_traces, truth = hold(world, found_id, SEED + repeat)
        for name, attack in family.items():
            ours[name].add(attack(urn_traces), truth, SEED + repeat)
            leaky[name].add(attack(clear_traces), truth, SEED + repeat)
    limit = bound(len(family))
    for name in family:
        print(
            f"{name}: urn {ours[name].share:.1%} (z {ours[name].z:+.2f}), clear {leaky[name].share:.1%} (z {leaky[name].z:+.1f})"
        )
    assert [name for name in family if ours[name].z >= limit] == []
    assert [name for name in family if leaky[name].z < 10 * limit] == []
