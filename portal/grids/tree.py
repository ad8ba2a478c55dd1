"""The tree of areas: province → city → county → subdistrict (街道, 乡镇) → community (社区, 村), then its grids. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from portal.grids.fault_words import sentence

HEADER = ("code", "name", "level", "parent")
Row = dict[str, str]  # column → value


class Level(StrEnum):
    """The levels, from the top down; a grid is the one below the last."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def depth(self) -> int:
        return list(Level).index(self)


_LABELS = {
    Level.PROVINCE: "省",
    Level.CITY: "市",
    Level.COUNTY: "区县",
    Level.SUBDISTRICT: "街道（乡镇）",
    Level.COMMUNITY: "社区（村）",
}


def fault_of(row: Row) -> str | None:
    """What is wrong with a row of areas.csv by itself, in Chinese, or None."""
    if not 1 <= len(row["code"]) <= 40:
        return sentence("area.code")
    if not 1 <= len(row["name"]) <= 100:
        return sentence("area.name")
    return None if row["level"] in set(Level) else sentence("area.level", level=row["level"])


def faults(rows: Sequence[Row]) -> list[str]:
    """What is wrong with the rows together: a parent that is missing or of no higher level, or a stray top.

    A stray top is a row that has no parent although its level is not the highest there is. As a parent's level is always higher than
    its children's, there can be no cycle.
    """
    known = {row["code"]: row for row in rows}
    found = [fault for row in rows if row["parent"] and (fault := _fault_above(row, known.get(row["parent"])))]
    tops = [Level(row["level"]).depth for row in rows if not row["parent"]]
    highest = min((Level(row["level"]).depth for row in rows), default=0)
    return found + ([sentence("area.top")] if any(depth > highest for depth in tops) else [])


def _fault_above(row: Row, above: Row | None) -> str | None:
    if above is None:
        return sentence("area.parent", parent=row["parent"])
    mine, theirs = Level(row["level"]), Level(above["level"])
    return None if theirs.depth < mine.depth else sentence("area.order", level=mine.label, above=theirs.label)


def areas_of_community(community: Mapping[str, Any]) -> list[Row]:
    """The areas that community.json names, from the top down to the community, as rows of areas.csv.

    An area's name is also its code; the community's only if community.json gives no `code`.
    """
    found: list[Row] = []
    for level in Level:
        name = str(community.get("name" if level is Level.COMMUNITY else level, "")).strip()[:40]
        code = str(community.get("code", "")).strip()[:40] if level is Level.COMMUNITY else ""
        if name:
            found.append(
                {"code": code or name, "name": name, "level": str(level), "parent": found[-1]["code"] if found else ""}
            )
    return found
