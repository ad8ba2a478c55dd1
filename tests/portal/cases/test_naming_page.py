"""The reporter's page lifts secrecy only after saying what will be seen, and by whom nobody can be called."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.cases.models import Case
from portal.storage.parts import Parts
from tests.portal.cases.test_cases_page import opened


@pytest.fixture
def address(client: FlaskClient, parts: Parts, reporter: int) -> str:
    page = opened(client, parts, reporter, "千万别说是我说的，柳树里3栋的路灯坏了")
    with parts.db.write() as s:
        s.get_one(Case, 1).words.contact = ""
    return page


def test_it_asks_first_and_says_what_is_seen(client: FlaskClient, parts: Parts, address: str) -> None:
    """With a number the button speaks of a call; the question names words and photos."""
    with parts.db.write() as s:
        s.get_one(Case, 1).words.contact = "13800000000"
    page = client.get(address).text
    asked = page[page.index("直接联系我") : page.index("可以，让他们知道是我")]
    assert "您留的电话、原话和照片" in asked
    assert "<details" in page[: page.index("直接联系我")]


def test_without_a_number_it_promises_no_call(client: FlaskClient, parts: Parts, address: str) -> None:
    page = client.get(address).text
    assert "没留电话，他们没法打给您" in page
    assert "直接联系我" not in page
    page = client.post(f"{address}/naming", data={"agree": "yes"}, follow_redirects=True).text
    assert "您没留电话，他们没法打给您" in page
    assert "可以直接联系您" not in page
    with parts.db.read() as s:
        assert s.get_one(Case, 1).may_be_named
