"""The same key again is the same request."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.idempotency.models import KeptAnswer
from portal.idempotency.once import forget_old
from portal.outbox.models import OutboxRow
from portal.storage.parts import Parts
from tests.portal.conftest import HandClock


def ask(client: FlaskClient, key: str | None = "k1", phone: str = "13800000001") -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post("/api/v1/otp", json={"phone": phone}, headers=headers)


def letters(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.scalar(sa.select(sa.func.count()).select_from(OutboxRow)) or 0


def test_a_repeat_gets_the_kept_answer_and_does_nothing(client: FlaskClient, parts: Parts) -> None:
    """One code is sent; both answers are equal."""
    first, again = ask(client), ask(client)
    assert (again.status_code, again.json) == (first.status_code, first.json) == (200, first.json)
    assert letters(parts) == 1


def test_another_body_under_the_same_key_is_422(client: FlaskClient, parts: Parts) -> None:
    """And does nothing."""
    ask(client)
    assert ask(client, phone="13800000002").status_code == 422
    assert letters(parts) == 1


def test_a_key_is_the_callers_own(client: FlaskClient, parts: Parts) -> None:
    """The same key from another browser is another request, at the same address too; from the same browser it is not."""
    ask(client)
    other = client.application.test_client()
    assert ask(other, phone="13800000002").status_code == 200
    assert ask(client).status_code == 200
    assert letters(parts) == 2


def test_what_went_wrong_may_be_tried_again(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """429 is not kept under the key."""
    ask(client, "k1")
    assert ask(client, "k2").status_code == 429
    clock.move(minutes=2)
    assert ask(client, "k2").status_code == 200


def test_a_request_that_is_being_answered_is_409_for_a_minute(
    client: FlaskClient, parts: Parts, clock: HandClock
) -> None:
    """Then the first one is taken for dead (kill -9), and the key is free for the same request."""
    ask(client)
    with parts.db.write() as s:
        s.execute(sa.update(KeptAnswer).values(status=None, answer=""))
    assert ask(client).status_code == 409
    clock.move(minutes=2)
    assert ask(client).status_code == 200


def test_answers_are_kept_for_48_hours(client: FlaskClient, parts: Parts, clock: HandClock) -> None:
    """Then the key means nothing any more."""
    ask(client)
    clock.move(hours=47)
    forget_old(parts)
    ask(client)
    assert letters(parts) == 1
    clock.move(hours=2)
    assert forget_old(parts) == 1
    ask(client)
    assert letters(parts) == 2


def test_without_a_key_or_with_a_wrong_one(client: FlaskClient, parts: Parts) -> None:
    """No header: as ever. An endless or empty one: 400."""
    assert ask(client, None).status_code == 200
    assert ask(client, "x" * 201, "13800000002").status_code == 400
    assert ask(client, "", "13800000002").status_code == 400
