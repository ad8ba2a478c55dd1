"""docs/architecture.md shows the tree as it is."""

from __future__ import annotations

from pathlib import Path

from tests.laws.tree import BEGIN, DOCUMENT, END, PROJECT, drawn, undescribed


def shown(root: Path = PROJECT) -> str:
    """The tree in the document."""
    return (root / DOCUMENT).read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def test_every_folder_says_what_it_is_for() -> None:
    """In one line, at the head of its `__init__`."""
    assert undescribed() == []


def test_the_document_shows_the_tree() -> None:
    """`python -m tests.laws.tree` prints what is to stand there."""
    assert shown() == drawn()


def test_a_new_folder_changes_the_tree(tmp_path: Path) -> None:
    """The law's broken twin: a folder without a word is named, one with a word is a line of its own."""
    for name, said in (("attic", ""), ("cellar", '"""Wine."""')):
        folder = tmp_path / "portal" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(said, encoding="utf-8")
    assert undescribed(tmp_path) == ["portal/attic"]
    assert "  cellar/        Wine.\n" in drawn(tmp_path)
