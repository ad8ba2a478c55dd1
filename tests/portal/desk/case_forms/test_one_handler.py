"""A case goes to a body or to a grid worker; what the page chose by itself does not stand in the way of the other."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.cases.models import Case
from portal.desk.case_forms import dispatching
from portal.kernel.errors import Invalid
from portal.kernel.roles import Role
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.cases.cases_world import SignIn, report


@pytest.mark.parametrize(
    ("form", "chosen"),
    [
        ({"body": "lamps", "worker": "7", "worker_was": "7"}, ("lamps", None)),
        ({"body": "lamps", "worker": "7", "body_was": "lamps"}, (None, 7)),
        ({"body": "", "worker": "7", "worker_was": "7"}, (None, 7)),
        ({"body": "lamps", "worker": "", "body_was": "lamps"}, ("lamps", None)),
        ({"suggested": "lamps", "body": "parks", "worker": "7"}, ("lamps", 7)),
        ({"body": "", "worker": ""}, (None, None)),
    ],
)
def test_what_the_page_had_chosen_is_no_choice_beside_another(
    form: dict[str, str], chosen: tuple[str | None, int | None]
) -> None:
    """Untouched it goes where nothing else was chosen."""
    assert dispatching.chosen_handler(form) == chosen


@pytest.mark.parametrize("was", [{}, {"body_was": "parks", "worker_was": "8"}])
def test_two_handlers_that_were_both_chosen_are_refused(parts: Parts, was: dict[str, str]) -> None:
    """Nobody knows which was meant."""
    with create_app(parts).test_request_context(), pytest.raises(Invalid):
        dispatching.chosen_handler({"body": "lamps", "worker": "7"} | was)


def test_a_body_chosen_beside_the_suggested_worker_gets_the_case(sign_in: SignIn, parts: Parts, reporter: int) -> None:
    """Of a case without a suggested body, as the page sends it without a script."""
    with parts.db.write() as s:
        case = report(s, parts, reporter)
        case.body = None
        worker = s.scalars(sa.select(Account.id).where(Account.role == Role.GRID)).one()
        case.worker_id, case_no = worker, case.case_no
    desk = sign_in(Role.DESK)
    page = desk.get(f"/desk/cases/{case_no}").text
    assert f'name="worker_was" value="{worker}"' in page
    form = {"body": "lamps", "worker": str(worker), "worker_was": str(worker), "body_was": ""}
    assert desk.post(f"/desk/cases/{case_no}/dispatch", data=form).status_code == 303
    with parts.db.read() as s:
        assert s.scalars(sa.select(Case.body)).one() == "lamps"
