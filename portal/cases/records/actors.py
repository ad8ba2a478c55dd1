"""Who acts on a case, and which cases they may see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.cases.disclosure import discretion, sealed
from portal.cases.models import Case, Urgency
from portal.cases.rules.lifecycle import UNRESOLVED, Actor
from portal.cases.rules.truth import FIX_VERBS
from portal.grids import service as grids
from portal.kernel.errors import Forbidden
from portal.kernel.roles import Covered, Role, StaffActor


@dataclass(frozen=True)
class Who:
    """Who acts on a case. `id`: an account's, or for the reporter their contact point's; `label`: a role's or body's name.

    `body`, `grid`: the codes of those that a staff member belongs to; `covers`: for whom a grid worker stands in now.
    """

    actor: Actor
    id: int | None = None
    label: str = ""
    body: str | None = None
    grid: str | None = None
    covers: tuple[Covered, ...] = ()

    @property
    def worker_ids(self) -> list[int]:
        """The ids of the accounts whose cases a grid worker has: their own, and those for whom they stand in."""
        return [number for number in (self.id, *(one.account_id for one in self.covers)) if number is not None]

    @property
    def grids(self) -> list[str]:
        """The codes of the grids that a grid worker serves now."""
        return [code for code in (self.grid, *(one.grid for one in self.covers)) if code]


SYSTEM = Who(Actor.SYSTEM, label=Actor.SYSTEM.label)  # the actor of timers, and of what follows from another's act
# the roles that have a part in cases
_STAFF = {Role.DESK: Actor.DESK, Role.GRID: Actor.GRID, Role.BODY: Actor.BODY, Role.SUPERVISOR: Actor.SUPERVISOR}


def resident(contact_point_id: int) -> Who:
    """The reporter as an actor, by their contact point's id."""
    return Who(Actor.RESIDENT, contact_point_id, Actor.RESIDENT.label)


def staff(s: Session, account: StaffActor) -> Who:
    """A staff member as an actor. Raises Forbidden for a role that has no part in cases."""
    actor = _STAFF.get(account.role)
    if actor is None:
        raise Forbidden()
    body = grids.body(s, account.body) if actor is Actor.BODY else None
    return Who(actor, account.id, body.name if body else actor.label, account.body, account.grid, account.covers)


def oversees(who: Who) -> bool:
    """Whether the actor looks after all cases, and may learn how a reporter can be reached: a clerk or a supervisor."""
    return who.actor in (Actor.DESK, Actor.SUPERVISOR)


def is_handler(who: Who) -> bool:
    """Whether the actor deals with cases for the desk: a body or a grid worker, who may learn nothing that tells who reported one."""
    return who.actor in (Actor.BODY, Actor.GRID)


def is_bystander(case: Case, who: Who, main: Case | None = None) -> bool:
    """Whether this is a grid worker to whom nobody gave this case of their grid, told in confidence: they read its kind and place.

    Never of an emergency: whoever is near may have to run there. `main`: the case that it is read with, into which it is merged.
    """
    if who.actor is not Actor.GRID or case.urgency == Urgency.EMERGENCY:
        return False
    return not _was_given(main or case, who) and discretion.is_confidential(case)


def _was_given(case: Case, who: Who) -> bool:
    """Whether a grid worker has the case, or had it: not one that the desk resolved itself, which then counts as dispatched, too."""
    if not case.dispatched or case.body is not None or case.worker_id not in (None, *who.worker_ids):
        return False
    since = next((one for one in reversed(case.events) if one.data.get("dispatched")), None)
    by_desk = since is not None and since.verb in FIX_VERBS and since.actor != Actor.GRID
    return case.state in UNRESOLVED or not by_desk


def in_scope(case: Case, who: Who) -> bool:
    """Whether this staff member may see the case; of an assisting body: `joint.parts`. As a query: `scope` in `portal/desk/queue.py`.

    Clerks and supervisors see every case, a body what is dispatched to it, a grid worker their grid's cases and their own,
    and those of whoever they stand in for. Nobody sees a case about themselves; a sealed one only those assigned, and its
    handler.
    Always True of the reporter, whose access other modules check.
    """
    if who.actor is Actor.RESIDENT:
        return True
    if is_kept_from(case, who):
        return False
    if who.actor is Actor.BODY:
        return who.body is not None and case.body == who.body and case.dispatched
    if who.actor is Actor.GRID:
        return case.worker_id in who.worker_ids or case.grid in who.grids
    return True


def is_kept_from(case: Case, who: Who) -> bool:
    """Whether the case is about this staff member, or sealed from them."""
    hidden = discretion.is_hidden_from(case, who.body, who.id)
    return hidden or sealed.is_sealed_from(case, who.id, who.body, who.worker_ids)
