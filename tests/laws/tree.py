"""The tree of packages with the first line of each one's docstring. `python -m tests.laws.tree` prints it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SIDES = ("portal", "actions", "bot", "devtools")
DOCUMENT = "docs/architecture.md"
BEGIN, END = "<!-- tree -->\n```\n", "```\n"


def folders(root: Path = PROJECT) -> Iterator[Path]:
    """Each package that has modules, in order."""
    for side in SIDES:
        found = {path.parent for path in (root / side).rglob("*.py")}
        yield from sorted(folder for folder in found if (folder / "__init__.py").exists())


def undescribed(root: Path = PROJECT) -> list[str]:
    """The packages whose `__init__` has no docstring."""
    return [folder.relative_to(root).as_posix() for folder in folders(root) if not _purpose(folder)]


def drawn(root: Path = PROJECT) -> str:
    """The tree as text, one line per package."""
    lines = []
    for folder in folders(root):
        path = folder.relative_to(root)
        name = "  " * (len(path.parts) - 1) + path.name + "/"
        lines.append(f"{name:<16} {_purpose(folder)}\n")
    return "".join(lines)


def _purpose(folder: Path) -> str:
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0]


if __name__ == "__main__":
    print(drawn(), end="")
