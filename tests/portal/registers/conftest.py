"""The staff of `cases_world` with a chair, a second grid's worker and a home as it is typed into the form."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.kernel.roles import Role
from portal.registers import entries
from portal.registers.entries import NewEntry
from portal.registers.fields import Kind, read_values
from portal.registers.models import RegisterEntry
from portal.staff.models import Account, Committee
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, actor, community
from tests.portal.signed_in import sit_down

__all__ = ["community"]
Sit = Callable[[Role], FlaskClient]
TODAY = date(2026, 11, 24)
PHONE, TENANT = "+8613800000001", "+8613900000002"
PLACE = "柳树里3栋"  # of the grid G-01
HOME: Mapping[str, str] = {
    "unit": "2单元301室",
    "landlord": "王房东",
    "landlord_phone": "13800000001",
    "rooms": "2",
    "people": "3",
    "tenant": "李租客",
    "tenant_phone": "139 0000 0002",
    "moved_in": "2026-11-01",
    "smoke_alarm": "yes",
    "charging": "no",
    "gas": "pipe",
}


@pytest.fixture
def staff(parts: Parts, community: None) -> dict[str, int]:
    """Username → id of everybody."""
    with parts.db.write() as s:
        committee = Committee(name="测试社区居委会", kind="residents_committee")
        s.add(committee)
        s.flush()
        s.add(account(parts, Role.CHAIR, committee_id=committee.id))
        s.add(account(parts, Role.GRID, username="grid-2", name="李网格", grid="G-02"))
        s.add(account(parts, Role.OPERATOR))
        s.flush()
        return {one.username: one.id for one in s.query(Account)}


@pytest.fixture
def s(parts: Parts, staff: dict[str, int]) -> Iterator[Session]:
    """A write transaction, begun once the staff is there."""
    with parts.db.write() as session:
        yield session


@pytest.fixture
def sit(client: FlaskClient, parts: Parts, staff: dict[str, int]) -> Sit:
    """Returns a function that signs the client in as the account of a role."""

    def sat(role: Role) -> FlaskClient:
        with parts.db.read() as s:
            number = actor(s, role).id
        return sit_down(client, parts, number)

    return sat


def new_entry(**changes: str) -> NewEntry:
    """A rented home as it was typed, with `changes` of its fields; also of `grid` and `place`."""
    kept = read_values(Kind.HOME, {**HOME, **changes}, TODAY)
    return NewEntry(Kind.HOME, changes.get("grid", "G-01"), changes.get("place", PLACE), kept)


def enter(s: Session, parts: Parts, role: Role = Role.GRID, **changes: str) -> RegisterEntry:
    """Enter a home as somebody of this role."""
    key, secret = uuid.uuid4().hex, parts.settings.secret_key
    return entries.enter(s, secret, new_entry(**changes), actor(s, role), parts.clock.now(), key=key)


def form(**changes: Any) -> dict[str, Any]:
    """The form of a new home."""
    return {"kind": "home", "grid": "G-01", "place": PLACE, "key": uuid.uuid4().hex} | dict(HOME) | changes
