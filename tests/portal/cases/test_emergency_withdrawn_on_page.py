"""Whoever withdraws an emergency on its page first says whether anybody is in danger; the desk is told to phone them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.cases.models import Alarm, Case
from portal.cases.records import numbers
from portal.cases.rules.lifecycle import State
from portal.cases.verbs.alarms import paging
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_page_world import as_reporter, bare
from tests.portal.cases.cases_world import SignIn, actor, draft, report

WORDS = "2栋电梯里困着一个老太太，按铃没人应"


@pytest.fixture
def address(client: FlaskClient, parts: Parts, reporter: int) -> str:
    """The page of an emergency, open to its reporter."""
    as_reporter(client, parts)
    with parts.db.write() as s:
        urgent = {"level": "emergency", "reasons": [], "danger": "trapped"}
        link = numbers.link(parts.settings, report(s, parts, reporter, WORDS, draft=draft(WORDS, urgency=urgent)))
    link = link.removeprefix(parts.settings.public_url)
    client.get(link)
    return bare(link)


def the_case(parts: Parts) -> tuple[str, list[str]]:
    """(its state, the reporter's words since the report)."""
    with parts.db.read() as s:
        case = s.scalars(sa.select(Case)).one()
        return case.state, [one.text for event in case.events[1:] for one in event.words if one.public]


def test_it_is_not_withdrawn_unless_they_say_whether_anybody_is_in_danger(
    client: FlaskClient, parts: Parts, address: str
) -> None:
    """The page asks, and a form without the answer withdraws nothing."""
    page = client.get(address).text
    assert "现在有没有人有危险" in page
    assert "现在有没有人有危险" in client.post(f"{address}/withdrawal", follow_redirects=True).text
    assert the_case(parts)[0] == State.REPORTED


def test_nobody_in_danger_withdraws_it(client: FlaskClient, parts: Parts, address: str) -> None:
    """What they said stands on the case."""
    page = client.post(f"{address}/withdrawal", data={"danger": "no"}, follow_redirects=True).text
    assert "撤回了" in page
    assert the_case(parts) == (State.WITHDRAWN, ["现在没有人有危险了"])


def test_somebody_in_danger_keeps_it_and_pages_again(client: FlaskClient, parts: Parts, address: str) -> None:
    """Even after somebody took it on; the numbers are said."""
    with parts.db.write() as s:
        alarm = s.scalars(sa.select(Alarm)).one()
        paging.acknowledge_alarm(s, alarm.id, actor(s, Role.DESK).id, "tap", parts.clock.now())
    page = client.post(f"{address}/withdrawal", data={"danger": "yes"}, follow_redirects=True).text
    assert "没有撤" in page
    assert "120，着火" in page
    state, words = the_case(parts)
    assert state not in (State.WITHDRAWN, State.CLOSED)
    assert words == ["现在还有人有危险"]


def test_whoever_may_only_read_it_is_told_whom_to_call_all_the_same(
    client: FlaskClient, parts: Parts, address: str
) -> None:
    """Before a code by SMS is asked for: nobody waits for that in danger."""
    with client.session_transaction() as session:
        del session["chat_token"]
    page = client.post(f"{address}/withdrawal", data={"danger": "yes"}, follow_redirects=True).text
    assert "120，着火" in page
    assert the_case(parts) == (State.REPORTED, [])


def test_an_ordinary_case_is_withdrawn_as_ever(client: FlaskClient, parts: Parts, reporter: int) -> None:
    as_reporter(client, parts)
    with parts.db.write() as s:
        link = numbers.link(parts.settings, report(s, parts, reporter)).removeprefix(parts.settings.public_url)
    client.get(link)
    assert "有没有人有危险" not in client.get(bare(link)).text
    client.post(f"{bare(link)}/withdrawal")
    assert the_case(parts) == (State.WITHDRAWN, [])


def test_the_red_box_says_to_phone_whoever_withdrew(
    client: FlaskClient, parts: Parts, address: str, sign_in: SignIn
) -> None:
    """Also where it is folded behind others: how many of these were withdrawn."""
    client.post(f"{address}/withdrawal", data={"danger": "no"})
    with parts.db.write() as s:
        for number in range(4):
            urgent = {"level": "emergency", "reasons": [], "danger": "fire"}
            report(s, parts, 1, f"{number}栋着火了", draft=draft(urgency=urgent))
    page = sign_in(Role.DESK).get("/desk").text
    box = page.partition('id="alarms"')[2]
    assert "居民撤回了，请打电话核实" in box
    assert "还有 1 件，也没有人签收，其中 1 件居民撤回了，要打电话核实" in box
