"""A vote that was noticed, and a scrutineer who declares what it is."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.consultations.models import ScrutinyVerdict
from portal.consultations.verbs import scrutineer
from tests.portal.consultations.consultations_world import YES, World
from tests.portal.consultations.test_closing import vote

WHY = "问的是由谁带这个社区，就是选居委会主任"


def noticed(world: World, **plan: Any) -> int:
    with world.parts.db.write() as s:
        return world.noticed(s, world.plan(**plan), confirmed=False)


def objection(world: World) -> int:
    with world.parts.db.read() as s:
        return s.scalars(sa.select(ScrutinyVerdict.id).where(ScrutinyVerdict.verdict == "objected")).one()


def open_and_objected(world: World) -> int:
    found_id = world.open(roll=3)
    vote(world, found_id, [1, 2], YES)
    with world.parts.db.write() as s:
        scrutineer.object_to(s, world.scrutineer, found_id, WHY, world.now, outside=True)
    return found_id
