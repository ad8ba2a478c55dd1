"""The bot's door to consultations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from portal.consultations.models import NamedBallot, VotingLink
from tests.portal.conftest import bearer
from tests.portal.consultations.consultations_world import QUESTIONS, YES, World
from tests.portal.consultations.test_voting import rows

V1 = "/internal/v1/consultations"


def post(world: World, internal: FlaskClient, path: str, body: Any, key: str = "7:link") -> Any:
    headers = bearer(world.parts) | ({"Idempotency-Key": key} if key else {})
    return internal.post(V1 + path, json=body, headers=headers)


def test_what_is_open_is_listed_with_its_options(world: World, internal: FlaskClient) -> None:
    """`can_answer_here` only by name, for a proven contact, and where each question takes one option."""
    secret, several = world.open(), world.open(world.plan(secrecy="named"))
    named = world.open(world.plan(secrecy="named", questions=QUESTIONS[:1]))
    contact = world.visitor()
    world.resident(1, contact=contact)
    items = internal.get(f"{V1}?contact={contact}", headers=bearer(world.parts)).get_json()["items"]
    told = {item["id"]: item["can_answer_here"] for item in items}
    assert told == {secret: False, several: False, named: True}
    assert items[0]["questions"][0]["options"][0] == {"code": "yes", "label": "同意"}
    without = internal.get(V1, headers=bearer(world.parts)).get_json()["items"]
    assert [item["can_answer_here"] for item in without] == [False, False, False]


def test_nobody_calls_without_the_token(world: World, internal: FlaskClient) -> None:
    """401."""
    found_id = world.open()
    assert internal.get(V1).status_code == 401
    assert internal.post(f"{V1}/{found_id}/links", json={"contact": 1}).status_code == 401


def test_a_link_is_handed_out_once_for_a_key(world: World, internal: FlaskClient) -> None:
    """The same Idempotency-Key gives the same address."""
    found_id, contact = world.open(), world.visitor()
    first = post(world, internal, f"/{found_id}/links", {"contact": contact})
    again = post(world, internal, f"/{found_id}/links", {"contact": contact})
    assert first.status_code == again.status_code == 201
    assert first.get_json() == again.get_json()
    assert urlsplit(first.get_json()["url"]).path.startswith("/v/")
    assert len(rows(world, VotingLink)) == 1


def test_a_write_needs_its_key(world: World, internal: FlaskClient) -> None:
    """400 without Idempotency-Key."""
    found_id, contact = world.open(), world.visitor()
    assert post(world, internal, f"/{found_id}/links", {"contact": contact}, key="").status_code == 400


def test_a_named_answer_counts(world: World, internal: FlaskClient) -> None:
    """201 counted; unproven: 403 entry-unproven; bad codes: 422; unknown contact: 404."""
    found_id, contact = world.open(world.plan(secrecy="named")), world.visitor()
    path, body = f"/{found_id}/answers", {"contact": contact, "answers": YES}
    unproven = post(world, internal, path, body)
    assert (unproven.status_code, unproven.get_json()["type"]) == (403, "urn:linli:problem:entry-unproven")
    world.resident(1, contact=contact)
    assert post(world, internal, path, body | {"answers": {"q1": ["no_such"]}}).status_code == 422
    assert post(world, internal, path, body | {"contact": 999}).status_code == 404
    counted = post(world, internal, path, body)
    assert (counted.status_code, counted.get_json()) == (201, {"status": "counted"})
    assert len(rows(world, NamedBallot)) == 1


def test_a_secret_answer_is_refused(world: World, internal: FlaskClient) -> None:
    """403 secret-not-here, for a proven contact, too."""
    found_id, contact = world.open(), world.visitor()
    world.resident(1, contact=contact)
    answer = post(world, internal, f"/{found_id}/answers", {"contact": contact, "answers": YES})
    assert (answer.status_code, answer.get_json()["type"]) == (403, "urn:linli:problem:secret-not-here")
