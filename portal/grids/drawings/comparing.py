"""Pure: compares two drawings of the same ground: what changed, and which groups of grids have comparable counts.

A case keeps the grid that it was reported in. Where a border moved between grids 07 and 13, last year's 07 is not this
year's 07, but 07 and 13 together are the same ground in both years: the smallest group whose counts can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.grids.drawings.shapes import TOLERATED, Drawn, metres_for, touching_pairs


@dataclass(frozen=True)
class Changes:
    """What differs between a drawing and the next: codes of grids, and how many stayed the `same`.

    `redrawn`: another shape, whatever the name; `renamed`: the same shape with another name or in another community.
    """

    new: Sequence[str]
    redrawn: Sequence[str]
    renamed: Sequence[str]
    ended: Sequence[str]
    same: int


def changes_between(before: Mapping[str, Drawn], after: Mapping[str, Drawn]) -> Changes:
    """What the drawing `after` changes in the drawing `before`; both: code → grid."""
    both = [code for code in after if code in before]
    redrawn = [code for code in both if before[code].geometry != after[code].geometry]
    renamed = [
        code
        for code in both
        if code not in redrawn
        and (before[code].name, before[code].community) != (after[code].name, after[code].community)
    ]
    return Changes(
        [code for code in after if code not in before],
        redrawn,
        renamed,
        [code for code in before if code not in after],
        len(both) - len(redrawn) - len(renamed),
    )


@dataclass(frozen=True)
class Group:
    """Grids before and grids after that share ground with one another and with no others. One side may be empty."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def comparable(before: Sequence[Drawn], after: Sequence[Drawn]) -> list[Group]:
    """All grids of both drawings in the smallest groups that share no ground with one another, by their first code.

    An old and a new grid belong to one group if they share more than TOLERATED of the smaller one's area. A code whose
    grid has no shape in one of the drawings is compared with itself. Ground that is in one drawing only is not looked at: a
    grid that grew into a gap is in a group with its old self, a new one there is in a group alone.
    """
    lead: dict[tuple[str, str], tuple[str, str]] = {}

    def root(one: tuple[str, str]) -> tuple[str, str]:
        while (above := lead.setdefault(one, one)) != one:
            one = above
        return one

    for when, grids in (("before", before), ("after", after)):
        for grid in grids:
            root((when, grid.code))
    for old, new in _sharing_ground(before, after):
        lead[root(("before", old))] = root(("after", new))
    groups: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for when, code in sorted(lead):
        groups.setdefault(root((when, code)), ([], []))[when == "after"].append(code)
    found = [Group(tuple(old), tuple(new)) for old, new in groups.values()]
    return sorted(found, key=lambda one: (one.before or one.after)[0])


def _sharing_ground(before: Sequence[Drawn], after: Sequence[Drawn]) -> list[tuple[str, str]]:
    """(old, new) codes of grids that share ground; the same code twice if it has no shape in one of the drawings."""
    olds, news = [one.shape for one in before], [one.shape for one in after]
    metres = metres_for([*olds, *news])
    flat_olds, flat_news = [metres.project(one) for one in olds], [metres.project(one) for one in news]
    found = [
        (before[one].code, after[other].code)
        for one, other in touching_pairs(flat_olds, flat_news)
        if flat_olds[one].intersection(flat_news[other]).area
        > TOLERATED * min(flat_olds[one].area, flat_news[other].area)
    ]
    blank = {one.code for one, shape in zip((*before, *after), (*olds, *news), strict=True) if shape.is_empty}
    kept = {one.code for one in after}
    return found + [(one.code, one.code) for one in before if one.code in blank & kept]
