"""States and results that are written by hand are neither published nor counted again."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from portal.consultations.verbs import closing
from portal.kernel.errors import Conflict
from tests.attacks.tampering_world import (
    Vote,
    Way,
    _on_sqlite,
    ballots_written_before,
    client_of,
    held,
    is_reported,
    is_settled,
)
from tests.portal.conftest import HandClock
from tests.portal.consultations.consultations_world import NO, World, world

__all__ = ["_on_sqlite", "world"]

FORGED = {"basis": "persons", "lawful": True, "quorum": [], "questions": [], "sentence": "", "roll": {"count": 50},
          "took_part": {"count": 50}, "void": {"count": 0}}  # fmt: skip


@pytest.mark.parametrize("named", [False, True], ids=["secret", "named"])
def test_a_result_written_by_hand_is_not_published(
    world: World, client: FlaskClient, clock: HandClock, named: bool
) -> None:
    """State and result set by SQL: no result is shown, no key destroyed, nothing published; put back, it closes."""
    vote = held(world, client, named=named)
    clock.move(days=3)
    vote.sql(
        "UPDATE consultation SET state = 'closed', closed_at = closes_at, result = :r WHERE id = :id",
        r=json.dumps(FORGED),
    )
    closing.destroy_leftover_keys(world.parts)
    with client_of(vote, world.chair) as browser:
        browser.post(f"/committee/consultations/{vote.id}/close")
        browser.post(f"/committee/consultations/{vote.id}/publish")
    assert vote.sql("SELECT state FROM consultation WHERE id = :id")[0][0] == "closed"
    assert "result" not in client.get(f"/api/v1/consultations/{vote.id}").get_json()
    is_reported(vote)
    vote.sql("UPDATE consultation SET state = 'open', closed_at = NULL, result = NULL WHERE id = :id")
    is_settled(world, vote.id)


def test_a_vote_published_by_hand_gives_no_record(world: World, client: FlaskClient) -> None:
    """Straight to the end by SQL, with a key said to be destroyed: no record, no result on the page."""
    vote = held(world, client, named=False)
    vote.sql("UPDATE consultation SET state = 'published', closed_at = closes_at, published_at = closes_at, result = :r, "
             "key_destroyed = TRUE WHERE id = :id", r=json.dumps(FORGED))  # fmt: skip
    assert client.get(f"/api/v1/consultations/{vote.id}/record.json").status_code == 409
    assert "result" not in client.get(f"/api/v1/consultations/{vote.id}").get_json()
    assert "钥匙已销毁" not in client.get(f"/consultations/{vote.id}").get_data(as_text=True)
    closing.destroy_leftover_keys(world.parts)
    assert len(world.ring.key_files(vote.id)) == 1


def result_edited(vote: Vote) -> None:
    result = json.loads(vote.sql("SELECT result FROM consultation WHERE id = :id")[0][0])
    result["questions"][0]["passed"] = not result["questions"][0]["passed"]
    vote.sql("UPDATE consultation SET result = :r WHERE id = :id", r=json.dumps(result))


def ballot_edited(vote: Vote) -> None:
    (content,) = vote.sql("SELECT content FROM opened_ballot WHERE consultation_id = :id AND position = 0")[0]
    vote.sql("UPDATE opened_ballot SET content = :c WHERE consultation_id = :id AND position = 0",
             c=content.replace("no", "yes").replace('"a"', '"b"'))  # fmt: skip


def ballot_added(vote: Vote) -> None:
    ballots_written_before(vote)


def named_ballot_edited(vote: Vote) -> None:
    vote.sql("UPDATE named_ballot SET choices = :c WHERE roll_entry_id = :e", c=json.dumps(NO), e=vote.entry(1))


def title_edited(vote: Vote) -> None:
    vote.sql("UPDATE consultation SET title = '西门装路灯' WHERE id = :id")


@pytest.mark.parametrize(
    ("named", "tamper"),
    [(False, result_edited), (False, ballot_edited), (False, ballot_added), (True, result_edited),
     (True, named_ballot_edited), (False, title_edited)],
    ids=lambda value: value.__name__ if callable(value) else ("named" if value else "secret"),
)  # fmt: skip
@pytest.mark.parametrize("published", [False, True], ids=["closed", "published"])
def test_what_was_counted_is_what_is_published(
    world: World, client: FlaskClient, clock: HandClock, named: bool, tamper: Way, published: bool
) -> None:
    """Edited after the count: not published; edited after publishing: no record is given. The honest one has both."""
    vote = held(world, client, named=named)
    clock.move(days=3)
    closing.close(world.parts, world.chair, vote.id)
    before = vote.sql("SELECT result, title FROM consultation WHERE id = :id")
    kept = {
        table: vote.sql(f"SELECT * FROM {table} WHERE consultation_id = :id")
        for table in ("opened_ballot", "named_ballot")
    }
    with client_of(vote, world.chair) as browser:
        if published:
            browser.post(f"/committee/consultations/{vote.id}/publish")
            assert client.get(f"/api/v1/consultations/{vote.id}/record.json").status_code == 200
        tamper(vote)
        browser.post(f"/committee/consultations/{vote.id}/publish")
        assert client.get(f"/api/v1/consultations/{vote.id}/record.json").status_code == 409
        vote.sql("UPDATE consultation SET result = :r, title = :t WHERE id = :id", r=before[0][0], t=before[0][1])
        vote.sql("DELETE FROM opened_ballot WHERE consultation_id = :id")
        for row in kept["opened_ballot"]:
            vote.sql("INSERT INTO opened_ballot VALUES (:id, :p, :c)", p=row[1], c=row[2])
        for row in kept["named_ballot"]:
            vote.sql("UPDATE named_ballot SET choices = :c WHERE roll_entry_id = :e", e=row[0], c=row[2])
        browser.post(f"/committee/consultations/{vote.id}/publish")
        assert client.get(f"/api/v1/consultations/{vote.id}/record.json").status_code == 200


def test_a_vote_that_has_taken_ballots_is_not_opened_anew(world: World, client: FlaskClient, clock: HandClock) -> None:
    """Set back to 'noticed' by SQL, the urn emptied: the chair's button does not burn the key of the running vote."""
    vote = held(world, client, named=False)
    vote.sql("UPDATE consultation SET state = 'noticed' WHERE id = :id")
    with client_of(vote, world.chair) as browser:
        browser.post(f"/committee/consultations/{vote.id}/open")
    vote.sql("UPDATE consultation SET state = 'open' WHERE id = :id")
    clock.move(days=3)
    is_settled(world, vote.id)


def test_a_counted_vote_is_not_reopened(world: World, client: FlaskClient) -> None:
    """Set back to 'open' by SQL after the count: nobody votes again knowing the result, and the result stays."""
    vote = held(world, client, named=True)
    closing.close(world.parts, world.chair, vote.id)
    vote.sql("UPDATE consultation SET state = 'open', closed_at = NULL WHERE id = :id")
    assert vote.cast(1, NO).status_code == 409
    with pytest.raises(Conflict):
        closing.close(world.parts, world.chair, vote.id)
