"""Which rooms `make check` tests with a database."""

from __future__ import annotations

import pytest

from devtools.changed import EVERY, changed_rooms, rooms_of


@pytest.mark.parametrize(
    ("paths", "rooms"),
    [
        ((), ""),
        (("docs/law.md", "bot/reading/reader.py", "README.md"), ""),
        (("portal/desk/queue.py", "tests/portal/cases/test_x.py", "portal/desk/templates/desk/a.html"), "cases desk"),
        (("portal/desk/queue.py", "portal/storage/db.py"), EVERY),  # a room without tests of its own
        (("portal/cli.py",), EVERY),
        (("tests/portal/conftest.py",), EVERY),
        (("data/lifecycle.csv",), EVERY),
        (("contract/case_draft.schema.json",), EVERY),
        (("lock/portal.txt",), EVERY),
        (("tests/databases.py", "tests/portal/cases/test_x.py"), EVERY),
        (("tests/bot/conftest.py", "tests/laws/test_large.py"), ""),
    ],
)
def test_the_rooms_of_changed_paths(paths: tuple[str, ...], rooms: str) -> None:
    assert rooms_of(paths) == rooms


def test_a_folder_without_git_has_every_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devtools.changed.output_of", lambda _command: None)
    assert changed_rooms() == EVERY


def test_what_is_not_committed_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"merge-base": "abc\n", "diff": "portal/desk/queue.py\n", "ls-files": "portal/rounds/new.py\n"}
    monkeypatch.setattr("devtools.changed.output_of", lambda command: answers[command[1]])
    assert changed_rooms() == "desk rounds"
