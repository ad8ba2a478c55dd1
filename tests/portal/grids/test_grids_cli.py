"""`linli grids`: what an operator sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.grids import service
from portal.grids.cli import group
from portal.grids.drawings import geojson
from portal.storage.parts import Parts
from tests.portal.cases.cases_world import community, write_community
from tests.portal.grids.drawings.grounds import box, drawn

__all__ = ["community"]


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


def run(parts: Parts, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    """`linli grids …` on the tests' database."""
    monkeypatch.setattr("portal.storage.shell.load", lambda: parts.settings)
    monkeypatch.setattr("portal.storage.shell.clock_from", lambda *_: parts.clock)
    return CliRunner().invoke(group, list(words))


def test_a_drawing_is_reported_then_taken_in(
    parts: Parts, community: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --dry-run only reported; a department's layer is then laid over it."""
    grids = [drawn("G-01", box(0, 0)), drawn("G-02", box(150, 0))]
    (tmp_path / "grids.json").write_text(json.dumps(geojson.feature_collection(grids)), encoding="utf-8")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    file = str(tmp_path / "grids.json")
    for verb in ([file, "--dry-run"], [file], [file, "--layer", "消防"]):
        done = run(parts, monkeypatch, "draw", *verb)
        assert done.exit_code == 0, done.output
        assert "重叠：G-01 和 G-02" in done.output
    with parts.db.read() as s:
        assert service.grid_at(s, *box(10, 10)[0]) == "G-01"
    assert run(parts, monkeypatch, "overlay").output.count("消防,G-01") == 2
    assert "第 1 行第 2 个字" in run(parts, monkeypatch, "draw", str(tmp_path / "bad.json")).output
    refused = run(parts, monkeypatch, "draw", file, "--from", "2020-01-01")
    assert (refused.exit_code, "今天或以后" in refused.output) == (1, True)
