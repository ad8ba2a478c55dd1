"""Who acts on the committee's pages, what they type, and the roll that they upload."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from portal.consultations.doors import forms
from portal.kernel.roles import StaffActor
from tests.portal.consultations.consultations_world import World
from tests.portal.signed_in import sit_down


def act_as(client: FlaskClient, actor: StaffActor) -> None:
    sit_down(client, client.application.extensions["linli"], actor.id)


def plan_form(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "topic": "public_welfare",
        "title": "东门装路灯",
        "text": "夜里太暗。\n装三盏。",
        "basis": "persons",
        "secrecy": "secret",
        "opens_at": forms.local_value(world.now - timedelta(hours=1)),
        "closes_at": forms.local_value(world.now + timedelta(days=3)),
        "q1_text": "同意装路灯吗？",
        "q1_kind": "yes_no",
        "q1_options": "",
        "q1_most": "1",
        "q2_text": "先修哪里？",
        "q2_kind": "choose",
        "q2_options": "东门\n西门\n水池\n",
        "q2_most": "2",
    } | changes


def upload(client: FlaskClient, found_id: int, data: bytes) -> Any:
    return client.post(
        f"/committee/consultations/{found_id}/roll",
        data={"file": (io.BytesIO(data), "名册.csv")},
        content_type="multipart/form-data",
    )
