"""Measure the code: function lengths, the longest files, the fullest folders, repeated statements.

`make sizes`. A large figure is no fault if the code does one thing; docs/architecture.md says why something stays large, and
`tests/laws/test_large.py` compares.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from devtools.processes import PROJECT

SIDES = ("portal", "actions", "bot", "devtools")
SHOWN = 12  # lines of each list
MOST_FILE, MOST_FUNCTION, MOST_FOLDER = 400, 40, 14  # lines, lines and modules; what has more is large
DOCUMENT = "docs/architecture.md"
_TABLE = "## What stays large, and why\n"
_ROW = re.compile(r"\| `([^`]+)`(?: `([^`]+)`)? \|(.*)\|")
COPY = 6  # statements in a row that count as a copy
APART = ("versions",)  # folders left out: migrations are written once and never changed


def modules(root: Path = PROJECT) -> Iterator[Path]:
    """Every module of SIDES, without migrations."""
    for side in SIDES:
        for path in sorted((root / side).rglob("*.py")):
            if not set(APART) & set(path.parts):
                yield path


def function_lengths(root: Path = PROJECT) -> list[tuple[int, str]]:
    """(lines, where) of each function, the longest first."""
    found = []
    for path in modules(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append((length, f"{path.relative_to(root).as_posix()}:{node.lineno} {node.name}"))
    return sorted(found, reverse=True)


def file_lengths(root: Path = PROJECT) -> list[tuple[int, str]]:
    """(lines, file), the longest first."""
    found = [(len(path.read_text(encoding="utf-8").splitlines()), path) for path in modules(root)]
    return sorted(((lines, path.relative_to(root).as_posix()) for lines, path in found), reverse=True)


def folder_sizes(root: Path = PROJECT) -> list[tuple[int, str]]:
    """(modules, folder), the fullest first."""
    count: dict[str, int] = defaultdict(int)
    for path in modules(root):
        count[path.parent.relative_to(root).as_posix()] += path.name != "__init__.py"
    return sorted(((modules_, folder) for folder, modules_ in count.items()), reverse=True)


def large(root: Path = PROJECT) -> set[str]:
    """Each folder and file above its bound, and each function (as `path function`)."""
    functions = {re.sub(r":\d+ ", " ", where) for lines, where in function_lengths(root) if lines > MOST_FUNCTION}
    files = {where for lines, where in file_lengths(root) if lines > MOST_FILE}
    return functions | files | {where for modules_, where in folder_sizes(root) if modules_ > MOST_FOLDER}


def named(document: str) -> dict[str, str]:
    """Each thing that the document's table of large things names, as in `large` → the reason. A row in another form stands for itself."""
    lines = document.partition(_TABLE)[2].partition("\n## ")[0].splitlines()
    rows = [line for line in lines if line.startswith("|")][2:]  # after the headings
    found = {row: _ROW.fullmatch(row) for row in rows}
    return {
        f"{row[1]} {row[2] or ''}".strip() if row else line: row[3].strip() if row else ""
        for line, row in found.items()
    }


def copies(root: Path = PROJECT) -> list[tuple[str, str]]:
    """Pairs of `file:line` where COPY statements in a row of a function (not an async one), `with`, `for` or `if` are alike.

    Names, strings and numbers may differ, but not attributes (the `b` of `a.b`).
    """
    seen: dict[str, str] = {}
    found = []
    for path in modules(root):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if not isinstance(node, (ast.FunctionDef, ast.With, ast.For, ast.If)) or not isinstance(body, list):
                continue
            for at in range(len(body) - COPY + 1):
                shape = "\n".join(_shape(one) for one in body[at : at + COPY])
                where = f"{path.relative_to(root).as_posix()}:{body[at].lineno}"
                if shape in seen:
                    found.append((seen[shape], where))
                else:
                    seen[shape] = where
    return found


def _shape(node: ast.AST) -> str:
    """The statement as text, with a blank for each name, string and number."""
    if isinstance(node, (ast.Name, ast.Constant)):
        return "_"
    inner = ",".join(_shape(child) for child in ast.iter_child_nodes(node))
    called = "." + node.attr if isinstance(node, ast.Attribute) else ""
    return f"{type(node).__name__}{called}({inner})"


def percentile(values: list[int], part: float) -> int:
    """The value at `part` (0 to 1) of the way from the smallest to the largest: 0.5 gives the median."""
    return sorted(values)[int(part * (len(values) - 1))]


def main() -> int:
    """Print the report; always returns 0."""
    lengths = function_lengths()
    plain = [length for length, _ in lengths]
    print(
        f"函数 {len(plain)} 个 (functions): median {percentile(plain, 0.5)} lines, 90th percentile {percentile(plain, 0.9)}"
    )
    for title, rows in (
        ("最长的函数 (longest functions)", lengths),
        ("最长的文件 (longest files)", file_lengths()),
        ("最满的文件夹 (fullest folders)", folder_sizes()),
    ):
        print("\n" + title)
        for size, where in rows[:SHOWN]:
            print(f"{size:5d}  {where}")
    twice = copies()
    print(f"\n一样的几行 (copies of {COPY} statements): {len(twice)}")
    for one, other in twice[:SHOWN]:
        print(f"  {one}  {other}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
