"""A vote that a supervisor proposes to halt, and a second person who agrees."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.consultations.verbs import (
    queries,
)
from portal.consultations.verbs.watching import halting, second_person
from portal.kernel.roles import Role, StaffActor
from portal.staff.models import Account
from tests.portal.consultations.consultations_world import World
from tests.portal.consultations.test_consultations_pages import text_of

WHY = "问的是由谁来带社区，就是换了说法的居委会主任选举"


def halt(
    world: World, found_id: int, actor: StaffActor | None = None, ground: str = "election", why: str = WHY
) -> None:
    """As one supervisor proposes and another agrees; at once, if a scrutineer's objection stands."""
    if not halting.halt(world.parts, actor or world.supervisor, found_id, ground, why):
        halting.agree(world.parts, second_supervisor(world), found_id, proposal(world, found_id))


def second_supervisor(world: World, **more: Any) -> StaffActor:
    """Another supervisor, made when first asked for."""
    with world.parts.db.write() as s:
        made = s.scalar(sa.select(Account).where(Account.username == "督查二"))
        if made is None:
            made = Account(
                username="督查二", password_hash="-", name="督查二", role=Role.SUPERVISOR, created_at=world.now
            )
            s.add(made)
        for name, value in more.items():
            setattr(made, name, value)
        s.flush()
        return StaffActor(id=made.id, username=made.username, name=made.name, role=Role.SUPERVISOR)


def proposal(world: World, found_id: int) -> int:
    with world.parts.db.read() as s:
        found = second_person.proposal_of(s, queries.get(s, found_id))
        assert found is not None
        return found.id


def press(client: FlaskClient, found_id: int, **data: str) -> str:
    """The page that the halt's form answers with; pressed once more if it is the preview."""
    return text_of(client.post(f"/committee/consultations/{found_id}/halt", data=data, follow_redirects=True))
