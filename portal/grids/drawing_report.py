"""Reports what a drawing would change and what is wrong with it before it is taken in, in words for page and command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids import versions
from portal.grids.drawings import checks, comparing
from portal.grids.drawings.checks import Report
from portal.grids.drawings.comparing import Changes
from portal.grids.drawings.shapes import Drawn
from portal.grids.fault_words import sentence
from portal.grids.models import Place

MOST = 50  # lines of each kind in a report


@dataclass(frozen=True)
class DrawingReport:
    """What is wrong with a drawing (`faults`), and what it changes.

    `left_places`: (grid's code, names of its places) for each grid that ends with places still in it.
    """

    faults: Report
    changes: Changes
    left_places: Sequence[tuple[str, Sequence[str]]] = field(default_factory=list)


def report_on(s: Session, grids: Sequence[Drawn], day: date, layer: str = versions.UNIFIED) -> DrawingReport:
    """Check a drawing by itself, and compare it with the one that is so far to be in force on `day`.

    Only in the unified layer, communities are checked, if the tree of areas has several, and ended grids are searched
    for places.
    """
    known = versions.communities(s)
    before = {one.code: one for one in versions.drawn_on(s, day, layer)}
    changes = comparing.changes_between(before, {one.code: one for one in grids})
    ended = changes.ended if layer == versions.UNIFIED else ()
    faults = checks.examine(grids, known if layer == versions.UNIFIED and len(known) > 1 else None)
    return DrawingReport(faults, changes, _left_places(s, ended))


def _left_places(s: Session, ended: Sequence[str]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for grid, name in s.execute(sa.select(Place.grid, Place.name).where(Place.grid.in_(ended)).order_by(Place.id)):
        found.setdefault(str(grid), []).append(name)
    return sorted(found.items())


def lines(report: DrawingReport) -> list[str]:
    """The report in Chinese, one sentence a line; at most MOST lines of each kind, and ten places of a grid."""
    changes, faults = report.changes, report.faults
    counts = {name: len(getattr(changes, name)) for name in ("new", "redrawn", "renamed", "ended")}
    found = [
        sentence("report.grids", count=faults.grids, area=area_in_words(faults.square_metres)),
        sentence("report.changes", same=changes.same, **counts),
        *_faults(faults),
    ]
    found += [
        sentence("report.left_places", code=code, names="、".join(names[:10]))
        for code, names in report.left_places[:MOST]
    ]
    return [*found, sentence("report.method")]


def _faults(faults: Report) -> Iterator[str]:
    if faults.is_clean:
        yield sentence("report.clean")
    for one in faults.overlaps[:MOST]:
        share = f"{one.share:.1%}"
        yield sentence(
            "report.overlap", one=one.one, other=one.other, area=area_in_words(one.square_metres), share=share
        )
    for gap in faults.gaps[:MOST]:
        at = f"{gap.at[0]:.5f}, {gap.at[1]:.5f}"
        yield sentence("report.gap", area=area_in_words(gap.square_metres), beside="、".join(gap.beside), at=at)
    for code, size in faults.far[:MOST]:
        yield sentence("report.far", code=code, area=area_in_words(size))
    for code, size in faults.homeless[:MOST]:
        yield sentence("report.homeless", code=code, area=area_in_words(size))


def area_in_words(square_metres: float) -> str:
    """An area in Chinese: in square metres, hectares or square kilometres."""
    if square_metres < 10_000:
        return sentence("area.metres", figure=f"{square_metres:,.0f}")
    if square_metres < 1_000_000:
        return sentence("area.hectares", figure=f"{square_metres / 10_000:.1f}")
    return sentence("area.kilometres", figure=f"{square_metres / 1_000_000:.2f}")
