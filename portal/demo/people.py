"""The demo's committees, accounts and residents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.demo.stories import Neighbour, neighbours, people
from portal.grids import service as grids
from portal.kernel.config import DEMO_SECRET
from portal.kernel.roles import Role, StaffActor
from portal.residents import service as residents
from portal.residents.models import ContactPoint, Resident
from portal.staff import service as staff
from portal.staff.models import Account, Committee
from portal.storage.parts import Parts

PASSWORD = DEMO_SECRET


@dataclass(frozen=True)
class DemoPeople:
    """The people of the demo: staff by username, body and grid; ids of committees by key; residents (`neighbours`)."""

    by_username: Mapping[str, StaffActor]
    by_body: Mapping[str, StaffActor]
    by_grid: Mapping[str, StaffActor]
    committees: Mapping[str, int]
    neighbours: tuple[Neighbour, ...]
    contact_points: tuple[int, ...]  # ids of the neighbours' phones, in the same order


def make_people(s: Session, parts: Parts) -> DemoPeople:
    """Make all committees, accounts and residents of the demo."""
    found = people()
    committees = {row["key"]: _committee(s, row) for row in found["committees"]}
    rows = [*found["accounts"]]
    rows += _rows_for_workers(s, {row.get("grid") for row in rows})
    rows += _rows_for_bodies(s, {row.get("body") for row in rows})
    actors = [
        actor for account in _accounts(s, parts, rows, committees) if (actor := staff.active_actor(s, account.id))
    ]
    known = neighbours()
    return DemoPeople(
        by_username={actor.username: actor for actor in actors},
        by_body={actor.body: actor for actor in actors if actor.body},
        by_grid={actor.grid: actor for actor in actors if actor.grid},
        committees=committees,
        neighbours=known,
        contact_points=tuple(_neighbour(s, parts, one) for one in known),
    )


def contact_point(s: Session, parts: Parts, people: DemoPeople, who: int, channel: str) -> int:
    """The id of the contact point of neighbour number `who` (from 1) in a channel, made if needed; a web chat is always new."""
    phone = people.contact_points[who - 1]
    if channel == "sms":
        return phone
    now, secret = parts.clock.now(), parts.settings.secret_key
    if channel == "wechat":
        point = residents.ensure_contact_point(s, secret, "wechat", f"demo-openid-{who:03d}", now)
    else:
        return residents.add_visitor(s, secret, now)[0].id  # a web chat is bound to nobody
    point.resident_id = s.get_one(ContactPoint, phone).resident_id
    s.flush()
    return point.id


def _committee(s: Session, row: Mapping[str, Any]) -> int:
    committee = Committee(kind=row["kind"], name=row["name"], area=row["area"])
    s.add(committee)
    s.flush()
    return committee.id


def _accounts(
    s: Session, parts: Parts, rows: Iterable[Mapping[str, Any]], committees: Mapping[str, int]
) -> list[Account]:
    """Make one account per row. All share one public password, so it is hashed once: fifty times would take seconds."""
    made: list[Account] = []
    for row in rows:
        where = {name: row[name] for name in ("body", "grid", "phone") if name in row}
        where |= {"committee_id": committees[row["committee"]]} if "committee" in row else {}
        who = {"username": row["username"], "name": row["name"], "role": Role(row["role"])} | where
        if made:
            made.append(Account(**who, password_hash=made[0].password_hash, created_at=parts.clock.now()))
            s.add(made[-1])
        else:
            made.append(staff.add(s, password=PASSWORD, now=parts.clock.now(), **who))
    s.flush()
    return made


def _rows_for_workers(s: Session, taken: set[str | None]) -> list[dict[str, Any]]:
    """A row for a grid worker's account, for each grid that is not in `taken`."""
    return [
        {
            "username": f"grid-{grid.code.rpartition('-')[2]}",
            "name": f"演示·{grid.name}网格员",
            "role": "grid",
            "grid": grid.code,
        }
        for grid in grids.grids(s)
        if grid.code not in taken
    ]


def _rows_for_bodies(s: Session, taken: set[str | None]) -> list[dict[str, Any]]:
    """A row for a body's account, for each body that is not in `taken`."""
    return [
        {
            "username": f"body-{body.code.replace('_', '-')}",
            "name": f"演示·{body.name.removesuffix('（演示）')}",
            "role": "body",
            "body": body.code,
        }
        for body in grids.bodies(s)
        if body.code not in taken
    ]


def _neighbour(s: Session, parts: Parts, one: Neighbour) -> int:
    """Make a resident with a proven phone; of two with one number, only the first. Returns the contact point's id."""
    point = residents.ensure_contact_point(s, parts.settings.secret_key, "sms", one.phone, parts.clock.now())
    if point.resident_id is None:
        resident = Resident(created_at=parts.clock.now(), name=one.name)
        s.add(resident)
        s.flush()
        point.resident_id = resident.id
        s.flush()
    return point.id


def has_people(s: Session) -> bool:
    """Whether there are accounts already."""
    return bool(s.scalar(sa.select(sa.func.count()).select_from(Account)))
