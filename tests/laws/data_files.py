"""Check that every data file loads: by its format, and by the loader that the code uses."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import yaml

from portal.kernel.config import PROJECT

_READABLE = {".md", ".txt"}  # for people; not checked


def faults(root: Path = PROJECT) -> list[str]:
    """`file: what is wrong` for each file under data/ and contract/ that does not load by its format."""
    found = []
    for path in sorted(path for folder in ("data", "contract") for path in (root / folder).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            wrong = _wrong(path)
            found += [f"{path.relative_to(root).as_posix()}: {wrong}"] if wrong else []
    return found


def _wrong(path: Path) -> str | None:
    if path.suffix not in {*_FORMS, *_READABLE}:
        return f"no loader for {path.suffix or path.name}"
    try:
        text = path.read_bytes().decode("utf-8")
        if text.startswith("\ufeff"):
            return "begins with a byte order mark"
        return _FORMS.get(path.suffix, lambda _: None)(text)
    except (ValueError, yaml.YAMLError, csv.Error) as error:
        return str(error).splitlines()[0]


def _yaml(text: str) -> str | None:
    return None if yaml.safe_load(text) is not None else "holds nothing"


def _json(text: str) -> str | None:
    return None if json.loads(text) is not None else "holds nothing"


def _geojson(text: str) -> str | None:
    return None if json.loads(text).get("type") == "FeatureCollection" else "no FeatureCollection"


def _csv(text: str) -> str | None:
    """What is wrong with a CSV file: repeated column names, or a row with another number of fields; or None."""
    lines = list(io.StringIO(text, newline=""))
    start = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    rows = csv.reader(lines[start:], strict=True)
    header = next(rows, [])
    if not header or len(set(header)) != len(header) or not all(name.strip() for name in header):
        return "no header line of distinct names"
    for row in rows:
        if row and not row[0].startswith("#") and len(row) != len(header):
            return f"line {start + rows.line_num}: {len(row)} fields, the header has {len(header)}"
    return None


_FORMS: dict[str, Callable[[str], str | None]] = {
    ".yml": _yaml,
    ".yaml": _yaml,
    ".json": _json,
    ".geojson": _geojson,
    ".csv": _csv,
}
