"""Count the Chinese sentences in Python logic, room by room. `python -m tests.laws.literals` prints them.

What people read belongs in templates and data files; a number here may only fall. Docstrings, patterns of `re.compile`
and what is marked for translation (`_`, `later`) do not count; nor do the wording modules themselves.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SIDES = ("portal", "actions")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MARKED = {"_", "gettext", "later", "ngettext", "lazy_gettext"}
_PATTERNS = {"compile", "search", "match", "fullmatch", "sub", "finditer", "findall"}
_NOT_LOGIC = ("migrations", "translations", "demo")

MOST = {
    "actions.case_draft": 20,
    "actions.conversation": 10,
    "actions.interpreting": 60,
    "actions.intake": 30,
    "actions.opinion": 10,
    "actions.routes": 10,
    "actions.topics": 10,
    "portal.adapters": 10,
    "portal.backups": 30,
    "portal.bot_model": 10,
    "portal.cases": 190,
    "portal.channels": 380,
    "portal.cli": 50,
    "portal.consultations": 460,
    "portal.desk": 20,
    "portal.grids": 70,
    "portal.http": 10,
    "portal.idempotency": 10,
    "portal.kernel": 30,
    "portal.outbox": 20,
    "portal.pages": 10,
    "portal.privacy": 120,
    "portal.process": 40,
    "portal.residents": 20,
    "portal.staff": 120,
    "portal.storage": 10,
    "portal.wiring": 20,
    "portal.wording": 20,
}
"""Room → the most sentences it may have, in tens. Lower a number when you have moved some out; never raise one."""


def counted(root: Path = PROJECT) -> Counter[str]:
    """Room → how many sentences it has."""
    return Counter(room for room, _where, _text in found(root))


def found(root: Path = PROJECT) -> Iterator[tuple[str, str, str]]:
    """Yield (room, file:line, text) of each sentence."""
    for side in SIDES:
        for path in sorted((root / side).rglob("*.py")):
            parts = path.relative_to(root).parts
            if not set(parts) & set(_NOT_LOGIC):
                room = ".".join(parts[:2]).removesuffix(".py")
                yield from ((room, f"{'/'.join(parts)}:{line}", text) for line, text in sentences(path))


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(node) for outer in ast.walk(tree) for node in _not_counted(outer)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in skipped)
    yield from (
        (node.lineno, node.value) for node in constants if isinstance(node.value, str) and _HAN.search(node.value)
    )


def _not_counted(outer: ast.AST) -> Iterator[ast.AST]:
    """The constants below `outer` that are documentation, a pattern, or marked for translation."""
    body = getattr(outer, "body", None)
    for statement in body if isinstance(body, list) else ():
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            yield statement.value
    if isinstance(outer, ast.Call):
        name = outer.func.id if isinstance(outer.func, ast.Name) else getattr(outer.func, "attr", "")
        if name in _MARKED | _PATTERNS:
            yield from (node for argument in outer.args for node in ast.walk(argument))


if __name__ == "__main__":
    import sys

    for room, where, text in found():
        sys.stdout.write(f"{room}\t{where}\t{text[:60]!r}\n")
    sys.stdout.writelines(f'    "{room}": {count},\n' for room, count in sorted(counted().items()))
