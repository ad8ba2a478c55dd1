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
        (
            "portal/cases/verbs/intake/registering.py",
            "from portal.consultations.ballots import tally",
            "cases imports consultations",
        ),
        ("portal/cases/rules/deadlines.py", "from portal.cases import models", "rules imports models"),
        ("portal/channels/outbound/push.py", "from portal.channels.inbound import inbox", "outbound imports inbound"),
        (
            "portal/consultations/ballots/urn.py",
            "from portal.consultations.verbs import voting",
            "ballots imports verbs",
        ),
        ("portal/grids/service.py", "import portal.outbox.service", "grids imports outbox"),
        ("portal/outbox/service.py", "from portal import residents", "outbox imports residents"),
        ("portal/kernel/ports.py", "from portal.storage.db import Database", "kernel imports storage"),
        ("portal/desk/views.py", "from portal.channels.models import ChatMessage", "desk imports channels"),
        ("portal/desk/views.py", "from portal.adapters.console import ConsoleSms", "portal.wiring hands them in"),
        ("portal/adapters/twilio.py", "from portal.residents import service", "ports only"),
        ("portal/adapters/twilio.py", "from ..residents import service", "ports only"),
        (
            "portal/cases/rules/dates.py",
            '"""Pure: dates."""\nfrom sqlalchemy.orm import Session',
            "a pure module imports",
        ),
        ("portal/cases/rules/dates.py", '"""Pure: dates."""\nfrom portal.storage import db', "a pure module imports"),
        (
            "actions/dates.py",
            '"""Pure: dates."""\nfrom datetime import datetime\nx = datetime.now()',
            "asks for the time",
        ),
        ("portal/attic/service.py", "from portal.kernel import errors", "has no place"),
        ("actions/intake.py", "from portal.cases import service", "crosses from actions"),
        ("actions/intake.py", "import bot.nlu.place", "crosses from actions"),
        ("portal/channels/bot_client.py", "from bot.server import channel", "crosses from portal"),
    ],
)
def test_a_broken_import_is_caught(tmp_path: Path, where: str, source: str, said: str) -> None:
    """One wrong import in an otherwise empty tree is named with its file and line."""
    path = tmp_path / where
    path.parent.mkdir(parents=True)
    path.write_text(source + "\n", encoding="utf-8")
    found = broken(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"{where}:")
    assert said in found[0]


def test_a_folder_that_claims_to_be_pure_is_held_to_it(tmp_path: Path) -> None:
    """The claim of `__init__` is that of each module in the folder."""
    folder = tmp_path / "portal" / "cases" / "rules"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('"""What holds whatever the database says. Pure."""\n', encoding="utf-8")
    (folder / "deadlines.py").write_text("import sqlalchemy\n", encoding="utf-8")
    assert broken(tmp_path) == ["portal/cases/rules/deadlines.py:1 a pure module imports sqlalchemy"]
