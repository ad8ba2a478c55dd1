"""The picture of grids, and the point in it."""

from __future__ import annotations

import pytest

from portal.grids.drawings.canvas import WIDTH, picture
from portal.grids.drawings.index import PointIndex
from tests.portal.grids.drawings.grounds import SIDE, block, box, drawn


def test_every_grid_has_a_patch_within_the_picture() -> None:
    """North is up; a label stands in its grid."""
    found = picture(block(3, 2))
    assert found is not None
    assert [one.code for one in found.patches] == ["G1", "G2", "G3", "G4", "G5", "G6"]
    assert all(0 < one.x < WIDTH and 0 < one.y < found.frame.height for one in found.patches)
    assert found.patches[0].y > found.patches[3].y
    assert found.patches[0].path.startswith("M")
    assert picture([drawn("X")]) is None


def test_a_point_of_the_picture_leads_to_its_grid() -> None:
    """There and back; outside there is none, and a border belongs to one."""
    grids = block(3, 2)
    found, index = picture(grids), PointIndex(grids)
    assert found is not None
    assert [index.grid_at(*found.frame.to_degrees(one.x, one.y)) for one in found.patches] == [
        one.code for one in grids
    ]
    assert found.frame.to_picture(*found.frame.to_degrees(10, 20)) == (pytest.approx(10), pytest.approx(20))
    assert index.grid_at(121, 31) is None
    assert index.grid_at(*box(SIDE, 0)[0]) in {"G1", "G2"}
    assert PointIndex([]).grid_at(120, 30) is None
