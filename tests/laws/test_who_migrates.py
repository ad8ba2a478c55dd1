"""Only `linli run`'s first step and `linli migrate` change tables; and code that does it elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from portal.kernel.config import PROJECT

ALLOWED = {
    ("portal/storage/migrate.py", "upgrade"),
    ("portal/storage/migrate.py", "make"),
    ("portal/process/launch.py", "prepare_data"),
    ("portal/cli.py", "migrate"),
    ("portal/backups/restore.py", "_fill_database"),  # an empty home, or an empty database, that a backup fills
    ("portal/cli.py", "migration"),
    ("portal/demo/demo_home.py", "erase"),  # the demo's tables, thrown away to be made anew
}
_CHANGES = {"create_all", "drop_all", "upgrade", "downgrade", "stamp"}


def changers(root: Path = PROJECT) -> list[str]:
    """`file:line function` of each call that makes, changes or drops tables outside of the allowed places."""
    found = []
    for path in sorted((root / "portal").rglob("*.py")):
        where = path.relative_to(root).as_posix()
        if not where.startswith("portal/migrations/"):
            for line, function in _calls(ast.parse(path.read_text(encoding="utf-8"))):
                found += [] if (where, function) in ALLOWED else [f"{where}:{line} {function}"]
    return found


def _calls(tree: ast.AST, inside: str = "") -> Iterator[tuple[int, str]]:
    for node in ast.iter_child_nodes(tree):
        name = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else inside
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in _CHANGES:
                yield node.lineno, name
        yield from _calls(node, name)


def test_only_the_start_and_the_command_change_tables() -> None:
    """A web process or a worker that starts finds the tables as they are."""
    assert changers() == []


def test_a_process_that_makes_its_own_tables_is_caught(tmp_path: Path) -> None:
    """`create_all` in the app and `upgrade` in the worker are named."""
    room = tmp_path / "portal"
    room.mkdir()
    (room / "app.py").write_text("def build():\n    Base.metadata.create_all(engine)\n", encoding="utf-8")
    (room / "worker.py").write_text("def run():\n    if new:\n        migrate.upgrade(db)\n", encoding="utf-8")
    assert changers(tmp_path) == ["portal/app.py:2 build", "portal/worker.py:3 run"]
