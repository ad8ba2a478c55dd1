"""A committee, the staff who sit down, and one lamp that three people reported."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.staff.models import Committee
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import account, actor, add_contact, report
from tests.portal.signed_in import sit_down

Sit = Callable[[Role], FlaskClient]
WORDS = ("柳树里3栋的路灯坏了三天了，打13912345678找我", "柳树里3栋路灯不亮", "柳树里3栋的路灯坏了没人修")


@pytest.fixture
def sign_in(client: FlaskClient, parts: Parts, community: None) -> Sit:
    """Returns a function that signs the client in as the account of a role; the chair is of a residents' committee."""
    with parts.db.write() as s:
        committee = Committee(name="测试社区居委会", kind="residents_committee")
        s.add(committee)
        s.flush()
        s.add(account(parts, Role.CHAIR, committee_id=committee.id))

    def sit(role: Role) -> FlaskClient:
        with parts.db.read() as s:
            number = actor(s, role).id
        return sit_down(client, parts, number)

    return sit


@pytest.fixture
def hot(parts: Parts, community: None) -> list[str]:
    """The numbers of one lamp's reports, by three people."""
    with_numbers = []
    for number, words in enumerate(WORDS):
        contact = add_contact(parts, f"person {number}")
        with parts.db.write() as s:
            with_numbers.append(report(s, parts, contact, words).case_no)
    return with_numbers
