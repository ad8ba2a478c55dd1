"""Grids to draw with: rectangles of metres near Hangzhou, laid by column and row."""

from __future__ import annotations

import math
from typing import Any

from portal.grids.drawings.shapes import Drawn

LNG, LAT = 120.1, 30.2
METRE = 1 / 111_000  # degrees of latitude, nearly
SIDE = 200.0


def box(x: float, y: float, wide: float = SIDE, tall: float = SIDE) -> list[list[float]]:
    """The ring of a rectangle, counter-clockwise; metres east and north of the corner."""
    across = METRE / math.cos(math.radians(LAT))
    return [
        [LNG + east * across, LAT + north * METRE]
        for east, north in ((x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall), (x, y))
    ]


def polygon(*rings: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def drawn(code: str, *rings: list[list[float]], community: str = "") -> Drawn:
    return Drawn(code, f"{code}号", polygon(*rings), community)


def block(columns: int, rows: int = 1, prefix: str = "G") -> list[Drawn]:
    """Grids side by side without a gap: G1, G2, … from the lower left, row by row."""
    return [
        drawn(f"{prefix}{row * columns + column + 1}", box(column * SIDE, row * SIDE))
        for row in range(rows)
        for column in range(columns)
    ]
