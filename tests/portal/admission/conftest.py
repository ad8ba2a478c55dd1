"""The staff of `cases_world`, with a chair, an operator and a second supervisor, and a list of some items."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.admission import listing
from portal.kernel.roles import Role
from portal.staff.models import Account, Committee
from portal.storage.parts import Parts
from tests.portal.admission.admission_world import ITEMS, fields
from tests.portal.cases.cases_world import account, actor, community
from tests.portal.signed_in import sit_down

__all__ = ["community"]
Sit = Callable[[Role], FlaskClient]


@pytest.fixture
def staff(parts: Parts, community: None) -> dict[str, int]:
    """Username → id of everybody."""
    with parts.db.write() as s:
        committee = Committee(name="测试社区居委会", kind="residents_committee")
        s.add(committee)
        s.flush()
        s.add(account(parts, Role.CHAIR, committee_id=committee.id))
        s.add(account(parts, Role.OPERATOR))
        s.flush()
        return {one.username: one.id for one in s.query(Account)}


@pytest.fixture
def listed(parts: Parts, staff: dict[str, int]) -> None:
    """The items of ITEMS are on the list."""
    with parts.db.write() as s:
        for changes in ITEMS:
            listing.save(s, fields(**changes), staff["supervisor"], parts.clock.now())


@pytest.fixture
def s(parts: Parts, listed: None) -> Iterator[Session]:
    """A write transaction, begun once the list is there."""
    with parts.db.write() as s:
        yield s


@pytest.fixture
def sit(client: FlaskClient, parts: Parts, staff: dict[str, int]) -> Sit:
    """Returns a function that signs the client in as the account of a role."""

    def sat(role: Role) -> FlaskClient:
        with parts.db.read() as s:
            number = actor(s, role).id
        return sit_down(client, parts, number)

    return sat
