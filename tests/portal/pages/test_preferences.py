"""The display switches: one cookie, three wishes."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.pages.preferences import Look, look_from


@pytest.mark.parametrize(
    "look",
    [
        Look(),
        Look(big=True),
        Look(contrast=True, language="en"),
        Look(big=True, contrast=True, language="zh"),
        Look(keys=False),
    ],
)
def test_a_look_comes_back_from_its_cookie(look: Look) -> None:
    """What is written is what is read."""
    assert look_from(look.as_cookie()) == look


@pytest.mark.parametrize("cookie", ["", "11", "11fr", "11zhx", "<script>", "é" * 4])
def test_a_strange_cookie_is_the_plain_look(cookie: str) -> None:
    """Nothing that a browser sends can break a page."""
    assert look_from(cookie) in (Look(), Look(big=True, contrast=True))
    assert look_from(cookie).language == "zh"


def test_a_switch_changes_only_itself() -> None:
    """大字 leaves contrast and language as they were; a wish that is none is ignored."""
    look = Look(contrast=True, language="en")
    assert look.changed({"big": "1"}) == Look(big=True, contrast=True, language="en")
    assert look.changed({"big": "yes", "lang": "fr"}) == look


def test_switching_goes_back_to_the_page_it_came_from(client: FlaskClient) -> None:
    """The page with its access code in the address opens again."""
    answer = client.post("/preferences", data={"big": "1", "next": "/c/LL-20261124-0001?access=abcdefghij"})
    assert answer.location == "/c/LL-20261124-0001?access=abcdefghij"
    assert 'class="big"' in client.get("/about").text


@pytest.mark.parametrize(
    "wish", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_switching_never_leads_to_another_host(client: FlaskClient, wish: str) -> None:
    """An address that is not a path of ours leads home."""
    assert client.post("/preferences", data={"big": "1", "next": wish}).location == "/"


def test_a_post_without_the_token_is_refused(client: FlaskClient) -> None:
    """The switches carry CSRF like every form."""
    client.application.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/preferences", data={"big": "1"}).status_code == 400
