"""Pure: draws grids as paths and labels of a plain SVG, WIDTH wide, and converts points between picture and degrees."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from portal.grids.drawings.shapes import Drawn

WIDTH = 1000.0  # units of the picture
_EDGE = 12.0  # units left free around the drawing
_TALLEST = 1.4  # ratio of height to width, at most


@dataclass(frozen=True)
class Frame:
    """Where the picture lies: `left`, `top`: degrees at its upper left corner; `height` in units.

    `across`, `down`: units per degree of longitude and per degree of latitude.
    """

    left: float
    top: float
    across: float
    down: float
    height: float

    def to_picture(self, lng: float, lat: float) -> tuple[float, float]:
        """(x, y) in the picture of a point in degrees."""
        return (lng - self.left) * self.across, (self.top - lat) * self.down

    def to_degrees(self, x: float, y: float) -> tuple[float, float]:
        """(longitude, latitude) of a point in the picture."""
        return self.left + x / self.across, self.top - y / self.down


@dataclass(frozen=True)
class Patch:
    """A grid in the picture: the path's `d`, and where its label stands."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """A map without tiles: its frame and patches."""

    frame: Frame
    patches: Sequence[Patch] = field(default_factory=list)


def picture(grids: Iterable[Drawn]) -> Picture | None:
    """The picture of these grids; None if none of them has a shape."""
    drawn = [(one, shape) for one in grids if not (shape := one.shape).is_empty]
    if not drawn:
        return None
    frame = _frame([shape for _one, shape in drawn])
    return Picture(frame, [_patch(one, shape, frame) for one, shape in drawn])


def _frame(shapes: Sequence[BaseGeometry]) -> Frame:
    left, bottom, right, top = shapely.total_bounds(shapes)
    squeeze = math.cos(math.radians((bottom + top) / 2))  # a degree of longitude, in degrees of latitude
    wide, tall = max((right - left) * squeeze, 1e-6), max(top - bottom, 1e-6)
    usable = WIDTH - 2 * _EDGE
    down = min(usable / wide, usable * _TALLEST / tall)
    across = down * squeeze
    spare = (WIDTH - wide * down) / 2
    return Frame(float(left - spare / across), float(top + _EDGE / down), float(across), float(down), float(tall * down + 2 * _EDGE))  # fmt: skip


def _patch(one: Drawn, shape: BaseGeometry, frame: Frame) -> Patch:
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    middle = shape.representative_point()
    x, y = frame.to_picture(middle.x, middle.y)
    return Patch(one.code, one.name, "".join(_path(ring, frame) for ring in rings), round(x, 1), round(y, 1))


def _path(ring: BaseGeometry, frame: Frame) -> str:
    points = (frame.to_picture(x, y) for x, y in shapely.get_coordinates(ring)[:-1])
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z"
