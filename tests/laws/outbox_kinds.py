"""Find in the source every outbox kind that the code puts."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def kinds_put(root: Path = PROJECT) -> tuple[dict[str, str], list[str]]:
    """Return ({kind: where it is put}, [places whose kind cannot be read]). A kind is a literal or a constant."""
    kinds: dict[str, str] = {}
    unread: list[str] = []
    for path in sorted((root / "portal").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and _is_put(node)):
                continue
            where = f"{path.relative_to(root).as_posix()}:{node.lineno}"
            given = next(keyword.value for keyword in node.keywords if keyword.arg == "kind")
            found = _values(given, tree)
            unread += [] if found else [where]
            kinds |= dict.fromkeys(found, where)
    return kinds, unread


def unmatched(kinds: Iterable[str], consumers: Iterable[str]) -> dict[str, str]:
    """Each kind without a consumer and each consumer without a kind → what is wrong with it."""
    put, taken = set(kinds), set(consumers)
    return dict.fromkeys(put - taken, "nobody consumes it") | dict.fromkeys(taken - put, "nobody puts it")


def _is_put(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name == "put" and {"kind", "payload"} <= {keyword.arg for keyword in node.keywords}


def _values(given: ast.expr, tree: ast.AST) -> list[str]:
    """The strings that an expression can be: a literal, either side of `a if x else b`, a constant (also imported)."""
    if isinstance(given, ast.Constant):
        return [given.value] if isinstance(given.value, str) else []
    if isinstance(given, ast.IfExp):
        return [*_values(given.body, tree), *_values(given.orelse, tree)]
    if isinstance(given, ast.Name):
        return _constant(given.id, tree)
    if isinstance(given, ast.Attribute) and isinstance(given.value, ast.Name):
        return _imported(given.value.id, given.attr, tree)
    return []


def _constant(name: str, tree: ast.AST) -> list[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            return _values(node.value, tree) if isinstance(node.value, ast.Constant) else []
        if isinstance(node, ast.ImportFrom) and node.module and name in [a.asname or a.name for a in node.names]:
            value = getattr(importlib.import_module(node.module), name, None)
            return [str(value)] if isinstance(value, str) else []
    return []


def _imported(holder: str, name: str, tree: ast.AST) -> list[str]:
    for node in ast.walk(tree):
        for alias in node.names if isinstance(node, ast.ImportFrom) and node.module else ():
            if holder == (alias.asname or alias.name):
                module = importlib.import_module(node.module)  # type: ignore[arg-type,union-attr]
                found = getattr(module, alias.name, None)
                found = found or importlib.import_module(f"{node.module}.{alias.name}")  # type: ignore[union-attr]
                value = getattr(found, name, None)
                return [str(value)] if isinstance(value, str) else []
    return []
