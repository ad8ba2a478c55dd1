"""Shapes: which are refused and why, and how large they are."""

from __future__ import annotations

import math
from typing import Any

import pytest
import shapely

from portal.grids.drawings.shapes import Metres, fault_of, metres_for, shape_of
from tests.portal.grids.drawings.grounds import SIDE, box, polygon

BOW = [[120.1, 30.2], [120.2, 30.3], [120.2, 30.2], [120.1, 30.3], [120.1, 30.2]]
FAULTS: list[tuple[object, str]] = [
    (None, "Polygon 或 MultiPolygon"),
    ({"type": "Point", "coordinates": [120, 30]}, "Polygon 或 MultiPolygon"),
    (polygon(), "没有画出来"),
    ({"type": "Polygon"}, "没有画出来"),
    ({"type": "Polygon", "coordinates": "x"}, "的坐标应当是"),
    (polygon([[120.1, True], [120.2, 30.2], [120.2, 30.3], [120.1, True]]), "的坐标应当是"),
    (polygon([[120.1, float("nan")], [120.2, 30.2], [120.2, 30.3], [120.1, 30.2]]), "的坐标应当是"),
    (polygon(box(0, 0)[:-1]), "最后一个和第一个一样"),
    (polygon([[y, x] for x, y in box(0, 0)]), "写反了"),
    (polygon([[500_000, 3_340_000], [500_200, 3_340_000], [500_200, 3_340_200], [500_000, 3_340_000]]), "平面坐标"),
    (polygon([[190, 30], [191, 30], [191, 31], [190, 30]]), "经度、纬度"),
    (polygon(BOW), "交叉了，在 120.15, 30.25"),
    (polygon(box(0, 0), box(500, 500)), "挖空的一块不在网格里面"),
    (polygon([[120.1, 30.2], [120.2, 30.2], [120.1, 30.2], [120.1, 30.2]]), "geometry"),
    ({"type": "MultiPolygon", "coordinates": [[box(0, 0)], [box(50, 50, 20, 20)]]}, "画了两遍"),
    (polygon([[120.1 + n / 1e6, 30.2] for n in range(20_001)] + [[120.1, 30.2]]), "最多 20000 个"),
]


@pytest.mark.parametrize(("geometry", "named"), FAULTS)
def test_a_shape_that_is_none_is_refused_in_chinese(geometry: Any, named: str) -> None:
    """Each says what is wrong, and where it can be seen."""
    found = fault_of(geometry)
    assert found is not None
    assert (named in found) or named == "geometry"


def test_a_good_shape_has_no_fault() -> None:
    """With a hole, of several parts, and, where that is allowed, not drawn at all."""
    assert fault_of(polygon(box(0, 0), box(50, 50, 20, 20))) is None
    assert fault_of({"type": "MultiPolygon", "coordinates": [[box(0, 0)], [box(500, 0)]]}) is None
    assert fault_of(polygon(), may_be_empty=True) is None
    assert shape_of(polygon()).is_empty


@pytest.mark.parametrize("low", [0, 30, 52])
def test_areas_are_those_of_the_ellipsoid(low: int) -> None:
    """A cell of one degree, against the closed formula for a zone of the ellipsoid (WGS 84)."""
    axis, e = 6_378_137.0, math.sqrt(0.0066943799901413165)

    def zone(north: float) -> float:
        sine = math.sin(math.radians(north))
        return sine / (2 * (1 - e * e * sine * sine)) + math.log((1 + e * sine) / (1 - e * sine)) / (4 * e)

    cell = axis * axis * (1 - e * e) * math.radians(1) * (zone(low + 1) - zone(low))
    fine = shapely.segmentize(shapely.box(120, low, 121, low + 1), 0.01)
    assert Metres(118.0).area(fine) == pytest.approx(cell, rel=1e-6)


def test_a_point_in_metres_leads_back_to_degrees() -> None:
    """To a ten-millionth of a degree."""
    square = shape_of(polygon(box(0, 0)))
    metres = metres_for([square])
    lng, lat = metres.degrees(metres.project(shapely.Point(120.3, 30.4)))
    assert (lng, lat) == (pytest.approx(120.3, abs=1e-7), pytest.approx(30.4, abs=1e-7))
    assert metres.area(square) == pytest.approx(SIDE * SIDE, rel=0.01)
