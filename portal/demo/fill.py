"""Fill an empty portal with the demo community, in one transaction: a kill in the middle leaves nothing of it."""

from __future__ import annotations

from dataclasses import replace

from portal.demo import cases, people
from portal.demo.stories import FOLDER
from portal.grids import service as grids
from portal.web import Parts


class NotADemo(Exception):
    """The portal is not a demo, or holds something else: nothing was touched."""


def fill(parts: Parts) -> None:
    """Make the demo community; does nothing where it was made already. Raises NotADemo."""
    if not parts.settings.demo:
        raise NotADemo("DEMO is not 1")
    clock = cases.TurnedClock(parts.clock.now())
    turned = replace(parts, clock=clock)
    with parts.db.write() as s:
        if grids.is_seeded(s):
            if not grids.community(s).get("demo"):
                raise NotADemo("the database holds another community")
            return
        if people.settled(s):
            raise NotADemo("the database holds accounts of somebody else")
        grids.seed(s, FOLDER)
        cast = people.settle(s, turned)
        cases.tell(s, turned, clock, cast)
        cases.calm(s, clock.moment)
