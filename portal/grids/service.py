"""Fill the community's tables from files, and read them: community, bodies, duties, the grid of a place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.grids import files, gazetteer
from portal.grids.gazetteer import KnownBody, KnownDuty
from portal.grids.matching import grid_of, places_of, plain
from portal.grids.models import Body, Community, Duty, Faq, Grid, Place, ServiceTeam


def seed(s: Session, folder: Path) -> None:
    """Fill the tables from a folder's files. Raises files.BadFile, with nothing changed.

    Grids and bodies are updated by code and never deleted, because cases refer to them; all else is replaced.
    """
    found = files.read_files(folder)
    s.merge(Community(id=1, facts=found.community, version=gazetteer.version_of(s) + 1))
    for code, name, geometry in found.grids:
        s.merge(Grid(code=code, name=name, geometry=geometry))
    for row in found.bodies:
        s.merge(Body(**{**row, "aliases": files.split_values(row["aliases"])}))
    s.flush()
    _replace_rows(
        s,
        Place,
        [
            Place(**{**row, "grid": row["grid"] or None, "aliases": files.split_values(row["aliases"])})
            for row in found.places
        ],
    )
    _replace_rows(s, Duty, [Duty(**{**row, "working_days": int(row["working_days"])}) for row in found.duty])
    _replace_rows(
        s, ServiceTeam, [ServiceTeam(**{**row, "members": files.split_values(row["members"])}) for row in found.teams]
    )
    _replace_rows(s, Faq, [Faq(**{**row, "variants": files.split_values(row["variants"])}) for row in found.faq])
    s.flush()
    gazetteer.reread(s)


def _replace_rows(s: Session, table: type[Place | Duty | ServiceTeam | Faq], rows: list[Any]) -> None:
    """Replace all rows of a table to which nothing refers."""
    s.execute(sa.delete(table))
    s.add_all(rows)


def is_seeded(s: Session) -> bool:
    """Whether the tables were ever filled."""
    return s.get(Community, 1) is not None


def community(s: Session) -> dict[str, Any]:
    """The contents of `community.json`; before the tables are filled, a default name to show."""
    row = s.get(Community, 1)
    return dict(row.facts) if row else {"name": "社区", "phone": "", "hours": ""}


def published_numbers(s: Session) -> frozenset[str]:
    """The digits of the telephone numbers that the town gives out: its office's and its bodies', of 7 or more digits."""
    return gazetteer.of(s).published


def grid_for(s: Session, *texts: str, suggested: str | None = None) -> str | None:
    """The code of the grid of the first text that names a place in a grid; else `suggested` if it exists; else None."""
    names = gazetteer.of(s).names
    for text in texts:
        found = grid_of(text, names) if text else None
        if found:
            return found
    return suggested if suggested and s.get(Grid, suggested) else None


def places_in(s: Session, *texts: str, grid: str | None = None) -> list[str]:
    """The names in places.csv of the places that these texts mention; with `grid`, only those in that grid."""
    names = gazetteer.of(s).names
    found = [one for text in texts if text for one in places_of(text, names)]
    return list(dict.fromkeys(one.place for one in found if grid in (None, one.grid)))


def bodies(s: Session) -> list[Body]:
    """All bodies, ordered by name."""
    return list(s.scalars(sa.select(Body).order_by(Body.name)))


def body(s: Session, code: str | None) -> Body | None:
    """The body of this code, or None."""
    return s.get(Body, code) if code else None


def body_name(s: Session, code: str | None) -> str:
    """The name of the body of this code, for a list: from memory. "" without one."""
    return next((one.name for one in known_bodies(s) if one.code == code), "")


def bodies_named(s: Session, *texts: str) -> set[str]:
    """The codes of the bodies that these texts name."""
    spoken = [plain(text) for text in texts if text]
    return {
        one.code
        for one in known_bodies(s)
        for name in (one.name, *one.aliases)
        if any(plain(name) in text for text in spoken)
    }


def grids(s: Session) -> list[Grid]:
    """All grids, ordered by code."""
    return list(s.scalars(sa.select(Grid).order_by(Grid.code)))


def known_bodies(s: Session) -> Sequence[KnownBody]:
    """All bodies with the names by which people know them, ordered by name."""
    return gazetteer.of(s).bodies


def duty_rows(s: Session) -> Sequence[KnownDuty]:
    """All duties, as in duty.csv."""
    return gazetteer.of(s).duties
