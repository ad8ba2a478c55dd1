"""Find the grid of a point: an index of the grids in force, made once for a version of the lists. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from portal.grids.drawings.shapes import Drawn


class PointIndex:
    """The grids' shapes in an STRtree."""

    def __init__(self, grids: Sequence[Drawn]) -> None:
        drawn = [(one.code, shape) for one in grids if not (shape := one.shape).is_empty]
        self._codes = [code for code, _shape in drawn]
        self._shapes = [shape for _code, shape in drawn]
        self._tree = shapely.STRtree(self._shapes)

    def grid_at(self, lng: float, lat: float) -> str | None:
        """The code of the grid at this point (degrees, WGS 84); None outside all.

        Where several meet or overlap, the smallest one; of equal ones the first by code.
        """
        point = shapely.Point(lng, lat)
        found = sorted(
            (self._shapes[one].area, self._codes[one]) for one in self._tree.query(point, predicate="intersects")
        )
        return found[0][1] if found else None
