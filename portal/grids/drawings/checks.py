"""What is wrong with a drawing as a whole: overlaps, gaps and orphans, each with its area. Pure.

A gap is ground that belongs to no grid: enclosed by grids, or a strip narrower than NARROW between them. An orphan is a
grid with no other grid of the drawing within NARROW (unless it is the only one), or one that names no community of the tree of areas.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from portal.grids.drawings.shapes import TOLERATED, Drawn, Metres, metres_for, touching_pairs

NARROW = 30.0  # metres
SMALLEST = 100.0  # square metres of a gap: less is only imprecise drawing
_MITRE = 5.0  # ratio up to which a corner stays sharp


@dataclass(frozen=True)
class Overlap:
    """Two grids (`one`, `other`: codes) that claim the same ground; `share`: of the smaller one's area (0 to 1)."""

    one: str
    other: str
    square_metres: float
    share: float


@dataclass(frozen=True)
class Gap:
    """Ground between the grids `beside` that belongs to none. `at`: (longitude, latitude) of a point in it."""

    square_metres: float
    beside: tuple[str, ...]
    at: tuple[float, float]


@dataclass(frozen=True)
class Report:
    """How many grids a drawing has and what they cover; overlaps and gaps, the largest first; orphans in drawing order.

    `far`: (code, square metres) of grids with no neighbour; `homeless`: of grids that name no community of the tree.
    """

    grids: int
    square_metres: float
    overlaps: Sequence[Overlap] = field(default_factory=list)
    gaps: Sequence[Gap] = field(default_factory=list)
    far: Sequence[tuple[str, float]] = field(default_factory=list)
    homeless: Sequence[tuple[str, float]] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.overlaps or self.gaps or self.far or self.homeless)


def examine(grids: Sequence[Drawn], communities: Collection[str] | None = None) -> Report:
    """Compare the drawing's grids with each other. `communities`: codes of those in the tree of areas; None: not checked."""
    drawn = [(one, one.shape) for one in grids]
    drawn = [(one, shape) for one, shape in drawn if not shape.is_empty]
    metres = metres_for([shape for _one, shape in drawn])
    flat = [metres.project(shape) for _one, shape in drawn]
    codes = [one.code for one, _shape in drawn]
    homeless = [
        (one.code, shape.area)
        for (one, _), shape in zip(drawn, flat, strict=True)
        if communities is not None and one.community not in communities
    ]
    whole = shapely.union_all(flat)
    return Report(len(grids), float(whole.area), overlaps(codes, flat), _gaps(codes, flat, whole, metres), _far(codes, flat), homeless)  # fmt: skip


def overlaps(codes: Sequence[str], flat: Sequence[BaseGeometry]) -> list[Overlap]:
    """The pairs that overlap by more than TOLERATED of the smaller, the largest first. `flat`: shapes in metres."""
    found = [
        Overlap(codes[one], codes[other], area, area / min(flat[one].area, flat[other].area))
        for one, other in touching_pairs(flat, flat)
        if one < other and (area := float(flat[one].intersection(flat[other]).area)) > 0
    ]
    return sorted((one for one in found if one.share > TOLERATED), key=lambda one: -one.square_metres)


def _gaps(codes: Sequence[str], flat: Sequence[BaseGeometry], whole: BaseGeometry, metres: Metres) -> list[Gap]:
    closed = whole.buffer(NARROW / 2, join_style="mitre", mitre_limit=_MITRE)
    closed = closed.buffer(-NARROW / 2, join_style="mitre", mitre_limit=_MITRE)
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(closed) for ring in part.interiors]
    empty = shapely.union_all([closed, *holes]).difference(whole)
    parts = [part for part in shapely.get_parts(empty) if part.area > SMALLEST]
    beside: dict[int, list[str]] = {}
    for part, grid in touching_pairs([part.buffer(0.5) for part in parts], flat):
        beside.setdefault(part, []).append(codes[grid])
    enclosed = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    inside = {part for part, _hole in touching_pairs(parts, [hole.buffer(-0.1) for hole in enclosed])}
    found = [
        Gap(float(part.area), tuple(beside.get(number, [])), metres.degrees(part.representative_point()))
        for number, part in enumerate(parts)
        if len(beside.get(number, [])) > 1 or number in inside
    ]
    return sorted(found, key=lambda one: -one.square_metres)


def _far(codes: Sequence[str], flat: Sequence[BaseGeometry]) -> list[tuple[str, float]]:
    """The grids that no other comes nearer to than NARROW; none if there is only one grid."""
    near = {one for one, other in touching_pairs([shape.buffer(NARROW) for shape in flat], flat) if one != other}
    lonely = [number for number in range(len(flat)) if number not in near and len(flat) > 1]
    return [(codes[number], float(flat[number].area)) for number in lonely]
