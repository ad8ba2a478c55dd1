"""The links at the top of staff's pages."""

from __future__ import annotations

import pytest

from portal.kernel.roles import Role, StaffActor
from portal.staff.navigation import link_to, links_of


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/desk", "/desk"),
        ("/desk/cases/LL-20261128-0001", "/desk"),
        ("/desk/truth", "/desk/truth"),
        ("/desk/lateness", "/desk/lateness"),
        ("/desktop", ""),
        ("/account", ""),
    ],
)
def test_a_page_stands_under_one_link_at_most(path: str, link: str) -> None:
    """The longest that leads to it: the desk is not the current page of the pages below that have a link of their own."""
    supervisor = StaffActor(1, "supervisor", "督查", Role.SUPERVISOR)
    assert link_to(path, supervisor) == link
    assert link in {"", *dict(links_of(supervisor))}
