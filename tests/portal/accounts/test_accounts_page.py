"""The operator opens, stops, moves and resets accounts; never their own, and none that has a part in votes."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.disclosure import discretion
from portal.kernel.errors import Conflict
from portal.kernel.roles import Role
from portal.staff import administering, service
from portal.staff.models import Account, AccountEvent
from portal.storage.parts import Parts
from tests.portal.accounts.conftest import PASSWORD, Sit

NEW = {
    "username": "zhao",
    "name": "赵某",
    "role": "grid",
    "grid": "G-02",
    "body": "",
    "phone": "13800001234",
    "password": PASSWORD,
}


@pytest.fixture
def operator(sit: Sit) -> FlaskClient:
    return sit(Role.OPERATOR)


def version_of(parts: Parts, account_id: int) -> str:
    with parts.db.read() as s:
        return str(next((one.id for one in service.events(s, account_id)), 0))


def change(client: FlaskClient, parts: Parts, account_id: int, what: str, **form: str) -> int:
    """Send the form as its page has it."""
    data = {"version": version_of(parts, account_id), "password": PASSWORD} | form
    return client.post(f"/accounts/{account_id}/{what}", data=data).status_code


def account_of(parts: Parts, account_id: int) -> Account:
    with parts.db.read() as s:
        return s.get_one(Account, account_id)


def recorded(parts: Parts, account_id: int) -> list[tuple[str, str, int | None]]:
    with parts.db.read() as s:
        return [(one.verb, one.by, one.operator_id) for one in service.events(s, account_id)]


def test_an_account_gets_a_start_password_that_is_shown_once(
    operator: FlaskClient, parts: Parts, staff: dict[str, int]
) -> None:
    """It signs in, must be replaced, stands on no other page; who opened the account is recorded."""
    answer = operator.post("/accounts", data=NEW)
    start = re.findall(r'<pre class="code">([^<]+)</pre>', answer.text)[0]
    assert answer.headers["Cache-Control"] == "no-store"
    with parts.db.read() as s:
        account = service.check_sign_in(s, "zhao", start)
    assert account is not None
    assert (account.role, account.grid, account.phone, account.must_change) == (
        Role.GRID,
        "G-02",
        "+8613800001234",
        True,
    )
    assert recorded(parts, account.id) == [("added", "operator", staff["operator"])]
    assert start not in operator.get(f"/accounts/{account.id}").text
    assert "已经有账号 zhao 了" in operator.post("/accounts", data=NEW).text


def test_what_is_kept_from_a_namesake_is_kept_from_a_new_account(
    operator: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be the same person's second one."""
    kept: list[str] = []
    monkeypatch.setattr(discretion, "keep_from_namesake", lambda _s, account: kept.append(account.username))
    operator.post("/accounts", data=NEW)
    assert kept == ["zhao"]


def test_two_tabs_that_open_one_account_at_the_same_moment_open_it_once(
    operator: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second looked before the first had written, as it may on PostgreSQL; the database refuses it."""
    operator.post("/accounts", data=NEW)
    monkeypatch.setattr(service, "account_named", lambda _s, _username: None)
    answer = operator.post("/accounts", data=NEW)
    assert answer.status_code == 409
    assert "已经有账号 zhao 了" in answer.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"role": "grid", "grid": "nowhere"}, "网格"),
        ({"role": "king"}, "没有角色"),
        ({"phone": "123"}, "收不到短信"),
        ({"username": "z z"}, "中间没有空格"),
        ({"role": "chair", "committee": "1"}, "委员会"),
        ({"role": "scrutineer"}, "委员会"),
    ],
)
def test_a_senseless_account_is_not_opened(
    operator: FlaskClient, parts: Parts, wrong: dict[str, str], words: str
) -> None:
    answer = operator.post("/accounts", data=NEW | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    with parts.db.read() as s:
        assert service.account_named(s, "zhao") is None


def test_each_change_is_made_and_recorded_with_its_operator(
    operator: FlaskClient, parts: Parts, staff: dict[str, int]
) -> None:
    """Moved, another phone, stopped, active again; the page tells by whom."""
    worker, by = staff["grid"], staff["operator"]
    assert change(operator, parts, worker, "role", role="desk") == 303
    assert change(operator, parts, worker, "phone", phone="13800009999") == 303
    assert change(operator, parts, worker, "stop") == 303
    account = account_of(parts, worker)
    assert (account.role, account.grid, account.phone, account.active) == (Role.DESK, None, "+8613800009999", False)
    assert change(operator, parts, worker, "reactivate") == 303
    assert account_of(parts, worker).active
    done = ["reactivated", "stopped", "phone", "moved"]
    assert recorded(parts, worker) == [(verb, "operator", by) for verb in done]
    page = operator.get(f"/accounts/{worker}").text
    assert page.count("运维 operator") == 4
    assert "13800009999" not in page


def test_a_lost_second_factor_is_reset(operator: FlaskClient, parts: Parts, staff: dict[str, int]) -> None:
    with parts.db.write() as s:
        s.get_one(Account, staff["desk"]).totp_sealed = "sealed"
    assert change(operator, parts, staff["desk"], "factor") == 303
    assert account_of(parts, staff["desk"]).totp_sealed is None


@pytest.mark.parametrize("what", ["stop", "role", "factor", "phone"])
def test_a_copied_cookie_changes_no_account(
    operator: FlaskClient, parts: Parts, staff: dict[str, int], what: str
) -> None:
    """Neither without the operator's password nor, once they enrolled, without the second factor."""
    assert change(operator, parts, staff["desk"], what, role="supervisor", password="a-guess-at-it") == 422
    with parts.db.write() as s:
        s.get_one(Account, staff["operator"]).totp_sealed = "sealed"
    assert change(operator, parts, staff["desk"], what, role="supervisor") == 422
    assert operator.post("/accounts", data=NEW).status_code == 422
    assert recorded(parts, staff["desk"]) == []


@pytest.mark.parametrize("what", ["stop", "role", "factor", "phone"])
def test_nobody_changes_their_own_account(
    operator: FlaskClient, parts: Parts, staff: dict[str, int], what: str
) -> None:
    """So that one operator always remains, and none gives himself another role."""
    assert change(operator, parts, staff["operator"], what, role="desk") == 409
    account = account_of(parts, staff["operator"])
    assert (account.active, account.role) == (True, Role.OPERATOR)


@pytest.mark.parametrize("what", ["stop", "role", "factor", "phone"])
def test_accounts_of_votes_are_left_to_the_command_line(
    operator: FlaskClient, parts: Parts, staff: dict[str, int], what: str
) -> None:
    """Whoever could reset a chair's factor could prepare a vote as the chair."""
    assert change(operator, parts, staff["chair"], what, role="desk") == 409
    assert account_of(parts, staff["chair"]).role == Role.CHAIR


def test_nobody_is_moved_into_a_role_of_votes(operator: FlaskClient, parts: Parts, staff: dict[str, int]) -> None:
    for role in ("chair", "member", "scrutineer"):
        assert change(operator, parts, staff["second"], "role", role=role) == 409
    assert account_of(parts, staff["second"]).role == Role.OPERATOR


def test_an_operator_who_was_stopped_meanwhile_changes_nothing(parts: Parts, staff: dict[str, int]) -> None:
    """Two who stop each other at the same moment: the second finds that they are no operator any more."""
    with parts.db.write() as s:
        administering.stop(s, s.get_one(Account, staff["second"]), parts.clock.now(), by=staff["operator"])
        with pytest.raises(Conflict):
            administering.refuse_from_page(s, staff["second"], s.get_one(Account, staff["operator"]))


def test_a_second_tab_does_not_undo_the_first(operator: FlaskClient, parts: Parts, staff: dict[str, int]) -> None:
    """The page that was shown before the account changed is shown again."""
    old = version_of(parts, staff["desk"])
    assert change(operator, parts, staff["desk"], "role", role="supervisor") == 303
    answer = operator.post(f"/accounts/{staff['desk']}/stop", data={"version": old, "password": PASSWORD})
    assert answer.status_code == 409
    assert "有了变化" in answer.text
    assert account_of(parts, staff["desk"]).active


def test_the_list_is_found_in_by_name_and_role(operator: FlaskClient) -> None:
    found = operator.get("/accounts?q=sec").text
    assert ">second</a>" in found
    assert ">desk</a>" not in found
    assert ">desk</a>" in operator.get("/accounts?role=desk").text
    assert operator.get("/accounts/99999").status_code == 404


@pytest.mark.parametrize("role", [Role.DESK, Role.SUPERVISOR, Role.CHAIR, Role.BODY, Role.GRID])
def test_nobody_else_sees_accounts(sit: Sit, staff: dict[str, int], role: Role) -> None:
    other = sit(role)
    assert other.get("/accounts").status_code == 403
    assert other.post("/accounts", data=NEW).status_code == 403
    assert other.post(f"/accounts/{staff['desk']}/stop").status_code == 403


def test_the_events_of_all_are_kept(operator: FlaskClient, parts: Parts, staff: dict[str, int]) -> None:
    """A refused change leaves none."""
    change(operator, parts, staff["operator"], "stop")
    with parts.db.read() as s:
        assert s.scalar(sa.select(sa.func.count()).select_from(AccountEvent)) == 0
