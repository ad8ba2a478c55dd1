"""What holds at every door: forms behind HTTPS, the way back after signing in, what a refusal carries."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from portal.staff.sign_in.views import safe_next
from portal.storage.parts import Parts
from portal.wiring.app import create_app


@pytest.fixture
def strict(parts: Parts) -> FlaskClient:
    """The public app with its CSRF check, as a browser without cookies sees it."""
    return create_app(parts).test_client()


@pytest.fixture
def secure(parts: Parts) -> FlaskClient:
    """The same behind HTTPS."""
    behind = replace(parts, settings=replace(parts.settings, public_url="https://linli.example.cn"))
    client = create_app(behind).test_client()
    client.environ_base["wsgi.url_scheme"] = "https"
    return client


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_form_is_taken_behind_https(secure: FlaskClient) -> None:
    """Our own Referrer-Policy keeps browsers from sending a Referer: the token of the form is what counts."""
    page = secure.get("/login", base_url="https://linli.example.cn")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    form = {"csrf_token": token_of(page.text), "username": "nobody", "password": "wrong"}
    answer = secure.post("/login", data=form, base_url="https://linli.example.cn")
    assert answer.status_code == 422
    assert "用户名或密码不对" in answer.text


def test_the_session_cookie_is_for_https_only_and_not_for_scripts(secure: FlaskClient) -> None:
    """Secure, HttpOnly, SameSite."""
    cookie = secure.get("/login", base_url="https://linli.example.cn").headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize(
    "path", ["/login", "/logout", "/preferences", "/me/code", "/me/sign-in", "/c/LL-20261124-0001/details"]
)
def test_a_form_without_its_token_is_refused_with_a_way_on(strict: FlaskClient, path: str) -> None:
    """400, and the words say what to do: an old page is opened anew."""
    answer = strict.post(path, data={"text": "好"})
    assert answer.status_code == 400
    assert "刷新" in answer.text


def test_a_wrong_method_names_the_right_ones(strict: FlaskClient) -> None:
    """405 carries Allow (RFC 9110), on a page and on the API."""
    assert "GET" in strict.delete("/chat").headers["Allow"]
    answer = strict.delete("/api/v1/consultations")
    assert answer.content_type == "application/problem+json"
    assert "GET" in answer.headers["Allow"]


def test_the_way_back_after_signing_in_is_a_page(strict: FlaskClient) -> None:
    """Whoever is not signed in comes back to the page that they asked for; never to the address of a form."""
    assert strict.get("/desk/cases/a b").headers["Location"] == "/login?next=/desk/cases/a%20b"
    assert (
        strict.get("/desk/cases/a&next=x%0d%0aSet-Cookie: a=b")
        .headers["Location"]
        .endswith("a%26next%3Dx%0D%0ASet-Cookie%3A%20a%3Db")
    )


@pytest.mark.parametrize(
    "wish",
    [
        "//[",
        "//℀.cn",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\nb",
        "/login?next=/desk",
        "desk",
    ],
)
def test_only_a_path_of_our_own_is_gone_on_to(wish: str) -> None:
    """Another host's address, a broken one, and the login itself are not."""
    assert safe_next(wish) == ""


def test_half_a_sign_in_json_is_no_fault(client: FlaskClient) -> None:
    r"""`\ud800` alone is no character: it is taken as a question mark, not as a reason to fall over."""
    answer = client.post(
        "/api/v1/otp/verify", data=r'{"phone":"13812345678","code":"\ud800"}', content_type="application/json"
    )
    assert answer.status_code == 422
    assert answer.json["type"] == "urn:linli:problem:wrong-code"


def test_a_number_that_no_row_has_is_not_found(client: FlaskClient) -> None:
    """Whatever its length."""
    for number in ("0", str(2**31), "9" * 25, "1" * 5000):
        assert client.get(f"/api/v1/consultations/{number}").status_code == 404
