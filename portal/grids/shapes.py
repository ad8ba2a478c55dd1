"""Check the shapes of grids in a file: whether the coordinates are valid, and which grids overlap. Pure.

Borders drawn by hand overlap by a metre here and there, so an overlap up to TOLERATED is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

TOLERATED = 0.02  # overlap, as a share of the smaller grid's area
_LINES = 240  # horizontal lines on which two shapes are compared
_MOST_CORNERS = 20_000  # of all shapes together: a larger file is not compared

Point = tuple[float, float]
Ring = list[Point]
Span = tuple[float, float]


def geometry_fault(geometry: dict[str, Any]) -> str | None:
    """The fault in the coordinates of a Polygon or MultiPolygon, in Chinese, or None. Empty is allowed (no map)."""
    try:
        rings = _rings(geometry)
    except (TypeError, ValueError, IndexError):
        return "geometry 的坐标应当是 [[[经度, 纬度], …]]"
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        return "geometry 的每一圈至少四个点，最后一个和第一个一样"
    if any(not (-180 <= x <= 180 and -90 <= y <= 90) for ring in rings for x, y in ring):
        return "geometry 的坐标应当是经度、纬度（度），经度在前"
    return None


def overlaps(grids: Sequence[tuple[str, str, dict[str, Any]]]) -> Iterator[tuple[str, str, float]]:
    """(code, code, share of the smaller) of each pair that overlaps by more than TOLERATED; none for a file too large.

    `grids`: (code, name, GeoJSON geometry).
    """
    shapes = [(code, _rings(geometry)) for code, _name, geometry in grids]
    shapes = [(code, rings) for code, rings in shapes if rings]
    if sum(len(ring) for _code, rings in shapes for ring in rings) > _MOST_CORNERS:
        return
    for (one, a), (other, b) in combinations(shapes, 2):
        share = overlap_share(a, b)
        if share > TOLERATED:
            yield one, other, share


def overlap_share(a: list[Ring], b: list[Ring]) -> float:
    """The share (0 to 1) of the smaller shape that lies in both, measured along horizontal lines (even-odd rule)."""
    low, high = max(_low(a), _low(b)), min(_high(a), _high(b))
    if low >= high or max(_left(a), _left(b)) >= min(_right(a), _right(b)):
        return 0.0
    step = (high - low) / _LINES
    both = sum(_common(_spans(a, y), _spans(b, y)) for y in _heights(low, high)) * step
    return both / min(_area(a), _area(b)) if both else 0.0


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    coordinates = geometry.get("coordinates") or []
    polygons = [coordinates] if geometry.get("type") == "Polygon" else coordinates
    return [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]


def _heights(low: float, high: float) -> Iterator[float]:
    """The y of each horizontal line between `low` and `high`."""
    return (low + (high - low) * (line + 0.5) / _LINES for line in range(_LINES))


def _spans(rings: list[Ring], y: float) -> list[Span]:
    """The (start, end) spans in which the horizontal line at `y` runs inside the shape."""
    cuts = sorted(
        ax + (y - ay) * (bx - ax) / (by - ay)
        for ring in rings
        for (ax, ay), (bx, by) in pairwise(ring)
        if (ay <= y) != (by <= y)
    )
    return list(zip(cuts[::2], cuts[1::2], strict=False))


def _common(one: list[Span], other: list[Span]) -> float:
    """The length that lies in both."""
    return sum(max(0.0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def _area(rings: list[Ring]) -> float:
    low, high = _low(rings), _high(rings)
    return sum(end - begin for y in _heights(low, high) for begin, end in _spans(rings, y)) * (high - low) / _LINES


def _low(rings: list[Ring]) -> float:
    return min(y for ring in rings for _x, y in ring)


def _high(rings: list[Ring]) -> float:
    return max(y for ring in rings for _x, y in ring)


def _left(rings: list[Ring]) -> float:
    return min(x for ring in rings for x, _y in ring)


def _right(rings: list[Ring]) -> float:
    return max(x for ring in rings for x, _y in ring)
