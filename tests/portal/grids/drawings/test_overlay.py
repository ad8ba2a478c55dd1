"""Departments' grids over the community's."""

from __future__ import annotations

import csv
import io

import pytest

from portal.grids.drawings.overlay import as_csv, by_unified_grid, lay_over
from tests.portal.grids.drawings.grounds import SIDE, block, box, drawn


def test_each_grid_of_a_department_falls_where_it_lies() -> None:
    """One within a grid merges; one over a border does not; what lies outside is said."""
    fire = [drawn("F1", box(10, 10, 100, 100)), drawn("F2", box(100, 0)), drawn("F3", box(SIDE, -100, SIDE, SIDE))]
    inside, across, out = lay_over(block(2), {"消防": fire})
    assert inside.merges_into == "G1"
    assert (across.merges_into, [one.unified for one in across.shares]) == (None, ["G1", "G2"])
    assert across.shares[0].of_department == pytest.approx(0.5, abs=0.01)
    assert (out.outside, out.shares[0].of_unified) == (pytest.approx(0.5, abs=0.01), pytest.approx(0.5, abs=0.01))


def test_twenty_four_layers_are_one_report() -> None:
    """Every unified grid lists the grids of each department; the CSV has a row for each pair, and no formula."""
    layers = {f"部门{number}": block(2, 2, "=D") for number in range(24)}
    laid = lay_over(block(2, 2), layers)
    assert {code: len(theirs) for code, theirs in by_unified_grid(laid).items()} == {
        "G1": 24,
        "G2": 24,
        "G3": 24,
        "G4": 24,
    }
    rows = list(csv.reader(io.StringIO(as_csv(laid).removeprefix("\ufeff"))))
    assert len(rows) == 1 + 24 * 4
    assert rows[1][:4] == ["部门0", "'=D1", "'=D1号", "G1"]
    assert rows[1][5:] == ["100.0%", "100.0%", "并入"]
