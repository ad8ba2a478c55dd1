"""The number of a street leads to the grid in which the place with this address lies."""

from __future__ import annotations

import pytest

from portal.grids import service as grids
from portal.kernel.config import PROJECT
from portal.storage.parts import Parts


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("幸福路126号", "330106003-04"),
        ("在幸福路126号楼下", "330106003-04"),
        ("幸福路 126 号的烧烤店", "330106003-04"),
        ("幸福路１２６号", "330106003-04"),
        ("幸福路88号", None),  # of two grids
        ("幸福路26号", None),
        ("幸福路1126号", None),
        ("清泉路126号", None),
        ("126号", None),
        ("幸福路126号线杆下面的桂花苑3栋", "330106003-01"),
    ],
)
def test_a_number_of_a_street_leads_to_its_grid(parts: Parts, text: str, grid: str | None) -> None:
    """Only where every place there lies in one grid; a place that is named goes before it."""
    with parts.db.write() as s:
        grids.seed(s, PROJECT / "data" / "community")
        assert grids.grid_for(s, text) == grid
