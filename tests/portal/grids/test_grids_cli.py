"""`linli grids`: what an operator sees."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from portal.grids.cli import group
from tests.portal.cases.cases_world import write_community


def test_check_counts_what_is_there(tmp_path: Path) -> None:
    """Nothing is written."""
    found = CliRunner().invoke(group, ["check", str(write_community(tmp_path / "c"))])
    assert found.exit_code == 0
    assert "网格 2，地名 4，单位 2，职责 2" in found.output


def test_check_names_the_bad_lines(tmp_path: Path) -> None:
    """Exit 1 and the line."""
    found = CliRunner().invoke(group, ["check", str(write_community(tmp_path / "c", places="name\n"))])
    assert found.exit_code == 1
    assert "places.csv 第 1 行" in found.output
