"""Two operators beside the staff of `cases_world`, all with a session made by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.staff import service
from portal.staff.models import Account, Committee
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, actor, community, reporter, s, who
from tests.portal.signed_in import sit_down

__all__ = ["community", "reporter", "s", "who"]
PASSWORD = "right-and-long"
Sit = Callable[[Role], FlaskClient]


@pytest.fixture
def staff(parts: Parts, community: None) -> dict[str, int]:
    """Username → id of everybody, with a chair and two operators."""
    with parts.db.write() as s:
        committee = Committee(name="测试社区居委会", kind="residents_committee")
        s.add(committee)
        s.flush()
        s.add(account(parts, Role.CHAIR, committee_id=committee.id))
        operator = account(parts, Role.OPERATOR)
        operator.password_hash = service.hashed(PASSWORD)
        s.add(operator)
        s.add(account(parts, Role.OPERATOR, username="second"))
        s.flush()
        return {one.username: one.id for one in s.query(Account)}


@pytest.fixture
def sit(client: FlaskClient, parts: Parts, staff: dict[str, int]) -> Sit:
    """Returns a function that signs the client in as the account of a role."""

    def sat(role: Role) -> FlaskClient:
        with parts.db.read() as s:
            number = actor(s, role).id
        return sit_down(client, parts, number)

    return sat
