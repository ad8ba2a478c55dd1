"""The door for questions that the bot cannot answer keeps what must be kept nowhere out of the committee's list."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.channels.models import UnansweredQuestion
from portal.storage.parts import Parts
from portal.wiring.app import create_internal_app
from tests.attacks.test_choice_in_chat import QUESTIONS
from tests.portal.cases.cases_world import add_contact, community
from tests.portal.consultations.secret_vote import open_secret_vote

__all__ = ["community"]


def kept(parts: Parts, text: str, **headers: str) -> tuple[int, list[str]]:
    """The status when the action server notes this question of somebody, and the words that are kept."""
    who = add_contact(parts, text[:20])
    sent = {"Authorization": f"Bearer {parts.settings.internal_token}", "Idempotency-Key": "1:question"} | headers
    client = create_internal_app(parts).test_client()
    status = client.post("/internal/v1/questions", json={"contact": who, "text": text}, headers=sent).status_code
    with parts.db.read() as s:
        return status, list(s.scalars(sa.select(UnansweredQuestion.words)))


@pytest.mark.parametrize("text", ["我投荷花池边行不行", "健身角我选荷花池"])
def test_a_choice_of_a_secret_vote_is_not_kept(parts: Parts, text: str) -> None:
    """However it is asked."""
    open_secret_vote(parts, "健身角建在哪里、几点关灯", QUESTIONS)
    assert kept(parts, text) == (204, [])


@pytest.mark.parametrize("text", ["网格员收了我的红包不办事怎么办", "网格员老是骂人怎么办"])
def test_what_accuses_staff_is_not_on_a_list_that_staff_read(parts: Parts, community: None, text: str) -> None:
    """Whoever is accused might read it."""
    assert kept(parts, text) == (204, [])


def test_an_ordinary_question_is_kept(parts: Parts, community: None) -> None:
    """Else the tests above would prove nothing."""
    assert kept(parts, "图书室几点关门？") == (204, ["图书室几点关门？"])


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer wrong"}, {"Idempotency-Key": ""}])
def test_the_door_is_the_action_servers_alone(parts: Parts, community: None, headers: dict[str, str]) -> None:
    """Without the token, or without a key, nothing is kept."""
    status, words = kept(parts, "图书室几点关门？", **headers)
    assert (status in (400, 401, 422), words) == (True, [])
