"""The taxonomy's codes and names (`data/taxonomy.csv`: code,level1,level2,note), to read and to correct by."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from portal.kernel.config import PROJECT

FILE = PROJECT / "data" / "taxonomy.csv"


@lru_cache(maxsize=4)
def names(file: Path = FILE) -> dict[str, tuple[str, ...]]:
    """code → path of names, two digits a level, in the file's order."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return {
            row["code"]: tuple(name for name in (row["level1"], row["level2"]) if name) for row in csv.DictReader(lines)
        }


def path(code: str | None) -> tuple[str, ...]:
    """The names from the top down; of an unknown code those of its longest known beginning."""
    known = names()
    code = code or ""
    for end in range(len(code), 0, -2):
        if code[:end] in known:
            return known[code[:end]]
    return ()


def label(code: str | None) -> str:
    """As a line: 城乡建设 / 市政公用; 未分类 where there is none."""
    return " / ".join(path(code)) or (code or "未分类")
