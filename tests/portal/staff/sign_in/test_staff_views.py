"""Signing in and out of the staff's side."""

from __future__ import annotations

import re

import pyotp
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.kernel.config import PROJECT
from portal.kernel.roles import Role
from portal.staff import service
from portal.staff.jobs import delete_old_sessions
from portal.staff.models import Account, StaffSession
from portal.staff.sign_in.views import safe_next
from portal.storage.parts import Parts
from tests.portal.conftest import HandClock

HOMES = {
    Role.DESK: "/desk",
    Role.GRID: "/grid",
    Role.BODY: "/desk",
    Role.CHAIR: "/committee",
    Role.MEMBER: "/committee",
    Role.SCRUTINEER: "/committee",
    Role.SUPERVISOR: "/desk",
    Role.OPERATOR: "/desk",
}


def account(parts: Parts, username: str = "wang", role: Role = Role.DESK) -> Account:
    with parts.db.write() as s:
        return service.add(s, username=username, password="right", name="王某", role=role, now=parts.clock.now())


def sign_in(client: FlaskClient, password: str = "right", username: str = "wang", **more: str) -> str:
    answer = client.post("/login", data={"username": username, "password": password, **more})
    return f"{answer.status_code} {answer.location or ''}".strip()


@pytest.mark.parametrize("role", Role)
def test_each_role_lands_at_its_own_work(client: FlaskClient, parts: Parts, role: Role) -> None:
    """The desk at the desk, the grid worker in the grid, the committee at its votes."""
    account(parts, role=role)
    assert sign_in(client) == f"302 {HOMES[role]}"


def test_the_page_that_was_wanted_is_opened_after_signing_in(client: FlaskClient, parts: Parts) -> None:
    """`next` leads on, if it is a path of ours."""
    account(parts)
    assert sign_in(client, next="/desk/cases/3?tab=log") == "302 /desk/cases/3?tab=log"


@pytest.mark.parametrize(
    "wish",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "/login", "/logout", "/a\nb", "desk"],
)
def test_signing_in_never_leads_elsewhere(wish: str) -> None:
    """Another host, a header's line break, or the sign-in itself are no places to go on to."""
    assert safe_next(wish) == ""


def without_tokens(page: str) -> str:
    """The page less its CSRF tokens, which carry the second they were made in."""
    return re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", page)


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(client: FlaskClient, parts: Parts) -> None:
    """Nobody learns from the answer which names there are."""
    account(parts)
    known = client.post("/login", data={"username": "wang", "password": "wrong"})
    unknown = client.post("/login", data={"username": "nobody", "password": "wrong"})
    assert known.status_code == unknown.status_code == 422
    assert without_tokens(known.text).replace("wang", "") == without_tokens(unknown.text).replace("nobody", "")


def test_a_closed_account_cannot_sign_in(client: FlaskClient, parts: Parts) -> None:
    """An account that is no longer active is as good as unknown."""
    closed = account(parts)
    with parts.db.write() as s:
        s.get_one(Account, closed.id).active = False
    assert sign_in(client) == "422"


def test_the_sixth_wrong_try_is_not_even_checked(client: FlaskClient, parts: Parts) -> None:
    """After five wrong passwords in a row even the right one has to wait, and the page says how long."""
    account(parts)
    for _ in range(5):
        assert sign_in(client, "wrong") == "422"
    answer = client.post("/login", data={"username": "wang", "password": "right"})
    assert answer.status_code == 429
    assert "分钟后再试" in answer.text


def test_tries_on_one_name_do_not_shut_out_another(client: FlaskClient, parts: Parts) -> None:
    """The colleague in the same office still gets in."""
    account(parts)
    account(parts, "li")
    for _ in range(6):
        sign_in(client, "wrong")
    assert sign_in(client, username="li") == "302 /desk"


def test_right_passwords_are_not_counted(client: FlaskClient, parts: Parts) -> None:
    """Signing in often is no attack."""
    account(parts)
    for _ in range(8):
        assert sign_in(client) == "302 /desk"


def test_nothing_of_the_session_before_is_kept(client: FlaskClient, parts: Parts) -> None:
    """What somebody planted in the browser before is gone once an account is signed in (session fixation)."""
    account(parts)
    with client.session_transaction() as session:
        session["planted"] = "yes"
        session["staff_token"] = "planted"
    sign_in(client)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["staff_token"] != "planted"


def test_signing_out_ends_it(client: FlaskClient, parts: Parts) -> None:
    """After 退出 the browser is nobody; a GET does not sign out (a picture in a page could)."""
    account(parts)
    sign_in(client)
    assert client.get("/logout").status_code == 405
    assert client.get("/login").status_code == 302
    client.post("/logout")
    assert client.get("/login").status_code == 200


@pytest.mark.parametrize("field", ["username", "password"])
def test_an_endless_field_is_refused_before_hashing(client: FlaskClient, parts: Parts, field: str) -> None:
    """A megabyte of password costs the server nothing."""
    data = {"username": "wang", "password": "right"} | {field: "x" * 1_000_000}
    assert client.post("/login", data=data).status_code == 422


def test_markup_in_the_name_is_shown_as_text(client: FlaskClient) -> None:
    """What was typed comes back escaped."""
    answer = client.post("/login", data={"username": "<b>王</b>", "password": "x"})
    assert "&lt;b&gt;王&lt;/b&gt;" in answer.text
    assert "<b>王" not in answer.text


def test_in_the_demo_the_second_factor_is_ones_own_choice(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """Not asked for until it was set up on the account's page, which wants the password; asked for from then on."""
    account(parts)
    assert sign_in(client) == "302 /desk"
    words = re.search(r'class="mono">([A-Z2-7 ]{32,})<', client.get("/account/factor").text)
    assert words
    totp = pyotp.TOTP(words[1].replace(" ", ""))
    form = {"code": totp.at(clock.now()), "password": "wrong"}
    assert client.post("/account/factor", data=form).status_code == 422
    assert "备用码" in client.post("/account/factor", data=form | {"password": "right"}).text
    client.post("/logout")
    assert sign_in(client) == "302 /login/code"
    assert client.get("/login").location == "/login/code"
    clock.move(seconds=60)
    assert client.post("/login/code", data={"code": totp.at(clock.now())}).location == "/desk"


@pytest.mark.slow
def test_many_right_sign_ins_from_one_address_are_no_attack(client: FlaskClient, parts: Parts) -> None:
    """A whole office in the morning, each with a computer that is new."""
    account(parts)
    for _ in range(70):
        client.delete_cookie("linli_device_8000", path="/login")
        assert sign_in(client) == "302 /desk"


def test_a_template_in_a_transaction_waits_for_nobody(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """Being seen is written before a view begins: a page for everybody that is drawn while it writes does not wait for itself."""
    account(parts)
    sign_in(client)
    clock.move(minutes=5)
    with parts.db.read() as s:
        before = s.scalars(sa.select(StaffSession.last_seen_at)).one()
    assert client.get("/about").status_code == 200
    with parts.db.read() as s:
        assert s.scalars(sa.select(StaffSession.last_seen_at)).one() > before


def test_what_time_takes_away(parts: Parts, client: FlaskClient, clock: HandClock) -> None:
    """Half a year after signing in the row is gone, and with it that the device was known."""
    account(parts)
    sign_in(client)
    clock.move(days=179)
    assert delete_old_sessions(parts) == 0
    clock.move(days=2)
    assert delete_old_sessions(parts) == 1


_POLL = re.compile(r"hx-get=\"\{\{ url_for\('([a-z_.]+)'[^>]*hx-trigger=\"every")


def test_whatever_asks_by_itself_keeps_no_session_awake(client: FlaskClient) -> None:
    """Each address that a page polls is `@unattended`."""
    folder = PROJECT / "portal"
    polled = {name for path in folder.rglob("*.html") for name in _POLL.findall(path.read_text(encoding="utf-8"))}
    assert polled
    views = client.application.view_functions
    assert [name for name in sorted(polled) if not getattr(views[name], "linli_unattended", False)] == []
