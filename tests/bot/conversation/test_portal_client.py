"""The only door out: tries again with the same key, tells apart what may pass and what will not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
import pytest

from actions.case_draft import empty_draft
from actions.portal_client import PortalClient, PortalRefused, PortalTooMany, PortalUnreachable
from tests.bot.conversation.portal_stand_in import TOKEN, Fault, Portal

T = TypeVar("T")
QUICK = httpx.Timeout(0.3, connect=0.3)


def run(portal: Portal, ask: Callable[[PortalClient], Awaitable[T]], *, url: str = "", token: str = TOKEN) -> T:
    async def asked() -> T:
        client = PortalClient(url or portal.url, token, timeout=QUICK)
        try:
            return await ask(client)
        finally:
            await client.close()

    return asyncio.new_event_loop().run_until_complete(asked())


def report(client: PortalClient) -> Awaitable[Any]:
    return client.report(101, 17, text="路灯坏了", draft=empty_draft(), answers={}, photos=[])


def test_a_report_is_registered(portal: Portal) -> None:
    """With the key that its inbox id gives."""
    registered = run(portal, report)
    assert registered["case_no"] == "LL-20261124-0001"
    assert registered["body"] == {"name": "市政所", "phone": "0571-00000401"}
    assert portal.calls[0][3] == "101:report"


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=503),
        Fault(cut=True),
        Fault(wait=1.0),
        Fault(status=500, after=True),
        Fault(cut=True, after=True),
    ],
)
def test_a_failure_that_passes_has_one_effect(portal: Portal, fault: Fault) -> None:
    """A 500, a cut line, a late answer: before the effect or after it, there is one case."""
    portal.faults.append(fault)
    assert run(portal, report)["case_no"] == "LL-20261124-0001"
    assert len(portal.cases) == 1
    assert {call[3] for call in portal.calls} == {"101:report"}
    assert len(portal.calls) == 2


def test_a_failure_that_stays_is_unreachable(portal: Portal) -> None:
    """After three tries."""
    portal.faults.append(Fault(times=3, status=500))
    with pytest.raises(PortalUnreachable):
        run(portal, report)
    assert len(portal.calls) == 3


def test_nobody_there_is_unreachable(portal: Portal) -> None:
    """Connection refused."""
    with pytest.raises(PortalUnreachable):
        run(portal, report, url="http://127.0.0.1:9")


def test_a_wrong_token_loses_nothing(portal: Portal) -> None:
    """It may be one that is being changed: the turn is had again later."""
    with pytest.raises(PortalUnreachable):
        run(portal, report, token="another")


def test_what_is_no_answer_is_unreachable(portal: Portal) -> None:
    """A page where JSON should be."""
    portal.faults.append(Fault(garbage=True, after=True))
    with pytest.raises(PortalUnreachable):
        run(portal, report)


def test_a_refusal_is_not_tried_again(portal: Portal) -> None:
    """With the status, the problem's type and its title."""
    portal.refusals["/answers"] = (403, "secret-not-here")
    with pytest.raises(PortalRefused) as refused:
        run(portal, lambda client: client.vote(101, 17, "3", {"q1": ["yes"]}))
    assert (refused.value.status, refused.value.type, refused.value.title) == (403, "secret-not-here", "不行")
    assert len(portal.calls) == 1


def test_the_draft_is_kept_and_dropped(portal: Portal) -> None:
    """204 is an answer too."""
    run(portal, lambda client: client.keep_draft(101, 17, {"text": "路灯"}))
    assert portal.drafts[17] == {"text": "路灯"}
    run(portal, lambda client: client.keep_draft(102, 17, None))
    assert portal.drafts[17] is None


def test_the_cases_of_a_contact(portal: Portal) -> None:
    """Newest first, as the portal gives them."""
    portal.has_case()
    portal.has_case(contact=18)
    assert [case["case_no"] for case in run(portal, lambda client: client.cases(17))] == ["LL-20261124-0001"]


def test_too_many_is_no_outage_and_not_tried_again(portal: Portal) -> None:
    """A limit of so many a day says so in the portal's words, after one call; a report then goes through."""
    portal.faults.append(Fault(times=3, status=429))
    with pytest.raises(PortalTooMany):
        run(portal, report)
    assert len(portal.calls) == 1
    portal.faults.clear()
    assert run(portal, report)["case_no"] == "LL-20261124-0001"
