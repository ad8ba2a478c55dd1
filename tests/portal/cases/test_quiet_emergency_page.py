"""Whoever else holds the phone neither finds on the pages what was reported of them, nor ends it there."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Case, Urgency
from portal.cases.rules.lifecycle import State
from portal.residents import service
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.cases.cases_page_world import as_reporter
from tests.portal.cases.test_cases_page import opened

WITHDRAW = "不用办了，撤回"


@pytest.fixture
def address(client: FlaskClient, parts: Parts, reporter: int) -> str:
    """The page of a case, open to its reporter, whose chat the browser holds."""
    as_reporter(client, parts)
    return opened(client, parts, reporter)


def keep_quiet(parts: Parts, *, emergency: bool) -> None:
    with parts.db.write() as s:
        case = s.scalars(sa.select(Case)).one()
        case.urgency = Urgency.EMERGENCY if emergency else Urgency.NORMAL
        service.keep_quiet(s.get_one(ContactPoint, case.contact_point_id))


def state(parts: Parts) -> str:
    with parts.db.read() as s:
        return s.scalars(sa.select(Case.state)).one()


def test_a_quiet_emergency_is_neither_listed_nor_withdrawn(client: FlaskClient, parts: Parts, address: str) -> None:
    """Its title tells what he did; and a tap of his must not call the help off."""
    keep_quiet(parts, emergency=True)
    assert address not in client.get("/me").text
    assert WITHDRAW not in client.get(address).text
    answer = client.post(f"{address}/withdrawal", follow_redirects=True)
    assert state(parts) == State.REPORTED
    assert "这件不能在网页上撤回。有危险马上打110" in answer.text


def test_whatever_else_they_reported_is_listed_and_withdrawn(client: FlaskClient, parts: Parts, address: str) -> None:
    """A lamp is a lamp, whoever may hold the phone."""
    keep_quiet(parts, emergency=False)
    assert address in client.get("/me").text
    assert WITHDRAW in client.get(address).text
    client.post(f"{address}/withdrawal")
    assert state(parts) == State.WITHDRAWN


def test_the_list_says_the_same_to_everybody(client: FlaskClient, parts: Parts, address: str) -> None:
    """That something is not listed gives away nothing, since it is always said."""
    said = "有的事为了安全，不列在这里，照样有人管。"
    assert said in client.get("/me").text
    keep_quiet(parts, emergency=True)
    assert said in client.get("/me").text
