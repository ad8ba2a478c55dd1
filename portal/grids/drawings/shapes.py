"""Shapes of grids: read from GeoJSON and checked, measured in square metres. Pure.

Coordinates are degrees (EPSG:4326, WGS 84), longitude first. Metres come from a sinusoidal projection of the ellipsoid,
which keeps areas exactly (Snyder, Map Projections, USGS 1395, eq. 30-8, 30-9), about a middle meridian of the drawing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from portal.grids.fault_words import sentence

MOST_CORNERS = 20_000  # of one grid
CHINA = ((73.0, 136.0), (3.0, 54.0))  # degrees of longitude, of latitude: within it swapped ones are recognised
TOLERATED = 0.02  # share of the smaller grid's area that may overlap: borders drawn by hand are a few metres off
_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257223563  # WGS 84: metres, and a ratio
_E2 = _FLATTENING * (2 - _FLATTENING)  # the eccentricity squared
_WHY = {  # GEOS's reason: the code of our sentence
    "Self-intersection": "shape.crosses",
    "Ring Self-intersection": "shape.crosses",
    "Hole lies outside shell": "shape.hole",
    "Holes are nested": "shape.hole_inside",
    "Nested holes": "shape.hole_inside",
    "Nested shells": "shape.doubled",
    "Interior is disconnected": "shape.apart",
    "Duplicate Rings": "shape.doubled",
}
# what GEOS says of a shape that is not valid: why, and at which point
_REASON = re.compile(r"^(?P<why>[^\[]+)\[(?P<x>\S+) (?P<y>\S+)\]$")

Geometry = dict[str, Any]  # GeoJSON


@dataclass(frozen=True)
class Drawn:
    """A grid as drawn; `geometry` may have no coordinates. `community`: an area's code, or ""."""

    code: str
    name: str
    geometry: Geometry
    community: str = ""

    @property
    def shape(self) -> BaseGeometry:
        """The shape in degrees; empty for a grid that nobody has drawn."""
        return shape_of(self.geometry)


def shape_of(geometry: Geometry) -> BaseGeometry:
    """The shape, in degrees, of a geometry without faults; empty if it has no coordinates."""
    polygons = [shapely.Polygon(one[0], one[1:]) for one in _polygons(geometry) if one]
    return shapely.MultiPolygon(polygons) if len(polygons) != 1 else polygons[0]


def fault_of(geometry: object, *, may_be_empty: bool = False) -> str | None:
    """What is wrong with a geometry, in Chinese; None if nothing is. `may_be_empty`: it may have no coordinates."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return sentence("shape.type")
    try:
        points = [_numbers(ring) for polygon in _polygons(geometry) for ring in polygon]
    except (TypeError, ValueError, IndexError, KeyError):
        return sentence("shape.coordinates")
    if not points:
        return None if may_be_empty else sentence("shape.empty")
    return _fault_of_rings(points) or _fault_of_shape(geometry)


def _polygons(geometry: Geometry) -> list[Any]:
    """The polygons, each a list of rings; [] without coordinates. Raises TypeError if they are no list."""
    coordinates = geometry.get("coordinates") or []
    if not isinstance(coordinates, list):
        raise TypeError("no list")
    return [coordinates] if coordinates and geometry.get("type") == "Polygon" else coordinates


def _numbers(ring: Any) -> list[tuple[float, float]]:
    """The points of a ring. Raises what `fault_of` catches, unless each begins with two finite numbers."""
    found = [(point[0], point[1]) for point in ring]
    if not all(type(number) in (int, float) and math.isfinite(number) for point in found for number in point):
        raise ValueError("no number")
    return found


def _fault_of_rings(rings: Sequence[Sequence[tuple[float, float]]]) -> str | None:
    count = sum(map(len, rings))
    if count > MOST_CORNERS:
        return sentence("shape.corners", count=count, most=MOST_CORNERS)
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        return sentence("shape.ring")
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    if _within(xs, CHINA[1]) and _within(ys, CHINA[0]):
        return sentence("shape.swapped")
    if max(map(abs, (*xs, *ys))) > 1000:
        return sentence("shape.metres")
    return None if _within(xs, (-180, 180)) and _within(ys, (-90, 90)) else sentence("shape.range")


def _within(numbers: Sequence[float], bounds: tuple[float, float]) -> bool:
    return bounds[0] <= min(numbers) and max(numbers) <= bounds[1]


def _fault_of_shape(geometry: Geometry) -> str | None:
    shape = shape_of(geometry)
    reason = str(shapely.is_valid_reason(shape))
    if reason != "Valid Geometry":
        said = _REASON.match(reason)
        code = _WHY.get(said["why"]) if said else None
        return (
            sentence(code, at=f"{said['x']}, {said['y']}") if said and code else sentence("shape.invalid", why=reason)
        )
    return None if shape.area > 0 else sentence("shape.area")


@dataclass(frozen=True)
class Metres:
    """A projection to metres that keeps areas, about the meridian `middle` (degrees)."""

    middle: float

    def project(self, shape: BaseGeometry) -> BaseGeometry:
        """The shape in metres."""
        return shapely.transform(shape, self._forward)

    def area(self, shape: BaseGeometry) -> float:
        """The area, in square metres, of a shape in degrees."""
        return float(self.project(shape).area)

    def degrees(self, point: BaseGeometry) -> tuple[float, float]:
        """(longitude, latitude) of a point in metres."""
        x, y = float(point.x), float(point.y)
        north = y / _AXIS
        for _ in range(5):  # Newton: off by less than a millimetre after three steps
            north += (y - float(_meridian_arc(north))) / _AXIS
        east = x * math.sqrt(1 - _E2 * math.sin(north) ** 2) / (_AXIS * math.cos(north))
        return self.middle + math.degrees(east), math.degrees(north)

    def _forward(self, degrees: Any) -> Any:
        east, north = np.radians(degrees[:, 0] - self.middle), np.radians(degrees[:, 1])
        x = _AXIS * east * np.cos(north) / np.sqrt(1 - _E2 * np.sin(north) ** 2)
        return np.column_stack((x, _meridian_arc(north)))


def _meridian_arc(north: Any) -> Any:
    """Metres along the meridian from the equator to the latitude (radians): Snyder, eq. 3-21."""
    e2, e4, e6 = _E2, _E2**2, _E2**3
    return _AXIS * (
        (1 - e2 / 4 - 3 * e4 / 64 - 5 * e6 / 256) * north
        - (3 * e2 / 8 + 3 * e4 / 32 + 45 * e6 / 1024) * np.sin(2 * north)
        + (15 * e4 / 256 + 45 * e6 / 1024) * np.sin(4 * north)
        - (35 * e6 / 3072) * np.sin(6 * north)
    )


def metres_for(shapes: Sequence[BaseGeometry]) -> Metres:
    """The projection about the middle meridian of these shapes."""
    bounds = [shape.bounds for shape in shapes if not shape.is_empty]
    return Metres((min(one[0] for one in bounds) + max(one[2] for one in bounds)) / 2 if bounds else 0.0)


def touching_pairs(shapes: Sequence[BaseGeometry], others: Sequence[BaseGeometry]) -> Iterator[tuple[int, int]]:
    """The (index, index) pairs whose shapes have a point in common, in order; by an STRtree."""
    if not shapes or not others:
        return
    pairs = shapely.STRtree(others).query(shapes, predicate="intersects")
    yield from sorted((int(one), int(other)) for one, other in zip(*pairs, strict=True))
