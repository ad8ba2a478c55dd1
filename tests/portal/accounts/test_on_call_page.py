"""Who is called for an emergency: shown to the desk, arranged by the operator, each change recorded."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.records import alarms
from portal.cases.verbs.alarms import on_call
from portal.kernel.roles import Role
from portal.staff import administering, service
from portal.staff.models import Account
from portal.storage.parts import Parts
from tests.portal.accounts.conftest import Sit


@pytest.fixture
def phones(parts: Parts, staff: dict[str, int]) -> dict[str, int]:
    """Clerk, supervisor and chair have a phone; the grid worker has none."""
    with parts.db.write() as s:
        for number, username in enumerate(("desk", "supervisor", "chair")):
            s.get_one(Account, staff[username]).phone = f"+861380000000{number}"
    return staff


def listed(parts: Parts) -> list[int]:
    with parts.db.read() as s:
        return on_call.listed_ids(s)


def arrange(client: FlaskClient, parts: Parts, **numbers: str) -> tuple[int, str]:
    """Send the form as its page has it; `numbers`: at_ID → what is typed."""
    data = {"version": ",".join(map(str, listed(parts)))} | {
        name.replace("_", "-"): one for name, one in numbers.items()
    }
    answer = client.post("/accounts/duty", data=data)
    return answer.status_code, answer.text


def test_the_operator_puts_people_in_order(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    """By the numbers typed; put on and taken off is recorded with the operator; the page shows the order."""
    operator = sit(Role.OPERATOR)
    desk, boss, by = phones["desk"], phones["supervisor"], phones["operator"]
    assert arrange(operator, parts, **{f"at_{desk}": "7", f"at_{boss}": "2"})[0] == 303
    assert listed(parts) == [boss, desk]
    page = operator.get("/accounts/duty").text
    assert re.findall(r"</strong> (\S+) <span", page)[:2] == ["张督查", "张受理台"]
    assert "2026年11月24日" in page
    assert arrange(operator, parts, **{f"at_{desk}": "1", f"at_{boss}": ""})[0] == 303
    with parts.db.read() as s:
        done = [(one.verb, one.operator_id) for one in service.events(s, boss)]
    assert done == [("off_call", by), ("on_call", by)]


@pytest.mark.parametrize(
    ("who", "typed"), [("chair", "1"), ("grid", "1"), ("desk", "x"), ("desk", "0"), ("desk", "-1")]
)
def test_who_cannot_be_called_is_not_listed(
    sit: Sit, parts: Parts, phones: dict[str, int], who: str, typed: str
) -> None:
    """A role that takes no alarms, somebody without a phone, what is no number."""
    assert arrange(sit(Role.OPERATOR), parts, **{f"at_{phones[who]}": typed})[0] == 422
    assert listed(parts) == []


def test_one_number_stands_for_one_person(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    typed = {f"at_{phones['desk']}": "1", f"at_{phones['supervisor']}": "1"}
    code, page = arrange(sit(Role.OPERATOR), parts, **typed)
    assert (code, listed(parts)) == (422, [])
    assert "每个数只写一次" in page


def test_a_second_tab_does_not_undo_the_first(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    operator = sit(Role.OPERATOR)
    arrange(operator, parts, **{f"at_{phones['desk']}": "1"})
    answer = operator.post("/accounts/duty", data={"version": "", f"at-{phones['supervisor']}": "1"})
    assert answer.status_code == 409
    assert listed(parts) == [phones["desk"]]


@pytest.mark.parametrize("role", [Role.DESK, Role.SUPERVISOR])
def test_the_desk_reads_who_is_called_and_cannot_change_it(
    sit: Sit, parts: Parts, phones: dict[str, int], role: Role
) -> None:
    """With the last figures of a number only."""
    other = sit(role)
    page = other.get("/accounts/duty").text
    assert "尾号 0000" in page
    assert "+861380000" not in page
    assert "排次序" not in page
    assert arrange(other, parts)[0] == 403


def test_nobody_with_a_phone_is_said_plainly(sit: Sit, parts: Parts, staff: dict[str, int]) -> None:
    with parts.db.read() as s:
        assert s.scalars(sa.select(Account).where(Account.phone != "")).all() == []
    assert "没有一个账号留了手机" in sit(Role.OPERATOR).get("/accounts/duty").text


@pytest.mark.parametrize(("role", "where", "called"), [("supervisor", None, True), ("body", "lamps", False)])
def test_who_is_moved_to_a_role_that_is_not_called_is_paged_no_more(
    parts: Parts, phones: dict[str, int], role: str, where: str | None, called: bool
) -> None:
    """They stand on the list until the operator arranges it anew, but no emergency reaches them."""
    with parts.db.write() as s:
        clerk = s.get_one(Account, phones["desk"])
        on_call.arrange(s, [clerk], parts.clock.now())
        administering.move(s, clerk, Role(role), (where, None, None), parts.clock.now())
        assert on_call.listed_ids(s) == [clerk.id]
        assert (clerk in alarms.on_call(s, parts.clock.now())) is called


def test_grids_of_which_nobody_can_be_called_are_listed(sit: Sit, parts: Parts, phones: dict[str, int]) -> None:
    """With whoever works there and left no phone, or that nobody does; not once they left one."""
    page = sit(Role.DESK).get("/accounts/duty").text
    assert "1号网格（张网格员）" in page
    assert "2号网格（没有网格员）" in page
    with parts.db.write() as s:
        s.get_one(Account, phones["grid"]).phone = "+8613800000007"
    page = sit(Role.DESK).get("/accounts/duty").text
    assert "1号网格（" not in page
    assert "2号网格（没有网格员）" in page
