"""The desk's pages while there is no bot."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor
from tests.portal.signed_in import sit_down


@pytest.fixture
def desk(client: FlaskClient, parts: Parts, community: None) -> FlaskClient:
    """Whoever is signed in at the desk."""
    with parts.db.read() as s:
        number = actor(s, Role.DESK).id
    return sit_down(client, parts, number)


@pytest.mark.parametrize(
    ("state", "words"), [(BotState.TRAINING, "叫值班的人要等读了才叫"), (BotState.FAILED, "没有叫值班的人")]
)
def test_the_desk_reads_why_there_is_no_bot(desk: FlaskClient, parts: Parts, state: BotState, words: str) -> None:
    """And that nobody is paged for a danger told meanwhile; on the queue and on the part that reloads itself, until the bot is there."""
    bot_state.record(parts.settings.home, state)
    for page in ("/desk", "/desk/alarms"):
        assert words in desk.get(page).text
    bot_state.clear(parts.settings.home)
    assert words not in desk.get("/desk").text


def test_a_body_is_not_told(desk: FlaskClient, parts: Parts) -> None:
    """It answers no resident in the chat."""
    bot_state.record(parts.settings.home, BotState.TRAINING)
    with parts.db.read() as s:
        number = actor(s, Role.BODY).id
    assert "还在训练" not in sit_down(desk, parts, number).get("/desk").text
