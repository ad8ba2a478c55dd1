"""What is large is named in docs/architecture.md with its reason, and nothing else is."""

from __future__ import annotations

from pathlib import Path

from devtools.processes import PROJECT
from devtools.sizes import DOCUMENT, MOST_FILE, MOST_FOLDER, MOST_FUNCTION, large, named

TABLE = "## What stays large, and why\n\n| what | why |\n|---|---|\n"


def wrong(root: Path = PROJECT) -> list[str]:
    """What is large and not named, then what is named and not large (any more), each in words."""
    there, told = large(root), named((root / DOCUMENT).read_text(encoding="utf-8"))
    unnamed = [
        f"{one} is large: split it by meaning, or say in {DOCUMENT} why not" for one in sorted(there - set(told))
    ]
    small = [f"{one} stands in {DOCUMENT}, but is not large" for one in sorted(set(told) - there)]
    return unnamed + small + [f"{one} stands in {DOCUMENT} without a reason" for one, why in told.items() if not why]


def written(root: Path, rows: str) -> Path:
    """A project with one large file, function and folder, one of each that is just not large, and these rows of the table."""
    full, just_not_full = root / "portal" / "full", root / "portal" / "full" / "inner"
    just_not_full.mkdir(parents=True)
    for at in range(MOST_FOLDER + 1):
        (full / f"m{at}.py").write_text("", encoding="utf-8")
    for folder in (full, just_not_full):
        (folder / "__init__.py").write_text("", encoding="utf-8")
    for at in range(MOST_FOLDER):
        (just_not_full / f"m{at}.py").write_text("", encoding="utf-8")
    (just_not_full / "m0.py").write_text("x = 1\n" * (MOST_FILE + 1), encoding="utf-8")
    (just_not_full / "m1.py").write_text("x = 1\n" * MOST_FILE, encoding="utf-8")
    (just_not_full / "m2.py").write_text("def long():\n" + "    x = 1\n" * MOST_FUNCTION, encoding="utf-8")
    (just_not_full / "m3.py").write_text("def short():\n" + "    x = 1\n" * (MOST_FUNCTION - 1), encoding="utf-8")
    (root / "docs").mkdir()
    (root / DOCUMENT).write_text(TABLE + rows, encoding="utf-8")
    return root


ROWS = (
    "| `portal/full` | one format a module |\n| `portal/full/inner/m0.py` | one table |\n"
    "| `portal/full/inner/m2.py` `long` | one line a field |\n"
)


def test_what_is_large_is_named_with_its_reason_and_nothing_else() -> None:
    """A file, a function or a folder above the bounds of `devtools.sizes`."""
    assert wrong() == []


def test_each_that_is_large_and_named_passes(tmp_path: Path) -> None:
    """What has just the most that is allowed is not large."""
    assert wrong(written(tmp_path, ROWS)) == []


def test_what_is_large_and_not_named_is_caught(tmp_path: Path) -> None:
    """The law's broken twin: a file, a function and a folder in nobody's table."""
    found = wrong(written(tmp_path, ""))
    assert [one.partition(" is large")[0] for one in found] == [
        "portal/full",
        "portal/full/inner/m0.py",
        "portal/full/inner/m2.py long",
    ]


def test_what_is_named_and_not_large_is_caught(tmp_path: Path) -> None:
    """The other broken twin: a row whose file, function or folder has become small, or is gone."""
    stale = "| `portal/full/inner` | - |\n| `portal/full/inner/m3.py` `short` | - |\n| `portal/gone.py` | - |\n"
    found = wrong(written(tmp_path, ROWS + stale))
    assert [one.partition(" stands")[0] for one in found] == [
        "portal/full/inner",
        "portal/full/inner/m3.py short",
        "portal/gone.py",
    ]


def test_a_row_without_a_reason_is_caught(tmp_path: Path) -> None:
    """To be named alone is no reason."""
    rows = ROWS.replace("one table", " ")
    assert wrong(written(tmp_path, rows)) == [f"portal/full/inner/m0.py stands in {DOCUMENT} without a reason"]


def test_a_row_that_cannot_be_read_is_caught(tmp_path: Path) -> None:
    """A row in another form than the others would otherwise stay for ever."""
    found = wrong(written(tmp_path, ROWS + "| portal/gone.py | one table |\n"))
    assert f"| portal/gone.py | one table | stands in {DOCUMENT}, but is not large" in found
