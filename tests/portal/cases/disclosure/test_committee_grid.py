"""A report on the conduct of the residents' committee's people is kept from the grid's worker, who is one of them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.cases.disclosure import parties
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("居委会小张把我的投诉告诉了物业", True), ("居委会的人骂我", True), ("居委会主任收了红包", True), ("村委会的人打了我", False),
        ("物业保安骂人", False), ("城管打人", False),
    ],
)  # fmt: skip
def test_the_grids_worker_is_of_the_committee(parts: Parts, community: None, text: str, kept: bool) -> None:
    with parts.db.read() as s:
        workers = {one.id for one in s.scalars(sa.select(Account).where(Account.role == Role.GRID, Account.active))}
        assert workers
        found = parties.parties_named_in(s, text, None).accounts
        assert (workers <= found) is kept
