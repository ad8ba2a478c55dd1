"""What is changed in the database for a moment only, and put back, deceives nobody who votes meanwhile."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from nacl.public import PrivateKey, PublicKey, SealedBox

from portal.consultations.ballots import urn
from portal.consultations.verbs import closing
from portal.wiring.app import create_app
from tests.attacks.tampering_world import AWAY, Vote, _on_sqlite, held, questions_edited
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, YES, World, phone, world

__all__ = ["_on_sqlite", "world"]


def test_a_public_key_that_was_swapped_for_a_moment_reads_no_vote(
    world: World, client: FlaskClient, clock: HandClock
) -> None:
    """Every sealing compares it with the key file: by the API, by the page, by a ballot sealed elsewhere."""
    vote, thief = held(world, client, named=False, votes=9), PrivateKey.generate()
    (own, padded), before = (
        vote.sql("SELECT public_key, padded_length FROM consultation WHERE id = :id")[0],
        all_sealed(vote),
    )
    vote.sql("UPDATE consultation SET public_key = :k WHERE id = :id", k=bytes(thief.public_key))
    assert vote.cast(20, YES).status_code in {409, 503}
    assert by_page(vote, 21, YES).status_code in {409, 503}
    sent = SealedBox(PublicKey(bytes(thief.public_key))).encrypt(urn.pad(YES, padded))
    answer = client.post(
        f"/api/v1/consultations/{vote.id}/ballots",
        json={"envelope": base64.b64encode(sent).decode()},
        headers={"Authorization": f"Bearer {world.token(22)}"},
    )
    assert answer.status_code in {409, 422, 503}
    assert all_sealed(vote) == before
    assert own.hex() not in client.get(f"/api/v1/consultations/{vote.id}").get_data(as_text=True)
    assert bytes(thief.public_key).hex() not in client.get(f"/api/v1/consultations/{vote.id}").get_data(as_text=True)
    vote.sql("UPDATE consultation SET public_key = :k WHERE id = :id", k=own)
    assert vote.cast(20, YES).status_code == 201
    assert by_page(vote, 21, YES).status_code == 303
    clock.move(days=3)
    closing.close(world.parts, world.chair, vote.id)


def all_sealed(vote: Vote) -> Any:
    return vote.sql("SELECT roll_entry_id, sealed FROM envelope WHERE consultation_id = :id ORDER BY roll_entry_id")


def by_page(vote: Vote, number: int, given: dict[str, list[str]]) -> Any:
    app = create_app(vote.parts)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["resident_token"] = vote.world.token(number)
    return browser.post(f"/consultations/{vote.id}/ballot", data=given)


@pytest.mark.parametrize("named", [False, True], ids=["secret", "named"])
def test_a_phone_that_stood_on_the_roll_for_a_moment_casts_no_vote(
    world: World, client: FlaskClient, clock: HandClock, named: bool
) -> None:
    """Edited, voted, put back: the entry was sealed when the roll was frozen. Its owner votes as ever."""
    vote = held(world, client, named=named, votes=9)
    entry, strange = vote.entry(AWAY), phone(777)
    vote.sql("UPDATE roll_entry SET phone = :p WHERE id = :e", p=strange, e=entry)
    assert vote.cast(777, NO).status_code == 409
    vote.sql("UPDATE roll_entry SET phone = :p WHERE id = :e", p=phone(AWAY), e=entry)
    assert vote.cast(AWAY, YES).status_code == 201
    clock.move(days=3)
    closing.close(world.parts, world.chair, vote.id)
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "closed"


def test_options_that_were_exchanged_for_a_moment_deceive_nobody(world: World, client: FlaskClient) -> None:
    """The page and the API show no ballot while it is not what was fixed; then they do."""
    vote = held(world, client, named=False, votes=9)
    good = vote.sql("SELECT questions FROM consultation WHERE id = :id")[0][0]
    questions_edited(vote)
    with client.session_transaction() as cookie:
        cookie["resident_token"] = world.token(AWAY)
    page = client.get(f"/consultations/{vote.id}").get_data(as_text=True)
    assert 'name="q1"' not in page
    assert "对不上" in page
    assert "questions" not in client.get(f"/api/v1/consultations/{vote.id}").get_json()
    assert vote.cast(AWAY, YES).status_code == 409
    vote.sql("UPDATE consultation SET questions = :q WHERE id = :id", q=good)
    assert 'name="q1"' in client.get(f"/consultations/{vote.id}").get_data(as_text=True)
    assert vote.cast(AWAY, YES).status_code == 201


@pytest.mark.parametrize("named", [False, True], ids=["secret", "named"])
def test_an_hour_that_was_moved_takes_no_late_vote(
    world: World, client: FlaskClient, clock: HandClock, named: bool
) -> None:
    """After the time in the notice nobody votes, whatever the row says for a moment."""
    vote = held(world, client, named=named, votes=9)
    hour = vote.sql("SELECT closes_at FROM consultation WHERE id = :id")[0][0]
    clock.move(days=3, minutes=1)
    vote.sql("UPDATE consultation SET closes_at = '2027-01-01 00:00:00' WHERE id = :id")
    assert vote.cast(AWAY, NO).status_code == 409
    vote.sql("UPDATE consultation SET closes_at = :h WHERE id = :id", h=hour)
    closing.close(world.parts, world.chair, vote.id)
    result = vote.sql("SELECT result FROM consultation WHERE id = :id")[0][0]
    assert json.loads(result)["took_part"]["count"] == 8
