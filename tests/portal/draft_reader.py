"""A stand-in for the bot where staff type a report, and a seat whose portal asks it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.kept_apps import KeptApp
from tests.portal.cases.cases_world import actor, draft
from tests.portal.signed_in import sit_down


class Reader:
    """A stand-in for the bot: reads every text as `found`; None: it cannot be reached. `texts`: what it was given."""

    def __init__(self) -> None:
        self.found: dict[str, Any] | None = draft()
        self.texts: list[str] = []

    def __call__(self, text: str, _sent_at: object) -> dict[str, Any] | None:
        self.texts.append(text)
        return self.found


@pytest.fixture
def bot() -> Reader:
    return Reader()


def seat(kept_apps: dict[str, KeptApp], parts: Parts, bot: Reader, role: Role) -> FlaskClient:
    """A client signed in as the account with this role; drafts are read by `bot`."""
    with parts.db.read() as s:
        number = actor(s, role).id
    app = kept_apps["public"].of(replace(parts, read_draft=bot))
    app.config["WTF_CSRF_ENABLED"] = False
    return sit_down(app.test_client(), parts, number)
