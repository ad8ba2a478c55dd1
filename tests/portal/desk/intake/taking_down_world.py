"""A clerk's form, sent or not yet."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.kept_apps import KeptApp
from tests.portal.draft_reader import Reader, seat

WORDS = "柳树里3栋的路灯坏了三天了"


@pytest.fixture
def desk(parts: Parts, reporter: int, kept_apps: dict[str, KeptApp], bot: Reader) -> FlaskClient:
    """A clerk at the desk."""
    return seat(kept_apps, parts, bot, Role.DESK)
