"""Departments' grids laid over the community's: which of them fall in which unified grid, and with what share. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portal.grids.drawings.shapes import Drawn, metres_for, touching_pairs
from portal.kernel.spreadsheet import cell

WHOLE = 0.9  # share of a department's grid that must lie in one unified grid to merge it into that
TRACE = 0.01  # share of a department's grid: less is only imprecise drawing, and ignored
# of the CSV
HEADER = ("图层", "部门网格", "名字", "统一网格", "重合面积（平方米）", "占部门网格", "占统一网格", "建议")
ADVICE = {True: "并入", False: "跨几个网格，要重新划"}  # by whether it can be merged into one


@dataclass(frozen=True)
class Share:
    """What a department's grid and the grid `unified` (a code) have in common. `of_…`: its share of each, 0 to 1."""

    unified: str
    square_metres: float
    of_department: float
    of_unified: float


@dataclass(frozen=True)
class Laid:
    """A department's grid over the unified ones, the largest share first; shares of up to TRACE are left out.

    `outside`: how much of it (0 to 1) lies in none of `shares`.
    """

    layer: str
    code: str
    name: str
    square_metres: float
    shares: Sequence[Share] = field(default_factory=list)

    @property
    def outside(self) -> float:
        return max(0.0, 1 - sum(one.of_department for one in self.shares))

    @property
    def merges_into(self) -> str | None:
        """The unified grid that holds (nearly) all of it, or None: it must be drawn anew."""
        return self.shares[0].unified if self.shares and self.shares[0].of_department >= WHOLE else None


def lay_over(unified: Sequence[Drawn], layers: Mapping[str, Sequence[Drawn]]) -> list[Laid]:
    """Each grid of each layer, unless it has no shape, over the unified grids, in the layers' order."""
    ground = [(one, shape) for one in unified if not (shape := one.shape).is_empty]
    metres = metres_for([shape for _one, shape in ground])
    flat = [metres.project(shape) for _one, shape in ground]
    found: list[Laid] = []
    for layer, grids in layers.items():
        drawn = [(one, metres.project(shape)) for one in grids if not (shape := one.shape).is_empty]
        shares: dict[int, list[Share]] = {number: [] for number in range(len(drawn))}
        for mine, theirs in touching_pairs([shape for _one, shape in drawn], flat):
            shape, other = drawn[mine][1], flat[theirs]
            area = float(shape.intersection(other).area)
            shares[mine].append(Share(ground[theirs][0].code, area, area / shape.area, area / other.area))
        found += [
            Laid(layer, one.code, one.name, float(shape.area), _by_size(shares[number]))
            for number, (one, shape) in enumerate(drawn)
        ]
    return found


def _by_size(shares: Sequence[Share]) -> list[Share]:
    return sorted((one for one in shares if one.of_department > TRACE), key=lambda one: -one.square_metres)


def by_unified_grid(laid: Sequence[Laid]) -> dict[str, list[tuple[Laid, Share]]]:
    """Unified grid → the departments' grids that lie in it, wholly or in part, with what they have in common."""
    found: dict[str, list[tuple[Laid, Share]]] = {}
    for one in laid:
        for share in one.shares:
            found.setdefault(share.unified, []).append((one, share))
    return dict(sorted(found.items()))


def as_csv(laid: Sequence[Laid]) -> str:
    """The report as CSV: a row for each `Share`; where more than TRACE lies outside, another one with no unified grid."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([cell(value) for value in row] for one in laid for row in _rows(one))
    return "\ufeff" + out.getvalue()


def _rows(one: Laid) -> Iterator[tuple[str, ...]]:
    advice = ADVICE[one.merges_into is not None]
    for share in one.shares:
        figures = (f"{share.square_metres:.0f}", f"{share.of_department:.1%}", f"{share.of_unified:.1%}")
        yield (one.layer, one.code, one.name, share.unified, *figures, advice)
    if one.outside > TRACE:
        yield (one.layer, one.code, one.name, "", f"{one.square_metres * one.outside:.0f}", f"{one.outside:.1%}", "", advice)  # fmt: skip
