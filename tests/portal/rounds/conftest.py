"""The fixtures of `cases_world`, and a grid worker's phone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from portal.cases.verbs.desk import desk_actions
from portal.kernel.roles import Role
from portal.storage.parts import Parts
from tests.kept_apps import KeptApp
from tests.portal.cases.cases_world import Find, actor, community, report, reporter, s, who
from tests.portal.draft_reader import Reader, bot, seat

__all__ = ["bot", "community", "reporter", "s", "who"]


@pytest.fixture
def phone(parts: Parts, reporter: int, kept_apps: dict[str, KeptApp], bot: Reader) -> FlaskClient:
    """A client signed in as the grid worker of G-01; the stand-in bot reads drafts."""
    return seat(kept_apps, parts, bot, Role.GRID)


Send = Callable[..., Any]


@pytest.fixture
def send(phone: FlaskClient) -> Send:
    """Returns a function that sends what the phone queued: the path below /grid/rounds, the Idempotency-Key, the fields."""

    def post(path: str, key: str = "k" * 20, client: FlaskClient | None = None, **fields: Any) -> Any:
        return (client or phone).post(
            f"/grid/rounds/{path}.json",
            data=fields,
            headers={"Idempotency-Key": key},
            content_type="multipart/form-data",
        )

    return post


@pytest.fixture
def case_no(parts: Parts, reporter: int, who: Find) -> str:
    """A case dispatched to the grid worker."""
    return dispatched(parts, reporter, who)


def dispatched(parts: Parts, reporter: int, who: Find, **more: Any) -> str:
    """Report a case and dispatch it to the grid worker; its number."""
    with parts.db.write() as s:
        case = report(s, parts, reporter, **more)
        desk_actions.dispatch(s, parts, case, who(s, Role.DESK), body=None, worker_id=actor(s, Role.GRID).id)
        return case.case_no


def jpeg(shade: int = 100) -> tuple[BytesIO, str]:
    """A small photo, as a form takes it."""
    file = BytesIO()
    Image.new("RGB", (8, 8), (shade, shade, shade)).save(file, "JPEG")
    file.seek(0)
    return file, "1.jpg"
