"""The desk's pages while there is no bot."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.cases.records.event_log import Source
from portal.cases.verbs.reporter import unread
from portal.http import bot_state
from portal.http.bot_state import BotState
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import actor, draft
from tests.portal.signed_in import sit_down


@pytest.fixture
def desk(client: FlaskClient, parts: Parts, community: None) -> FlaskClient:
    """Whoever is signed in at the desk."""
    with parts.db.read() as s:
        number = actor(s, Role.DESK).id
    return sit_down(client, parts, number)


@pytest.mark.parametrize(
    ("state", "words"), [(BotState.TRAINING, "在“找人工”里，请盯着看"), (BotState.FAILED, "请盯着看")]
)
def test_the_desk_reads_why_there_is_no_bot(desk: FlaskClient, parts: Parts, state: BotState, words: str) -> None:
    """And that nobody is paged for a doubtful danger told meanwhile; on the queue and on the part that reloads itself, until the bot is there."""
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


def test_the_desk_reads_that_the_bot_has_not_read_an_emergency(desk: FlaskClient, parts: Parts, reporter: int) -> None:
    """Though nobody has said that the bot is down; until the bot has read it, or a clerk has."""
    with parts.db.write() as s:
        case = unread.report(s, parts, contact=reporter, message=7, text="着火了", danger="fire", photos=())
        number = case.case_no
    for page in ("/desk", "/desk/alarms"):
        assert "1 件险情是照居民的明白话登记的" in desk.get(page).text
    with parts.db.write() as s:
        read: Any = {"text": "着火了", "draft": draft(), "answers": {}, "photos": [], "no_push": False}
        found = unread.take_reading(s, parts, Source("7:report", "x"), **read)
        assert found is not None
        assert found.case_no == number
    assert "没有回应" not in desk.get("/desk").text
    assert "机器人后来读了原话" in desk.get(f"/desk/cases/{number}").text
