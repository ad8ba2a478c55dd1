"""The community's files, read again when they change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.reading import community
from bot.reading.community import CommunityFiles, NameFinder, canonical_name


def test_a_changed_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place added in the portal is known without training."""
    monkeypatch.setattr(community, "CHECK_EVERY_SECONDS", 0.0)
    file = tmp_path / "places.csv"
    file.write_text("name,kind,grid,full_name,aliases\n", encoding="utf-8")
    files = CommunityFiles(tmp_path)
    assert "枫林苑" not in files.now().places
    file.write_text("name,kind,grid,full_name,aliases\n枫林苑,estate,G1,,\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert files.now().places["枫林苑"].grid == "G1"


def test_no_folder_is_an_empty_community(tmp_path: Path) -> None:
    """Parsing works before there is a community."""
    assert CommunityFiles(tmp_path / "none").now().places == {}


def test_a_line_with_too_many_fields_is_passed(tmp_path: Path) -> None:
    """One bad line does not take the others with it."""
    (tmp_path / "bodies.csv").write_text("code,name,aliases\na,甲局,,多,余\nb,乙局,\n", encoding="utf-8")
    assert set(CommunityFiles(tmp_path).now().bodies) == {"乙局"}


def test_buildings_have_one_spelling() -> None:
    """三幢, 3号楼 and 十二栋 are counted in digits."""
    assert [canonical_name(name) for name in ("三幢", "3号楼", "十二栋", "二十幢")] == ["3栋", "3栋", "12栋", "20栋"]


def test_the_longest_name_is_found() -> None:
    """梧桐苑3栋, not 梧桐苑."""
    assert list(NameFinder(["梧桐苑", "梧桐苑3栋"]).find("在梧桐苑3栋")) == [(1, "梧桐苑3栋")]
