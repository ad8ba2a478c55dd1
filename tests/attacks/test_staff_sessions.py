"""A staff session ends where it should: a cookie that somebody copied is dead with it. Typed words survive."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask.testing import FlaskClient

from portal.cli import linli
from portal.kernel.roles import Role
from portal.staff import service
from portal.staff.models import Account
from portal.storage.parts import Parts
from portal.wiring.app import create_app
from tests.portal.cases.cases_world import community, report, reporter  # noqa: F401 (fixtures)
from tests.portal.conftest import HandClock

PASSWORD = "right-and-long"
COOKIE = "linli_8000"
Made = Callable[..., FlaskClient]


def add(parts: Parts, username: str, role: Role = Role.DESK, **where: Any) -> int:
    with parts.db.write() as s:
        return service.add(
            s, username=username, password=PASSWORD, name=username, role=role, now=parts.clock.now(), **where
        ).id


@pytest.fixture
def browser(parts: Parts) -> Made:
    """A fresh browser, signed in as `username` unless it is empty."""

    def make(username: str = "", password: str = PASSWORD, **environ: str) -> FlaskClient:
        app = create_app(parts)
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        client.environ_base.update(environ)
        if username:
            answer = client.post("/login", data={"username": username, "password": password})
            assert answer.status_code == 302, answer.text
        return client

    return make


@pytest.fixture
def linli_of(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The operator's command on the same database."""
    monkeypatch.setenv("LINLI_HOME", str(parts.settings.home))
    monkeypatch.setenv("DATABASE_URL", parts.settings.database_url)
    monkeypatch.setenv("SECRET_KEY", "test")
    monkeypatch.setenv("DEMO", "1")

    def call(*words: str) -> str:
        done = CliRunner().invoke(linli, ["staff", *words])
        assert done.exit_code == 0, done.output
        return done.output

    return call


def stolen(client: FlaskClient, browser: Made) -> FlaskClient:
    """Another machine with a copy of the cookie."""
    copy = client.get_cookie(COOKIE)
    assert copy is not None
    thief = browser()
    thief.set_cookie(COOKIE, copy.value)
    return thief


def is_in(client: FlaskClient, path: str = "/desk") -> bool:
    return client.get(path).status_code == 200


def test_a_copied_cookie_is_dead_after_signing_out(parts: Parts, browser: Made) -> None:
    """The thief is out with the owner; the owner's other browser stays in."""
    add(parts, "wang")
    owner, other = browser("wang"), browser("wang")
    thief = stolen(owner, browser)
    assert is_in(thief)
    owner.post("/logout")
    assert not is_in(thief)
    assert is_in(other)
    assert is_in(browser("wang"))


@pytest.mark.parametrize("with_operator", [True, False], ids=["linli staff password", "own page"])
def test_a_copied_cookie_is_dead_after_a_new_password(
    parts: Parts, browser: Made, linli_of: Callable[..., str], with_operator: bool
) -> None:
    """All others go; who changed it on the page stays in, and the new one opens."""
    add(parts, "wang")
    owner = browser("wang")
    thief, other = stolen(owner, browser), browser("wang")
    fresh = "quite-another-one"
    if with_operator:
        linli_of("password", "wang", "--password", fresh)
    else:
        form = {"password": PASSWORD, "new_password": fresh, "again_password": fresh}
        owner.post("/account/password", data=form)
        assert is_in(owner)
    assert not is_in(thief)
    assert not is_in(other)
    assert is_in(browser("wang", fresh))


def test_a_password_that_changes_in_the_table_ends_it_too(parts: Parts, browser: Made) -> None:
    """Whatever the way: a session stands on the password, the role and the place it was opened with."""
    number = add(parts, "wang")
    add(parts, "li")
    wang, li = browser("wang"), browser("li")
    with parts.db.write() as s:
        s.get_one(Account, number).password_hash = "-"
    assert not is_in(wang)
    assert is_in(li)


def test_a_stopped_account_is_out_and_stays_out_when_it_is_back(
    parts: Parts, browser: Made, linli_of: Callable[..., str]
) -> None:
    """Starting again wants the password again; a colleague notices nothing."""
    add(parts, "wang")
    add(parts, "li")
    wang, li = browser("wang"), browser("li")
    linli_of("stop", "wang")
    assert not is_in(wang)
    linli_of("reactivate", "wang")
    assert not is_in(wang)
    assert is_in(li)
    assert is_in(browser("wang"))


def test_who_is_moved_signs_in_anew(parts: Parts, browser: Made, linli_of: Callable[..., str]) -> None:
    """A clerk who becomes a supervisor carries no session over; the new role works."""
    add(parts, "wang")
    wang = browser("wang")
    linli_of("move", "wang", "--role", "supervisor")
    assert not is_in(wang)
    with parts.db.read() as s:
        assert s.scalars(sa.select(Account.role)).one() == "supervisor"
    assert is_in(browser("wang"))


def test_half_an_hour_of_nobody_and_twelve_hours_end_it(parts: Parts, browser: Made, clock: HandClock) -> None:
    """29 minutes do not; somebody who works all day is asked once more after twelve hours."""
    add(parts, "wang")
    wang = browser("wang")
    clock.move(minutes=29)
    assert is_in(wang)
    clock.move(minutes=29)
    assert is_in(wang)
    clock.move(minutes=31)
    assert not is_in(wang)
    wang = browser("wang")
    for _ in range(35):
        clock.move(minutes=20)
        assert is_in(wang)
    clock.move(minutes=20)
    assert not is_in(wang)


def test_a_page_that_asks_by_itself_is_not_somebody(parts: Parts, browser: Made, clock: HandClock) -> None:
    """The desk looks for alarms every 20 seconds: an empty chair still ends the session, and the poll shows nothing."""
    add(parts, "wang")
    add(parts, "li")
    empty, working = browser("wang"), browser("li")
    for minute in range(32):
        clock.move(minutes=1)
        assert minute > 28 or empty.get("/desk/alarms", headers={"HX-Request": "true"}).status_code == 200
        assert is_in(working)
    poll = empty.get("/desk/alarms", headers={"HX-Request": "true"})
    assert poll.status_code == 401  # htmx puts these words where the alarms were; what is typed on the page stays
    assert "登录过期" in poll.text
    assert "alarms" not in poll.text
    assert not is_in(empty)


def test_a_grid_workers_phone_stays_in_a_pocket_for_twelve_hours(
    parts: Parts,
    browser: Made,
    clock: HandClock,
    community: None,  # noqa: F811
) -> None:
    """Eleven idle hours are fine for the grid worker, not for a clerk; the thirteenth is for nobody."""
    add(parts, "walker", Role.GRID, grid="G-01")
    add(parts, "wang")
    walker, wang = browser("walker"), browser("wang")
    clock.move(hours=11)
    assert is_in(walker, "/grid")
    assert not is_in(wang)
    clock.move(hours=2)
    assert not is_in(walker, "/grid")
    assert is_in(browser("walker"), "/grid")


def test_the_owner_sees_each_place_and_ends_it(parts: Parts, browser: Made) -> None:
    """One, or all others; never another account's."""
    add(parts, "wang")
    add(parts, "li")
    here = browser("wang", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Chrome/120 Edg/120")
    phone = browser("wang", HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) MicroMessenger/8")
    third, li = browser("wang"), browser("li")
    page = here.get("/account").text
    assert "Windows 电脑 · Edge" in page
    assert "安卓 · 微信" in page
    ends = {int(number) for number in re.findall(r"/account/sessions/(\d+)/end\"", page)}
    assert len(ends) == 3
    assert li.post(f"/account/sessions/{min(ends)}/end").status_code == 404
    assert is_in(here)
    here.post(f"/account/sessions/{sorted(ends)[1]}/end")
    assert not is_in(phone)
    assert is_in(third)
    here.post("/account/sessions/end-others")
    assert not is_in(third)
    assert is_in(here)
    assert is_in(li)


def test_what_was_typed_when_the_session_ran_out_is_offered_again(
    parts: Parts,
    browser: Made,
    clock: HandClock,
    reporter: int,  # noqa: F811
) -> None:
    """Nothing was done without a session; after signing in the words stand there and get through; nobody else sees them."""
    with parts.db.write() as s:
        case_no = report(s, parts, reporter).case_no
    add(parts, "wang")
    add(parts, "li")
    words = "打过电话，物业说周三上门，<b>请等</b>"
    wang = browser("wang")
    clock.move(minutes=31)
    answer = wang.post(f"/desk/cases/{case_no}/note", data={"text": words})
    assert answer.status_code == 302
    assert answer.location.startswith("/login")
    wang.post("/login", data={"username": "li", "password": PASSWORD})
    assert words[:6] not in wang.get("/account/unsent").text
    wang.post("/logout")
    landed = wang.post("/login", data={"username": "wang", "password": PASSWORD}, follow_redirects=True)
    assert "打过电话，物业说周三上门，&lt;b&gt;请等" in landed.text
    assert words[:6] not in wang.get(f"/desk/cases/{case_no}").text
    form = dict(re.findall(r'name="(unsent)" value="(\d+)"', landed.text))
    wang.post(f"/desk/cases/{case_no}/note", data={"text": words} | form)
    assert "打过电话" in wang.get(f"/desk/cases/{case_no}").text
    assert "打过电话" not in wang.get("/account/unsent").text


def test_a_form_that_stood_open_goes_through_after_signing_in_beside_it(
    parts: Parts,
    clock: HandClock,
    reporter: int,  # noqa: F811
) -> None:
    """The same account signs in again in another tab: the old tab's form is good. For another account it is not: its page says so, and shows the words."""
    with parts.db.write() as s:
        case_no = report(s, parts, reporter).case_no
    for name in ("wang", "li"):
        add(parts, name)
    client = create_app(parts).test_client()

    def sign_in(name: str) -> None:
        form = {"csrf_token": field(client.get("/login").text), "username": name, "password": PASSWORD}
        assert client.post("/login", data=form).status_code == 302

    sign_in("wang")
    open_form = field(client.get(f"/desk/cases/{case_no}").text)
    clock.move(minutes=31)
    sign_in("wang")
    client.post(f"/desk/cases/{case_no}/note", data={"csrf_token": open_form, "text": "写了半小时的话"})
    assert "写了半小时的话" in client.get(f"/desk/cases/{case_no}").text
    clock.move(minutes=31)
    sign_in("li")
    answer = client.post(f"/desk/cases/{case_no}/note", data={"csrf_token": open_form, "text": "替别人交的"})
    assert answer.status_code == 400
    assert "这个浏览器现在登录的是" in answer.text
    assert "替别人交的" in answer.text  # to be copied
    assert "替别人交的" not in client.get(f"/desk/cases/{case_no}").text


@pytest.mark.parametrize(
    ("path", "form", "shown"),
    [
        ("/desk/new", {"text": "楼道灯<i>坏了</i>"}, "楼道灯&lt;i&gt;坏了"),
        ("/registers", {"place": "3栋2单元"}, "3栋2单元"),
        ("/desk/new", {"unsent": "12", "password": "geheim", "text": " "}, ""),  # nothing typed that may be shown
        ("/me/code", {"phone": "13900000000"}, ""),
        ("/me/sign-in", {"phone": "13900000000", "next": "/me"}, ""),
    ],
)
def test_whoever_is_signed_in_is_named_as_text_and_words_are_promised_only_where_they_stand(
    parts: Parts, path: str, form: dict[str, str], shown: str
) -> None:
    """A name of HTML and % breaks nothing; "写的字在下面" only above the words; a resident's page names no account."""
    with parts.db.write() as s:
        name = "<b>a%s</b>5%"
        service.add(s, username="li", password=PASSWORD, name=name, role=Role.DESK, now=parts.clock.now())
    client = create_app(parts).test_client()
    given = {"csrf_token": field(client.get("/login").text), "username": "li", "password": PASSWORD}
    assert client.post("/login", data=given).status_code == 302
    answer = client.post(path, data={"csrf_token": "of another browser"} | form)
    assert answer.status_code == 400
    assert "<b>a" not in answer.text
    assert ("现在登录的是&lt;b&gt;a%s&lt;/b&gt;5%，" in answer.text) == path.startswith(("/desk", "/registers"))
    assert ("写的字在下面" in answer.text) == bool(shown)
    assert ('class="quote"' in answer.text) == bool(shown)
    assert shown in answer.text
    assert "geheim" not in answer.text


def field(page: str) -> str:
    """The page's CSRF token."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_cookie_that_its_owner_ended_plants_no_words(
    parts: Parts,
    browser: Made,
    clock: HandClock,
    reporter: int,  # noqa: F811
) -> None:
    """Only the clock's end keeps words: after signing out, of another account's form, or too much of it, nothing is kept."""
    with parts.db.write() as s:
        case_no = report(s, parts, reporter).case_no
    add(parts, "wang")
    owner = browser("wang")
    thief = stolen(owner, browser)
    owner.post("/logout")
    for cookie in (thief, browser()):
        cookie.post(f"/desk/cases/{case_no}/note", data={"text": "转钱到这个账户"})
    owner = browser("wang")
    assert "转钱" not in owner.get("/account/unsent").text
    clock.move(minutes=31)
    owner.post(f"/desk/cases/{case_no}/note", data={"text": "长" * 100_000})
    for number in range(9):
        owner.post(f"/desk/cases/{case_no}/note", data={"text": f"第{number}句话", "password": "geheim"})
    page = browser("wang").get("/account/unsent").text
    assert "长长长" not in page
    assert page.count("再交一次</button>") == 5
    assert "第8句话" in page
    assert "geheim" not in page
    clock.move(days=2)
    assert "第8句话" not in browser("wang").get("/account/unsent").text


def test_who_left_without_a_network_is_signed_out_at_the_next_page(browser: Made, parts: Parts) -> None:
    """Whichever it is, before it shows anything of theirs; and a copy of their cookie opens nothing any more."""
    add(parts, "zhou", Role.GRID, grid="G-01")
    phone = browser("zhou")
    assert phone.get("/grid").status_code == 200
    copied = phone.get_cookie(COOKIE)
    assert copied is not None
    phone.set_cookie("linli_leaving_8000", "1")
    answer = phone.get("/grid")
    assert (answer.status_code, "/login" in (answer.location or "")) == (302, True)
    thief = browser()
    thief.set_cookie(COOKIE, copied.value)
    assert thief.get("/grid").status_code == 302


def test_a_wish_to_leave_ends_no_session_begun_after_it(browser: Made, parts: Parts) -> None:
    """It is forgotten once it is done, or somebody signs in."""
    add(parts, "zhou", Role.GRID, grid="G-01")
    phone = browser("zhou")
    phone.set_cookie("linli_leaving_8000", "1")
    phone.get("/grid")
    assert phone.get_cookie("linli_leaving_8000") is None
    phone.set_cookie("linli_leaving_8000", "1")
    phone.post("/login", data={"username": "zhou", "password": PASSWORD})
    assert phone.get("/grid").status_code == 200
