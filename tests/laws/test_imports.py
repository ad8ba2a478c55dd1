"""The import law, and trees that break it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.laws.imports import broken


def test_every_import_keeps_the_order() -> None:
    """Rooms know only what stands below them, adapters only ports, pure modules neither web nor database nor clock."""
    assert broken() == []


@pytest.mark.parametrize(
    ("where", "source", "said"),
    [
        ("portal/cases/service.py", "from portal.consultations import tally", "cases imports consultations"),
        ("portal/grids/service.py", "import portal.outbox.service", "grids imports outbox"),
        ("portal/outbox/service.py", "from portal import residents", "outbox imports residents"),
        ("portal/desk/views.py", "from portal.channels.models import ChatMessage", "desk imports channels"),
        ("portal/desk/views.py", "from portal.adapters.console import ConsoleSms", "app.py hands them in"),
        ("portal/adapters/twilio.py", "from portal.residents import service", "ports only"),
        ("portal/adapters/twilio.py", "from ..residents import service", "ports only"),
        ("portal/cases/deadlines.py", "from sqlalchemy.orm import Session", "a pure module imports"),
        ("portal/cases/deadlines.py", "from portal import db", "a pure module imports"),
        ("portal/cases/deadlines.py", "from datetime import datetime\nx = datetime.now()", "asks for the time"),
        ("portal/attic/service.py", "from portal import db", "has no place"),
        ("actions/intake.py", "from portal.cases import service", "crosses from actions"),
        ("actions/intake.py", "import bot.nlu.place", "crosses from actions"),
        ("portal/channels/bot_client.py", "from bot import channel", "crosses from portal"),
    ],
)
def test_a_broken_import_is_caught(tmp_path: Path, where: str, source: str, said: str) -> None:
    """One wrong import in an otherwise empty tree is named with its file and line."""
    path = tmp_path / where
    path.parent.mkdir(parents=True)
    path.write_text("from __future__ import annotations\n" + source + "\n", encoding="utf-8")
    found = broken(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"{where}:")
    assert said in found[0]
