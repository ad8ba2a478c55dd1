"""Fill an empty portal with the demo community, in one transaction: if interrupted, the database stays empty."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from portal.admission import listing, sheets
from portal.consultations.ballots.keys import KeyRing
from portal.demo import cases, consultations, people
from portal.demo.stories import FOLDER
from portal.grids import service as grids
from portal.storage.parts import Parts


class NotADemo(Exception):
    """The portal is not a demo, or holds other data; nothing was changed."""


def fill(parts: Parts) -> None:
    """Make the demo community, unless it is there already. Raises NotADemo.

    Keys of votes that an interrupted filling left are removed.
    """
    if not parts.settings.demo:
        raise NotADemo("DEMO is not 1")
    clock = cases.DemoClock(parts.clock.now())
    turned, ring = replace(parts, clock=clock), KeyRing(parts.settings.keys)
    with parts.db.write() as s:
        if grids.is_seeded(s):
            if not grids.community(s).get("demo"):
                raise NotADemo("the database holds another community")
            return
        if people.has_people(s):
            raise NotADemo("the database holds accounts of somebody else")
        grids.seed(s, FOLDER)
        made = people.make_people(s, turned)
        _list_tasks(s, made, clock)
        cases.play_stories(s, turned, clock, made)
        consultations.make_consultations(s, made, ring, clock.moment)
        cases.mark_past_sent(s, clock.moment)
    with parts.db.read() as s:
        consultations.remove_stray_keys(s, ring)


def _list_tasks(s: Session, made: people.DemoPeople, clock: cases.DemoClock) -> None:
    """Put the demo's items on the list of what may be asked of the community."""
    items = sheets.read_list((FOLDER / "demo_admission.csv").read_bytes())
    listing.take_in(s, items, made.by_username["supervisor"].id, clock.now())
