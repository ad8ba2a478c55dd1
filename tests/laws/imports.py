"""The import law read off the source: who may import whom (docs/architecture.md, "Places in the code")."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

# From the top down. A name may import names of lower lines, and of its own line only where the line is marked free.
EDGE = {
    "app", "cli", "worker", "rooms", "identify", "launch", "serve", "announce", "migrate", "models_all", "migrations",
    "translations", "demo", "demo_home", "training", "model_versions", "child", "contract", "tracker_role", "backup",
    "restore",
}  # fmt: skip
FLOOR = {
    "web", "db", "ports", "errors", "config", "clock", "heartbeat", "health", "access_log", "shell", "sms_text", "throttle",
    "photos", "log_lines", "lanes", "spreadsheet", "phones", "sealing",
}  # fmt: skip
ORDER: tuple[set[str], ...] = (
    EDGE,
    {"privacy"},
    {"desk", "open311", "channels", "home"},
    {"cases", "consultations"},
    {"residents"},
    {"wording"},
    {"pages", "idempotency"},
    {"staff"},
    {"idempotency"},
    {"outbox"},
    {"grids"},
    FLOOR,
)
FREE = (EDGE, FLOOR)
PURE = {
    "portal/cases/lifecycle.py", "portal/cases/routing.py", "portal/cases/deadlines.py",
    "portal/cases/masking.py", "portal/grids/matching.py", "portal/grids/shapes.py",
    "portal/cases/conduct.py", "portal/cases/unnamed.py", "portal/cases/spans.py",
    "portal/cases/introductions.py",
    "portal/consultations/procedure.py", "portal/consultations/quorum.py", "portal/consultations/tally.py",
    "portal/consultations/urn.py", "portal/consultations/board.py", "portal/consultations/gates.py",
    "portal/consultations/sentences.py",
    "portal/consultations/roll.py", "portal/consultations/forms.py", "portal/consultations/record.py",
    "portal/open311/mapping.py", "portal/sms_text.py", "portal/spreadsheet.py",
}  # fmt: skip
NOT_PURE = {"flask", "apiflask", "sqlalchemy", "time", "random", "httpx", "os", "socket"}
NOT_PURE_ROOMS = {"db", "web", "app", "clock", "config", "ports"}
CLOCK_CALLS = {"now", "utcnow", "today", "fromtimestamp"}
APART = ("bot", "actions", "portal")


def broken(root: Path = PROJECT, pure: set[str] | None = None) -> list[str]:
    """Every import that breaks the law, as `file:line what`."""
    found: list[str] = []
    for side in APART:
        for path in sorted((root / side).rglob("*.py")):
            where = path.relative_to(root).as_posix()
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [f"{where}:{line} {wrong}" for line, wrong in _of_file(where, tree, pure or PURE)]
    return found


def _of_file(where: str, tree: ast.AST, pure: set[str]) -> Iterator[tuple[int, str]]:
    side = where.partition("/")[0]
    for line, module in imported(tree, where):
        first, _, rest = module.partition(".")
        if first in APART and first != side:
            yield line, f"crosses from {side} to {module}"
        elif first == "portal":
            wrong = _wrong_step(where, rest.partition(".")[0])
            if wrong:
                yield line, wrong
        if where in pure and (first in NOT_PURE or (first == "portal" and rest.partition(".")[0] in NOT_PURE_ROOMS)):
            yield line, f"a pure module imports {module}"
    if where in pure:
        yield from ((line, f"a pure module asks for the time ({name})") for line, name in _clock_calls(tree))


def imported(tree: ast.AST, where: str) -> Iterator[tuple[int, str]]:
    """(line, dotted module); `from portal import x` is `portal.x`; relative ones are made absolute."""
    package = where.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package[: len(package) - node.level + 1], *([base] if base else [])])
            if base in APART:
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, base


def _wrong_step(where: str, target: str) -> str | None:
    source = where.split("/")[1].removesuffix(".py")
    if source in ("__init__", target) or target == "__init__":
        return None
    if source == "adapters":
        return None if target == "ports" else f"an adapter imports {target}: it may know the ports only"
    if target == "adapters":
        return None if source == "app" else f"{source} imports an adapter: app.py hands them in"
    for name in (source, target):
        if _level(name) is None:
            return f"{name} has no place in the order: give it one (tests/laws/imports.py, docs/architecture.md)"
    above, below = _level(source), _level(target)
    assert above is not None
    assert below is not None
    if above < below or (above == below and ORDER[above] in FREE):
        return None
    return f"{source} imports {target}, which stands {'beside' if above == below else 'above'} it"


def _level(name: str) -> int | None:
    return next((number for number, line in enumerate(ORDER) if name in line), None)


def _clock_calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK_CALLS):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id in ("datetime", "date", "time"):
            yield node.lineno, f"{node.func.value.id}.{node.func.attr}"
