"""A vote that runs, and whoever would like it gone."""

from __future__ import annotations

from typing import Any

from portal.consultations.verbs.watching import halting
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account
from tests.portal.consultations.consultations_world import World
from tests.portal.consultations.halting_world import WHY, proposal
from tests.portal.consultations.test_closing import vote


def running(world: World, **plan: Any) -> int:
    """An open vote of five by name in which two said no and one yes, the chair on the side of the yes."""
    asks = [{"text": "同意吗？", "kind": "yes_no"}]
    found = world.open(world.plan(**{"secrecy": "named", "questions": asks} | plan), roll=5)
    vote(world, found, [1, 2], {"q1": ["no"]})
    vote(world, found, [3], {"q1": ["yes"]})
    return found


def account(world: World, name: str, role: Role, *, phone: str = "", committee: int | None = None) -> StaffActor:
    """One more account, as an operator makes it."""
    with world.parts.db.write() as s:
        made = Account(username=name, password_hash="-", name=name, role=role, created_at=world.now, phone=phone)
        made.committee_id = committee
        s.add(made)
        s.flush()
        return StaffActor(id=made.id, username=name, name=name, role=role, committee_id=committee)


def propose_and_agree(world: World, found: int, one: StaffActor, other: StaffActor, why: str = WHY) -> None:
    """Two accounts of a supervisor's role: one proposes to halt the vote, the other agrees."""
    if not halting.halt(world.parts, one, found, "election", why):
        halting.agree(world.parts, other, found, proposal(world, found))
