"""No file speaks of a document that is not in the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
_NAMED = re.compile(r"[\w./-]*\b[\w-]+\.md\b")
_MODULE = re.compile(r"(?<![\w/.…*])[a-z_]+(?:/[a-z_0-9]+)+\.py\b")
_TEXT = {".py", ".md", ".html", ".yml", ".yaml", ".toml", ".js", ".css", ".csv", ".example", ".sh", ".json", ""}
_TESTS_OWN = {"tests/laws/test_references.py"}


def missing(root: Path, files: list[str]) -> list[str]:
    """Each `file: document` that is named and stands neither at the root, nor in docs, nor beside the file."""
    found = []
    for name in files:
        path = root / name
        if path.suffix not in _TEXT or not path.is_file() or name in _TESTS_OWN:
            continue
        for said in set(_NAMED.findall(path.read_text(encoding="utf-8", errors="replace"))):
            places = (root / said, root / "docs" / said, path.parent / said)
            if not any(place.is_file() for place in places):
                found.append(f"{name}: {said}")
    return sorted(found)


def missing_modules(root: Path, documents: list[str]) -> list[str]:
    """Each `document: path` of a module, named with its folder, that stands neither at the root nor in the portal."""
    found = []
    for name in documents:
        for said in set(_MODULE.findall((root / name).read_text(encoding="utf-8"))):
            if not any((above / said).is_file() for above in (root, root / "portal")):
                found.append(f"{name}: {said}")
    return sorted(found)


def test_every_module_that_a_document_names_is_here() -> None:
    """A path leads somewhere, after a move too."""
    documents = [path.relative_to(PROJECT).as_posix() for path in (PROJECT / "docs").glob("*.md")]
    assert missing_modules(PROJECT, [*documents, "README.md", "CONTRIBUTING.md"]) == []


def test_a_module_that_moved_is_found(tmp_path: Path) -> None:
    """The second law's broken twin."""
    (tmp_path / "portal" / "cases").mkdir(parents=True)
    (tmp_path / "portal" / "cases" / "here.py").write_text("", encoding="utf-8")
    (tmp_path / "a.md").write_text("See `cases/here.py`, `portal/cases/here.py` and `cases/gone.py`.", encoding="utf-8")
    assert missing_modules(tmp_path, ["a.md"]) == ["a.md: cases/gone.py"]


def test_every_document_that_is_named_is_here() -> None:
    """A reader can follow each reference."""
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert missing(PROJECT, listed.splitlines()) == []


def test_a_missing_document_is_found(tmp_path: Path) -> None:
    """The law's broken twin."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "here.md").write_text("words", encoding="utf-8")
    (tmp_path / "a.py").write_text('"""See here.md and gone.md."""', encoding="utf-8")
    assert missing(tmp_path, ["a.py"]) == ["a.py: gone.md"]
