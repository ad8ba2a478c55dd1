"""The codes and names of the categories (`data/taxonomy.csv`: code,level1,level2,note)."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "taxonomy.csv"


@lru_cache(maxsize=4)
def names(file: Path = FILE) -> dict[str, tuple[str, ...]]:
    """{code: names from the top level down}, in the file's order; a code has two digits per level."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return {
            row["code"]: tuple(name for name in (row["level1"], row["level2"]) if name) for row in csv.DictReader(lines)
        }


def path(code: str | None) -> tuple[str, ...]:
    """The names from the top level down; for an unknown code those of the lowest level above it that is known, or ()."""
    known = names()
    code = code or ""
    for end in range(len(code), 0, -2):
        if code[:end] in known:
            return known[code[:end]]
    return ()


def label(code: str | None) -> str:
    """The names of `path` as one string: 城乡建设 / 市政公用; 未分类 without a code, and the code itself where `path` finds none."""
    return " / ".join(path(code)) or (code or "未分类")
