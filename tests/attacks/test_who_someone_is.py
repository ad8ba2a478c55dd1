"""Who someone is: a chat's token is nobody's. Beside each attacker stands somebody honest who gets in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.cases.models import Case, CaseWords
from portal.consultations.models import Envelope, NamedBallot
from portal.residents import service as residents
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.attacks.who_someone_is_world import app, ask, bearer, last_code, open_chat, prove, prove_on_the_page, show
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, YES, World, phone, world

__all__ = ["app", "world"]


def vote(browser: FlaskClient, found: int, given: Any, token: str) -> int:
    url = f"/api/v1/consultations/{found}/ballots"
    return browser.post(url, json={"answers": given}, headers=bearer(token)).status_code


def vote_on_the_page(browser: FlaskClient, found: int, given: dict[str, list[str]]) -> int:
    return browser.post(f"/consultations/{found}/ballot", data=given).status_code


def envelopes(parts: Parts) -> dict[int, bytes | None]:
    with parts.db.read() as s:
        return {row.roll_entry_id: row.sealed for row in s.scalars(sa.select(Envelope))}


# --- a chat's token is nobody's -----------------------------------------------------------------------------------


def by_page(browser: FlaskClient, parts: Parts, token: str) -> None:
    prove_on_the_page(browser, parts)


def by_json(browser: FlaskClient, parts: Parts, token: str) -> None:
    prove(browser, parts)


def with_the_bearer_at_the_end(browser: FlaskClient, parts: Parts, token: str) -> None:
    ask(browser)
    assert show(browser, last_code(parts), **bearer(token)).status_code == 200


def with_the_bearer_at_the_beginning(browser: FlaskClient, parts: Parts, token: str) -> None:
    ask(browser, **bearer(token))
    assert show(browser, last_code(parts)).status_code == 200


@pytest.mark.parametrize("signed_out", [True, False])
@pytest.mark.parametrize("way", [by_page, by_json, with_the_bearer_at_the_end, with_the_bearer_at_the_beginning])
def test_an_earlier_visitors_chat_token_never_votes_for_who_comes_next(
    app: Flask, parts: Parts, world: World, way: Any, signed_out: bool
) -> None:
    """A shared phone: the first visitor copied the chat's token. The next one's envelope stays as it was sealed."""
    found, shared = world.open(), app.test_client()
    copied = open_chat(shared)
    way(shared, parts, copied)
    assert vote_on_the_page(shared, found, YES) == 303
    cast = envelopes(parts)
    assert len(cast) == 1
    if signed_out:
        shared.post("/me/sign-out")
    assert vote(app.test_client(), found, NO, copied) in (401, 403)
    assert envelopes(parts) == cast
    next_one = app.test_client()  # and somebody honest after that, on another chat's bearer
    chat = open_chat(next_one)
    token = prove(next_one, parts, "13800000002", **bearer(chat))
    assert [vote(next_one, found, YES, one) for one in (token, chat)] == [201, 201]
    assert len(envelopes(parts)) == 2


def test_a_chat_token_opens_nothing_else_of_the_person_who_proved_a_phone_in_it(
    app: Flask, parts: Parts, world: World
) -> None:
    """Neither the person's other cases nor their page: its own conversation and its own cases only."""
    browser = app.test_client()
    chat = open_chat(browser)
    with parts.db.write() as s:
        sender = residents.ensure_contact_point(s, parts.settings.secret_key, "sms", phone(1), world.now)
        here = s.scalars(sa.select(ContactPoint.id).where(ContactPoint.channel == "webchat")).one()
        elsewhere = sender.id
    a_case(parts, elsewhere, "短信里说的私事", "LL-20261124-0001")
    a_case(parts, here, "这个聊天里说的事", "LL-20261124-0002")
    token = prove(browser, parts, **bearer(chat))
    holder = app.test_client()
    with holder.session_transaction() as session:
        session["chat_token"] = chat
    assert "短信里说的私事" not in holder.get("/me").text
    assert "这个聊天里说的事" in holder.get("/me").text
    seen = {number: holder.get(f"/api/v1/cases/{number}", headers=bearer(chat)).status_code for number in NUMBERS}
    assert seen == {"LL-20261124-0001": 404, "LL-20261124-0002": 200}
    seen = {number: holder.get(f"/api/v1/cases/{number}", headers=bearer(token)).status_code for number in NUMBERS}
    assert seen == {"LL-20261124-0001": 200, "LL-20261124-0002": 200}


NUMBERS = ("LL-20261124-0001", "LL-20261124-0002")


def a_case(parts: Parts, contact: int, text: str, case_no: str, **words: str) -> None:
    now = parts.clock.now()
    with parts.db.write() as s:
        s.add(
            Case(
                case_no=case_no, created_at=now, state="reported", kind="complaint", urgency="normal", rank=2,
                channel=s.get_one(ContactPoint, contact).channel, due_at=now + timedelta(days=5),
                contact_point_id=contact, access_salt="s", access_hash="h", photos=[],
                words=CaseWords(text=text, **words),
            )
        )  # fmt: skip


def test_signing_out_unbinds_the_chat_and_ends_the_token(app: Flask, parts: Parts, world: World) -> None:
    """What the sign-in gave out is dead on the server; who signs in anew votes."""
    found, browser = world.open(), app.test_client()
    chat = open_chat(browser)
    token = prove(browser, parts, **bearer(chat))
    assert vote(browser, found, YES, chat) == 201
    cast = envelopes(parts)
    browser.post("/me/sign-out")
    assert [vote(app.test_client(), found, NO, one) for one in (token, chat)] == [401, 401]
    assert envelopes(parts) == cast
    prove_on_the_page(browser, parts)
    assert vote_on_the_page(browser, found, NO) == 303
    assert envelopes(parts) != cast


def test_two_people_who_prove_a_phone_in_one_chat_never_get_each_others_ballot(
    app: Flask, parts: Parts, world: World, clock: HandClock
) -> None:
    """The chat opens neither; each votes with the token that their own proof gave them."""
    found, browser = world.open(), app.test_client()
    chat = open_chat(browser)
    first = prove(browser, parts, "13800000001", **bearer(chat))
    clock.move(minutes=2)
    second = prove(browser, parts, "13800000002", **bearer(chat))
    assert vote(browser, found, NO, chat) in (401, 403)
    assert envelopes(parts) == {}
    assert [vote(browser, found, YES, token) for token in (first, second)] == [201, 201]
    assert len(envelopes(parts)) == 2


def test_a_chat_left_by_one_person_is_never_the_next_ones(app: Flask, parts: Parts, world: World) -> None:
    """The first signs out; the second proves a phone in the same chat: the first one's copy of its token stays shut."""
    found, browser = world.open(), app.test_client()
    chat = open_chat(browser)
    prove(browser, parts, "13800000001", **bearer(chat))
    browser.post("/me/sign-out")
    second = prove(browser, parts, "13800000002", **bearer(chat))
    assert vote(browser, found, YES, second) == 201
    cast = envelopes(parts)
    assert vote(app.test_client(), found, NO, chat) in (401, 403)
    assert envelopes(parts) == cast


def test_the_bot_takes_a_named_vote_only_in_the_chat_that_proved_the_phone(
    app: Flask, parts: Parts, world: World, internal: FlaskClient
) -> None:
    """The earlier visitor's chat is told `entry-unproven`; the one in which the phone was proven counts."""
    found, shared = world.open(world.plan(secrecy="named")), app.test_client()
    open_chat(shared)
    prove_on_the_page(shared, parts, "13800000001")
    own = app.test_client()
    prove(own, parts, "13800000002", **bearer(open_chat(own)))
    with parts.db.read() as s:
        left, mine = s.scalars(sa.select(ContactPoint.id).where(ContactPoint.channel == "webchat").order_by("id"))
    answers = {who: say_in_chat(parts, internal, found, who) for who in (left, mine)}
    assert answers == {left: 403, mine: 201}
    with parts.db.read() as s:
        assert len(s.scalars(sa.select(NamedBallot)).all()) == 1


def say_in_chat(parts: Parts, internal: FlaskClient, found: int, contact: int) -> int:
    headers = bearer(parts.settings.internal_token) | {"Idempotency-Key": f"{contact}:vote"}
    body = {"contact": contact, "answers": YES}
    return internal.post(f"/internal/v1/consultations/{found}/answers", json=body, headers=headers).status_code


def test_a_proof_behind_the_chats_link_does_not_bind_the_chat(
    app: Flask, parts: Parts, world: World, internal: FlaskClient
) -> None:
    """The link may have been read by whoever held the phone before; who proves a phone behind it votes on that page."""
    found, shared = world.open(), app.test_client()
    chat = open_chat(shared)
    with parts.db.read() as s:
        contact = s.scalars(sa.select(ContactPoint.id)).one()
    headers = bearer(parts.settings.internal_token) | {"Idempotency-Key": "1:link"}
    link = internal.post(f"/internal/v1/consultations/{found}/links", json={"contact": contact}, headers=headers)
    path = link.get_json()["url"].removeprefix(parts.settings.public_url)
    assert "要定的事" in shared.get(path).text
    prove_on_the_page(shared, parts)
    assert shared.post(path, data=YES).status_code == 303
    cast = envelopes(parts)
    assert len(cast) == 1
    assert vote(app.test_client(), found, NO, chat) in (401, 403)
    assert envelopes(parts) == cast


def test_tokens_end(app: Flask, parts: Parts, world: World, clock: HandClock) -> None:
    """A chat's after a year at the latest and after 90 idle days, a sign-in after a week; until then they serve."""
    browser = app.test_client()
    chat = open_chat(browser)
    token = prove(browser, parts)

    def status() -> int:
        return app.test_client().get("/api/v1/chat/messages?wait=0", headers=bearer(chat)).status_code

    with parts.db.read() as s:
        assert residents.resident_by_token(s, parts.settings.secret_key, token, clock.now()) is not None
    for _ in range(4):
        clock.move(days=80)
        assert status() == 200
    clock.move(days=50)
    assert status() == 401
    with parts.db.read() as s:
        assert residents.resident_by_token(s, parts.settings.secret_key, token, clock.now()) is None
    idle = open_chat(browser)
    clock.move(days=91)
    assert app.test_client().get("/api/v1/chat/messages?wait=0", headers=bearer(idle)).status_code == 401
