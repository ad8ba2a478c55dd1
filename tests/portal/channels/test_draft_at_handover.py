"""A report that the bot read out and nobody confirmed, when a clerk begins to answer: whoever says 是 then must know that nothing is registered."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.cases.drafts import open_drafts
from portal.channels.handover import service
from portal.channels.models import ChatMessage, Handover
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import SignIn, actor, community, reporter, s, sign_in
from tests.portal.conftest import HandClock

__all__ = ["community", "reporter", "s", "sign_in"]
SAID = "还没有登记"


@pytest.fixture
def waiting(parts: Parts, reporter: int, s: Session) -> Handover:
    """A conversation that waits for a person."""
    one = Handover(contact_point_id=reporter, source_key="k", at=parts.clock.now(), reason="asked", text="转人工")
    s.add(one)
    s.flush()
    return one


def answered(s: Session, parts: Parts, one: Handover, text: str = "您好，请讲") -> list[str]:
    """What the sender reads once the clerk answers."""
    service.answer(s, parts, one, actor(s, Role.DESK).id, text, seen=None)
    return list(s.scalars(sa.select(ChatMessage.text).order_by(ChatMessage.id)))


def test_whoever_was_asked_hears_that_nothing_is_registered(waiting: Handover, s: Session, parts: Parts) -> None:
    """Before the clerk's words, and once."""
    open_drafts.keep_draft(s, parts, waiting.contact_point_id, 7, {"text": "独生子女费没领到"})
    first = answered(s, parts, waiting)
    assert SAID in first[-2]
    assert first[-1] == "您好，请讲"
    assert "".join(answered(s, parts, waiting, "在的")).count(SAID) == 1


def test_without_a_draft_nothing_of_it_is_said(waiting: Handover, s: Session, parts: Parts) -> None:
    assert SAID not in "".join(answered(s, parts, waiting))


def test_one_that_was_registered_or_dropped_is_none(waiting: Handover, s: Session, parts: Parts) -> None:
    open_drafts.keep_draft(s, parts, waiting.contact_point_id, 7, {"text": "独生子女费没领到"})
    open_drafts.keep_draft(s, parts, waiting.contact_point_id, 8, None)
    assert SAID not in "".join(answered(s, parts, waiting))


def test_one_of_yesterday_is_not_what_was_just_said(
    waiting: Handover, s: Session, parts: Parts, clock: HandClock
) -> None:
    open_drafts.keep_draft(s, parts, waiting.contact_point_id, 7, {"text": "独生子女费没领到"})
    clock.move(hours=20)
    assert SAID not in "".join(answered(s, parts, waiting))


def test_the_clerk_sees_it_too(parts: Parts, reporter: int, sign_in: SignIn) -> None:
    """So that they take it down, or hand the conversation back."""
    with parts.db.write() as s:
        s.add(Handover(contact_point_id=reporter, source_key="k", at=parts.clock.now(), reason="asked", text="转人工"))
    desk: FlaskClient = sign_in(Role.DESK)
    assert "机器人念给他、还没登记" not in desk.get("/desk/handovers/1").text
    with parts.db.write() as s:
        open_drafts.keep_draft(s, parts, reporter, 7, {"text": "独生子女费没领到"})
    assert "机器人念给他、还没登记" in desk.get("/desk/handovers/1").text
